// The answers that set a meeting: rule, date, time, place; each is kept at once.
import { fold } from '../../../domain/folded-words.ts'
import { holidayOn } from '../../../domain/holidays.ts'
import { localOf, parseLocalTime } from '../../../domain/local-time.ts'
import {
  type MeetingRule,
  parseMeetingRule,
  periodOfMeeting,
} from '../../../domain/meeting-rule.ts'
import { parseDueDate } from '../../../domain/typed-date.ts'
import type { Change } from '../../../store/change.ts'
import type { BranchView, Snapshot } from '../../../store/snapshot.ts'
import type { RawAnswer } from '../../intent.ts'
import { chosenRule, chosenTime, meetingRuleScreen } from '../../screens/meeting.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'
import {
  askFor,
  type Focus,
  focusing,
  type Known,
  planned,
  shown,
  usualTime,
  withoutIdentity,
} from './set-meeting.ts'

export function giveRule(
  snapshot: Snapshot,
  text: string,
  branch: BranchView,
  moment: Moment,
): Turn {
  const typed = parseMeetingRule(chosenRule(text, moment))
  if (!typed.ok)
    return prefaced(
      answerWith(meetingRuleScreen(moment)),
      moment.t(`meeting.refused.${typed.reason}`),
    )
  const keep: Change = { kind: 'setMeetingRule', branchId: branch.id, rule: typed.rule }
  const next =
    typed.rule.kind === 'byHand'
      ? ({ at: 'meetingDate' } as const)
      : ({ at: 'meetingTime', purpose: 'rule' } as const)
  return { ...askFor(snapshot, next, moment), changes: [keep, focusing(snapshot, next)] }
}

export function giveDate(
  snapshot: Snapshot,
  text: string,
  branch: BranchView,
  moment: Moment,
): Turn {
  const today = localOf(moment.now, branch.zone).date
  const typed = parseDueDate(text, today)
  if (!typed.ok)
    return askFor(
      snapshot,
      { at: 'meetingDate' },
      moment,
      problemText({ code: typed.reason, typed: text.slice(0, 40) }, moment.t),
    )
  const holiday = holidayOn(typed.date)
  const { meeting } = snapshot
  const rule: MeetingRule = branch.meetingRule ?? { kind: 'byHand' }
  // A meeting moved by hand keeps its period; a new one gets it from its date.
  const period = meeting?.period ?? periodOfMeeting({ kind: 'byHand' }, typed.date)
  const startsAt = meeting?.startsAt ?? branch.meetingTime ?? usualTime
  const change = {
    kind: 'setMeeting',
    branchId: branch.id,
    period,
    meeting: {
      date: typed.date,
      startsAt,
      place: meeting?.place ?? branch.meetingPlace,
      kind: meeting?.kind ?? 'regular',
      source: 'hand',
      movedFor: null,
      nominalDate: null,
    },
  } as const
  const turn = shown(snapshot, change, branch, [], moment)
  const warned =
    holiday === null
      ? turn
      : prefaced(turn, moment.t('meeting.onHoliday', { name: holiday.names[moment.t.language] }))
  const needsTime = rule.kind === 'byHand' && branch.meetingTime === null
  return needsTime
    ? {
        ...askFor(snapshot, { at: 'meetingTime', purpose: 'rule' }, moment),
        changes: [...warned.changes, focusing(snapshot, { at: 'meetingTime', purpose: 'rule' })],
      }
    : warned
}

export function giveTime(
  snapshot: Snapshot,
  text: string,
  focus: Extract<Focus, { at: 'meetingTime' }>,
  branch: BranchView,
  moment: Moment,
): Turn {
  const time = parseLocalTime(chosenTime(text, moment))
  if (time === null) return askFor(snapshot, focus, moment, moment.t('meeting.refused.notATime'))
  const { meeting } = snapshot
  const moved: readonly Change[] =
    meeting === null
      ? []
      : [
          {
            kind: 'setMeeting',
            branchId: branch.id,
            period: meeting.period,
            meeting: { ...withoutIdentity(meeting), startsAt: time },
          },
        ]
  if (focus.purpose === 'rule') {
    const next = { at: 'meetingPlace', purpose: 'rule' } as const
    return {
      ...askFor(snapshot, next, moment),
      changes: [
        { kind: 'setMeetingRule', branchId: branch.id, time },
        ...moved,
        focusing(snapshot, next),
      ],
    }
  }
  const [change] = moved
  return change?.kind === 'setMeeting'
    ? shown(
        snapshot,
        { ...change, meeting: { ...change.meeting, source: 'hand' } },
        branch,
        [],
        moment,
      )
    : askFor(snapshot, { at: 'meetingDate' }, moment)
}

/** The place ends the setting up: the next meeting and its month are shown. */
export function givePlace(
  snapshot: Snapshot,
  raw: RawAnswer,
  focus: Extract<Focus, { at: 'meetingPlace' }>,
  branch: BranchView,
  known: Known,
  moment: Moment,
): Turn {
  const text = raw.kind === 'typed' ? raw.text.trim() : ''
  const problem = checkText(text, moment.library.screening)
  if (problem !== null || Array.from(text).length > 120)
    return askFor(
      snapshot,
      focus,
      moment,
      problem === null ? moment.t('meeting.refused.placeTooLong') : problemText(problem, moment.t),
    )
  const isSkipped = raw.kind === 'pressed' || ['bo qua', 'skip'].includes(fold(text))
  const place = isSkipped ? null : text
  const { meeting } = snapshot
  const keep: readonly Change[] =
    focus.purpose === 'rule' ? [{ kind: 'setMeetingRule', branchId: branch.id, place }] : []
  const rule = branch.meetingRule ?? { kind: 'byHand' }
  const today = localOf(moment.now, branch.zone).date
  const byRule =
    focus.purpose === 'rule' && rule.kind !== 'byHand' && meeting?.source !== 'hand'
      ? planned(branch, rule, place, branch.meetingTime ?? usualTime, today, known)
      : null
  if (byRule !== null)
    return shown(
      snapshot,
      byRule,
      { ...branch, meetingPlace: place },
      [
        ...keep,
        { kind: 'dropRuleMeetings', branchId: branch.id, from: today, keep: byRule.period },
      ],
      moment,
    )
  if (meeting === null)
    return {
      ...askFor(snapshot, { at: 'meetingDate' }, moment),
      changes: [...keep, focusing(snapshot, { at: 'meetingDate' })],
    }
  const change = {
    kind: 'setMeeting',
    branchId: branch.id,
    period: meeting.period,
    meeting: {
      ...withoutIdentity(meeting),
      place,
      source: focus.purpose === 'rule' ? meeting.source : 'hand',
    },
  } as const
  return shown(snapshot, change, branch, keep, moment)
}
