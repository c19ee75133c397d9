/** The public holidays of Viet Nam; the only file that knows the package `date-holidays`. */
import Holidays from 'date-holidays'
import { addDays, dateOf, isLocalDate, partsOf, weekdayOf } from './local-date.ts'
import type { LocalDate, Weekday } from './local-date.ts'

export type HolidayId =
  'newYear' | 'tet' | 'hungKings' | 'reunification' | 'labour' | 'national' | 'culture'

export interface Holiday {
  readonly id: HolidayId
  readonly names: { readonly vi: string; readonly en: string }
}

/**
 * What the rules of meetings ask: the holiday on a date, or null. Passed in, so that a test may
 * have its own.
 */
export type HolidayLookup = (date: LocalDate) => Holiday | null

/**
 * Tết: the law gives five days (Labour Code 2019, art. 112), and the government's yearly notice
 * places them from one or two days before mùng 1, with days off around them: 29 tháng Chạp to mùng
 * 5 in 2021, 2023 and 2024, wider in 2025 and 2026. The package has the eve to mùng 4 only; no
 * branch meets on 29 tháng Chạp or mùng 5 either.
 */
const tetRule = '2 days before vietnamese 1-0-1 P7D'
/**
 * Ngày Văn hóa Việt Nam, a day off with pay: Nghị quyết 80-NQ/TW, 07/01/2026. Unknown to the
 * package (3.37).
 */
const cultureRule = '11-24 since 2026'

const idOfRule: Readonly<Record<string, HolidayId>> = {
  '01-01': 'newYear',
  [tetRule]: 'tet',
  'vietnamese 3-0-10': 'hungKings',
  '04-30': 'reunification',
  '05-01': 'labour',
  '09-02': 'national',
  [cultureRule]: 'culture',
}

/**
 * The second day of Quốc khánh, "the day before or after" (art. 112): the government says which
 * each year. By the weekday of 2/9, this is what it said in 2021 (Thursday), 2022 (Friday), 2023
 * (Saturday), 2024 (Monday), 2025 (Tuesday) and 2026 (Wednesday).
 */
const secondNationalDay: Readonly<Record<Weekday, 1 | -1>> = {
  1: 1,
  2: -1,
  3: -1,
  4: 1,
  5: -1,
  6: -1,
  7: 1,
}

const msPerDay = 86_400_000
let calendar: Holidays | null = null
const years = new Map<number, ReadonlyMap<LocalDate, Holiday>>()

function calendarOfVietNam(): Holidays {
  if (calendar !== null) return calendar
  calendar = new Holidays('VN', { types: ['public'] })
  calendar.setHoliday(tetRule, {
    name: { vi: 'Tết Nguyên Đán', en: 'Lunar New Year' },
    type: 'public',
  })
  calendar.setHoliday(cultureRule, {
    name: { vi: 'Ngày Văn hóa Việt Nam', en: 'Viet Nam Culture Day' },
    type: 'public',
  })
  return calendar
}

/** A year costs the package about 25 ms of astronomy, so it is worked out once and kept. */
function holidaysOf(year: number): ReadonlyMap<LocalDate, Holiday> {
  const known = years.get(year)
  if (known !== undefined) return known
  const days = new Map<LocalDate, Holiday>()
  const inEnglish = new Map(
    calendarOfVietNam()
      .getHolidays(year, 'en')
      .map(({ rule, name }) => [rule, name]),
  )
  for (const { rule, name, date, start, end } of calendarOfVietNam().getHolidays(year, 'vi')) {
    const id = idOfRule[rule]
    // `date` is the day in Viet Nam as text; `start` and `end` are instants, of use only for how
    // many days there are.
    const first = date.slice(0, 10)
    if (id === undefined || !isLocalDate(first)) continue
    const count = Math.round((end.getTime() - start.getTime()) / msPerDay)
    for (let day = 0; day < count; day += 1)
      days.set(addDays(first, day), { id, names: { vi: name, en: inEnglish.get(rule) ?? name } })
  }
  addSecondNationalDay(days, year)
  years.set(year, days)
  return days
}

function addSecondNationalDay(days: Map<LocalDate, Holiday>, year: number): void {
  const date = dateOf(year, 9, 2)
  const holiday = date === null ? undefined : days.get(date)
  if (date !== null && holiday !== undefined)
    days.set(addDays(date, secondNationalDay[weekdayOf(date)]), holiday)
}

/**
 * The public holiday of Viet Nam on this date, or null. Days off in lieu of a holiday on a weekend
 * are none: people have a day off then, as on any Sunday, and branches do meet on Sundays.
 */
export const holidayOn: HolidayLookup = (date) => holidaysOf(partsOf(date).year).get(date) ?? null
