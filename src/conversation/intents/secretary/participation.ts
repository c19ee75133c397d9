// `/thamgia`: who has taken part, by name and state; and one gentle reminder a day to those who
// have not.
import { localOf } from '../../../domain/local-time.ts'
import { byState, unfinishedKey } from '../../../domain/participation.ts'
import type { Reply } from '../../../store/change.ts'
import type { RoundView, Snapshot } from '../../../store/snapshot.ts'
import type { RosterLine, Tables } from '../../../store/tables.ts'
import { office } from '../../office.ts'
import { participationScreen, toParticipant } from '../../screens/participation.ts'
import { problemText } from '../../screens/problem.ts'
import { invitationChoices } from '../../screens/sheet.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

export function load(
  tables: Tables,
  snapshot: Snapshot,
  moment: Moment,
): Promise<readonly RosterLine[]> {
  const allowed = office(snapshot, 'seeParticipation', moment)
  return allowed.isAllowed ? tables.roster(allowed.branch.id, moment.now) : Promise.resolve([])
}

function hasRound(roster: readonly RosterLine[]): boolean {
  return roster.some(({ state }) => state !== null)
}

export function show(snapshot: Snapshot, roster: readonly RosterLine[], moment: Moment): Turn {
  const allowed = office(snapshot, 'seeParticipation', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (!hasRound(roster))
    return answerWith(message([problemText({ code: 'noRound' }, moment.t)]), allowed.audit)
  return answerWith(participationScreen(roster, snapshot.round, moment), allowed.audit)
}

function reminder(line: RosterLine, round: RoundView, today: string, moment: Moment): Reply {
  const t = moment.library.words[line.language]
  const all = invitationChoices(round.number, { ...moment, t }, line.state === 'inProgress')
  // Typed numbers still go to the question that lies open: so no list of numbers beside it.
  const choices = line.state === 'inProgress' ? all.slice(0, 1) : all
  return {
    to: { kind: 'member', memberId: line.memberId },
    message: message(
      [t(line.state === 'inProgress' ? 'participation.nudgeBegun' : 'participation.nudge')],
      choices,
    ),
    class: 'prompt',
    dedupeKey: `nudge:${round.id}:${line.memberId}:${today}`,
    mergeKey: unfinishedKey(round.id),
    ...(round.closedAt === null ? { notAfter: round.closesAt } : {}),
  }
}

/** Only to those who agreed to be reminded and can be reached; once a day for the whole branch. */
export function remind(snapshot: Snapshot, roster: readonly RosterLine[], moment: Moment): Turn {
  const allowed = office(snapshot, 'remindUnfinished', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { round } = snapshot
  const { t, now } = moment
  const today = localOf(now, allowed.branch.zone).date
  if (round === null || !hasRound(roster))
    return answerWith(message([problemText({ code: 'noRound' }, t)]))
  if (allowed.branch.remindedOn === today)
    return answerWith(message([t('participation.remindedToday')]))
  const { inProgress, notBegun } = byState(roster.map(toParticipant))
  const waiting = [...inProgress, ...notBegun].map(({ line }) => line)
  const reached = waiting.filter(
    ({ isReachable, mustBeCalled, wantsReminders, awayUntil, memberId }) =>
      isReachable &&
      !mustBeCalled &&
      wantsReminders &&
      awayUntil === null &&
      memberId !== allowed.member.id,
  )
  const nudges = reached.map((line) => reminder(line, round, today, moment))
  const told = message([
    t('participation.reminded', { count: reached.length, others: waiting.length - reached.length }),
  ])
  return {
    changes: [
      ...allowed.audit,
      { kind: 'noteReminded', branchId: allowed.branch.id, localDate: today },
    ],
    replies: [...answerWith(told).replies, ...nudges],
  }
}
