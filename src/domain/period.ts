import { dateOf, endOfMonth, localDate, partsOf } from './local-date.ts'
import type { LocalDate } from './local-date.ts'
import { foldTyped, typedYear } from './typed-date.ts'

declare const realMonth: unique symbol

/** The month that a round looks back on, 'YYYY-MM'. Text order is time order. */
export type Period = string & { readonly [realMonth]: true }

export type PeriodRefusal = 'notAMonth' | 'inTheFuture'
export type TypedPeriod =
  | { readonly ok: true; readonly period: Period }
  | { readonly ok: false; readonly reason: PeriodRefusal }

export function isPeriod(text: string): text is Period {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}

/**
 * The text as a period. Throws on anything else: for constants and rows, never for what a person
 * typed.
 */
export function period(text: string): Period {
  if (!isPeriod(text)) throw new RangeError('not a period of the form YYYY-MM')
  return text
}

/** The month a date lies in. */
export function monthOf(date: LocalDate): Period {
  return period(date.slice(0, 7))
}

/** Months counted from year 0, year × 12 + month: neighbours differ by one. */
export function periodIndex(of: Period): number {
  return Number(of.slice(0, 4)) * 12 + Number(of.slice(5))
}

/** The period so many months later; earlier when negative. */
export function addPeriods(of: Period, months: number): Period {
  const index = periodIndex(of) + months - 1
  return period(
    `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`,
  )
}

export function nextPeriod(of: Period): Period {
  return addPeriods(of, 1)
}

export function previousPeriod(of: Period): Period {
  return addPeriods(of, -1)
}

/** What a formatter needs: year, month (1–12) and quarter (1–4). */
export function periodParts(of: Period): {
  readonly year: number
  readonly month: number
  readonly quarter: number
} {
  const { year, month } = partsOf(firstDayOf(of))
  return { year, month, quarter: Math.ceil(month / 3) }
}

export function firstDayOf(of: Period): LocalDate {
  return localDate(`${of}-01`)
}

export function lastDayOf(of: Period): LocalDate {
  return endOfMonth(firstDayOf(of))
}

const forms: readonly RegExp[] = [
  /^(?<year>\d{4})-(?<month>\d{1,2})$/,
  /^(?:ky )?(?:thang |month )?(?<month>\d{1,2})(?: ?[/.-] ?| nam | )(?<year>\d{4}|\d{2})$/,
  /^(?:ky )?(?:thang |month )?(?<month>\d{1,2})(?<which> nay| nam nay| nam ngoai| nam truoc)?$/,
]

/**
 * The month a secretary typed: '11/2026', '11/26', '2026-11', 'tháng 11', '11', 'tháng này', 'tháng
 * trước'. Without a year it is the latest such month that is not after `current`. Refuses what is
 * no month and what lies after `current`.
 */
export function parsePeriod(text: string, current: Period): TypedPeriod {
  const typed = foldTyped(text)
  if (/^(?:ky |thang )+(?:nay|hien tai)$|^this month$/.test(typed))
    return { ok: true, period: current }
  if (/^(?:ky |thang )+(?:truoc|roi|vua roi|qua)$|^last month$/.test(typed))
    return { ok: true, period: previousPeriod(current) }
  const found = forms.map((form) => form.exec(typed)?.groups).find((groups) => groups !== undefined)
  const month = Number(found?.['month'])
  const year = typedYear(found?.['year']) ?? yearOfBare(month, found?.['which'], current)
  const first = dateOf(year, month, 1)
  if (found === undefined || first === null) return { ok: false, reason: 'notAMonth' }
  return monthOf(first) > current
    ? { ok: false, reason: 'inTheFuture' }
    : { ok: true, period: monthOf(first) }
}

function yearOfBare(month: number, which: string | undefined, current: Period): number {
  const { year, month: now } = periodParts(current)
  if (which === ' nam nay') return year
  return which !== undefined && which !== ' nay' ? year - 1 : month > now ? year - 1 : year
}
