// A closed round is told to the branch's secretary, once: before the meeting as the brief for it,
// with the summary in it.
import type { App } from '../app.ts'
import { withFile } from '../conversation/draw-file.ts'
import { loadPictured, summaryOf } from '../conversation/intents/secretary/summary.ts'
import { type SummaryData, summaryScreen } from '../conversation/screens/summary.ts'
import { pictureFile } from '../conversation/screens/summary-picture.ts'
import type { FileDraft } from '../conversation/turn.ts'
import { isActiveTask } from '../domain/branch-task.ts'
import type { LocalDate } from '../domain/local-date.ts'
import { instantOf, localOf } from '../domain/local-time.ts'
import { papersLeft } from '../domain/meeting-papers.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { rotationAt } from '../domain/review-rotation.ts'
import type { Deed } from '../domain/rights.ts'
import { rulesOf } from '../domain/timeline-rules.ts'
import type { Outbound } from '../messaging/outbound.ts'
import { recordLook } from '../store/looks.ts'
import {
  type Month,
  type MonthBranch,
  type Officer,
  readMonth,
  toldOfficers,
} from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { type ClosedRound, readUntoldRounds } from '../store/rounds.ts'
import { claimSlot, skipSlot, type Slot } from '../store/slots.ts'
import type { MeetingView } from '../store/snapshot.ts'
import type { RotationSource } from '../store/meeting-sources.ts'
import type { SummarySource } from '../store/tables.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'
import { type Brief, briefScreen } from './screens/brief.ts'

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
  const source = await app.tables.summary(branchId, period, now)
  if (month === null || source === null) return
  const slot: Slot = {
    rule,
    subject: id,
    localDate: localOf(round.closedAt, month.branch.zone).date,
    branchId,
  }
  const officers = toldOfficers(month)
  if (officers.length === 0) return tellOperator(app, slot, id, now)
  const posting = postingOf(app, now)
  // Read and drawn before the transaction: a picture takes longer than rows may stay locked.
  const { message, looks } = await prepare(app, month, source, now)
  const reminders = await Promise.all(
    officers.map(async (officer) =>
      summaryFor(officer, month, source, await message(officer), now),
    ),
  )
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return
    await queueReminders(transaction, reminders, { branchId, slotId }, posting)
    for (const { memberId } of officers) {
      for (const deed of looks)
        await recordLook(transaction, app.keyring, { actor: memberId, deed, branchId }, now)
    }
  })
  app.wake(officers.map(({ chat }) => chat.bot))
}

interface Prepared {
  readonly message: (officer: Officer) => Promise<Outbound>
  /** What an officer is shown by it. */
  readonly looks: readonly Deed[]
}

/**
 * Before the meeting the brief, with names by state; after it the summary alone. Each with the
 * picture where it can arrive.
 */
async function prepare(
  app: App,
  month: Month,
  source: SummarySource,
  now: Date,
): Promise<Prepared> {
  const { branch, meeting } = month
  const data = summaryOf(source, branch.name)
  const closings = await loadPictured(app.tables, branch.id, source)
  const isAhead = meeting !== null && instantOf(meeting.date, meeting.startsAt, branch.zone) > now
  const brief = isAhead ? await briefOf(app, branch, meeting, data) : null
  const message = async ({ language, chat: { bot } }: Officer): Promise<Outbound> => {
    const moment = speaking(app, language, now)
    const words = brief === null ? summaryScreen(data, moment) : briefScreen(brief, moment)
    return app.carriesFiles?.(bot) === false
      ? words
      : pictured(app, branch.id, words, pictureFile(data, closings, moment))
  }
  return { message, looks: brief === null ? ['seeSummary'] : ['seeSummary', 'seeParticipation'] }
}

/** The words go all the same when the picture cannot be drawn. */
async function pictured(
  app: App,
  branch: string,
  words: Outbound,
  file: FileDraft,
): Promise<Outbound> {
  try {
    return await withFile(words, file)
  } catch (error) {
    app.report({ code: 'picture.failed', branch, error })
    return words
  }
}

async function briefOf(
  app: App,
  branch: MonthBranch,
  meeting: MeetingView,
  data: SummaryData,
): Promise<Brief> {
  const now = app.now()
  const today = localOf(now, branch.zone).date
  const { said } = (await app.tables.meetingPapers(branch.id, meeting.period, now)) ?? { said: {} }
  const hasRotation = rulesOf(branch.overrides).some(({ action }) => action === 'remindReviewees')
  return {
    data,
    meeting,
    roster: await app.tables.roster(branch.id, now),
    reviewees: hasRotation
      ? revieweesAt(await app.tables.rotation(branch.id), meeting, today)
      : null,
    tasks: (await app.tables.branchTasks(branch.id, null, now)).lines.filter(isActiveTask),
    today,
    areDocumentsPosted: papersLeft(['documents'], said).length === 0,
  }
}

function revieweesAt(
  rotation: RotationSource,
  meeting: MeetingView,
  today: LocalDate,
): readonly string[] {
  const { chosen } = rotationAt(rotation, meeting, today)
  return rotation.members
    .filter(({ memberId }) => chosen.includes(memberId))
    .map(({ name }) => name)
}

async function tellOperator(app: App, slot: Slot, round: string, now: Date): Promise<void> {
  const isOurs = await skipSlot(app.database, slot, 'nobodyToTell', postingOf(app, now))
  if (isOurs) app.report({ code: 'round.nobodyTold', branch: slot.branchId, round })
}

/** Sent at most once: whoever misses it asks for it anew (reliability.md §4.1). */
function summaryFor(
  { memberId, chat }: Officer,
  { branch }: Month,
  { roundId }: SummarySource,
  message: Outbound,
  now: Date,
): Reminder {
  return {
    to: chat,
    message,
    class: 'document',
    dedupeKey: `summary:${roundId}:${memberId}`,
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: new Date(now.getTime() + usefulDays * dayMs),
    memberId,
  }
}
