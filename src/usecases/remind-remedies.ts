// Private, to whoever promised: a remedy is due in three days, today, or has been overdue for one to four weeks.
import type { App } from '../app.ts'
import { type RemedyMoment, remedyMoments } from '../domain/due-date.ts'
import { addDays, daysBetween, type LocalDate } from '../domain/local-date.ts'
import { type BudgetLevel, isRemedyLeftOut } from '../domain/message-budget.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { noteLastRun, readLastRun } from '../store/last-runs.ts'
import { type DueRemedy, lockActiveRemedies, readRemediesDueOn } from '../store/remedies.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlots, endSlots, type Slot, type SlotEnd } from '../store/slots.ts'
import { dayInUtc } from './day-in-utc.ts'
import { forEachBranch } from './for-each-branch.ts'
import { grouped } from './grouped.ts'
import { levelsOf } from './levels-of.ts'
import { postingOf, speaking } from './posting.ts'
import { remediesDueScreen } from './screens/remedies-due.ts'

const job = 'remind-remedies'
const dayMs = 86_400_000
/** Days from the due day on which something is said. */
const offsets = [-3, 0, 7, 14, 21, 28]

/** A remedy at one of its moments, with what its slot comes to. */
interface DueOne {
  readonly remedy: DueRemedy
  readonly moment: RemedyMoment
  readonly slot: Slot & { readonly end: SlotEnd }
}

/**
 * Says what came due since the last run. A moment that was already past when the promise was made, or when its date was moved,
 * was never due: nobody is reminded of a day they have just named.
 */
export async function remindRemedies(app: App): Promise<void> {
  const now = app.now()
  const since = (await readLastRun(app.database, job, now)) ?? new Date(now.getTime() - 2 * dayMs)
  const remedies = await readRemediesDueOn(app.database, daysFor(since, now), 'remedies', app.noticeHash)
  const levels = await levelsOf(app, remedies.flatMap(({ chat }) => chat?.bot ?? []))
  const branches = grouped(remedies.flatMap((remedy) => dueOne(remedy, levels, since, now)), ({ remedy }) => remedy.branchId)
  const work = [...branches].map(([branchId, due]) => ({ branchId, due }))
  const isAllDone = await forEachBranch(app, job, work, ({ branchId, due }) => remind(app, branchId, due, now))
  if (isAllDone) await noteLastRun(app.database, job, now)
}

/** The due days that have a moment on one of the days passed; a day more at both ends for the zones. */
function daysFor(since: Date, now: Date): readonly LocalDate[] {
  const first = addDays(dayInUtc(since), -1)
  const days = Array.from({ length: daysBetween(first, dayInUtc(now)) + 2 }, (_, step) => addDays(first, step))
  return [...new Set(days.flatMap((day) => offsets.map((offset) => addDays(day, -offset))))]
}

function dueOne(remedy: DueRemedy, levels: ReadonlyMap<string, BudgetLevel>, since: Date, now: Date): readonly DueOne[] {
  return remedyMoments(remedy.dueOn, remedy.zone)
    .filter(({ dueAt }) => dueAt > since && dueAt <= now && dueAt > remedy.createdAt)
    .map((moment) => {
      const level = levels.get(remedy.chat?.bot ?? '') ?? 'free'
      const reason = whyNot(remedy, moment, now) ?? (isRemedyLeftOut(moment.days, level) ? 'budget' : null)
      const end: SlotEnd = reason === null ? { state: 'queued' } : { state: 'skipped', reason }
      const { id: subject, branchId } = remedy
      return { remedy, moment, slot: { rule: moment.ruleId, subject, localDate: moment.localDate, branchId, end } }
    })
}

function whyNot({ isExempt, mayRemind, chat, quiet, zone }: DueRemedy, { usefulUntil }: RemedyMoment, now: Date): string | null {
  if (now >= usefulUntil) return 'tooLate'
  if (isExempt) return 'exempt'
  if (chat === null) return 'notLinked'
  if (!mayRemind) return 'noConsent'
  return afterQuiet(now, quiet, zone) >= usefulUntil ? 'quietHours' : null
}

/** One member's part: several that came due at once are one message. */
interface Letter {
  readonly reminder: Reminder
  readonly slotIds: readonly string[]
}

/** A branch's part, in one transaction. What its owner settled meanwhile is seen here, or its reminder is dropped by them. */
async function remind(app: App, branchId: string, due: readonly DueOne[], now: Date): Promise<void> {
  const posting = postingOf(app, now)
  const letters = await app.database.transact(async (transaction) => {
    const claimed = await claimSlots(transaction, due.map(({ slot }) => slot), posting)
    const ids = new Map(claimed.map(({ id, subject }) => [subject, id]))
    const ours = due.filter(({ slot }) => slot.end.state === 'queued' && ids.has(slot.subject))
    const active = await lockActiveRemedies(transaction, ours.map(({ remedy }) => remedy.id))
    const settled = ours.filter(({ remedy }) => !active.has(remedy.id))
    await endSlots(transaction, settled.flatMap(({ remedy }) => ids.get(remedy.id) ?? []), { state: 'skipped', reason: 'settledMeanwhile' })
    const people = grouped(ours.filter(({ remedy }) => active.has(remedy.id)), ({ remedy }) => remedy.memberId)
    const written = [...people.values()].flatMap((ones) => letterFor(app, ones, ids, now))
    await queueReminders(transaction, written.map(({ reminder }) => reminder), { branchId }, posting)
    await endSlots(transaction, written.flatMap(({ slotIds }) => slotIds.slice(1)), { state: 'skipped', reason: 'merged' })
    return written
  })
  if (letters.length > 0) app.wake([...new Set(letters.map(({ reminder }) => reminder.to.bot))])
}

function letterFor(app: App, ones: readonly DueOne[], ids: ReadonlyMap<string, string>, now: Date): readonly Letter[] {
  const opened = ones.flatMap((one) => {
    const view = one.remedy.open(app.keyring)
    return view === null ? [] : [{ ...one, view, slotId: ids.get(one.remedy.id) ?? '' }]
  })
  const [first] = opened
  if (first === undefined || first.remedy.chat === null) return []
  const { remedy, moment, slotId } = first
  const seen = opened.map((one) => ({ view: one.view, rule: one.moment.ruleId }))
  const ends = opened.map((one) => one.moment.usefulUntil.getTime())
  const reminder: Reminder = {
    to: first.remedy.chat,
    message: remediesDueScreen(seen, speaking(app, remedy.language, now)),
    class: 'prompt',
    dedupeKey: `remedy:${slotId}`,
    // The same key by which tending the remedy drops what still waits about it.
    mergeKey: opened.length === 1 ? `remedy:${remedy.id}` : `remedies:${remedy.memberId}`,
    notBefore: afterQuiet(now, remedy.quiet, remedy.zone),
    notAfter: opened.length === 1 ? moment.usefulUntil : new Date(Math.max(...ends)),
    memberId: remedy.memberId,
    slotId,
  }
  return [{ reminder, slotIds: opened.map((one) => one.slotId) }]
}
