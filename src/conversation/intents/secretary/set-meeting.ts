// A meeting as it will be: by the branch's rule or by hand, shown once it is set.
import { holidayOn } from '../../../domain/holidays.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { localTime, type LocalTime } from '../../../domain/local-time.ts'
import { type MeetingRule, nextMeetings, periodOfMeeting } from '../../../domain/meeting-rule.ts'
import { timelineOf } from '../../../domain/timeline.ts'
import type { Change } from '../../../store/change.ts'
import type { BranchView, MeetingView, Snapshot } from '../../../store/snapshot.ts'
import { askScreen, meetingScreen } from '../../screens/meeting.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'

export type Focus = Snapshot['account']['conversation']['focus']
export type Known = readonly MeetingView[]

/**
 * A branch that gave no time yet: the hour most branches of residents meet at, so that working
 * people can come (domain §4.5).
 */
export const usualTime = localTime('19:30')

export function focusing(snapshot: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...snapshot.account.conversation, focus } }
}

/** The next meeting the rule gives, as a change; nothing for a branch that sets it by hand. */
export function planned(
  branch: BranchView,
  rule: MeetingRule,
  place: string | null,
  startsAt: LocalTime,
  today: LocalDate,
  known: Known,
): Extract<Change, { kind: 'setMeeting' }> | null {
  const [next] = nextMeetings(rule, today, 1, holidayOn)
  if (next === undefined) return null
  const period = periodOfMeeting(rule, next.nominalDate)
  if (known.some((meeting) => meeting.period === period && meeting.source === 'hand')) return null
  const meeting = {
    date: next.date,
    startsAt,
    place,
    kind: 'regular',
    source: 'rule',
    movedFor: next.movedFor?.id ?? null,
    nominalDate: next.nominalDate,
  } as const
  return { kind: 'setMeeting', branchId: branch.id, period, meeting }
}

/** Closing moves with the meeting of an open round. */
function closing(
  snapshot: Snapshot,
  change: Extract<Change, { kind: 'setMeeting' }>,
  branch: BranchView,
): readonly Change[] {
  const { round } = snapshot
  if (round?.closedAt !== null || round.period !== change.period) return []
  const close = timelineOf(change.meeting, branch.timeline, branch.zone).round?.closesAt
  return close === undefined ? [] : [{ kind: 'moveRoundClose', roundId: round.id, closesAt: close }]
}

/** The snapshot and screen once a meeting is set. */
export function shown(
  snapshot: Snapshot,
  change: Extract<Change, { kind: 'setMeeting' }>,
  branch: BranchView,
  changes: readonly Change[],
  moment: Moment,
): Turn {
  const meeting: MeetingView = {
    id: snapshot.meeting?.id ?? '',
    period: change.period,
    ...change.meeting,
  }
  const moved = closing(snapshot, change, branch)
  const all = [...changes, change, ...moved, focusing(snapshot, { at: 'nothing' })]
  const [close] = moved
  const round =
    snapshot.round !== null && close?.kind === 'moveRoundClose'
      ? { ...snapshot.round, closesAt: close.closesAt }
      : snapshot.round
  return prefaced(
    answerWith(meetingScreen({ ...snapshot, branch, meeting, round }, moment), all),
    moment.t('meeting.kept'),
  )
}

export function askFor(
  snapshot: Snapshot,
  focus: Focus,
  moment: Moment,
  preface: string | null = null,
): Turn {
  return prefaced(answerWith(askScreen(focus, moment), [focusing(snapshot, focus)]), preface)
}

export function withoutIdentity({
  kind,
  date,
  startsAt,
  place,
  source,
  movedFor,
  nominalDate,
}: MeetingView): Omit<MeetingView, 'id' | 'period'> {
  return { kind, date, startsAt, place, source, movedFor, nominalDate }
}
