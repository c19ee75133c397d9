import type { Address } from './address.ts'
import type { Inbound } from './inbound.ts'
import type { Outbound } from './outbound.ts'

export type PlatformName = 'telegram' | 'zalo-bot' | 'zalo-oa' | 'playground'

/**
 * What a platform can do, and how fast it lets us send. What it cannot show is degraded inside its
 * adapter.
 */
export interface Abilities {
  readonly buttons: boolean
  readonly edit: boolean
  /** Takes documents from us, to private chats. */
  readonly documents: boolean
  readonly photoUpload: boolean
  /** Fetches a picture from an address. Absent: no. */
  readonly photoByUrl?: boolean
  /** Longest text of one message, in UTF-16 units. */
  readonly maxText: number
  readonly groupHears: 'all' | 'mentions' | 'commands'
  readonly pace: Pace
}

/**
 * Sending limits of one bot account. Data, so that a platform's change of rules is a change of
 * numbers.
 */
export interface Pace {
  /**
   * Messages a second over all chats that bulk sending must stay under; a fifth of it is kept for
   * replies.
   */
  readonly perSecond: number
  /** Shortest time between two bulk messages to one private chat. */
  readonly privateChatGapMs: number
  readonly groupPerMinute: number
  /** Requests under way at once. */
  readonly inFlight: number
}

/**
 * A webhook call as it arrived: bytes are collected, capped, and not yet decoded. Header names are
 * lower case.
 */
export interface WebhookCall {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  readonly receivedAt: Date
}

/**
 * What the headers of a call say of it before its body is read: it carries the secret agreed with
 * the platform, it does not, or its signature is over the body.
 */
export type HeaderVerdict = 'genuine' | 'notGenuine' | 'bodySigned'

export type UnreachableReason =
  'connect' | 'timeout' | 'reset' | 'server' | 'badReply' | 'circuitOpen'
export type GoneReason = 'blocked' | 'deactivated' | 'kicked' | 'chatNotFound' | 'neverStarted'

/**
 * What became of one send. `gone`: this chat will not come back by itself. `unreachable.delivered`
 * says whether the platform may have delivered it all the same: `no` only when the request
 * certainly never reached it.
 */
export type SendOutcome =
  /** `messages`: in how many parts it went; 1 unless told. */
  | { readonly kind: 'sent'; readonly externalId: string; readonly messages?: number }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly scope: 'bot' | 'chat' }
  /** `messages`: how many parts may have arrived; where delivery is unknown, 1 unless told. */
  | {
      readonly kind: 'unreachable'
      readonly reason: UnreachableReason
      readonly delivered: 'no' | 'unknown'
      readonly messages?: number
    }
  | { readonly kind: 'gone'; readonly reason: GoneReason }
  | { readonly kind: 'migrated'; readonly toChat: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly reason: string }

/** A command shown in the platform's own menu. */
export interface MenuCommand {
  /** `[a-z0-9_]{1,32}`, without the slash. */
  readonly name: string
  readonly description: string
}

/**
 * Whose menu: everyone in private chats, everyone in groups, or one private chat (a secretary's).
 */
export type MenuScope =
  | { readonly kind: 'private' }
  | { readonly kind: 'group' }
  | { readonly kind: 'chat'; readonly chat: string }

/** Takes in what arrived; resolves after the commit. */
export type Receive = (inbound: Inbound) => Promise<void>

/** A chat platform: translates, and does not decide. */
export interface Platform {
  readonly name: PlatformName
  /** Our id of this bot account. */
  readonly bot: string
  readonly abilities: Abilities
  /** Asked first; a call that is `notGenuine` by its headers is not read. */
  judgeHeaders(headers: WebhookCall['headers']): HeaderVerdict
  /** Null: the call is not genuine. An empty list: genuine, and nothing in it for us. */
  read(call: WebhookCall): readonly Inbound[] | null
  /** Never throws for what the platform said or failed to say. */
  send(to: Address, message: Outbound): Promise<SendOutcome>
  /** Answers a press at once (stops the spinner). Best effort, never throws. */
  acknowledge?(inbound: Inbound): Promise<void>
  /**
   * Receives without a webhook; `receive` resolves after the commit, and only then is the message
   * confirmed. Returns how to stop.
   */
  poll?(receive: Receive): Promise<() => Promise<void>>
  /**
   * Points the platform at `url` (or, without one, at polling). Throws if the platform refuses the
   * bot's token.
   */
  announce?(url: string | undefined): Promise<void>
  /**
   * Renews what lapses when it is not used for long (tokens). Called several times a day; best
   * effort, never throws.
   */
  renew?(): Promise<void>
  setMenu?(scope: MenuScope, language: 'vi' | 'en', commands: readonly MenuCommand[]): Promise<void>
  /** The link that opens the bot with a linking code, where the platform has one. */
  startLink?(code: string): string | undefined
}
