import { cleanText } from '../../messaging/clean-text.ts'
import type { Inbound, PressedMessage } from '../../messaging/inbound.ts'
import { addressOf, senderOf, timeOf, type IgnoredReason, type Reading } from './arrival.ts'
import { Update, type CallbackQuery, type ChatMemberUpdated, type Standing } from './schema.ts'
import { translateMessage } from './translate-message.ts'

export interface Ignored {
  readonly kind: 'ignored'
  readonly why: IgnoredReason
  readonly updateId?: number
}

/**
 * One update of the Bot API, already parsed as JSON, as the core takes it, or why it is not for us.
 * Never throws: anything may be in it. The key is `u<update_id>`, which is unique a bot (it may
 * restart anywhere after a quiet week, so it is only ever compared for equality).
 */
export function translateUpdate(raw: unknown, reading: Reading): Inbound | Ignored {
  const parsed = Update.safeParse(raw)
  if (!parsed.success) return { kind: 'ignored', why: 'malformed' }
  const update = parsed.data
  const found = translateKind(update, reading)
  return typeof found === 'string'
    ? { kind: 'ignored', why: found, updateId: update.update_id }
    : found
}

function translateKind(update: Update, reading: Reading): Inbound | IgnoredReason {
  const key = `u${String(update.update_id)}`
  if (update.message) return translateMessage(key, update.message, false, reading)
  if (update.edited_message) return translateMessage(key, update.edited_message, true, reading)
  if (update.callback_query) return translatePress(key, update.callback_query, reading)
  if (update.my_chat_member) return translateStanding(key, update.my_chat_member, reading)
  return 'unknownKind'
}

function translatePress(
  key: string,
  query: CallbackQuery,
  reading: Reading,
): Inbound | IgnoredReason {
  if (query.from.is_bot === true) return 'anotherBot'
  if (!query.message || query.data === undefined) return 'pressWithoutData'
  const from = addressOf(query.message.chat, query.message, reading)
  if (!from) return 'channel'
  // The date inside belongs to the message that holds the button, so the time of arrival stands for
  // the press.
  const arrival = { key, from, sender: senderOf(query.from), sentAt: reading.receivedAt }
  const messageId = String(query.message.message_id)
  return {
    ...arrival,
    kind: 'press',
    payload: cleanText(query.data),
    messageId,
    pressId: query.id,
    ...shownOf(query),
  }
}

/** The message the button stood under and the label pressed, where the platform still has them. */
function shownOf({ message, data }: CallbackQuery): { readonly shown?: PressedMessage } {
  const button = message?.reply_markup?.inline_keyboard
    .flat()
    .find(({ callback_data }) => callback_data === data)
  if (message?.text === undefined || button === undefined) return {}
  return { shown: { text: cleanText(message.text), label: cleanText(button.text) } }
}

function translateStanding(
  key: string,
  change: ChatMemberUpdated,
  reading: Reading,
): Inbound | IgnoredReason {
  const from = addressOf(change.chat, undefined, reading)
  if (!from) return 'channel'
  const isIn = isMember(change.new_chat_member)
  // Made an administrator, or restricted and still in: nothing the core could act upon, and a
  // second greeting would be odd.
  if (change.old_chat_member && isMember(change.old_chat_member) === isIn)
    return 'standingUnchanged'
  const arrival = { key, from, sender: senderOf(change.from), sentAt: timeOf(change.date, reading) }
  const standing = isIn ? 'joined' : 'removed'
  return {
    ...arrival,
    kind: 'membership',
    standing,
    ...(change.chat.title === undefined ? {} : { title: cleanText(change.chat.title) }),
  }
}

function isMember({ status, is_member: isStillIn }: Standing): boolean {
  return status === 'restricted'
    ? isStillIn === true
    : ['member', 'administrator', 'creator'].includes(status)
}
