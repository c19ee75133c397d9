import { bareLetters } from './bare-letters.ts'
import {
  addDays,
  addMonths,
  dateOf,
  endOfMonth,
  endOfQuarter,
  partsOf,
  weekdayOf,
} from './local-date.ts'
import type { LocalDate } from './local-date.ts'

export type DueDateRefusal = 'notADate' | 'past' | 'tooFar'
export type TypedDueDate =
  | { readonly ok: true; readonly date: LocalDate }
  | { readonly ok: false; readonly reason: DueDateRefusal }

/**
 * A promise further off than this is a plan, not a remedy; a year and the month around it leaves
 * room for the yearly commitment.
 */
const furthestMonths = 13

type Found = Readonly<Record<string, string | undefined>>
type Reader = (found: Found, today: LocalDate) => LocalDate | null

/**
 * Typed text as rules compare it: full-width signs as plain ones, lower case, without accents ('đ'
 * as 'd'), single spaces, nothing but letters, digits and the separators of dates and times.
 */
export function foldTyped(text: string): string {
  return bareLetters(text.normalize('NFKC'))
    .replace(/[^a-z0-9/.:-]+/g, ' ')
    .replace(/^[ .:/-]+|[ .:/-]+$/g, '')
}

/** A typed year, two or four digits; null when none was typed. */
export function typedYear(text: string | undefined): number | null {
  if (text === undefined) return null
  return text.length === 2 ? 2000 + Number(text) : Number(text)
}

/** The first of the dates that `at(0)`, `at(1)` … give which exists and is not before today. */
function firstFrom(
  today: LocalDate,
  tries: number,
  at: (step: number) => LocalDate | null,
): LocalDate | null {
  for (let step = 0; step < tries; step += 1) {
    const date = at(step)
    if (date !== null && date >= today) return date
  }
  return null
}

const dayAndMonth: Reader = ({ day, month, year }, today) => {
  const typed = typedYear(year)
  if (typed !== null) return dateOf(typed, Number(month), Number(day))
  // 29/02 is looked for in this year and the next only: beyond lies more than a promise may wait,
  // and "no such day" says more.
  return firstFrom(today, 2, (step) =>
    dateOf(partsOf(today).year + step, Number(month), Number(day)),
  )
}

const dayAlone: Reader = ({ day }, today) => {
  const { year, month } = partsOf(today)
  return firstFrom(today, 3, (step) =>
    dateOf(year + Math.floor((month - 1 + step) / 12), ((month - 1 + step) % 12) + 1, Number(day)),
  )
}

const dayOfNamedMonth: Reader = ({ day, which }, today) => {
  const { year, month } = partsOf(which === 'nay' ? today : addMonths(today, 1))
  return dateOf(year, month, Number(day))
}

const monthEnd: Reader = ({ month, year }, today) => {
  const typed = typedYear(year)
  const last = (of: number): LocalDate | null => {
    const first = dateOf(of, Number(month), 1)
    return first === null ? null : endOfMonth(first)
  }
  return typed === null
    ? firstFrom(today, 2, (step) => last(partsOf(today).year + step))
    : last(typed)
}

const romanQuarters: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4 }

const quarterEnd: Reader = ({ quarter = '', year }, today) => {
  const month = String((romanQuarters[quarter] ?? Number(quarter)) * 3)
  return monthEnd({ month, year }, today)
}

const weekdays: Readonly<Record<string, number>> = {
  '2': 1,
  hai: 1,
  '3': 2,
  ba: 2,
  '4': 3,
  tu: 3,
  '5': 4,
  nam: 4,
  '6': 5,
  sau: 5,
  '7': 6,
  bay: 6,
  'chu nhat': 7,
  cn: 7,
}

const onWeekday: Reader = ({ weekday = '', week, which }, today) => {
  const wanted = weekdays[weekday]
  if (wanted === undefined) return null
  if (which === 'sau' || (which === 'toi' && week !== undefined))
    return addDays(endOfWeek(today), wanted)
  const from = which === 'toi' ? addDays(today, 1) : today
  return addDays(from, (wanted - weekdayOf(from) + 7) % 7)
}

const inSome: Reader = ({ count, unit }, today) => {
  if (unit === 'thang') return addMonths(today, Number(count))
  return addDays(today, Number(count) * (unit === 'tuan' ? 7 : 1))
}

function endOfWeek(date: LocalDate): LocalDate {
  return addDays(date, 7 - weekdayOf(date))
}

const end = '(?:(?:trong|het|cuoi|(?:the )?end of(?: the)?) )?'
const next = '(?:sau|toi|next)'
const year = '(?:[ /.-](?:nam )?(?<year>\\d{4}|\\d{2}))?'

/**
 * The first that matches decides. Of a span (a week, a month, a quarter) a due date means the last
 * day.
 */
const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/, dayAndMonth],
  [/^(?<month>\d{1,2})[/.-](?<year>\d{4})$/, monthEnd],
  [
    new RegExp(
      `^(?:ngay |mung |mong )*(?<day>\\d{1,2})(?: ?[/.-] ?| thang | )(?<month>\\d{1,2})${year}$`,
    ),
    dayAndMonth,
  ],
  [/^(?:ngay |mung |mong )*(?<day>\d{1,2}) thang (?<which>nay|sau|toi)$/, dayOfNamedMonth],
  [/^(?:ngay |mung |mong )*(?<day>\d{1,2})$/, dayAlone],
  [/^(?:hom nay|trong ngay|today)$/, (_, today) => today],
  [/^(?:ngay )?(?:mai|tomorrow)$/, (_, today) => addDays(today, 1)],
  [/^(?:ngay )?(?:kia|mot)$/, (_, today) => addDays(today, 2)],
  [/^(?:sau )?(?<count>\d{1,3}) (?<unit>ngay|tuan|thang)(?: nua| toi| sau)?$/, inSome],
  [
    /^(?:thu |t)?(?<weekday>[2-7]|(?<=thu )(?:hai|ba|tu|nam|sau|bay)|chu nhat|cn)(?<week> tuan)?(?: (?<which>nay|sau|toi))?$/,
    onWeekday,
  ],
  [new RegExp(`^${end}(?:tuan|week)(?: nay)?$`), (_, today) => endOfWeek(today)],
  [new RegExp(`^${end}(?:tuan ${next}|next week)$`), (_, today) => addDays(endOfWeek(today), 7)],
  [new RegExp(`^${end}(?:thang|month)(?: nay)?$`), (_, today) => endOfMonth(today)],
  [
    new RegExp(`^${end}(?:thang ${next}|next month)$`),
    (_, today) => endOfMonth(addMonths(today, 1)),
  ],
  [new RegExp(`^${end}thang (?<month>\\d{1,2})${year}$`), monthEnd],
  [new RegExp(`^${end}(?:quy|quarter)(?: nay)?$`), (_, today) => endOfQuarter(today)],
  [
    new RegExp(`^${end}(?:quy ${next}|next quarter)$`),
    (_, today) => endOfQuarter(addMonths(today, 3)),
  ],
  [new RegExp(`^${end}(?:quy|q) ?(?<quarter>[1-4]|i{1,3}|iv)${year}$`), quarterEnd],
  [new RegExp(`^${end}(?:nam|year)(?: nay)?$`), (_, today) => dateOf(partsOf(today).year, 12, 31)],
]

/**
 * The day a member typed for a remedy to be done by: '20/12', 'ngày 20 tháng 12', '20', 'hết
 * tháng', 'hết quý', 'tuần sau' … Without a year it is the next such day; today is allowed. Refuses
 * what is no date, what is past, and what is more than 13 months off. `today` is the branch's own
 * date.
 */
export function parseDueDate(text: string, today: LocalDate): TypedDueDate {
  const typed = foldTyped(text).replace(/^(?:(?:han|den|truoc|vao|cham nhat|khoang|la) )+/, '')
  for (const [form, read] of readers) {
    const match = form.exec(typed)
    if (match === null) continue
    const date = read(match.groups ?? {}, today)
    if (date === null) return { ok: false, reason: 'notADate' }
    if (date < today) return { ok: false, reason: 'past' }
    return date > addMonths(today, furthestMonths)
      ? { ok: false, reason: 'tooFar' }
      : { ok: true, date }
  }
  return { ok: false, reason: 'notADate' }
}
