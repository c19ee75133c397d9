import { dateOf } from './local-date.ts'
import {
  addPeriods,
  monthOf,
  parsePeriod,
  type Period,
  periodParts,
  type PeriodRefusal,
} from './period.ts'
import { foldTyped, typedYear } from './typed-date.ts'

/** A month, a quarter or a year of periods, both ends included. */
export interface PeriodSpan {
  readonly kind: 'month' | 'quarter' | 'year'
  readonly from: Period
  readonly to: Period
}

export type TypedSpan =
  | { readonly ok: true; readonly span: PeriodSpan }
  | { readonly ok: false; readonly reason: PeriodRefusal }

const lengths = { month: 1, quarter: 3, year: 12 } as const
const romans: readonly string[] = ['i', 'ii', 'iii', 'iv']

const numberedQuarter =
  /^(?:quy|quarter|q) ?(?<number>[1-4]|i{1,3}|iv)(?:(?: ?[/.-] ?| nam | )(?<year>\d{4}|\d{2}))?$/
const namedQuarter = /^(?:quy (?<which>nay|truoc|roi|vua roi)|(?<english>this|last) quarter)$/
const namedYear =
  /^(?:(?:ca )?nam (?<which>nay|truoc|ngoai|roi|vua roi)|(?<english>this|last) year)$/
const numberedYear = /^(?:(?:ca )?nam |year )?(?<year>\d{4})$/

/**
 * What a report is asked for: 'quý IV/2026', 'quý 4', 'quý trước', 'năm 2026', '2026', 'năm ngoái',
 * or a month as `parsePeriod` reads it. A quarter without a year is the latest that has begun.
 * Refuses what it cannot read and what begins after `current`.
 */
export function parseSpan(text: string, current: Period): TypedSpan {
  const typed = foldTyped(text)
  const first = firstOfQuarter(typed, current)
  if (first !== undefined) return spanOf('quarter', first, current)
  const year = yearOf(typed, current)
  if (year !== undefined) return spanOf('year', firstOf(year, 1), current)
  const month = parsePeriod(text, current)
  return month.ok ? spanOf('month', month.period, current) : month
}

/** The months up to and with `current`, `count` of them. */
export function lastMonths(count: number, current: Period): Pick<PeriodSpan, 'from' | 'to'> {
  return { from: addPeriods(current, 1 - count), to: current }
}

function spanOf(kind: PeriodSpan['kind'], from: Period | null, current: Period): TypedSpan {
  if (from === null) return { ok: false, reason: 'notAMonth' }
  return from > current
    ? { ok: false, reason: 'inTheFuture' }
    : { ok: true, span: { kind, from, to: addPeriods(from, lengths[kind] - 1) } }
}

function firstOf(year: number, month: number): Period | null {
  const first = dateOf(year, month, 1)
  return first === null ? null : monthOf(first)
}

/** Undefined: no quarter is meant; null: one that no calendar has. */
function firstOfQuarter(typed: string, current: Period): Period | null | undefined {
  const now = periodParts(current)
  const running = firstOf(now.year, now.quarter * 3 - 2)
  const named = namedQuarter.exec(typed)?.groups
  if (named !== undefined)
    return isThis(named) || running === null ? running : addPeriods(running, -3)
  const numbered = numberedQuarter.exec(typed)?.groups
  if (numbered === undefined) return undefined
  const number = Number(numbered['number']) || romans.indexOf(numbered['number'] ?? '') + 1
  const year = typedYear(numbered['year']) ?? (number > now.quarter ? now.year - 1 : now.year)
  return firstOf(year, number * 3 - 2)
}

function yearOf(typed: string, current: Period): number | undefined {
  const { year } = periodParts(current)
  const named = namedYear.exec(typed)?.groups
  if (named !== undefined) return isThis(named) ? year : year - 1
  const numbered = numberedYear.exec(typed)?.groups
  return numbered === undefined ? undefined : Number(numbered['year'])
}

function isThis(named: Readonly<Record<string, string | undefined>>): boolean {
  return named['which'] === 'nay' || named['english'] === 'this'
}
