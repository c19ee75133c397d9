declare const realDay: unique symbol

/**
 * A day of the calendar, 'YYYY-MM-DD', without a time zone; always a day that exists. Text order is
 * date order.
 */
export type LocalDate = string & { readonly [realDay]: true }

/** Monday is 1 and Sunday is 7: the week starts on Monday in Viet Nam (domain.md §6.2). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

interface DateParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: Weekday
}

const msPerDay = 86_400_000

function epochDay(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / msPerDay
}

/** Whether the text is 'YYYY-MM-DD' and that day exists: '2026-02-31' and '2026-2-3' do not. */
export function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  // Date.parse lets 30 February roll over into March, so the text has to come back as it went in.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/**
 * The text as a date. Throws on anything else: for constants and rows, never for what a person
 * typed.
 */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError('not a date of the form YYYY-MM-DD')
  return text
}

/** The date of year, month (1–12) and day (1–31); null when there is no such day. */
export function dateOf(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isLocalDate(text) ? text : null
}

/** The date so many days later; earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate(new Date((epochDay(date) + days) * msPerDay).toISOString().slice(0, 10))
}

/** How many days `to` is after `from`; negative when it is before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return epochDay(to) - epochDay(from)
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(date: LocalDate): Weekday {
  return partsOf(date).weekday
}

/** 1–31. */
export function dayOfMonth(date: LocalDate): number {
  return Number(date.slice(8))
}

/** What a formatter needs: numbers, never words. */
export function partsOf(date: LocalDate): DateParts {
  // Day 0 of the epoch was a Thursday (4).
  const weekday = ((((epochDay(date) + 3) % 7) + 7) % 7) + 1
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: dayOfMonth(date),
    weekday: weekday as Weekday,
  }
}

/** The last day of the month that `date` lies in. */
export function endOfMonth(date: LocalDate): LocalDate {
  const { year, month } = partsOf(date)
  const first = month === 12 ? dateOf(year + 1, 1, 1) : dateOf(year, month + 1, 1)
  return first === null ? localDate('9999-12-31') : addDays(first, -1)
}

/** The last day of the quarter that `date` lies in. */
export function endOfQuarter(date: LocalDate): LocalDate {
  const { year, month } = partsOf(date)
  return endOfMonth(dateOf(year, Math.ceil(month / 3) * 3, 1) ?? date)
}

/**
 * The same day so many months later, or the last day of that month where it is shorter: 31/01 and
 * one month is 28/02.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date)
  const index = year * 12 + month - 1 + months
  const first = localDate(
    `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`,
  )
  const last = endOfMonth(first)
  return addDays(first, Math.min(day, dayOfMonth(last)) - 1)
}
