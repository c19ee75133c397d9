/**
 * The day a remedy is to be done by: which days are offered, and when its owner is reminded of the
 * one chosen.
 */
import { addDays, daysBetween, endOfMonth, endOfQuarter } from './local-date.ts'
import type { LocalDate } from './local-date.ts'
import { instantOf, localTime } from './local-time.ts'
import { nightRest } from './quiet-hours.ts'

/** A due date offered as a button. Its words say the date or the month from `date`. */
export interface DueDateChoice {
  readonly id: 'nextMeeting' | 'endOfMonth' | 'endOfQuarter'
  readonly date: LocalDate
}

/** An end nearer than this leaves no time to mend anything, so the one after it is offered. */
const leastDays = 5

/**
 * The due dates a member may choose from: the next meeting (where one is planned after today), the
 * end of a month, the end of a quarter; a date is offered once. Any other day is typed: see
 * `parseDueDate`.
 */
export function dueDateChoices(
  today: LocalDate,
  nextMeeting: LocalDate | null,
): readonly DueDateChoice[] {
  const choices: DueDateChoice[] =
    nextMeeting !== null && nextMeeting > today ? [{ id: 'nextMeeting', date: nextMeeting }] : []
  choices.push(
    { id: 'endOfMonth', date: farEnough(today, endOfMonth) },
    { id: 'endOfQuarter', date: farEnough(today, endOfQuarter) },
  )
  return choices.filter(
    ({ date }, place) => choices.findIndex((other) => other.date === date) === place,
  )
}

function farEnough(today: LocalDate, endOf: (date: LocalDate) => LocalDate): LocalDate {
  const end = endOf(today)
  return daysBetween(today, end) < leastDays ? endOf(addDays(end, 1)) : end
}

export interface RemedyMoment {
  readonly ruleId: 'remedySoon' | 'remedyToday' | 'remedyOverdue'
  /** Days from the due date: −3, 0, 7, 14, 21, 28. */
  readonly days: number
  readonly localDate: LocalDate
  readonly dueAt: Date
  readonly usefulUntil: Date
}

const remedyTime = localTime('08:30')
const remedyRules: readonly Pick<RemedyMoment, 'ruleId' | 'days'>[] = [
  { ruleId: 'remedySoon', days: -3 },
  { ruleId: 'remedyToday', days: 0 },
  { ruleId: 'remedyOverdue', days: 7 },
  { ruleId: 'remedyOverdue', days: 14 },
  { ruleId: 'remedyOverdue', days: 21 },
  { ruleId: 'remedyOverdue', days: 28 },
]

/** Days from the due day on which something is said. */
export const reminderDays: readonly number[] = remedyRules.map(({ days }) => days)

/**
 * When a member is reminded, privately, of a remedy due on `dueOn`: three days before, that day,
 * then weekly four times (design.md §3). "Due today" is worth saying that day only, the others for
 * two days.
 */
export function remedyMoments(dueOn: LocalDate, zone: string): readonly RemedyMoment[] {
  return remedyRules.map(({ ruleId, days }) => {
    const localDate = addDays(dueOn, days)
    const usefulUntil =
      days === 0
        ? instantOf(localDate, nightRest.from, zone)
        : instantOf(addDays(localDate, 2), remedyTime, zone)
    return { ruleId, days, localDate, dueAt: instantOf(localDate, remedyTime, zone), usefulUntil }
  })
}
