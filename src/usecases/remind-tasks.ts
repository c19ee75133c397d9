// Private, to whoever is responsible: a task of a resolution is due in three days, today, or has
// been overdue for one to four weeks.
import type { App } from '../app.ts'
import { leaveOn } from '../domain/absence.ts'
import { type RemedyMoment, remedyMoments, reminderDays } from '../domain/due-date.ts'
import { addDays, daysBetween, type LocalDate } from '../domain/local-date.ts'
import { localOf } from '../domain/local-time.ts'
import { type BudgetLevel, isRemedyLeftOut } from '../domain/message-budget.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import {
  type DueTask,
  lockActiveTasks,
  readTasksDueOn,
  type TaskHearer,
} from '../store/branch-tasks.ts'
import { noteLastRun, readLastRun } from '../store/last-runs.ts'
import { type Chat, queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlots, endSlots, type Slot } from '../store/slots.ts'
import { dayInUtc } from './day-in-utc.ts'
import { forEachBranch } from './for-each-branch.ts'
import { grouped } from './grouped.ts'
import { levelsOf } from './levels-of.ts'
import { postingOf, speaking } from './posting.ts'
import { type TaskRule, tasksDueScreen } from './screens/tasks-due.ts'

const job = 'remind-tasks'
const dayMs = 86_400_000

const rules: Readonly<Record<RemedyMoment['ruleId'], TaskRule>> = {
  remedySoon: 'taskSoon',
  remedyToday: 'taskToday',
  remedyOverdue: 'taskOverdue',
}

/** Somebody who may be told now. */
type Reachable = TaskHearer & { readonly chat: Chat }

/** A task at one of its moments: who hears of it, or why nobody does. */
interface DueOne {
  readonly task: DueTask
  readonly rule: TaskRule
  readonly usefulUntil: Date
  readonly slot: Slot
  readonly hearers: readonly Reachable[]
  readonly reason: string | null
}

/**
 * Says what came due since the last run, as `remindRemedies` does. What falls into the quiet hours
 * comes due when they end, so that a task done meanwhile is never spoken of.
 */
export async function remindTasks(app: App): Promise<void> {
  const now = app.now()
  const since = (await readLastRun(app.database, job, now)) ?? new Date(now.getTime() - 2 * dayMs)
  const tasks = await readTasksDueOn(app.database, daysFor(since, now), app.meaningHash)
  const levels = await levelsOf(
    app,
    tasks.flatMap(({ hearers }) => hearers.flatMap(({ chat }) => chat?.bot ?? [])),
  )
  const branches = grouped(
    tasks.flatMap((task) => dueOnes(task, levels, since, now)),
    ({ task }) => task.branchId,
  )
  const work = [...branches].map(([branchId, due]) => ({ branchId, due }))
  const isAllDone = await forEachBranch(app, job, work, ({ branchId, due }) =>
    remind(app, branchId, due, now),
  )
  if (isAllDone) await noteLastRun(app.database, job, now)
}

/**
 * The due days that have a moment on one of the days passed; a day more before for the quiet hours,
 * and at both ends for the zones.
 */
function daysFor(since: Date, now: Date): readonly LocalDate[] {
  const first = addDays(dayInUtc(since), -2)
  const days = Array.from({ length: daysBetween(first, dayInUtc(now)) + 2 }, (_, step) =>
    addDays(first, step),
  )
  return [...new Set(days.flatMap((day) => reminderDays.map((offset) => addDays(day, -offset))))]
}

function dueOnes(
  task: DueTask,
  levels: ReadonlyMap<string, BudgetLevel>,
  since: Date,
  now: Date,
): readonly DueOne[] {
  return remedyMoments(task.dueOn, task.zone)
    .map((moment) => ({ ...moment, dueAt: afterQuiet(moment.dueAt, task.quiet, task.zone) }))
    .filter(({ dueAt }) => dueAt > since && dueAt <= now && dueAt > task.createdAt)
    .map(({ ruleId, days, localDate, usefulUntil }) => {
      const rule = rules[ruleId]
      const slot = { rule, subject: task.id, localDate, branchId: task.branchId }
      const verdicts = task.hearers.map((hearer) =>
        whyNot(hearer, days, levels, { task, usefulUntil, now }),
      )
      const hearers = task.hearers.filter(
        (hearer, place): hearer is Reachable => verdicts[place] === null && hearer.chat !== null,
      )
      const reason =
        hearers.length > 0 ? null : (verdicts.find((verdict) => verdict !== null) ?? 'nobodyToTell')
      return { task, rule, usefulUntil, slot, hearers, reason }
    })
}

interface At {
  readonly task: DueTask
  readonly usefulUntil: Date
  readonly now: Date
}

function whyNot(
  { isExempt, leaves, chat, mayRemind }: TaskHearer,
  days: number,
  levels: ReadonlyMap<string, BudgetLevel>,
  { task, usefulUntil, now }: At,
): string | null {
  if (now >= usefulUntil) return 'tooLate'
  if (isExempt) return 'exempt'
  if (leaveOn(leaves, localOf(now, task.zone).date) !== null) return 'away'
  if (chat === null) return 'notLinked'
  if (!mayRemind) return 'noConsent'
  if (afterQuiet(now, task.quiet, task.zone) >= usefulUntil) return 'quietHours'
  return isRemedyLeftOut(days, levels.get(chat.bot) ?? 'free') ? 'budget' : null
}

/**
 * A branch's part, in one transaction. What was settled or moved meanwhile is seen here, or its
 * reminder is dropped by whoever does.
 */
async function remind(
  app: App,
  branchId: string,
  due: readonly DueOne[],
  now: Date,
): Promise<void> {
  const posting = postingOf(app, now)
  const written = await app.database.transact(async (transaction) => {
    const skipped = due.flatMap(({ slot, reason }) =>
      reason === null ? [] : [{ ...slot, end: { state: 'skipped', reason } as const }],
    )
    await claimSlots(transaction, skipped, posting)
    const queued = due.flatMap(({ slot, reason }) =>
      reason === null ? [{ ...slot, end: { state: 'queued' } as const }] : [],
    )
    const claimed = await claimSlots(transaction, queued, posting)
    const ids = new Map(claimed.map(({ id, subject }) => [subject, id]))
    const ours = due.filter(({ reason, slot }) => reason === null && ids.has(slot.subject))
    const active = await lockActiveTasks(
      transaction,
      ours.map(({ task }) => task),
    )
    const settled = ours.filter(({ task }) => !active.has(task.id))
    await endSlots(
      transaction,
      settled.flatMap(({ task }) => ids.get(task.id) ?? []),
      { state: 'skipped', reason: 'settledMeanwhile' },
    )
    const standing = ours.filter(({ task }) => active.has(task.id))
    const people = grouped(
      standing.flatMap((one) => one.hearers.map((hearer) => ({ one, hearer }))),
      ({ hearer }) => hearer.memberId,
    )
    const reminders = [...people.values()].flatMap((heard) => letterFor(app, heard, ids, now))
    await queueReminders(transaction, reminders, { branchId }, posting)
    // A slot whose words went along in another's messages has none of its own.
    const used = new Set(reminders.map(({ slotId }) => slotId))
    const merged = standing
      .flatMap(({ task }) => ids.get(task.id) ?? [])
      .filter((id) => !used.has(id))
    await endSlots(transaction, merged, { state: 'skipped', reason: 'merged' })
    return reminders
  })
  if (written.length > 0) app.wake([...new Set(written.map(({ to }) => to.bot))])
}

interface Heard {
  readonly one: DueOne
  readonly hearer: Reachable
}

/** One member's part: several that came due at once are one message. */
function letterFor(
  app: App,
  heard: readonly Heard[],
  ids: ReadonlyMap<string, string>,
  now: Date,
): readonly Reminder[] {
  const [first] = heard
  if (first === undefined) return []
  const {
    one: { task },
    hearer,
  } = first
  const slotId = ids.get(task.id) ?? ''
  const seen = heard.map(({ one }) => ({
    ...one.task.open(app.keyring),
    id: one.task.id,
    dueOn: one.task.dueOn,
    rule: one.rule,
  }))
  return [
    {
      to: hearer.chat,
      message: tasksDueScreen(seen, speaking(app, hearer.language, now)),
      class: 'prompt',
      dedupeKey: `task:${slotId}:${hearer.memberId}`,
      // The same key by which moving the task drops what still waits about it.
      mergeKey: heard.length === 1 ? `task:${task.id}` : `tasks:${hearer.memberId}`,
      notBefore: afterQuiet(now, task.quiet, task.zone),
      notAfter: new Date(Math.max(...heard.map(({ one }) => one.usefulUntil.getTime()))),
      memberId: hearer.memberId,
      slotId,
    },
  ]
}
