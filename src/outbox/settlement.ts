// What becomes of a message after one attempt: the policy of reliability.md §4.1, per class,
// without I/O.
import { isAtMostOnce, type MessageClass } from '../messaging/outbound.ts'
import type { GoneReason, SendOutcome, UnreachableReason } from '../messaging/platform.ts'
import { backOffMs } from './back-off.ts'
import { doubtWaitMs } from './doubt.ts'

/** What already happened to a message that is sent again. */
interface Marks {
  /** Earlier attempts that may have been delivered. */
  readonly doubts: number
  /** It was already sent on to the group's new chat. */
  readonly isMoved: boolean
}

export interface Attempt extends Marks {
  readonly class: MessageClass
  /** The number of this attempt, from 1. */
  readonly attempts: number
  readonly notAfter?: Date
}

type WaitReason = 'throttled' | 'unreachable' | 'resend'

export type Verdict =
  | { readonly kind: 'sent'; readonly externalId: string }
  | {
      readonly kind: 'retry'
      readonly at: Date
      readonly reason: WaitReason
      readonly marks: Marks
    }
  | { readonly kind: 'skipped'; readonly reason: 'expired' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: UnreachableReason | 'expired' }
  /**
   * The chat has a new id; nothing was delivered. The group's address changes and the message goes
   * there once.
   */
  | { readonly kind: 'migrate'; readonly toChat: string }
  /** Failed, and the account or the group is marked with it. */
  | { readonly kind: 'gone'; readonly reason: GoneReason }

/** `chance`: 0 to below 1, decides the jitter. */
interface Moment {
  readonly now: Date
  readonly chance: number
}

/**
 * The verdict on `attempt` after `outcome`. Total over all classes and outcomes; refuses nothing.
 */
export function judge(attempt: Attempt, outcome: SendOutcome, moment: Moment): Verdict {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', externalId: outcome.externalId }
    case 'throttled':
      return retry(attempt, 'throttled', throttleMs(outcome.retryAfterMs, moment.chance), moment)
    case 'unreachable':
      return outcome.delivered === 'no'
        ? retry(attempt, 'unreachable', backOffMs(attempt.attempts, moment.chance), moment)
        : judgeUnknown(attempt, outcome.reason, moment)
    case 'gone':
      return { kind: 'gone', reason: outcome.reason }
    case 'migrated':
      return attempt.isMoved
        ? { kind: 'failed', reason: 'moved twice' }
        : { kind: 'migrate', toChat: outcome.toChat }
    case 'rejected':
      return { kind: 'failed', reason: `rejected ${outcome.code}` }
  }
}

/** How many messages of the bot's month an attempt used: what may have arrived counts as sent. */
export function messagesOf(outcome: SendOutcome): number {
  if (outcome.kind === 'sent') return outcome.messages ?? 1
  return outcome.kind === 'unreachable' && outcome.delivered === 'unknown'
    ? (outcome.messages ?? 1)
    : 0
}

/** How long a throttled bot or chat rests: what the platform asked for, and up to a second more. */
export function throttleMs(retryAfterMs: number, chance: number): number {
  return retryAfterMs + Math.round(chance * 1000)
}

function judgeUnknown(attempt: Attempt, reason: UnreachableReason, moment: Moment): Verdict {
  if (isAtMostOnce(attempt.class)) return { kind: 'unknown', reason }
  const doubts = attempt.doubts + 1
  return retry({ ...attempt, doubts }, 'resend', doubtWaitMs(doubts, moment.chance), moment)
}

/** Nothing is sent past its time; but "expired" is not said of what may have arrived. */
function retry(attempt: Attempt, reason: WaitReason, waitMs: number, { now }: Moment): Verdict {
  const at = new Date(now.getTime() + waitMs)
  const { doubts, isMoved, notAfter } = attempt
  if (notAfter === undefined || at <= notAfter)
    return { kind: 'retry', at, reason, marks: { doubts, isMoved } }
  // Its time is not over yet: the secretary can still pass it on.
  if (attempt.class === 'groupNotice' && now < notAfter && doubts === 0)
    return { kind: 'failed', reason }
  return doubts > 0
    ? { kind: 'unknown', reason: 'expired' }
    : { kind: 'skipped', reason: 'expired' }
}

/**
 * The `reason` of a row that waits: why, and whether it was moved. A waiting row that has one keeps
 * its place in its chat's order even while its time is still to come, until it is in doubt too
 * often (doubt.ts); a row without one (quiet hours) holds nothing up.
 */
export function waitingReason(
  reason: WaitReason | 'moved' | 'released',
  { isMoved }: Pick<Marks, 'isMoved'>,
): string {
  return isMoved ? `${reason} +moved` : reason
}

export function wasMoved(waitingReason: string | null): boolean {
  return waitingReason?.includes('+moved') ?? false
}
