// A bot whose platform does not answer is left alone for a while, so that its queue is not spent on
// an outage (F19).
import { backOffMs } from './back-off.ts'

/** Failures in a row that open the circuit. */
export const breakerThreshold = 5

export interface Breaker {
  /** Sends in a row that did not reach the platform. */
  readonly failures: number
  /** How often it opened since it was last closed. */
  readonly trips: number
  /** Monotonic ms until which nothing is tried. */
  readonly openUntil: number
}

export const closedBreaker: Breaker = { failures: 0, trips: 0, openUntil: -Infinity }

/** `probing`: one message may go, and its outcome decides. */
type BreakerPhase = 'closed' | 'open' | 'probing'

export function breakerPhase({ failures, openUntil }: Breaker, at: number): BreakerPhase {
  if (failures < breakerThreshold) return 'closed'
  return at < openUntil ? 'open' : 'probing'
}

/**
 * The breaker after one more outcome. Any word of the platform, a refusal too, closes it. Sends
 * that were under way when it opened do not lengthen the pause.
 */
export function afterSend(
  breaker: Breaker,
  wasReached: boolean,
  at: number,
  chance: number,
): Breaker {
  if (wasReached) return closedBreaker
  const failures = breaker.failures + 1
  if (failures < breakerThreshold || breakerPhase(breaker, at) === 'open')
    return { ...breaker, failures }
  const trips = breaker.trips + 1
  return { failures, trips, openUntil: at + backOffMs(trips, chance) }
}
