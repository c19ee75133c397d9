// Private, to whoever promised: a remedy is due in three days, today, or has been overdue for one
// to four weeks.
import type { App } from '../app.ts'
import { leaveOn } from '../domain/absence.ts'
import { type RemedyMoment, remedyMoments, reminderDays } from '../domain/due-date.ts'
import { isRemedyLeftOutForElder } from '../domain/elder.ts'
import { addDays, daysBetween, type LocalDate } from '../domain/local-date.ts'
import { localOf } from '../domain/local-time.ts'
import {
  type BudgetLevel,
  isAtLeast,
  isLeftOut,
  isRemedyLeftOut,
} from '../domain/message-budget.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { noteLastRun, readLastRun } from '../store/last-runs.ts'
import { type DueRemedy, lockActiveRemedies, readRemediesDueOn } from '../store/remedies.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlots, endSlots, type Slot, type SlotEnd } from '../store/slots.ts'
import { lockUnfinished } from '../store/unfinished.ts'
import { dayInUtc } from './day-in-utc.ts'
import { forEachBranch } from './for-each-branch.ts'
import { grouped } from './grouped.ts'
import { levelsOf } from './levels-of.ts'
import { postingOf, speaking } from './posting.ts'
import { type ComingReminders as Coming, remindersComing } from './remind-unfinished.ts'
import { besideScreen, remediesDueScreen } from './screens/remedies-due.ts'

const job = 'remind-remedies'
const dayMs = 86_400_000

/** A remedy at one of its moments, and why nothing is said of it, where nothing is. */
interface DueOne {
  readonly remedy: DueRemedy
  readonly moment: RemedyMoment
  readonly slot: Slot
  readonly reason: string | null
  readonly isTight: boolean
  /** The month is too tight for a message of its own. */
  readonly isLeftOut: boolean
}

/**
 * Says what came due since the last run. A moment that was already past when the promise was made,
 * or when its date was moved, was never due: nobody is reminded of a day they have just named.
 */
export async function remindRemedies(app: App): Promise<void> {
  const now = app.now()
  const since = (await readLastRun(app.database, job, now)) ?? new Date(now.getTime() - 2 * dayMs)
  const remedies = await readRemediesDueOn(
    app.database,
    daysFor(since, now),
    'remedies',
    app.meaningHash,
  )
  const levels = await levelsOf(
    app,
    remedies.flatMap(({ chat }) => chat?.bot ?? []),
  )
  const branches = grouped(
    remedies.flatMap((remedy) => dueOne(remedy, levels, since, now)),
    ({ remedy }) => remedy.branchId,
  )
  const work = [...branches].map(([branchId, due]) => ({ branchId, due }))
  const isAllDone = await forEachBranch(app, job, work, ({ branchId, due }) =>
    remind(app, branchId, due, now),
  )
  if (isAllDone) await noteLastRun(app.database, job, now)
}

/**
 * The due days that have a moment on one of the days passed; a day more at both ends for the zones.
 */
function daysFor(since: Date, now: Date): readonly LocalDate[] {
  const first = addDays(dayInUtc(since), -1)
  const days = Array.from({ length: daysBetween(first, dayInUtc(now)) + 2 }, (_, step) =>
    addDays(first, step),
  )
  return [...new Set(days.flatMap((day) => reminderDays.map((offset) => addDays(day, -offset))))]
}

function dueOne(
  remedy: DueRemedy,
  levels: ReadonlyMap<string, BudgetLevel>,
  since: Date,
  now: Date,
): readonly DueOne[] {
  return remedyMoments(remedy.dueOn, remedy.zone)
    .filter(({ dueAt }) => dueAt > since && dueAt <= now && dueAt > remedy.createdAt)
    .map((moment) => {
      const level = levels.get(remedy.chat?.bot ?? '') ?? 'free'
      const { id: subject, branchId } = remedy
      const slot = { rule: moment.ruleId, subject, localDate: moment.localDate, branchId }
      const isLeftOut = isRemedyLeftOut(moment.days, level)
      return {
        remedy,
        moment,
        slot,
        reason: whyNot(remedy, moment, now),
        isTight: isAtLeast(level, 'tight'),
        isLeftOut,
      }
    })
}

function whyNot(remedy: DueRemedy, { usefulUntil, days }: RemedyMoment, now: Date): string | null {
  const { isExempt, isElder, mayRemind, chat, quiet, zone, leaves } = remedy
  if (now >= usefulUntil) return 'tooLate'
  if (isExempt) return 'exempt'
  if (isElder && isRemedyLeftOutForElder(days)) return 'elder'
  if (leaveOn(leaves, localOf(now, zone).date) !== null) return 'away'
  if (chat === null) return 'notLinked'
  if (!mayRemind) return 'noConsent'
  return afterQuiet(now, quiet, zone) >= usefulUntil ? 'quietHours' : null
}

/** One member's part: several that came due at once are one message. */
interface Letter {
  readonly reminder: Reminder
  readonly slotIds: readonly string[]
}

/**
 * A branch's part, in one transaction. What its owner settled meanwhile is seen here, or its
 * reminder is dropped by them.
 */
async function remind(
  app: App,
  branchId: string,
  due: readonly DueOne[],
  now: Date,
): Promise<void> {
  const posting = postingOf(app, now)
  const coming = await comingWith(app, branchId, due, now)
  const ends = new Map(due.map((one) => [one, endOf(one, coming)]))
  const letters = await app.database.transact(async (transaction) => {
    const claimed = await claimSlots(
      transaction,
      [...ends].map(([{ slot }, end]) => ({ ...slot, end })),
      posting,
    )
    const ids = new Map(claimed.map(({ id, subject }) => [subject, id]))
    const ours = due.filter((one) => ends.get(one)?.state === 'queued' && ids.has(one.slot.subject))
    const unfinished =
      coming === null ? new Set<string>() : await lockUnfinished(transaction, coming.roundId)
    const active = await lockActiveRemedies(
      transaction,
      ours.map(({ remedy }) => remedy.id),
    )
    const settled = ours.filter(({ remedy }) => !active.has(remedy.id))
    await endSlots(
      transaction,
      settled.flatMap(({ remedy }) => ids.get(remedy.id) ?? []),
      { state: 'skipped', reason: 'settledMeanwhile' },
    )
    const people = grouped(
      ours.filter(({ remedy }) => active.has(remedy.id)),
      ({ remedy: { memberId, chat } }) => `${memberId}:${placeOf(chat)}`,
    )
    const written = [...people.values()].flatMap((ones) =>
      letterFor(app, ones, { ids, coming, unfinished }, now),
    )
    await queueReminders(
      transaction,
      written.map(({ reminder }) => reminder),
      { branchId },
      posting,
    )
    await endSlots(
      transaction,
      written.flatMap(({ slotIds }) => slotIds.slice(1)),
      { state: 'skipped', reason: 'merged' },
    )
    return written
  })
  if (letters.length > 0) app.wake([...new Set(letters.map(({ reminder }) => reminder.to.bot))])
}

/**
 * In a tight month the evening's word about the sheet goes along in the morning, where the day has
 * both for one person.
 */
async function comingWith(
  app: App,
  branchId: string,
  due: readonly DueOne[],
  now: Date,
): Promise<Coming | null> {
  const tight = due.filter(
    ({ reason, isTight, remedy }) =>
      reason === null && isTight && !remedy.isElder && !remedy.isApart,
  )
  const coming = await remindersComing(
    app,
    branchId,
    new Set(tight.map(({ remedy }) => remedy.memberId)),
    now,
  )
  if (coming === null || !isLeftOut(coming.rule, 'tight')) return coming
  // The sheet's reminder would not go by itself: it only joins what does.
  const going = new Set(tight.flatMap((one) => (one.isLeftOut ? [] : [one.remedy.memberId])))
  return {
    ...coming,
    members: new Set([...coming.members].filter((memberId) => going.has(memberId))),
  }
}

function endOf({ reason, isLeftOut: isTooMuch, remedy }: DueOne, coming: Coming | null): SlotEnd {
  if (reason !== null) return { state: 'skipped', reason }
  const goesAlong = !remedy.isApart && coming?.members.has(remedy.memberId) === true
  return isTooMuch && !goesAlong ? { state: 'skipped', reason: 'budget' } : { state: 'queued' }
}

/** What one chat may know another may not: each has its own message. */
function placeOf(chat: DueRemedy['chat']): string {
  return chat === null ? '' : `${chat.bot}:${Buffer.from(chat.chatHash).toString('hex')}`
}

interface Taken {
  /** Of the slots, by remedy. */
  readonly ids: ReadonlyMap<string, string>
  readonly coming: Coming | null
  readonly unfinished: ReadonlySet<string>
}

function letterFor(
  app: App,
  ones: readonly DueOne[],
  { ids, coming, unfinished }: Taken,
  now: Date,
): readonly Letter[] {
  const opened = ones.flatMap((one) => {
    const view = one.remedy.open(app.keyring)
    return view === null ? [] : [{ ...one, view, slotId: ids.get(one.remedy.id) ?? '' }]
  })
  const [first] = opened
  if (first === undefined || first.remedy.chat === null) return []
  const { remedy, moment, slotId } = first
  const seen = opened.map((one) => ({ view: one.view, rule: one.moment.ruleId }))
  const ends = opened.map((one) => one.moment.usefulUntil.getTime())
  const slotIds = opened.map((one) => one.slotId)
  const words = speaking(app, remedy.language, now)
  const isJoined =
    !remedy.isApart &&
    coming?.members.has(remedy.memberId) === true &&
    unfinished.has(remedy.memberId)
  const joined = isJoined
    ? coming.reminderTo(
        remedy.memberId,
        besideScreen(
          opened.map(({ view }) => view),
          words,
        ),
      )
    : null
  if (joined !== null) return [{ reminder: { ...joined, slotId }, slotIds }]
  const reminder: Reminder = {
    to: first.remedy.chat,
    message: remediesDueScreen(seen, words),
    class: 'prompt',
    dedupeKey: `remedy:${slotId}`,
    // The same key by which tending the remedy drops what still waits about it.
    mergeKey: opened.length === 1 ? `remedy:${remedy.id}` : `remedies:${remedy.memberId}`,
    notBefore: afterQuiet(now, remedy.quiet, remedy.zone),
    notAfter: opened.length === 1 ? moment.usefulUntil : new Date(Math.max(...ends)),
    memberId: remedy.memberId,
    slotId,
  }
  return [{ reminder, slotIds }]
}
