// Private, to those who have not handed in: the question they stopped at, not a general nagging.
import type { App } from '../app.ts'
import { isLeftOutForElder } from '../domain/elder.ts'
import { localOf } from '../domain/local-time.ts'
import { isLeftOut } from '../domain/message-budget.ts'
import { unfinishedKey } from '../domain/participation.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { RuleId } from '../domain/timeline-rules.ts'
import { type Month, type MonthRound, readMonth } from '../store/months.ts'
import { loadPack } from '../store/questionnaires.ts'
import { queueReminders, readQueued, type Reminder } from '../store/reminders.ts'
import { readOpenPeriod } from '../store/rounds.ts'
import { claimSlot, endSlots, skipSlot } from '../store/slots.ts'
import type { Snapshot } from '../store/snapshot.ts'
import {
  lockUnfinished,
  openSheetOf,
  readUnfinished,
  type Unfinished,
} from '../store/unfinished.ts'
import type { DueMoment } from './due-moments.ts'
import { type Joinable, remediesOfToday, takeAlong } from './join-remedies.ts'
import { levelsOf } from './levels-of.ts'
import { postingOf, speaking } from './posting.ts'
import type { Beside } from './screens/remedies-due.ts'
import { type UnfinishedSheet, unfinishedScreen } from './screens/unfinished.ts'

export async function remindUnfinished(app: App, { entry, slot }: DueMoment): Promise<void> {
  const now = app.now()
  const month = await readMonth(app.database, app.keyring, entry.branchId, entry.period)
  const round = month?.round ?? null
  const reason = month === null || round === null ? 'noRound' : whyNot(month, round, now)
  const all =
    round === null || reason !== null
      ? []
      : await readUnfinished(app.database, round.id, app.meaningHash, now)
  const unfinished = all.filter(({ isElder }) => !(isElder && isLeftOutForElder(slot.rule)))
  const people = await withinBudget(app, slot.rule, unfinished)
  if (month === null || round === null || people.length === 0) {
    await skipSlot(
      app.database,
      slot,
      reason ?? (unfinished.length > 0 ? 'budget' : 'nobodyToRemind'),
      postingOf(app, now),
    )
    return
  }
  const sheets = await openSheets(app, people, round, now)
  const joinables = await joinablesOf(app, people, month, now)
  const reminderOf = (person: Unfinished, beside: Beside | undefined): Reminder => {
    const of = {
      person,
      sheet: sheets.get(person.memberId) ?? null,
      round,
      zone: month.branch.zone,
      beside,
    }
    return reminderTo(app, of, month, slot.rule, now)
  }
  await write(app, slot, round, { people, joinables, reminderOf }, now)
  app.wake([...new Set(people.map(({ chat }) => chat.bot))])
}

/**
 * Only with what leaves at once: a message that waited might be dropped with the sheet it speaks
 * of, and the remedies with it.
 */
async function joinablesOf(
  app: App,
  people: readonly Unfinished[],
  { branch }: Month,
  now: Date,
): Promise<readonly Joinable[]> {
  if (afterQuiet(now, branch.quiet, branch.zone) > now) return []
  return remediesOfToday(
    app,
    branch.id,
    people.map(({ chat }) => chat),
    branch.zone,
    now,
  )
}

/**
 * Without those whose bot must be thrifty this month, where this reminder is one of those left out
 * then.
 */
async function withinBudget(
  app: App,
  rule: string,
  people: readonly Unfinished[],
): Promise<readonly Unfinished[]> {
  const levels = await levelsOf(
    app,
    people.map(({ chat }) => chat.bot),
  )
  return people.filter(({ chat }) => !isLeftOut(rule, levels.get(chat.bot) ?? 'free'))
}

function whyNot({ branch }: Month, round: MonthRound, now: Date): string | null {
  if (round.closedAt !== null) return 'alreadyClosed'
  if (round.closesAt <= now) return 'tooLate'
  return afterQuiet(now, branch.quiet, branch.zone) >= round.closesAt ? 'quietHours' : null
}

/** Of those who have begun, by member. */
async function openSheets(
  app: App,
  people: readonly Unfinished[],
  round: MonthRound,
  now: Date,
): Promise<ReadonlyMap<string, Snapshot | null>> {
  const begun = people.filter(({ state, mayStore }) => state === 'inProgress' && mayStore)
  const sheets = new Map<string, Snapshot | null>()
  if (begun.length === 0) return sheets
  const reading = {
    pack: await loadPack(app.database, round.questionnaireHash),
    meaningHash: app.meaningHash,
    now,
  }
  for (const person of begun)
    sheets.set(person.memberId, await openSheetOf(app.database, app.keyring, person, reading))
  return sheets
}

function keyOf(rule: string, roundId: string, memberId: string): string {
  return `unfinished:${rule}:${roundId}:${memberId}`
}

interface Reminding extends UnfinishedSheet {
  readonly person: Unfinished
}

function reminderTo(app: App, of: Reminding, { branch }: Month, rule: string, now: Date): Reminder {
  const {
    round,
    beside,
    person: { memberId, chat, language },
  } = of
  return {
    to: chat,
    message: unfinishedScreen(of, speaking(app, language, now, chat.bot)),
    class: 'prompt',
    dedupeKey: keyOf(rule, round.id, memberId),
    // What also speaks of remedies is no longer dropped with the sheet.
    ...(beside === undefined ? { mergeKey: unfinishedKey(round.id) } : {}),
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: round.closesAt,
    memberId,
  }
}

/**
 * What the sheet's reminder of this evening would say to some members, for a message that leaves
 * before it and takes it along.
 */
export interface ComingReminders {
  readonly rule: RuleId
  readonly roundId: string
  readonly members: ReadonlySet<string>
  /** The reminder itself, under its own key: said now, it is not said again this evening. */
  reminderTo(memberId: string, beside: Beside): Reminder | null
}

/**
 * Of those among `members` who have not handed in; null: the branch has no such reminder left
 * today.
 */
export async function remindersComing(
  app: App,
  branchId: string,
  members: ReadonlySet<string>,
  now: Date,
): Promise<ComingReminders | null> {
  const period = members.size === 0 ? null : await readOpenPeriod(app.database, branchId, now)
  const month =
    period === null ? null : await readMonth(app.database, app.keyring, branchId, period)
  if (month === null) return null
  const { round, meeting, branch } = month
  if (round === null || meeting === null) return null
  const today = localOf(now, branch.zone).date
  const { moments } = timelineOf(meeting, branch.overrides, branch.zone)
  const coming = moments.find(
    ({ action, localDate, dueAt }) =>
      action === 'remindUnfinished' && localDate === today && dueAt > now,
  )
  if (coming === undefined || afterQuiet(now, branch.quiet, branch.zone) > now) return null
  const unfinished = await readUnfinished(app.database, round.id, app.meaningHash, now)
  const people = unfinished.filter(({ memberId }) => members.has(memberId))
  const sheets = await openSheets(app, people, round, now)
  return {
    rule: coming.ruleId,
    roundId: round.id,
    members: new Set(people.map(({ memberId }) => memberId)),
    reminderTo: (memberId, beside) => {
      const person = people.find((each) => each.memberId === memberId)
      if (person === undefined) return null
      const of = { person, sheet: sheets.get(memberId) ?? null, round, zone: branch.zone, beside }
      return reminderTo(app, of, month, coming.ruleId, now)
    },
  }
}

interface Writing {
  readonly people: readonly Unfinished[]
  readonly joinables: readonly Joinable[]
  readonly reminderOf: (person: Unfinished, beside: Beside | undefined) => Reminder
}

/**
 * Whoever hands in while this is being written either is seen here, or waits for it and drops the
 * reminder.
 */
async function write(
  app: App,
  slot: DueMoment['slot'],
  round: MonthRound,
  { people, joinables, reminderOf }: Writing,
  now: Date,
): Promise<void> {
  const posting = postingOf(app, now)
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return
    const unfinished = await lockUnfinished(transaction, round.id)
    const told = await readQueued(
      transaction,
      people.map(({ memberId }) => keyOf(slot.rule, round.id, memberId)),
    )
    const due = people.filter(
      ({ memberId }) => unfinished.has(memberId) && !told.has(keyOf(slot.rule, round.id, memberId)),
    )
    const beside = await takeAlong(
      app,
      transaction,
      joinables,
      new Set(due.map(({ memberId }) => memberId)),
      posting,
    )
    const reminders = due.map((person) => reminderOf(person, beside.get(person.memberId)))
    await queueReminders(transaction, reminders, { branchId: slot.branchId, slotId }, posting)
    const reason = told.size > 0 ? 'merged' : 'nobodyToRemind'
    if (due.length === 0) await endSlots(transaction, [slotId], { state: 'skipped', reason })
  })
}
