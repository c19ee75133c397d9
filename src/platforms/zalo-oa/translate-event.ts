import { cleanText } from '../../messaging/clean-text.ts'
import type { AttachmentKind, Inbound } from '../../messaging/inbound.ts'
import {
  groupArrival,
  groupOf,
  privateArrival,
  type Arrival,
  type IgnoredReason,
  type Reading,
} from './arrival.ts'
import { payloadOf } from './compose.ts'
import { Event } from './schema.ts'

interface Ignored {
  readonly kind: 'ignored'
  readonly why: IgnoredReason
  /** The event's name, where it looks like one. */
  readonly event?: string
}

const attachments: Readonly<Record<string, AttachmentKind>> = {
  image: 'photo',
  gif: 'photo',
  audio: 'voice',
  video: 'video',
  sticker: 'sticker',
  file: 'file',
  location: 'other',
  link: 'other',
  business_card: 'other',
}

/**
 * Who is in a group and who runs it: the core knows its people by their codes, and the account
 * stays in.
 */
const groupBusiness =
  /^(user_(join|leave|request_join)_group|react_request_join_group_(accept|reject)|(add|remove)_group_admin)$/
const accountNotices =
  /^(user_received_message|user_seen_message|user_submit_info|add_user_to_tag|change_(template_status|oa_daily_quota))$/

/**
 * One event, already parsed as JSON, as the core takes it, or why it is not for us. Never throws:
 * anything may be in it.
 */
export function translateEvent(raw: unknown, reading: Reading): Inbound | Ignored {
  const parsed = Event.safeParse(raw)
  if (!parsed.success) return { kind: 'ignored', why: 'malformed' }
  const event = parsed.data
  const found = translateKind(event, reading)
  if (typeof found !== 'string') return found
  const name = event.event_name
  return { kind: 'ignored', why: found, ...(/^[a-z_]{1,60}$/.test(name) ? { event: name } : {}) }
}

function translateKind(event: Event, reading: Reading): Inbound | IgnoredReason {
  const { event_name: name } = event
  if (reading.oaId !== undefined && event.oa_id !== undefined && event.oa_id !== reading.oaId)
    return 'anotherAccount'
  if (/^(user_)?(un)?follow$/.test(name)) return translateFollow(event, reading)
  if (name.startsWith('oa_send_')) return 'ownEcho'
  const [, inGroup, what] = /^user_send_(group_)?([a-z_]+)$/.exec(name) ?? []
  if (what !== undefined)
    return inGroup === undefined
      ? translatePrivate(event, what, reading)
      : translateGroup(event, what, reading)
  if (name === 'create_group' || name === 'delete_group' || name === 'update_group_info')
    return translateStanding(event, reading)
  if (groupBusiness.test(name)) return 'groupBusiness'
  return accountNotices.test(name) ? 'accountNotice' : 'unknownKind'
}

function translatePrivate(event: Event, what: string, reading: Reading): Inbound | IgnoredReason {
  const { sender, recipient } = event
  if (reading.oaId !== undefined && recipient?.id !== undefined && recipient.id !== reading.oaId)
    return 'anotherAccount'
  if (sender?.id === undefined) return 'noSender'
  if (sender.id === reading.oaId) return 'ownEcho'
  return translateContent(privateArrival(event, sender.id, reading), event, what)
}

function translateGroup(event: Event, what: string, reading: Reading): Inbound | IgnoredReason {
  const group = groupOf(event, reading)
  if (group === undefined) return 'noGroup'
  const person = event.sender?.id
  if (person === undefined) return 'noSender'
  return person === reading.oaId
    ? 'ownEcho'
    : translateContent(groupArrival(event, group, person, reading), event, what)
}

function translateContent(
  arrival: Arrival,
  { message }: Event,
  what: string,
): Inbound | IgnoredReason {
  // Without an id of its own, the key stands for it: nothing can be done to the message, but it is
  // to be answered.
  const messageId = message?.msg_id ?? arrival.key
  if (what === 'text') {
    if (message?.text === undefined) return 'malformed'
    const text = cleanText(message.text)
    const payload = arrival.from.kind === 'private' ? payloadOf(text) : undefined
    if (payload === undefined) return { ...arrival, kind: 'text', text, messageId, edited: false }
    return { ...arrival, kind: 'press', payload, messageId, pressId: messageId }
  }
  const kind = Object.hasOwn(attachments, what) ? attachments[what] : undefined
  if (kind !== undefined) return { ...arrival, kind: 'attachment', what: kind, messageId }
  // A kind newer than this code gets an answer where somebody waits for one.
  return arrival.from.kind === 'private' ? { ...arrival, kind: 'unsupported' } : 'unknownKind'
}

/** Following is how a person lets the account write; unfollowing takes it back. */
function translateFollow(event: Event, reading: Reading): Inbound | IgnoredReason {
  const person = event.follower?.id ?? event.sender?.id
  if (person === undefined) return 'noSender'
  const standing = event.event_name.endsWith('unfollow') ? 'removed' : 'joined'
  return { ...privateArrival(event, person, reading), kind: 'membership', standing }
}

/** The account owns its groups: it is in one from its making to its end. */
function translateStanding(event: Event, reading: Reading): Inbound | IgnoredReason {
  const group = groupOf(event, reading)
  if (group === undefined) return 'noGroup'
  const arrival = groupArrival(event, group, event.sender?.id ?? group, reading)
  const title = event.group_name === undefined ? undefined : cleanText(event.group_name)
  if (event.event_name === 'update_group_info')
    return title === undefined ? 'groupBusiness' : { ...arrival, kind: 'renamed', title }
  const standing = event.event_name === 'create_group' ? 'joined' : 'removed'
  return { ...arrival, kind: 'membership', standing, ...(title === undefined ? {} : { title }) }
}
