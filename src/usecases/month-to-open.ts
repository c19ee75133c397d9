// Which month a round is opened for, and when it closes.
import type { App } from '../app.ts'
import { addDays } from '../domain/local-date.ts'
import { instantOf, localOf, localTime } from '../domain/local-time.ts'
import { monthOf, type Period } from '../domain/period.ts'
import { timelineOf } from '../domain/timeline.ts'
import { readNextMeeting } from '../store/meetings.ts'
import { type Month, readMonth } from '../store/months.ts'

const daysToMeeting = 21
const daysWithoutMeeting = 7
const closingTime = localTime('20:00')

export interface MonthTerms {
  /** Absent: that of the next meeting within 21 days, else the current month. */
  readonly period?: Period
  /**
   * Absent: as the timeline of the period's meeting has it; without one ahead, 20:00 seven days
   * from now.
   */
  readonly closesAt?: Date
}

interface MonthToOpen {
  readonly month: Month
  readonly period: Period
  readonly closesAt: Date
}

export async function monthToOpen(
  app: App,
  branchId: string,
  terms: MonthTerms,
  now: Date,
): Promise<MonthToOpen | null> {
  const period = terms.period ?? (await periodOfToday(app, branchId, now))
  const month =
    period === null ? null : await readMonth(app.database, app.keyring, branchId, period)
  if (period === null || month === null) return null
  const { zone } = month.branch
  const later = instantOf(addDays(localOf(now, zone).date, daysWithoutMeeting), closingTime, zone)
  return { month, period, closesAt: terms.closesAt ?? closingOf(month, now) ?? later }
}

async function periodOfToday(app: App, branchId: string, now: Date): Promise<Period | null> {
  const month = await readMonth(app.database, app.keyring, branchId, null)
  if (month === null) return null
  const today = localOf(now, month.branch.zone).date
  const next = await readNextMeeting(app.database, branchId, today)
  return next !== null && next.date <= addDays(today, daysToMeeting) ? next.period : monthOf(today)
}

/** As the timeline of the period's own meeting has it, where that is still ahead. */
function closingOf({ meeting, branch }: Month, now: Date): Date | null {
  const closesAt =
    meeting === null
      ? null
      : (timelineOf(meeting, branch.overrides, branch.zone).round?.closesAt ?? null)
  return closesAt !== null && closesAt > now ? closesAt : null
}
