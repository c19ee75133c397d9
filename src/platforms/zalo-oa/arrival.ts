/**
 * What every kind of event has in common: where it came from, who caused it, when, and by what it
 * is known again.
 */
import { createHash } from 'node:crypto'
import type { Address } from '../../messaging/address.ts'
import type { Sender } from '../../messaging/inbound.ts'
import type { Event } from './schema.ts'

/** Why an event has nothing in it for us. */
export type IgnoredReason =
  | 'malformed'
  | 'unknownKind'
  | 'ownEcho'
  | 'anotherAccount'
  | 'noSender'
  | 'noGroup'
  | 'groupBusiness'
  | 'accountNotice'

/** What translating needs to know besides the event. */
export interface Reading {
  readonly bot: string
  /**
   * Of this account, where it is known: the webhook belongs to the app, which may serve several.
   */
  readonly oaId: string | undefined
  readonly receivedAt: Date
}

/** What is common to everything that arrives. */
export interface Arrival {
  readonly key: string
  readonly from: Address
  readonly sender: Sender
  readonly sentAt: Date
}

/** The latest time that is believed, in ms: the year 2100. */
const latestMs = 4_102_444_800_000

export function privateArrival(event: Event, person: string, reading: Reading): Arrival {
  const from = { bot: reading.bot, chat: person, kind: 'private' } as const
  return { key: keyOf(event, person), from, sender: { id: person }, sentAt: timeOf(event, reading) }
}

export function groupArrival(
  event: Event,
  group: string,
  person: string,
  reading: Reading,
): Arrival {
  const from = { bot: reading.bot, chat: group, kind: 'group' } as const
  return {
    key: keyOf(event, `${group} ${person}`),
    from,
    sender: { id: person },
    sentAt: timeOf(event, reading),
  }
}

/** The group an event is about. Its place differs between what is documented and what is seen. */
export function groupOf(
  { recipient, message, group_id: group }: Event,
  { oaId }: Reading,
): string | undefined {
  const found = recipient?.group_id ?? message?.conversation_id ?? group ?? recipient?.id
  return found === oaId ? undefined : found
}

/**
 * The same for every delivery of one event (header `num_retry` counts them): its message's id, or
 * for what is no message a hash, because the inbox keeps keys as they are and must not hold a
 * person's id.
 */
function keyOf({ event_name: name, message, timestamp }: Event, who: string): string {
  if (message?.msg_id !== undefined) return `m${message.msg_id}`
  const facts = JSON.stringify([name, who, timestamp ?? '', message?.text ?? ''])
  return `h${createHash('sha256').update(facts).digest('base64url').slice(0, 22)}`
}

function timeOf({ timestamp }: Event, { receivedAt }: Reading): Date {
  const ms = timestamp === undefined ? NaN : Number(timestamp)
  return ms > 0 && ms <= latestMs ? new Date(ms) : receivedAt
}
