// One message on a phone of the try mode, as it is kept and as the page shows it.
import type { AttachmentKind } from '../../messaging/inbound.ts'
import type { Choice } from '../../messaging/outbound.ts'

/** A file that came with a message. */
export interface PlaygroundFile {
  readonly name: string
  readonly mediaType: string
  readonly alt: string
  readonly base64: string
}

/** Plain JSON: the ledger seals it whole. */
export interface PlaygroundEntry {
  readonly id: string
  /**
   * `m:<member id>` for a person's private chat, `t:<member id>` for theirs in the text-only app,
   * `g:<branch>` for a group.
   */
  readonly chat: string
  /**
   * `bot`; `slip` for a paper note that no chat carried; else the private chat of the person who
   * wrote it.
   */
  readonly from: string
  readonly what: 'text' | AttachmentKind
  readonly text: string
  /** Labels as they are shown, numbered. */
  readonly choices: readonly Choice[]
  /** ISO 8601, by the service's own clock. */
  readonly at: string
  /** The payload pressed last; the keyboard stays until the bot replaces the message. */
  readonly pressed?: string
  readonly isReplaced?: boolean
  /** How often its writer has changed it. */
  readonly edition: number
  /**
   * `waiting` until the service has committed it: such an entry is handed over again when the
   * service starts.
   * `failed`: its writer has been told to send it again.
   */
  readonly standing: 'waiting' | 'arrived' | 'failed'
  /** On a slip: the code on it, so that the phone can offer to type it. */
  readonly code?: string
  readonly file?: PlaygroundFile
}

/** Where the entries are kept between starts; implemented on the sealed database. */
export interface PlaygroundLedger {
  append(entry: PlaygroundEntry): Promise<void>
  /** Replaces the entry of the same id; its place in the order stays. */
  update(entry: PlaygroundEntry): Promise<void>
  /** In the order of `append`. */
  all(): Promise<readonly PlaygroundEntry[]>
  clear(): Promise<void>
}

export function isGroup(chat: string): boolean {
  return chat.startsWith('g:')
}

/** Whether such a chat can exist here at all. */
export function isChat(chat: string): boolean {
  return /^[mtg]:[\x21-\x7E]+$/.test(chat)
}
