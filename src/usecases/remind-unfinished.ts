// Private, to those who have not handed in: the question they stopped at, not a general nagging.
import type { App } from '../app.ts'
import { unfinishedKey } from '../conversation/intents/sheet/open-sheet.ts'
import { isLeftOut } from '../domain/message-budget.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { type Month, type MonthRound, readMonth } from '../store/months.ts'
import { loadPack } from '../store/questionnaires.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlot, endSlots, skipSlot } from '../store/slots.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { lockUnfinished, openSheetOf, readUnfinished, type Unfinished } from '../store/unfinished.ts'
import type { DueMoment } from './due-moments.ts'
import { levelsOf } from './levels-of.ts'
import { postingOf, speaking } from './posting.ts'
import { unfinishedScreen } from './screens/unfinished.ts'

export async function remindUnfinished(app: App, { entry, slot }: DueMoment): Promise<void> {
  const now = app.now()
  const month = await readMonth(app.database, app.keyring, entry.branchId, entry.period)
  const round = month?.round ?? null
  const reason = month === null || round === null ? 'noRound' : whyNot(month, round, now)
  const unfinished = round === null || reason !== null ? [] : await readUnfinished(app.database, round.id, app.noticeHash)
  const people = await withinBudget(app, slot.rule, unfinished)
  if (month === null || round === null || people.length === 0) {
    await skipSlot(app.database, slot, reason ?? (unfinished.length > 0 ? 'budget' : 'nobodyToRemind'), postingOf(app, now))
    return
  }
  const sheets = await openSheets(app, people, round, now)
  const reminders = people.map((person) => reminderTo(app, person, sheets.get(person.memberId) ?? null, month, round, slot.rule, now))
  await write(app, slot, round, reminders, now)
  app.wake([...new Set(reminders.map(({ to }) => to.bot))])
}

/** Without those whose bot must be thrifty this month, where this reminder is one of those left out then. */
async function withinBudget(app: App, rule: string, people: readonly Unfinished[]): Promise<readonly Unfinished[]> {
  const levels = await levelsOf(app, people.map(({ chat }) => chat.bot))
  return people.filter(({ chat }) => !isLeftOut(rule, levels.get(chat.bot) ?? 'free'))
}

function whyNot({ branch }: Month, round: MonthRound, now: Date): string | null {
  if (round.closedAt !== null) return 'alreadyClosed'
  if (round.closesAt <= now) return 'tooLate'
  return afterQuiet(now, branch.quiet, branch.zone) >= round.closesAt ? 'quietHours' : null
}

/** Of those who have begun, by member. */
async function openSheets(
  app: App, people: readonly Unfinished[], round: MonthRound, now: Date,
): Promise<ReadonlyMap<string, Snapshot | null>> {
  const begun = people.filter(({ state, mayStore }) => state === 'inProgress' && mayStore)
  const sheets = new Map<string, Snapshot | null>()
  if (begun.length === 0) return sheets
  const reading = { pack: await loadPack(app.database, round.questionnaireHash), noticeHash: app.noticeHash, now }
  for (const person of begun) sheets.set(person.memberId, await openSheetOf(app.database, app.keyring, person, reading))
  return sheets
}

function reminderTo(
  app: App, person: Unfinished, sheet: Snapshot | null, { branch }: Month, round: MonthRound, rule: string, now: Date,
): Reminder {
  const { memberId, chat, language } = person
  return {
    to: chat,
    message: unfinishedScreen({ person, sheet, round, zone: branch.zone }, speaking(app, language, now, chat.bot)),
    class: 'prompt',
    dedupeKey: `unfinished:${rule}:${round.id}:${memberId}`,
    mergeKey: unfinishedKey(round.id),
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: round.closesAt,
    memberId,
  }
}

/** Whoever hands in while this is being written either is seen here, or waits for it and drops the reminder. */
async function write(app: App, slot: DueMoment['slot'], round: MonthRound, reminders: readonly Reminder[], now: Date): Promise<void> {
  const posting = postingOf(app, now)
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return
    const unfinished = await lockUnfinished(transaction, round.id)
    const due = reminders.filter(({ memberId }) => memberId !== undefined && unfinished.has(memberId))
    await queueReminders(transaction, due, { branchId: slot.branchId, slotId }, posting)
    if (due.length === 0) await endSlots(transaction, [slotId], { state: 'skipped', reason: 'nobodyToRemind' })
  })
}
