import type { App } from '../app.ts'
import { type Period, periodIndex } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { mostDueFirst } from '../domain/remedy.ts'
import { buildSheet, startsQuarter } from '../domain/sheet.ts'
import type { Month, MonthRound } from '../store/months.ts'
import { keepPack } from '../store/questionnaires.ts'
import { queueReminders } from '../store/reminders.ts'
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
import { postingOf } from './posting.ts'
import { invitationsTo, isInvited } from './round-invitations.ts'
import { type MonthTerms, monthToOpen } from './month-to-open.ts'

interface OpeningTerms extends MonthTerms {
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
    ? await readInvitees(app.database, app.keyring, branchId, app.meaningHash, now)
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

/** A pack whose file is gone is no reason for a month without a round. */
function packOf(app: App, { branch }: Month): Pack {
  const own = app.library.packs.get(branch.pack)
  if (own !== undefined) return own
  app.report({ code: 'pack.missing', branch: branch.id })
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

function announce(
  app: App,
  branch: string,
  { round, invited }: Extract<Opening, { kind: 'opened' }>,
  invitees: readonly Invitee[],
): void {
  app.report({ code: 'round.opened', branch, round: round.id, count: invited })
  if (invited > 0) app.wake([...new Set(invitees.flatMap(({ chat }) => chat?.bot ?? []))])
}
