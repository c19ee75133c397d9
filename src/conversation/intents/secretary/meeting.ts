// `/hop`: the meeting and the branch's rule for it, one question at a time; each answer is kept at
// once.
import { localOf } from '../../../domain/local-time.ts'
import { fold } from '../../../domain/folded-words.ts'
import type { BranchView, MeetingView, Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { meetingRuleScreen, meetingScreen } from '../../screens/meeting.ts'
import { answerWith, type Moment, type Turn } from '../../turn.ts'
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
import { giveDate, givePlace, giveRule, giveTime } from './answer-meeting.ts'

export function load(tables: Tables, snapshot: Snapshot, { now }: Moment): Promise<Known> {
  return snapshot.branch === null
    ? Promise.resolve([])
    : tables.meetings(snapshot.branch.id, localOf(now, snapshot.branch.zone).date)
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
