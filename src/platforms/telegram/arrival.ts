/** What every kind of update has in common: where it came from, who sent it, when. */
import type { Address } from '../../messaging/address.ts'
import { cleanText } from '../../messaging/clean-text.ts'
import type { Sender } from '../../messaging/inbound.ts'
import type { Chat, Message, User } from './schema.ts'

/** Why an update has nothing in it for us. */
export type IgnoredReason =
  | 'malformed'
  | 'unknownKind'
  | 'channel'
  | 'noSender'
  | 'anotherBot'
  | 'commandForAnotherBot'
  | 'serviceMessage'
  | 'editedAttachment'
  | 'pressWithoutData'
  | 'standingUnchanged'

/**
 * What translating needs to know besides the update: our id of the bot, its user name once learnt,
 * when the update came.
 */
export interface Reading {
  readonly bot: string
  readonly username: string | undefined
  readonly receivedAt: Date
}

/** What is common to everything that arrives. */
export interface Arrival {
  readonly key: string
  readonly from: Address
  readonly sender: Sender
  readonly sentAt: Date
}

/**
 * Where a chat's messages come from, or undefined for a channel. A thread counts only when the
 * message is in a forum topic.
 */
export function addressOf(
  chat: Chat,
  message: Message | undefined,
  { bot }: Reading,
): Address | undefined {
  if (chat.type === 'channel') return undefined
  const thread = message?.is_topic_message === true ? message.message_thread_id : undefined
  const kind = chat.type === 'private' ? 'private' : 'group'
  return {
    bot,
    chat: String(chat.id),
    kind,
    ...(thread === undefined ? {} : { thread: String(thread) }),
  }
}

/** The person as Telegram names them; the language as its first two letters. */
export function senderOf(user: User): Sender {
  const displayName = cleanText(
    [user.first_name, user.last_name].filter((part) => part !== undefined).join(' '),
  ).trim()
  const language = /^[a-z]{2}(?=-|$)/i.exec(user.language_code ?? '')?.[0].toLowerCase()
  return {
    id: String(user.id),
    ...(displayName === '' ? {} : { displayName }),
    ...(language === undefined ? {} : { language }),
  }
}

/** Bot API times are whole seconds; without one, the time of arrival. */
export function timeOf(unixSeconds: number | undefined, { receivedAt }: Reading): Date {
  return unixSeconds === undefined ? receivedAt : new Date(unixSeconds * 1000)
}
