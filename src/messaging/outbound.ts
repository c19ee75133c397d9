/**
 * One thing a person can choose. Shown as a button, or as a numbered line where there are no
 * buttons.
 */
export interface Choice {
  readonly label: string
  /** At most 64 bytes of ASCII; comes back in a press. Signed by the store before it leaves. */
  readonly payload: string
}

/**
 * A file that goes with a message, whose text says all that is needed without it: where a platform
 * takes no file, there is a link to it, or nothing (outbox/fit-attachment.ts).
 */
export interface Attachment {
  /** `picture`: never about one person, for it may lie open for a platform to fetch. */
  readonly kind: 'document' | 'picture'
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** What it is, in a line; of a picture, all that can be seen in it. */
  readonly alt: string
  /** What is said before the link. */
  readonly linkLine: string
  /** Where the platform fetches a picture it does not take from us. */
  readonly url?: string
}

/**
 * One message to one chat. Plain text, never markup: names and answers may hold any character.
 * Choices are numbered from 1 in the order given, whatever the platform; typing the number is
 * always accepted.
 */
export interface Outbound {
  readonly text: string
  readonly choices?: readonly Choice[]
  /**
   * The message whose keyboard was pressed: its keyboard goes, and `text` (what was asked, and what
   * was chosen) stays.
   */
  readonly replaces?: { readonly messageId: string; readonly text: string }
  /** Private messages are protected from forwarding where the platform can do that. */
  readonly isProtected?: boolean
  /** What it is written in, for what may have to be said in its place. Absent: Vietnamese. */
  readonly language?: 'vi' | 'en'
  readonly attachment?: Attachment
  /**
   * For who answers with a number and nothing else: every choice stands in the text, and a button
   * has its digit alone.
   */
  readonly isByDigits?: boolean
}

/**
 * Sending classes (reliability): the first two are sent at least once, the last two at most once.
 */
export type MessageClass = 'reply' | 'prompt' | 'groupNotice' | 'document'

export function isAtMostOnce(messageClass: MessageClass): boolean {
  return messageClass === 'groupNotice' || messageClass === 'document'
}

/**
 * Longest payload of a choice, in bytes: Telegram's limit.
 * https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
const maxPayloadBytes = 64

/** Whether every choice can come back in a press. */
export function payloadsFit(choices: readonly Choice[]): boolean {
  return choices.every(
    ({ payload }) => payload !== '' && new TextEncoder().encode(payload).length <= maxPayloadBytes,
  )
}

/** The message as it is shown where there are buttons: what stands above them, and their labels. */
export function shownWithButtons({ text, choices = [], isByDigits }: Outbound): {
  readonly text: string
  readonly labels: readonly string[]
} {
  if (isByDigits !== true || choices.length === 0) return { text, labels: numberedLabels(choices) }
  return {
    text: [text, numberedLines(choices).join('\n')].join('\n\n'),
    labels: choices.map((_, index) => String(index + 1)),
  }
}

/** `1. Làm tốt`, a single one too. */
export function numberedLines(choices: readonly Choice[]): readonly string[] {
  return choices.map(({ label }, index) => `${String(index + 1)}. ${label}`)
}

/** The label as it is shown: `1. Làm tốt`. A single choice is not numbered. */
export function numberedLabels(choices: readonly Choice[]): readonly string[] {
  return choices.length < 2 ? choices.map(({ label }) => label) : numberedLines(choices)
}
