import type { App } from '../app.ts'
import { unfinishedKey } from '../domain/participation.ts'
import { addDays } from '../domain/local-date.ts'
import { instantOf, localOf, localTime } from '../domain/local-time.ts'
import { monthOf, type Period, periodIndex } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { mostDueFirst } from '../domain/remedy.ts'
import { buildSheet, startsQuarter } from '../domain/sheet.ts'
import { timelineOf } from '../domain/timeline.ts'
import type { Outbound } from '../messaging/outbound.ts'
import { readNextMeeting } from '../store/meetings.ts'
import { type Month, type MonthRound, readMonth } from '../store/months.ts'
import { keepPack } from '../store/questionnaires.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import {
  hasPack,
  insertAssessments,
  insertRound,
  type Invitee,
  type NewAssessment,
  readInvitees,
} from '../store/rounds.ts'
import { claimSlot, endSlots, skipSlot, type Slot } from '../store/slots.ts'
import { type Joinable, remediesOfToday, takeAlong } from './join-remedies.ts'
import { postingOf, speaking } from './posting.ts'
import { invitationScreens } from './screens/invitation.ts'
import type { Beside } from './screens/remedies-due.ts'

export interface OpeningTerms {
  /** Absent: that of the next meeting within 21 days, else the current month. */
  readonly period?: Period
  /**
   * Absent: as the timeline of the period's meeting has it; without one ahead, 20:00 seven days
   * from now.
   */
  readonly closesAt?: Date
  /** Of the timeline, when it is the timeline that opens. */
  readonly slot?: Slot
}

export type Opening =
  | {
      readonly kind: 'opened'
      readonly round: MonthRound
      readonly roster: number
      readonly invited: number
    }
  | {
      readonly kind: 'refused'
      readonly reason: 'noBranch' | 'alreadyOpen' | 'alreadyOver' | 'nobody' | 'takenElsewhere'
    }

const daysToMeeting = 21
const daysWithoutMeeting = 7
const closingTime = localTime('20:00')

/**
 * Opens the branch's round of a period, once, whoever asks and however often: the roster and the
 * sheets are frozen, and those who agreed to be reminded are invited, outside the quiet hours.
 */
export async function openRound(
  app: App,
  branchId: string,
  terms: OpeningTerms = {},
): Promise<Opening> {
  const now = app.now()
  const found = await monthToOpen(app, branchId, terms, now)
  if (found === null) return { kind: 'refused', reason: 'noBranch' }
  const { month, period, closesAt } = found
  const mayOpen = month.round === null && closesAt > now
  const invitees = mayOpen
    ? await readInvitees(app.database, app.keyring, branchId, app.noticeHash, now)
    : []
  const reason =
    month.round !== null
      ? 'alreadyOpen'
      : closesAt <= now
        ? 'alreadyOver'
        : invitees.length === 0
          ? 'nobody'
          : null
  if (reason !== null) {
    if (terms.slot !== undefined)
      await skipSlot(app.database, terms.slot, reason, postingOf(app, now))
    return { kind: 'refused', reason }
  }
  const pack = packOf(app, month)
  if (!(await hasPack(app.database, pack.hash))) await keepPack(app.database, pack)
  const round: Unnumbered = {
    id: app.id(),
    period,
    questionnaireHash: pack.hash,
    openedAt: now,
    closesAt,
    closedAt: null,
  }
  const joinables = await joinablesOf(app, invitees, month, round)
  const opening = await write(app, month, round, { invitees, joinables }, pack, terms.slot)
  if (opening.kind === 'opened') announce(app, branchId, opening, invitees)
  return opening
}

type Unnumbered = Omit<MonthRound, 'number'>

interface MonthToOpen {
  readonly month: Month
  readonly period: Period
  readonly closesAt: Date
}

async function monthToOpen(
  app: App,
  branchId: string,
  terms: OpeningTerms,
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

/** A pack whose file is gone is no reason for a month without a round. */
function packOf(app: App, { branch }: Month): Pack {
  const own = app.library.packs.get(branch.pack)
  if (own !== undefined) return own
  app.report({ code: 'packMissing', branch: branch.id })
  const usual = app.library.packs.get('monthly')
  if (usual === undefined) throw new Error('there is no questionnaire to open a round with')
  return usual
}

function assessmentOf(
  app: App,
  { memberId, remedies }: Invitee,
  { branch }: Month,
  period: Period,
  pack: Pack,
): NewAssessment {
  const sheet = buildSheet({
    pack,
    memberSeed: memberId,
    periodIndex: periodIndex(period),
    openRemedies: mostDueFirst(remedies),
    isQuarterStart: startsQuarter(period),
    voiceOpen: branch.isVoiceOpen,
  })
  return { id: app.id(), memberId, sheet }
}

interface Invited {
  readonly invitees: readonly Invitee[]
  /** Remedies of the day, to be said in the invitation. */
  readonly joinables: readonly Joinable[]
}

/**
 * Whoever is away finds the sheet when they are back: the reminders of the round are theirs again
 * from that day.
 */
function isInvited({ chat, mayRemind, isAway }: Invitee): boolean {
  return chat !== null && mayRemind && !isAway
}

/** Only with what leaves at once, as in remind-unfinished.ts. */
async function joinablesOf(
  app: App,
  invitees: readonly Invitee[],
  { branch }: Month,
  { openedAt }: Unnumbered,
): Promise<readonly Joinable[]> {
  if (afterQuiet(openedAt, branch.quiet, branch.zone) > openedAt) return []
  return remediesOfToday(
    app,
    branch.id,
    invitees.flatMap(({ chat }) => chat ?? []),
    branch.zone,
    openedAt,
  )
}

function write(
  app: App,
  month: Month,
  round: Unnumbered,
  { invitees, joinables }: Invited,
  pack: Pack,
  slot: Slot | undefined,
): Promise<Opening> {
  const { branch } = month
  const assessments = invitees.map((invitee) =>
    assessmentOf(app, invitee, month, round.period, pack),
  )
  const posting = postingOf(app, round.openedAt)
  return app.database.transact(async (transaction): Promise<Opening> => {
    const slotId =
      slot === undefined
        ? undefined
        : await claimSlot(transaction, slot, { state: 'done' }, posting)
    if (slotId === null) return { kind: 'refused', reason: 'takenElsewhere' }
    const number = await insertRound(transaction, {
      ...round,
      branchId: branch.id,
      path: branch.path,
    })
    if (number === null) {
      await endSlots(transaction, slotId === undefined ? [] : [slotId], {
        state: 'skipped',
        reason: 'alreadyOpen',
      })
      return { kind: 'refused', reason: 'alreadyOpen' }
    }
    const numbered = { ...round, number }
    await insertAssessments(transaction, round.id, assessments)
    const invited = new Set(invitees.filter(isInvited).map(({ memberId }) => memberId))
    const beside = await takeAlong(app, transaction, joinables, invited, posting)
    const invitations = invitationsTo(app, invitees, month, numbered, beside)
    await queueReminders(
      transaction,
      invitations,
      { branchId: branch.id, ...(slotId === undefined ? {} : { slotId }) },
      posting,
    )
    return { kind: 'opened', round: numbered, roster: invitees.length, invited: invitations.length }
  })
}

/**
 * A private one to each who can be reached and agreed to be reminded; none where all would sleep
 * until it is over.
 */
function invitationsTo(
  app: App,
  invitees: readonly Invitee[],
  month: Month,
  round: MonthRound,
  besides: ReadonlyMap<string, Beside>,
): readonly Reminder[] {
  const notBefore = afterQuiet(round.openedAt, month.branch.quiet, month.branch.zone)
  if (notBefore >= round.closesAt) return []
  const screens = new Map<string, ReturnType<typeof invitationScreens>>()
  const screenFor = ({ language, mayStore, isElder, name }: Invitee, bot: string): Outbound => {
    const key = `${language} ${String(mayStore)} ${String(isElder)} ${bot}`
    const moment = speaking(app, language, round.openedAt, bot)
    const screen =
      screens.get(key) ?? invitationScreens({ ...month, round, mayStore, isElder }, moment)
    screens.set(key, screen)
    return screen(name)
  }
  return invitees.flatMap((invitee): readonly Reminder[] => {
    const { memberId, chat } = invitee
    if (chat === null || !isInvited(invitee)) return []
    const beside = besides.get(memberId)
    const merge = beside === undefined ? { mergeKey: unfinishedKey(round.id) } : {}
    const keys = { dedupeKey: `invitation:${round.id}:${memberId}`, ...merge }
    const message = joined(screenFor(invitee, chat.bot), beside)
    return [
      {
        to: chat,
        message,
        class: 'prompt',
        ...keys,
        notBefore,
        notAfter: round.closesAt,
        memberId,
      },
    ]
  })
}

function joined(screen: Outbound, beside: Beside | undefined): Outbound {
  if (beside === undefined) return screen
  return {
    ...screen,
    text: `${screen.text}\n\n${beside.text}`,
    choices: [...(screen.choices ?? []), beside.choice],
  }
}

function announce(
  app: App,
  branch: string,
  { round, invited }: Extract<Opening, { kind: 'opened' }>,
  invitees: readonly Invitee[],
): void {
  app.report({ code: 'roundOpened', branch, round: round.id, count: invited })
  if (invited > 0) app.wake([...new Set(invitees.flatMap(({ chat }) => chat?.bot ?? []))])
}
