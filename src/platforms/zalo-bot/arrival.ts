/** What every kind of event has in common: where it came from, who sent it, when. */
import type { Address } from '../../messaging/address.ts'
import { cleanText } from '../../messaging/clean-text.ts'
import type { Sender } from '../../messaging/inbound.ts'
import type { Message, User } from './schema.ts'

/** Why an event has nothing in it for us. */
export type IgnoredReason = 'malformed' | 'unknownEvent' | 'unknownChat' | 'bot'

/**
 * What translating needs to know besides the event: our id of the bot, Zalo's ids and names of it,
 * when the event came.
 */
export interface Reading {
  readonly bot: string
  readonly ownIds: ReadonlySet<string>
  /** As a mention shows them; empty until learnt. */
  readonly ownNames: readonly string[]
  readonly receivedAt: Date
}

/**
 * Where a message comes from; undefined for a kind of chat not known here. Without a kind only the
 * sender's own chat is private: what was said before others must never be answered as if nobody
 * else were there.
 */
export function addressOf({ chat, from }: Message, { bot }: Reading): Address | undefined {
  const kind = chat.chat_type?.toLowerCase() ?? (chat.id === from.id ? 'private' : 'group')
  return kind === 'private' || kind === 'group' ? { bot, chat: chat.id, kind } : undefined
}

/** The person as Zalo names them. Ids are per bot and tell nobody's phone number. */
export function senderOf({ id, display_name: shown, name }: User): Sender {
  const displayName = cleanText(shown ?? name ?? '').trim()
  return { id, ...(displayName === '' ? {} : { displayName }) }
}

/** Times below this are seconds: in ms it is September 2001. */
const leastMs = 1e12
const greatestMs = 4_102_444_800_000

/** ms or seconds, as a number or its digits; the time of arrival for anything else. */
export function timeOf(date: unknown, { receivedAt }: Reading): Date {
  const given = typeof date === 'string' && /^\d{9,13}$/.test(date) ? Number(date) : date
  if (typeof given !== 'number' || given <= 0) return receivedAt
  const ms = given < leastMs ? given * 1000 : given
  return ms <= greatestMs ? new Date(ms) : receivedAt
}
