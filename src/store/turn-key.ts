// What ties a reply to the message it answers: the reply's own key, which is stored to say it only
// once. So nothing more has to be kept for the log.
import type { Inbound } from '../messaging/inbound.ts'

const prefix = 'turn:'

/** Of the same message the same, on any instance, whenever the platform sends it again. */
export function turnKeyOf({ from, key }: Pick<Inbound, 'from' | 'key'>): string {
  return `${from.bot}:${key}`
}

/** The dedupe key of a turn's reply at this place. */
export function replyKeyOf(inbound: Pick<Inbound, 'from' | 'key'>, place: number): string {
  return `${prefix}${turnKeyOf(inbound)}:${String(place)}`
}

/** The turn whose reply has this dedupe key; undefined: it has one of its own, or is no reply. */
export function turnKeyIn(dedupeKey: string): string | undefined {
  return dedupeKey.startsWith(prefix)
    ? dedupeKey.slice(prefix.length, dedupeKey.lastIndexOf(':'))
    : undefined
}
