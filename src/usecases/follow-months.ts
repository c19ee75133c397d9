// The one tick of every branch's month: what its timeline has due is done once, and what was missed
// says why.
import type { App } from '../app.ts'
import { addDays } from '../domain/local-date.ts'
import { readAgenda } from '../store/agenda.ts'
import { noteLastRun, readLastRun } from '../store/last-runs.ts'
import { claimSlots, skipSlot } from '../store/slots.ts'
import { readMonth } from '../store/months.ts'
import { dayInUtc } from './day-in-utc.ts'
import { type DueMoment, dueNow, type MissedSlot } from './due-moments.ts'
import { forEachBranch } from './for-each-branch.ts'
import { openRound } from './open-round.ts'
import { postingOf } from './posting.ts'
import { remindGroup } from './remind-group.ts'
import { remindReviewees } from './remind-reviewees.ts'
import { remindSecretary } from './remind-secretary.ts'
import { remindUnfinished } from './remind-unfinished.ts'

const job = 'follow-months'
/**
 * The default month reaches from 14 days before its meeting to 24 after, where a notice is useful
 * for two more; a day for the zone.
 */
const [daysAfter, daysBefore] = [27, 15]
/** More is left to the next run, a minute later. */
const atOnce = 2000

/**
 * Does what is due in every branch with a meeting near enough: after an outage, also what the
 * outage passed over.
 */
export async function followMonths(app: App): Promise<void> {
  const now = app.now()
  const last = await readLastRun(app.database, job, now)
  const agenda = await readAgenda(
    app.database,
    addDays(dayInUtc(last ?? now), -daysAfter),
    addDays(dayInUtc(now), daysBefore),
  )
  const { due, missed } = dueNow(agenda, now)
  await writeMissed(app, missed, now)
  const isAllDone = await forEachBranch(app, job, due.slice(0, atOnce), (item) =>
    carryOut(app, item),
  )
  if (isAllDone && due.length <= atOnce) await noteLastRun(app.database, job, now)
}

async function writeMissed(app: App, missed: readonly MissedSlot[], now: Date): Promise<void> {
  if (missed.length === 0) return
  const slots = missed.map(({ reason, ...slot }) => ({
    ...slot,
    end: { state: 'skipped', reason } as const,
  }))
  const written = await claimSlots(app.database, slots, postingOf(app, now))
  if (written.length > 0) app.report({ code: 'slots.skipped', job, count: written.length })
}

async function carryOut(app: App, due: DueMoment): Promise<void> {
  const { entry, timeline, slot } = due
  switch (due.moment.action) {
    case 'openRound':
      if (timeline.round === null) return
      await openRound(app, entry.branchId, {
        period: entry.period,
        closesAt: timeline.round.closesAt,
        slot,
      })
      return
    case 'closeRound':
      return noteClosing(app, due)
    case 'remindUnfinished':
      return remindUnfinished(app, due)
    case 'remindReviewees':
      return remindReviewees(app, due)
    case 'announceMeeting':
    case 'windowOpening':
    case 'windowClosing':
    case 'remindRemediation':
      return remindGroup(app, due)
    case 'askDocuments':
    case 'askMinutes':
      return remindSecretary(app, due)
  }
}

/**
 * Rounds are closed by their own time (close-rounds.ts), which writes this slot; here is said why
 * it did not.
 */
async function noteClosing(app: App, { entry, slot }: DueMoment): Promise<void> {
  const now = app.now()
  const round =
    (await readMonth(app.database, app.keyring, entry.branchId, entry.period))?.round ?? null
  const isStillToClose = round !== null && round.closedAt === null && round.closesAt <= now
  if (isStillToClose) return
  const reason =
    round === null ? 'noRound' : round.closedAt === null ? 'closesLater' : 'alreadyClosed'
  await skipSlot(app.database, slot, reason, postingOf(app, now))
}
