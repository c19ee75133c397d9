import type { Holiday, HolidayLookup } from './holidays.ts'
import { addDays, dayOfMonth, weekdayOf } from './local-date.ts'
import type { LocalDate, Weekday } from './local-date.ts'
import {
  addPeriods,
  firstDayOf,
  lastDayOf,
  monthOf,
  nextPeriod,
  periodIndex,
  previousPeriod,
} from './period.ts'
import type { Period } from './period.ts'
import { foldTyped } from './typed-date.ts'

/**
 * When a branch meets: on a day of the month (the month's last where it is shorter), on its nth or
 * last such weekday, or whenever its secretary says (domain.md §4.5).
 */
export type MeetingRule =
  | { readonly kind: 'fixedDay'; readonly day: number }
  | { readonly kind: 'nthWeekday'; readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: Weekday }
  | { readonly kind: 'byHand' }

interface PlannedMeeting {
  readonly date: LocalDate
  /** The day the rule names, before holidays. */
  readonly nominalDate: LocalDate
  /** The holiday the rule's day falls on; null when the meeting stays where the rule puts it. */
  readonly movedFor: Holiday | null
}

export interface HeldMeeting {
  readonly nominalDate: LocalDate
  readonly period: Period
}

export type MeetingRuleRefusal = 'notARule' | 'noSuchDay' | 'whichWeek'
type TypedMeetingRule =
  | { readonly ok: true; readonly rule: MeetingRule }
  | { readonly ok: false; readonly reason: MeetingRuleRefusal }

function nominalDateOf(rule: Exclude<MeetingRule, { kind: 'byHand' }>, month: Period): LocalDate {
  const [first, last] = [firstDayOf(month), lastDayOf(month)]
  if (rule.kind === 'fixedDay') return addDays(first, Math.min(rule.day, dayOfMonth(last)) - 1)
  if (rule.nth === 'last') return addDays(last, -((weekdayOf(last) - rule.weekday + 7) % 7))
  return addDays(first, ((rule.weekday - weekdayOf(first) + 7) % 7) + (rule.nth - 1) * 7)
}

/**
 * The meeting of a month: the day the rule names, moved off holidays; null for a branch that sets
 * it by hand. It moves later rather than earlier, since people prepare towards a date and nobody
 * may find it already gone; a weekend is an ordinary day. It never leaves its month, because a
 * branch meets once every month (Charter, art. 24): where the holidays run over the month's end it
 * moves to the nearest day before them.
 */
export function plannedMeeting(
  rule: MeetingRule,
  month: Period,
  holidayOn: HolidayLookup,
): PlannedMeeting | null {
  if (rule.kind === 'byHand') return null
  const nominalDate = nominalDateOf(rule, month)
  const movedFor = holidayOn(nominalDate)
  let date = nominalDate
  while (monthOf(date) === month && holidayOn(date) !== null) date = addDays(date, 1)
  if (monthOf(date) !== month) {
    date = nominalDate
    while (holidayOn(date) !== null) date = addDays(date, -1)
  }
  return { date, nominalDate, movedFor }
}

/**
 * The next `count` meetings from `from` on, that day included; none for a branch that sets them by
 * hand.
 */
export function nextMeetings(
  rule: MeetingRule,
  from: LocalDate,
  count: number,
  holidayOn: HolidayLookup,
): readonly PlannedMeeting[] {
  // The meeting of the month that `from` lies in may be over: one month more than asked is looked
  // at.
  return Array.from({ length: count + 1 }, (_, step) =>
    plannedMeeting(rule, addPeriods(monthOf(from), step), holidayOn),
  )
    .filter((meeting) => meeting !== null)
    .filter(({ date }) => date >= from)
    .slice(0, count)
}

/** A meeting in the first ten days looks back on the month before. */
const lastDayLookingBack = 10

function looksBack(rule: MeetingRule, nominalDate: LocalDate): boolean {
  if (rule.kind === 'fixedDay') return rule.day <= lastDayLookingBack
  // Decided by the rule and not by the day: the second Saturday is the 8th in one month and the
  // 14th in another, and judging by the day would leave out one month and ask twice about the next.
  if (rule.kind === 'nthWeekday') return rule.nth === 1
  return dayOfMonth(nominalDate) <= lastDayLookingBack
}

/**
 * The month that the round before this meeting looks back on. `nominalDate` is the rule's own day,
 * not the one it was moved to. By a rule every month has exactly one. By hand it is the day that
 * tells, but a meeting in the month after `last` goes on from the period of `last`, so that a
 * branch meeting every month never leaves a month out and never has one twice.
 */
export function periodOfMeeting(
  rule: MeetingRule,
  nominalDate: LocalDate,
  last: HeldMeeting | null = null,
): Period {
  const month = monthOf(nominalDate)
  const own = looksBack(rule, nominalDate) ? previousPeriod(month) : month
  if (rule.kind !== 'byHand' || last === null) return own
  const monthsSince = periodIndex(month) - periodIndex(monthOf(last.nominalDate))
  if (monthsSince === 1) return nextPeriod(last.period)
  return own < last.period ? last.period : own
}

const weekday = new RegExp(
  '\\b(?:(?:thu |t)(?<number>[2-7])|thu (?<word>hai|ba|tu|nam|sau|bay)' +
    '|(?<name>chu nhat|cn|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\\b',
)
const weekdays: Readonly<Record<string, Weekday>> = {
  hai: 1,
  '2': 1,
  monday: 1,
  ba: 2,
  '3': 2,
  tuesday: 2,
  tu: 3,
  '4': 3,
  wednesday: 3,
  nam: 4,
  '5': 4,
  thursday: 4,
  sau: 5,
  '6': 5,
  friday: 5,
  bay: 6,
  '7': 6,
  saturday: 6,
  'chu nhat': 7,
  cn: 7,
  sunday: 7,
}

const ordinals: Readonly<Record<string, 1 | 2 | 3 | 4 | 'last'>> = {
  '1': 1,
  dau: 1,
  nhat: 1,
  mot: 1,
  first: 1,
  '2': 2,
  hai: 2,
  nhi: 2,
  second: 2,
  '3': 3,
  ba: 3,
  third: 3,
  '4': 4,
  tu: 4,
  bon: 4,
  fourth: 4,
  cuoi: 'last',
  last: 'last',
}

const ordinal = `(?<ordinal>${Object.keys(ordinals).join('|')})`
/** "tuần thứ hai" is read before any weekday is looked for: "thứ hai" alone is Monday. */
const weekOfMonth = new RegExp(`\\b(?:tuan|lan) (?:thu |le |so )?${ordinal}(?: tien| cung)?\\b`)
const bareOrdinal = new RegExp(`\\b(?:thu )?${ordinal}(?: tien| cung)?\\b`)
const filler =
  /\b(?:ngay|vao|hop|sinh hoat|hang thang|moi thang|trong thang|cua thang|thang|on|the|every|each|of|month|day)\b/g
const byHandForms =
  /^(?:tu (?:dat|hen|chon|nhap)|dat tay|nhap tay|khong co dinh|linh hoat|tung thang|moi thang bao|by hand)$/
const endOfMonthForms =
  /^(?:ngay )?cuoi (?:cung )?(?:cua )?(?:hang |moi )?thang$|^last day of (?:the |each |every )?month$/
const dayNumbers: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
}

/**
 * The rule a secretary typed, with or without accents: 'ngày 3', 'mùng 3 hằng tháng', '3', 'cuối
 * tháng', 'thứ bảy đầu tiên', 'thứ sáu tuần thứ hai', 'chủ nhật cuối', 'tự đặt'. Refuses a day that
 * no month has, a weekday without its week (or with the fifth), and whatever else, such as a lunar
 * date or 'hằng tuần'.
 */
export function parseMeetingRule(text: string): TypedMeetingRule {
  const typed = foldTyped(text)
  if (byHandForms.test(typed)) return { ok: true, rule: { kind: 'byHand' } }
  if (endOfMonthForms.test(typed)) return { ok: true, rule: { kind: 'fixedDay', day: 31 } }
  return parseWeekday(typed) ?? parseDay(typed)
}

function parseWeekday(typed: string): TypedMeetingRule | null {
  const week = weekOfMonth.exec(typed)
  const rest = week === null ? typed : typed.replace(week[0], ' ')
  const named = weekday.exec(rest)
  const day =
    weekdays[named?.groups?.['number'] ?? named?.groups?.['word'] ?? named?.groups?.['name'] ?? '']
  if (named === null || day === undefined)
    return week === null ? null : { ok: false, reason: 'notARule' }
  const left = rest.replace(named[0], ' ')
  const bare = week === null ? bareOrdinal.exec(left) : null
  const unread = left
    .replace(bare?.[0] ?? '', ' ')
    .replace(filler, ' ')
    .trim()
  if (/^(?:tuan )?(?:thu )?(?:5|nam)$/.test(unread)) return { ok: false, reason: 'whichWeek' }
  if (unread !== '') return { ok: false, reason: 'notARule' }
  const nth = ordinals[(week ?? bare)?.groups?.['ordinal'] ?? '']
  return nth === undefined
    ? { ok: false, reason: 'whichWeek' }
    : { ok: true, rule: { kind: 'nthWeekday', nth, weekday: day } }
}

function parseDay(typed: string): TypedMeetingRule {
  const said = typed
    .replace(/\b(?:mung|mong)\b/, ' ')
    .replace(filler, ' ')
    .trim()
  const day =
    dayNumbers[said] ?? (/^\d{1,2}(?:st|nd|rd|th)?$/.test(said) ? Number.parseInt(said, 10) : null)
  if (day === null) return { ok: false, reason: 'notARule' }
  return day < 1 || day > 31
    ? { ok: false, reason: 'noSuchDay' }
    : { ok: true, rule: { kind: 'fixedDay', day } }
}
