// `/xoayvong`: who reviews themselves at the coming meeting; the secretary swaps or postpones with
// a reason.
import { matchChoice } from '../../../domain/choice-text.ts'
import { fold } from '../../../domain/folded-words.ts'
import type { Conversation } from '../../../domain/conversation.ts'
import { daysBetween } from '../../../domain/local-date.ts'
import { instantOf, localOf } from '../../../domain/local-time.ts'
import {
  replacementsFor,
  revieweeKey,
  rotationAt,
  type RotationAt,
} from '../../../domain/review-rotation.ts'
import { rulesOf } from '../../../domain/timeline-rules.ts'
import type { Change, Reply } from '../../../store/change.ts'
import type { BranchView, MeetingView, Snapshot } from '../../../store/snapshot.ts'
import type { RotationSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import {
  noRotationScreen,
  reasonScreen,
  replacementChoices,
  replacementScreen,
  rotationScreen,
  toldScreen,
} from '../../screens/review-rotation.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'

type Focus = Conversation['focus']

/** What stands before this turn, once the right was asked and there is a meeting. */
interface Desk {
  readonly snapshot: Snapshot
  readonly branch: BranchView
  readonly meeting: MeetingView
  readonly rotation: RotationSource
  readonly at: RotationAt
  readonly moment: Moment
}

const longestReason = 120

export function load(
  tables: Tables,
  snapshot: Snapshot,
  moment: Moment,
): Promise<RotationSource | null> {
  const allowed = office(snapshot, 'arrangeRotation', moment)
  return allowed.isAllowed ? tables.rotation(allowed.branch.id) : Promise.resolve(null)
}

function isOn({ timeline }: BranchView): boolean {
  return rulesOf(timeline).some(({ action }) => action === 'remindReviewees')
}

function focusing({ account }: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/**
 * `/xoayvong`, `/xoayvong doi 1`, `/xoayvong hoan 1`; `/xoayvong 1`, `2`, `ngung` for the rotation
 * itself.
 */
export function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'reviewRotation'>,
  rotation: RotationSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'arrangeRotation', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (rotation === null) return silence
  const { branch } = allowed
  const [word = '', number = '1'] = fold(argument).split(' ')
  if (word === '1' || word === '2')
    return setSize(snapshot, branch, rotation, word === '1' ? 1 : 2, moment)
  if (word === 'ngung' || word === 'stop') return setSize(snapshot, branch, rotation, 0, moment)
  if (!isOn(branch)) return answerWith(noRotationScreen(moment))
  const desk = deskOf(snapshot, branch, rotation, moment)
  if (desk === null) return answerWith(message([moment.t('reviewRotation.noMeeting')]))
  const memberId = desk.at.chosen[Number(number) - 1]
  if (memberId !== undefined && ['doi', 'swap'].includes(word)) return askWho(desk, memberId)
  if (memberId !== undefined && ['hoan', 'postpone'].includes(word))
    return askReason(desk, memberId, null)
  return shown(desk)
}

function deskOf(
  snapshot: Snapshot,
  branch: BranchView,
  rotation: RotationSource,
  moment: Moment,
): Desk | null {
  const { meeting } = snapshot
  if (meeting === null) return null
  const at = rotationAt(rotation, meeting, localOf(moment.now, branch.zone).date)
  return { snapshot, branch, meeting, rotation, at, moment }
}

function shown({ rotation, at, meeting, moment }: Desk, changes: readonly Change[] = []): Turn {
  return answerWith(rotationScreen({ rotation, at, meeting }, moment), changes)
}

function setSize(
  snapshot: Snapshot,
  branch: BranchView,
  rotation: RotationSource,
  size: 0 | 1 | 2,
  moment: Moment,
): Turn {
  const change: Change = { kind: 'setRotation', branchId: branch.id, size }
  if (size === 0) return answerWith(message([moment.t('reviewRotation.stopped')]), [change])
  const desk = deskOf(snapshot, branch, { ...rotation, size }, moment)
  const turn =
    desk === null
      ? answerWith(message([moment.t('reviewRotation.noMeeting')]), [change])
      : shown(desk, [change])
  return prefaced(turn, moment.t('reviewRotation.sizeKept'))
}

function nameOf({ rotation }: Desk, memberId: string): string {
  return rotation.members.find((member) => member.memberId === memberId)?.name ?? ''
}

function askWho(desk: Desk, memberId: string, preface: string | null = null): Turn {
  const { snapshot, meeting, moment } = desk
  const names = replacementsFor(memberId, desk.at).map((id) => nameOf(desk, id))
  if (names.length === 0)
    return prefaced(
      shown(desk, [focusing(snapshot, { at: 'nothing' })]),
      moment.t('reviewRotation.nobodyElse'),
    )
  const focus: Focus = { at: 'reviewSwap', memberId, period: meeting.period }
  return prefaced(
    answerWith(replacementScreen(nameOf(desk, memberId), names, moment), [
      focusing(snapshot, focus),
    ]),
    preface,
  )
}

function askReason(
  desk: Desk,
  memberId: string,
  replacedBy: string | null,
  preface: string | null = null,
): Turn {
  const { snapshot, meeting, moment } = desk
  const by = replacedBy === null ? {} : { replacedBy }
  const focus: Focus = { at: 'reviewReason', memberId, period: meeting.period, ...by }
  return prefaced(
    answerWith(reasonScreen(nameOf(desk, memberId), moment), [focusing(snapshot, focus)]),
    preface,
  )
}

/**
 * An answer to whom, or why. Where the turn is no longer theirs (another officer was faster, the
 * meeting is over) it is shown anew.
 */
export function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerReviewRotation'>,
  rotation: RotationSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'arrangeRotation', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (rotation === null) return silence
  const { focus } = snapshot.account.conversation
  const desk = deskOf(snapshot, allowed.branch, rotation, moment)
  if (desk === null || (focus.at !== 'reviewSwap' && focus.at !== 'reviewReason'))
    return answerWith(message([moment.t('reviewRotation.noMeeting')]), [
      focusing(snapshot, { at: 'nothing' }),
    ])
  if (focus.period !== desk.meeting.period || !desk.at.chosen.includes(focus.memberId))
    return shown(desk, [focusing(snapshot, { at: 'nothing' })])
  const text = raw.kind === 'typed' ? raw.text.trim() : raw.choice
  return focus.at === 'reviewSwap'
    ? giveWho(desk, focus.memberId, text)
    : giveReason(desk, focus, text)
}

function giveWho(desk: Desk, memberId: string, text: string): Turn {
  const others = replacementsFor(memberId, desk.at)
  const choices = replacementChoices(
    others.map((id) => nameOf(desk, id)),
    desk.moment,
  )
  const match = matchChoice(text, choices)
  const replacedBy = match.kind === 'one' ? others[match.index] : undefined
  if (replacedBy === undefined)
    return askWho(desk, memberId, desk.moment.t('reviewRotation.whoUnclear'))
  return askReason(desk, memberId, replacedBy)
}

function giveReason(desk: Desk, focus: Extract<Focus, { at: 'reviewReason' }>, text: string): Turn {
  const { snapshot, branch, meeting, rotation, at, moment } = desk
  const { memberId, replacedBy } = focus
  const problem = checkText(text, moment.library.screening)
  if (problem !== null)
    return askReason(desk, memberId, replacedBy ?? null, problemText(problem, moment.t))
  if (text === '') return askReason(desk, memberId, replacedBy ?? null)
  const isTooLong = Array.from(text).length > longestReason
  if (isTooLong)
    return askReason(desk, memberId, replacedBy ?? null, moment.t('reviewRotation.reasonTooLong'))
  if (replacedBy !== undefined && !replacementsFor(memberId, at).includes(replacedBy))
    return askWho(desk, memberId)
  const { period } = meeting
  const rows = rotation.reviewees.filter(
    (row) => row.period !== period || (row.memberId !== memberId && row.memberId !== replacedBy),
  )
  const putOff = { memberId, period, on: meeting.date, state: 'putOff', reason: text } as const
  const named =
    replacedBy === undefined
      ? []
      : [{ memberId: replacedBy, period, on: meeting.date, state: 'named', reason: null } as const]
  const after = { ...rotation, reviewees: [...rows, putOff, ...named] }
  const then = {
    ...desk,
    rotation: after,
    at: rotationAt(after, meeting, localOf(moment.now, branch.zone).date),
  }
  const newcomers = then.at.chosen.filter((id) => !at.chosen.includes(id))
  const taking = wereTold(desk) ? newcomers : named.map((row) => row.memberId)
  const turn = shown(then, [
    { kind: 'putOffReview', branchId: branch.id, period, memberId, reason: text, named: taking },
    { kind: 'dropPrompts', memberId, mergeKey: revieweeKey(period) },
    focusing(snapshot, { at: 'nothing' }),
  ])
  const told = prefaced(turn, moment.t('reviewRotation.kept', { name: nameOf(desk, memberId) }))
  return {
    ...told,
    replies: [
      ...told.replies,
      ...tell(then, memberId, 'putOff'),
      ...newcomers.flatMap((id) => tell(then, id, 'inPlace')),
    ],
  }
}

/**
 * Before the first reminder nobody knows of their turn yet, and those of the meeting will be told
 * by it.
 */
function wereTold({ branch, meeting, moment }: Desk): boolean {
  const first = rulesOf(branch.timeline).find(({ id }) => id === 'reviewFirst')?.when
  const today = localOf(moment.now, branch.zone)
  if (first?.from !== 'meeting') return false
  const days = -daysBetween(today.date, meeting.date)
  return days > first.days || (days === first.days && today.time >= first.at)
}

/** In their own language, and only who agreed to be reminded; nobody writes to themselves. */
function tell(desk: Desk, memberId: string, what: 'putOff' | 'inPlace'): readonly Reply[] {
  const { snapshot, rotation, meeting, branch, moment } = desk
  const person = rotation.members.find((member) => member.memberId === memberId)
  if (person?.canBeTold !== true || memberId === snapshot.member?.id || !wereTold(desk)) return []
  const words = { ...moment, t: moment.library.words[person.language] }
  return [
    {
      to: { kind: 'member', memberId },
      message: toldScreen(what, meeting, words),
      class: 'prompt',
      mergeKey: revieweeKey(meeting.period),
      notAfter: instantOf(meeting.date, meeting.startsAt, branch.zone),
    },
  ]
}
