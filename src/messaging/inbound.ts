import type { Address } from './address.ts'

/**
 * The person behind an inbound message, as the platform names them. Never shown to others, never
 * logged.
 */
export interface Sender {
  readonly id: string
  readonly displayName?: string
  /** Two-letter language code, where the platform tells it. */
  readonly language?: string
}

export type AttachmentKind = 'photo' | 'file' | 'voice' | 'video' | 'sticker' | 'other'

/**
 * The message a pressed button stood under, where the platform gives it back, and the label that
 * was pressed.
 */
export interface PressedMessage {
  readonly text: string
  readonly label: string
}

/** What is common to everything that arrives. */
interface Arrival {
  /** Unique per bot; the inbox keeps it, so that one update has one effect. */
  readonly key: string
  readonly from: Address
  readonly sender: Sender
  /** The platform's own time of the event. */
  readonly sentAt: Date
}

/**
 * Everything a platform can tell us, translated. Text is NFC, without NUL or lone surrogates (see
 * `cleanText`); keys and ids are printable ASCII (see `opaqueId`).
 * `membership` is the bot's own standing in the chat: in a private chat `removed` means the person
 * blocked it.
 */
export type Inbound =
  | (Arrival & {
      readonly kind: 'text'
      readonly text: string
      readonly messageId: string
      readonly edited: boolean
    })
  | (Arrival & {
      readonly kind: 'press'
      readonly payload: string
      readonly messageId: string
      readonly pressId: string
      readonly shown?: PressedMessage
    })
  | (Arrival & {
      readonly kind: 'attachment'
      readonly what: AttachmentKind
      readonly messageId: string
    })
  | (Arrival & {
      readonly kind: 'membership'
      readonly standing: 'joined' | 'removed'
      readonly title?: string
    })
  | (Arrival & { readonly kind: 'migrated'; readonly toChat: string })
  | (Arrival & { readonly kind: 'renamed'; readonly title: string })
  | (Arrival & { readonly kind: 'unsupported' })

export type InboundOf<K extends Inbound['kind']> = Extract<Inbound, { kind: K }>
