import { cleanText } from '../../messaging/clean-text.ts'
import type { AttachmentKind, Inbound } from '../../messaging/inbound.ts'
import {
  addressOf,
  senderOf,
  timeOf,
  type Arrival,
  type IgnoredReason,
  type Reading,
} from './arrival.ts'
import type { Message } from './schema.ts'

/** In this order: an animation also carries a `document`, a venue also a `location`. */
const attachments: readonly (readonly [key: string, what: AttachmentKind])[] = [
  ['photo', 'photo'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'voice'],
  ['sticker', 'sticker'],
  ['document', 'file'],
  ['audio', 'file'],
  ...[
    'contact',
    'venue',
    'location',
    'poll',
    'dice',
    'game',
    'story',
    'checklist',
    'paid_media',
    'invoice',
  ].map((key) => [key, 'other'] as const),
]

/**
 * Notices Telegram itself writes into a private chat; a person did not say them, so they get no
 * answer.
 */
const privateNotices = new Set([
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'connected_website',
  'users_shared',
  'chat_shared',
  'web_app_data',
  'successful_payment',
  'refunded_payment',
  'gift',
  'unique_gift',
  'passport_data',
])

/**
 * A message, or its later edit, as the core takes it. Refused captions, edits of attachments and
 * service notices stay behind.
 */
export function translateMessage(
  key: string,
  message: Message,
  edited: boolean,
  reading: Reading,
): Inbound | IgnoredReason {
  const from = addressOf(message.chat, message, reading)
  if (!from) return 'channel'
  // Notices about the group count whoever caused them: an anonymous administrator appears as a bot.
  const sender = message.from ? senderOf(message.from) : { id: from.chat }
  const arrival = { key, from, sender, sentAt: timeOf(message.date, reading) }
  const notice = translateGroupNotice(arrival, message)
  if (notice) return notice
  if (!message.from) return 'noSender'
  if (message.from.is_bot === true) return 'anotherBot'
  return translateContent(arrival, message, edited, reading)
}

function translateGroupNotice(arrival: Arrival, message: Message): Inbound | undefined {
  if (message.migrate_to_chat_id !== undefined)
    return { ...arrival, kind: 'migrated', toChat: String(message.migrate_to_chat_id) }
  if (message.new_chat_title !== undefined)
    return { ...arrival, kind: 'renamed', title: cleanText(message.new_chat_title) }
  return undefined
}

function translateContent(
  arrival: Arrival,
  message: Message,
  edited: boolean,
  reading: Reading,
): Inbound | IgnoredReason {
  const messageId = String(message.message_id)
  if (message.text !== undefined) {
    const text = unaddressed(cleanText(message.text), reading.username)
    return text === undefined
      ? 'commandForAnotherBot'
      : { ...arrival, kind: 'text', text, messageId, edited }
  }
  const what = attachments.find(([name]) => message[name] !== undefined)?.[1]
  if (what) return edited ? 'editedAttachment' : { ...arrival, kind: 'attachment', what, messageId }
  // A kind of message newer than this code gets an answer where somebody waits for one.
  const isNotice =
    edited ||
    arrival.from.kind === 'group' ||
    Object.keys(message).some((name) => privateNotices.has(name))
  return isNotice ? 'serviceMessage' : { ...arrival, kind: 'unsupported' }
}

/**
 * In groups a chosen command arrives as `/lichhop@tusoi_bot`: the text without our name, or
 * undefined when it names another bot. Before our name is learnt every name passes: with privacy
 * mode on, others' commands do not reach us.
 */
function unaddressed(text: string, username: string | undefined): string | undefined {
  const found = /^(\/\w{1,32})@(\w{1,32})(?=\s|$)/.exec(text)
  if (!found) return text
  const [addressed, command = '', name = ''] = found
  if (username !== undefined && name.toLowerCase() !== username.toLowerCase()) return undefined
  return command + text.slice(addressed.length)
}
