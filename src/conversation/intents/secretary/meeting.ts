// `/hop`: the meeting and the branch's rule for it, one question at a time; each answer is kept at
// once.
import { holidayOn } from '../../../domain/holidays.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { localOf, type LocalTime, localTime, parseLocalTime } from '../../../domain/local-time.ts'
import {
  type MeetingRule,
  nextMeetings,
  parseMeetingRule,
  periodOfMeeting,
} from '../../../domain/meeting-rule.ts'
import { parseDueDate } from '../../../domain/typed-date.ts'
import { timelineOf } from '../../../domain/timeline.ts'
import { fold } from '../../../domain/choice-text.ts'
import type { Change } from '../../../store/change.ts'
import type { BranchView, MeetingView, Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  askScreen,
  chosenRule,
  chosenTime,
  meetingRuleScreen,
  meetingScreen,
} from '../../screens/meeting.ts'
import { answerWith, type Moment, prefaced, type Turn } from '../../turn.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { problemText } from '../../screens/problem.ts'

type Focus = Snapshot['account']['conversation']['focus']
type Known = readonly MeetingView[]

/**
 * A branch that gave no time yet: the hour most branches of residents meet at, so that working
 * people can come (domain §4.5).
 */
const usualTime = localTime('19:30')

export function load(tables: Tables, snapshot: Snapshot, { now }: Moment): Promise<Known> {
  return snapshot.branch === null
    ? Promise.resolve([])
    : tables.meetings(snapshot.branch.id, localOf(now, snapshot.branch.zone).date)
}

function focusing(snapshot: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...snapshot.account.conversation, focus } }
}

/** The next meeting the rule gives, as a change; nothing for a branch that sets it by hand. */
function planned(
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
function shown(
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

const words: Readonly<Record<string, Focus['at'] | 'kind'>> = {
  ngay: 'meetingDate',
  gio: 'meetingTime',
  noi: 'meetingPlace',
  'quy tac': 'meetingRule',
  loai: 'kind',
}

/**
 * `/hop`, and `/hop ngay`, `/hop gio`, `/hop noi`, `/hop loai`, `/hop quy tac` for what is to be
 * changed.
 */
export function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'meeting'>,
  known: Known,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'setMeeting', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { meetingRule } = allowed.branch
  const wanted = words[fold(argument)]
  if (wanted === 'kind' && snapshot.meeting !== null)
    return switchKind(snapshot, snapshot.meeting, allowed.branch, moment)
  if (wanted === 'meetingRule' || (meetingRule === null && snapshot.meeting === null))
    return answerWith(meetingRuleScreen(moment), [focusing(snapshot, { at: 'meetingRule' })])
  if (wanted === 'meetingDate') return askFor(snapshot, { at: 'meetingDate' }, moment)
  if ((wanted === 'meetingTime' || wanted === 'meetingPlace') && snapshot.meeting !== null)
    return askFor(snapshot, { at: wanted, purpose: 'meeting' }, moment)
  if (argument.trim() !== '') return giveDate(snapshot, argument, allowed.branch, moment)
  if (snapshot.meeting !== null || meetingRule === null || meetingRule.kind === 'byHand')
    return snapshot.meeting === null
      ? askFor(snapshot, { at: 'meetingDate' }, moment)
      : answerWith(meetingScreen(snapshot, moment))
  const change = planned(
    allowed.branch,
    meetingRule,
    allowed.branch.meetingPlace,
    allowed.branch.meetingTime ?? usualTime,
    localOf(moment.now, allowed.branch.zone).date,
    known,
  )
  return change === null
    ? askFor(snapshot, { at: 'meetingDate' }, moment)
    : shown(snapshot, change, allowed.branch, [], moment)
}

function askFor(
  snapshot: Snapshot,
  focus: Focus,
  moment: Moment,
  preface: string | null = null,
): Turn {
  return prefaced(answerWith(askScreen(focus, moment), [focusing(snapshot, focus)]), preface)
}

function switchKind(
  snapshot: Snapshot,
  meeting: MeetingView,
  branch: BranchView,
  moment: Moment,
): Turn {
  const { period } = meeting
  const kind = meeting.kind === 'regular' ? 'thematic' : 'regular'
  return shown(
    snapshot,
    {
      kind: 'setMeeting',
      branchId: branch.id,
      period,
      meeting: { ...withoutIdentity(meeting), kind, source: 'hand' },
    },
    branch,
    [],
    moment,
  )
}

function giveRule(snapshot: Snapshot, text: string, branch: BranchView, moment: Moment): Turn {
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

function giveDate(snapshot: Snapshot, text: string, branch: BranchView, moment: Moment): Turn {
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

function giveTime(
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

function withoutIdentity({
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

/** The place ends the setting up: the next meeting and its month are shown. */
function givePlace(
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

export function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerMeeting'>,
  known: Known,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'setMeeting', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { focus } = snapshot.account.conversation
  const text = raw.kind === 'typed' ? raw.text : raw.choice
  switch (focus.at) {
    case 'meetingRule':
      return giveRule(snapshot, text, allowed.branch, moment)
    case 'meetingDate':
      return giveDate(snapshot, text, allowed.branch, moment)
    case 'meetingTime':
      return giveTime(snapshot, text, focus, allowed.branch, moment)
    case 'meetingPlace':
      return givePlace(snapshot, raw, focus, allowed.branch, known, moment)
    default:
      return open(snapshot, { kind: 'meeting', argument: '' }, known, moment)
  }
}
