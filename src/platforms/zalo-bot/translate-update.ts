import { cleanText } from '../../messaging/clean-text.ts'
import type { AttachmentKind, Inbound } from '../../messaging/inbound.ts'
import { addressOf, senderOf, timeOf, type IgnoredReason, type Reading } from './arrival.ts'
import { BareBody, Envelope, Update } from './schema.ts'
import { stripMention } from './strip-mention.ts'

interface Ignored {
  readonly kind: 'ignored'
  readonly why: IgnoredReason
}

/**
 * By the middle word of `message.image.received`. Files and links are not documented; today a file
 * comes as `unsupported`.
 */
const attachments: ReadonlyMap<string, AttachmentKind> = new Map([
  ['image', 'photo'],
  ['photo', 'photo'],
  ['gif', 'photo'],
  ['sticker', 'sticker'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['file', 'file'],
  ['document', 'file'],
  ['link', 'other'],
  ['location', 'other'],
  ['contact', 'other'],
])

/**
 * The events in one body: bare, as live callbacks are, or wrapped in `{ok, result}` as in the
 * documentation and in answers to getUpdates; a list of them would do too. None: there is no event
 * in it.
 */
export function unwrapEvents(body: unknown): readonly unknown[] {
  if (BareBody.safeParse(body).success) return [body]
  const envelope = Envelope.safeParse(body)
  if (!envelope.success || envelope.data.ok === false) return []
  return eventsOf(envelope.data.result)
}

/** The events in a `result`. */
export function eventsOf(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result
  return result === undefined || result === null ? [] : [result]
}

/**
 * One event, already parsed with its ids kept, as the core takes it, or why it is not for us. Never
 * throws: anything may be in it. The key is the message's id, which is all there is to tell one
 * delivery from another.
 */
export function translateUpdate(raw: unknown, reading: Reading): Inbound | Ignored {
  const parsed = Update.safeParse(raw)
  if (!parsed.success) return { kind: 'ignored', why: 'malformed' }
  const found = translateMessage(parsed.data, reading)
  return typeof found === 'string' ? { kind: 'ignored', why: found } : found
}

function translateMessage(
  { event_name: event, message }: Update,
  reading: Reading,
): Inbound | IgnoredReason {
  const content = /^message\.(\w+)\.received$/.exec(event)?.[1]
  if (content === undefined) return 'unknownEvent'
  // What the bot itself said may come back to it.
  if (message.from.is_bot === true || reading.ownIds.has(message.from.id)) return 'bot'
  const from = addressOf(message, reading)
  if (!from) return 'unknownChat'
  const messageId = message.message_id
  const arrival = {
    key: messageId,
    from,
    sender: senderOf(message.from),
    sentAt: timeOf(message.date, reading),
  }
  const what = attachments.get(content)
  if (what) return { ...arrival, kind: 'attachment', what, messageId }
  // Zalo tells neither content nor kind of what some people in legally protected groups send, nor
  // of files.
  if (content === 'unsupported') return { ...arrival, kind: 'unsupported' }
  if (message.text === undefined)
    return content === 'text' ? 'malformed' : { ...arrival, kind: 'unsupported' }
  const text = from.kind === 'group' ? stripMention(message, reading) : cleanText(message.text)
  return { ...arrival, kind: 'text', text, messageId, edited: false }
}
