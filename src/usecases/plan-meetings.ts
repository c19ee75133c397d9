// Every branch with a rule has its next two meetings planned as the rule now has them; what was set
// by hand stays.
import type { App } from '../app.ts'
import { holidayOn } from '../domain/holidays.ts'
import { addDays, type LocalDate } from '../domain/local-date.ts'
import { localOf, localTime } from '../domain/local-time.ts'
import { nextMeetings, periodOfMeeting } from '../domain/meeting-rule.ts'
import { timelineOf } from '../domain/timeline.ts'
import {
  type MeetingPlan,
  type PlanningBranch,
  readPlanningBranches,
  type RuleMeeting,
  writePlan,
} from '../store/meetings.ts'
import { dayInUtc } from './day-in-utc.ts'
import { forEachBranch } from './for-each-branch.ts'

const ahead = 2
/** A meeting of a period may have been held by hand so long before the day the rule has for it. */
const daysBack = 62
/**
 * A branch that gave no time yet: the hour most branches of residents meet at, so that working
 * people can come (domain.md §4.5).
 */
const usualTime = localTime('19:30')

export async function planMeetings(app: App): Promise<void> {
  const now = app.now()
  const branches = await readPlanningBranches(
    app.database,
    app.keyring,
    addDays(dayInUtc(now), -daysBack),
  )
  const plans = branches
    .map((branch) => planOf(app, branch, now))
    .filter(({ put, drop }) => put.length > 0 || drop.length > 0)
  await forEachBranch(app, 'plan-meetings', plans, (plan) =>
    writePlan(app.database, app.keyring, plan),
  )
  if (plans.length > 0) app.report({ code: 'meetings.planned', count: plans.length })
}

/**
 * What differs between the meetings that stand and those the rule gives. A meeting whose round has
 * opened is moved, never dropped.
 */
function planOf(app: App, branch: PlanningBranch, now: Date): MeetingPlan {
  const today = localOf(now, branch.zone).date
  const wanted = wantedMeetings(app, branch, today)
  const known = branch.meetings.filter(({ date }) => date >= today)
  const periods = new Set(wanted.map(({ period }) => period))
  return {
    branchId: branch.id,
    today,
    put: wanted.filter((meeting) => !isAsPlanned(branch, meeting, today)),
    drop: known
      .filter(
        ({ source, period, hasRound }) => source === 'rule' && !hasRound && !periods.has(period),
      )
      .map(({ id }) => id),
  }
}

function wantedMeetings(
  app: App,
  branch: PlanningBranch,
  today: LocalDate,
): readonly RuleMeeting[] {
  const { rule, time, place, zone, overrides, meetings } = branch
  const startsAt = time ?? usualTime
  return nextMeetings(rule, today, ahead, holidayOn).map(({ date, nominalDate, movedFor }) => {
    const period = periodOfMeeting(rule, nominalDate)
    const closesAt = timelineOf({ date, startsAt }, overrides, zone).round?.closesAt ?? null
    const id = meetings.find((meeting) => meeting.period === period)?.id ?? app.id()
    return {
      id,
      period,
      date,
      startsAt,
      place,
      nominalDate,
      movedFor: movedFor?.id ?? null,
      closesAt,
    }
  })
}

/** Nothing to write: it stands so already, or it was set by hand, or it is over. */
function isAsPlanned({ meetings }: PlanningBranch, wanted: RuleMeeting, today: LocalDate): boolean {
  const known = meetings.find(({ period }) => period === wanted.period)
  if (known === undefined) return false
  if (known.source === 'hand' || known.date < today) return true
  const { date, startsAt, place, nominalDate, movedFor } = known
  return (
    date === wanted.date &&
    startsAt === wanted.startsAt &&
    place === wanted.place &&
    nominalDate === wanted.nominalDate &&
    movedFor === wanted.movedFor
  )
}
