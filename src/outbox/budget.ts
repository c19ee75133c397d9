// What a bot may still send this month, and what becomes of the rest: numbers handed in, no plan
// and no words known here.
import type { Outbound } from '../messaging/outbound.ts'
import type { Parcel } from './parcel.ts'

/** Up to how many messages of the month each kind may go: `bulk` ≤ `replies` ≤ `all`. */
export interface Allowance {
  readonly bulk: number
  readonly replies: number
  /**
   * What the plan allows. Between `replies` and this go closing words and warnings of the budget
   * only.
   */
  readonly all: number
}

/**
 * The budgets of the bots this instance may send for. Months are those of the installation's zone.
 */
export interface OutboxBudget {
  /** By bot; a bot that is not here has no limit. */
  readonly allowances: ReadonlyMap<string, Allowance>
  /** 'YYYY-MM' */
  readonly monthOf: (now: Date) => string
  /** When what can wait goes out: in the morning of the next month's first day. */
  readonly nextMonth: (now: Date) => Date
  /**
   * Said once a month to a person who writes when the replies are used up, in place of the reply
   * and in its language.
   */
  readonly closingWord: Readonly<Record<'vi' | 'en', Outbound>>
}

export const noBudget: OutboxBudget = {
  allowances: new Map(),
  monthOf: (now) => now.toISOString().slice(0, 7),
  nextMonth: (now) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)),
  closingWord: { vi: { text: '' }, en: { text: '' } },
}

/** What becomes of a message for which there is nothing left. `postponed` says until when. */
export type Withholding =
  | { readonly kind: 'postponed'; readonly at: Date }
  | { readonly kind: 'skipped'; readonly reason: 'budget' }
  | { readonly kind: 'unknown'; readonly reason: 'budget' }

/**
 * Bulk that is still of use next month waits for it; the rest is dropped with the reason. A reply
 * is never kept: nobody waits for it any more by then. What may have arrived is not said to be
 * dropped.
 */
export function withhold({ lane, notAfter, doubts }: Parcel, nextMonth: Date): Withholding {
  if (doubts > 0) return { kind: 'unknown', reason: 'budget' }
  const canWait = lane === 1 && (notAfter === undefined || notAfter >= nextMonth)
  return canWait ? { kind: 'postponed', at: nextMonth } : { kind: 'skipped', reason: 'budget' }
}
