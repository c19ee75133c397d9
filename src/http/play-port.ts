// What the try mode's page asks of the service behind it. Implemented in `main.ts`.

export type PlayLanguage = 'vi' | 'en'
export type PlayAdvance = 'hour' | 'day' | 'next'
type PlayAttachment = 'photo' | 'file' | 'voice' | 'video' | 'sticker'

/** A message as the page shows it; the playground's own entry fits. */
export interface PlayMessage {
  readonly id: string
  readonly chat: string
  /** `bot`, `slip` (a paper note), or the private chat of the person who wrote it. */
  readonly from: string
  readonly what: string
  readonly text: string
  readonly choices: readonly { readonly label: string; readonly payload: string }[]
  /** ISO 8601. */
  readonly at: string
  readonly pressed?: string
  readonly isReplaced?: boolean
  readonly edition: number
  /** `waiting`, `arrived` or `failed`. */
  readonly standing: string
  readonly code?: string
  /** A file to fetch by the message's id. */
  readonly file?: { readonly name: string; readonly mediaType: string; readonly alt: string }
}

export interface PlayFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface PlayClock {
  readonly iso: string
  /** The same moment in words, in the asked language and the branch's zone. */
  readonly local: string
  readonly zone: string
  readonly nextEvent: { readonly label: string; readonly local: string } | null
}

export interface PlayMember {
  /** The private chat in the app with buttons, which is also who the person is: `m:<member id>`. */
  readonly chat: string
  readonly name: string
  /** In words, in the asked language. */
  readonly role: string
  /**
   * A further word about the person (`không dùng điện thoại thông minh`) or this chat of theirs, or
   * empty.
   */
  readonly note: string
  /** The same person in the text-only app. */
  readonly textOnly: { readonly chat: string; readonly note: string }
  /** Reminders come to the text-only app. */
  readonly isRemindedByText: boolean
}

export interface PlayState {
  readonly clock: PlayClock
  readonly branch: string
  /** Everyone of the branch, the secretary too, in the order of the menu. */
  readonly members: readonly PlayMember[]
  readonly secretaryChat: string
  readonly groupChat: string
  /** That the embedded database is for trying out. */
  readonly notice: string
  /** By chat, oldest first; a chat without messages may be missing. */
  readonly messages: Readonly<Record<string, readonly PlayMessage[]>>
  /** `locales/<language>/playground.json`. */
  readonly strings: unknown
}

/** `clock` and `reload` tell the page to ask again: the clock, or everything. */
export type PlayEvent =
  | { readonly kind: 'message'; readonly message: PlayMessage }
  | { readonly kind: 'clock' }
  | { readonly kind: 'reload' }

/**
 * Acts of the page. Each resolves when the service has done it; a `Refusal` thrown reaches the page
 * as its status and code.
 */
export interface Play {
  state(language: PlayLanguage): Promise<PlayState>
  clock(language: PlayLanguage): Promise<PlayClock>
  /** The file of a message; undefined: there is none. */
  file(messageId: string): Promise<PlayFile | undefined>
  say(act: { readonly person: string; readonly chat: string; readonly text: string }): Promise<void>
  press(act: {
    readonly person: string
    readonly chat: string
    readonly messageId: string
    readonly payload: string
  }): Promise<void>
  attach(act: {
    readonly person: string
    readonly chat: string
    readonly what: PlayAttachment
  }): Promise<void>
  advance(by: PlayAdvance): Promise<void>
  fresh(): Promise<void>
  /** Returns how to stop. */
  subscribe(listener: (event: PlayEvent) => void): () => void
}
