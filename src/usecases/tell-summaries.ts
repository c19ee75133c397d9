// A closed round is told to the branch's secretary, once: the summary, and what to bring up at the meeting.
import type { App } from '../app.ts'
import { summaryOf } from '../conversation/intents/secretary/summary.ts'
import { summaryScreen } from '../conversation/screens/summary.ts'
import { localOf } from '../domain/local-time.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { recordLook } from '../store/looks.ts'
import { type Month, type Officer, readMonth, toldOfficers } from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { type ClosedRound, readUntoldRounds } from '../store/rounds.ts'
import { claimSlot, skipSlot, type Slot } from '../store/slots.ts'
import type { SummarySource } from '../store/tables.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'

const rule = 'summary'
const dayMs = 86_400_000
/** A round that was closed longer ago was told in another way, or came with imported history. */
const daysBack = 3
/** After a week the meeting is over; `/tonghop` shows it whenever it is asked for. */
const usefulDays = 7
const atOnce = 500

export async function tellSummaries(app: App): Promise<void> {
  const since = new Date(app.now().getTime() - daysBack * dayMs)
  // One at a time: each leaves a row in the audit's chain, which has one end.
  const rounds = await readUntoldRounds(app.database, rule, since, atOnce)
  await forEachBranch(app, 'tell-summaries', rounds, (round) => tell(app, round), 1)
}

async function tell(app: App, round: ClosedRound): Promise<void> {
  const now = app.now()
  const { id, branchId, period } = round
  const month = await readMonth(app.database, app.keyring, branchId, period)
  const source = await app.tables.summary(branchId, period, app.now())
  if (month === null || source === null) return
  const slot: Slot = { rule, subject: id, localDate: localOf(round.closedAt, month.branch.zone).date, branchId }
  const officers = toldOfficers(month)
  if (officers.length === 0) return tellOperator(app, slot, id, now)
  const posting = postingOf(app, now)
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return
    const reminders = officers.map((officer) => summaryFor(app, officer, month, source, now))
    await queueReminders(transaction, reminders, { branchId, slotId }, posting)
    for (const { memberId } of officers) await recordLook(transaction, app.keyring, { actor: memberId, deed: 'seeSummary', branchId }, now)
  })
  app.wake(officers.map(({ chat }) => chat.bot))
}

async function tellOperator(app: App, slot: Slot, round: string, now: Date): Promise<void> {
  const isOurs = await skipSlot(app.database, slot, 'nobodyToTell', postingOf(app, now))
  if (isOurs) app.report({ code: 'roundClosedNobodyTold', branch: slot.branchId, round })
}

/** Sent at most once: whoever misses it asks for it anew (reliability.md §4.1). */
function summaryFor(app: App, { memberId, chat, language }: Officer, { branch }: Month, source: SummarySource, now: Date): Reminder {
  return {
    to: chat,
    message: summaryScreen(summaryOf(source, branch.name), speaking(app, language, now)),
    class: 'document',
    dedupeKey: `summary:${source.roundId}:${memberId}`,
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: new Date(now.getTime() + usefulDays * dayMs),
    memberId,
  }
}
