import type { Labelled } from '../../domain/choice-text.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { restReason, type RotationAt } from '../../domain/review-rotation.ts'
import { formatDate } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'
import type { RotationPerson, RotationSource } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'
import { meetingLine } from './schedule.ts'

interface RotationShown {
  readonly rotation: RotationSource
  readonly at: RotationAt
  readonly meeting: MeetingView
}

/** Of those to come and those who had their turn; the rest is counted on when it is near. */
const shownNames = 6

function sizeChoices({ t }: Moment): readonly Choice[] {
  return [
    choice(t('reviewRotation.choices.one'), { kind: 'say', text: '/xoayvong 1' }),
    choice(t('reviewRotation.choices.two'), { kind: 'say', text: '/xoayvong 2' }),
  ]
}

export function noRotationScreen(moment: Moment): Outbound {
  return message([moment.t('reviewRotation.off')], sizeChoices(moment))
}

/** No choice carries a name: labels shown last are kept in the clear. */
function choicesOf({ rotation, at }: RotationShown, moment: Moment): readonly Choice[] {
  const { t } = moment
  const swaps = (['swap', 'swapSecond'] as const).slice(0, at.chosen.length).map((key, place) =>
    choice(t(`reviewRotation.choices.${key}`), {
      kind: 'say',
      text: `/xoayvong doi ${String(place + 1)}`,
    }),
  )
  const offs = (['putOff', 'putOffSecond'] as const).slice(0, at.chosen.length).map((key, place) =>
    choice(t(`reviewRotation.choices.${key}`), {
      kind: 'say',
      text: `/xoayvong hoan ${String(place + 1)}`,
    }),
  )
  const sizes = sizeChoices(moment).filter((_, place) => place + 1 !== rotation.size)
  return [
    ...swaps,
    ...offs,
    ...sizes,
    choice(t('reviewRotation.choices.off'), { kind: 'say', text: '/xoayvong ngung' }),
  ]
}

interface Turned {
  readonly memberId: string
  readonly on: LocalDate
}

function personIn({ rotation }: RotationShown, id: string): RotationPerson | undefined {
  return rotation.members.find(({ memberId }) => memberId === id)
}

function nameIn(shown: RotationShown, id: string): string {
  return personIn(shown, id)?.name ?? ''
}

/** Those who had their turn before this meeting, the last first. */
function hadTurn(shown: RotationShown): readonly Turned[] {
  const { rotation, meeting } = shown
  return rotation.reviewees
    .flatMap(({ memberId, state, on }) =>
      state === 'named' && on !== null && on < meeting.date ? [{ memberId, on }] : [],
    )
    .filter(({ memberId }) => personIn(shown, memberId) !== undefined)
    .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
}

/** When a member had their last turn, or was away from it. */
function lastText(
  { rotation, meeting }: RotationShown,
  id: string,
  had: readonly Turned[],
  { t }: Moment,
): string {
  const absent = rotation.reviewees.find(
    ({ memberId, state, on }) =>
      state === 'absent' &&
      on !== null &&
      on <= meeting.date &&
      memberId === id &&
      !had.some((turn) => turn.memberId === id && turn.on > on),
  )
  const missedOn = absent?.on ?? null
  if (missedOn !== null) return t('reviewRotation.absent', { date: formatDate(missedOn) })
  const last = had.find(({ memberId }) => memberId === id)
  return last === undefined
    ? t('reviewRotation.never')
    : t('reviewRotation.last', { date: formatDate(last.on) })
}

function numbered(shown: RotationShown, ids: readonly string[], moment: Moment): readonly string[] {
  const had = hadTurn(shown)
  return ids.map((id, place) =>
    moment.t('reviewRotation.line', {
      number: place + 1,
      name: nameIn(shown, id),
      when: lastText(shown, id, had, moment),
    }),
  )
}

/** Whose turn it is, whom the bot cannot tell, and who took theirs. */
function chosenParts(shown: RotationShown, moment: Moment): readonly (string | null)[] {
  const { at, meeting } = shown
  const { t } = moment
  if (at.chosen.length === 0) return [t('reviewRotation.nobody')]
  const people = at.chosen.flatMap((id) => personIn(shown, id) ?? [])
  const untold = people.filter(({ canBeTold }) => !canBeTold)
  const took = people.filter(
    ({ canBeTold, tookTurnOn }) => canBeTold && tookTurnOn === meeting.date,
  )
  const names = (of: readonly RotationPerson[]): string => of.map(({ name }) => name).join(', ')
  return [
    [t('reviewRotation.chosen'), ...numbered(shown, at.chosen, moment)].join('\n'),
    untold.length === 0 ? null : t('reviewRotation.untold', { names: names(untold) }),
    took.length === 0 ? null : t('reviewRotation.took', { names: names(took) }),
  ]
}

function putOffLines(shown: RotationShown, { t }: Moment): readonly string[] {
  return shown.rotation.reviewees
    .filter(
      ({ state, period, memberId }) =>
        state === 'putOff' &&
        period === shown.meeting.period &&
        personIn(shown, memberId) !== undefined,
    )
    .map(({ memberId, reason }) =>
      t('reviewRotation.putOffLine', { name: nameIn(shown, memberId), reason: reason ?? '' }),
    )
}

function hadLines(shown: RotationShown, { t }: Moment): readonly string[] {
  return hadTurn(shown)
    .slice(0, shownNames)
    .map(({ memberId, on }) =>
      t('reviewRotation.hadLine', { name: nameIn(shown, memberId), date: formatDate(on) }),
    )
}

/** Who is next, who comes after, who was put off and why, and who has had their turn when. */
export function rotationScreen(shown: RotationShown, moment: Moment): Outbound {
  const { at, meeting } = shown
  const { t } = moment
  const next = at.order.filter((id) => !at.chosen.includes(id)).slice(0, shownNames)
  return message(
    [
      t('reviewRotation.meeting', { meeting: meetingLine(meeting, moment) }),
      ...chosenParts(shown, moment),
      list(t('reviewRotation.putOff'), putOffLines(shown, moment)),
      list(t('reviewRotation.next'), numbered(shown, next, moment)),
      list(t('reviewRotation.resting'), restingOf(shown, moment)),
      list(t('reviewRotation.had'), hadLines(shown, moment)),
    ],
    choicesOf(shown, moment),
  )
}

/** Passed over at this meeting, and why; the exempt are out of it for good. */
function restingOf({ rotation, meeting }: RotationShown, { t }: Moment): readonly string[] {
  const resting = rotation.members.flatMap((member) => {
    const reason = restReason(member, rotation.since, meeting.date)
    if (reason === null || reason === 'exempt') return []
    return [
      t('reviewRotation.restingLine', {
        name: member.name,
        why: t(`reviewRotation.rests.${reason}`),
      }),
    ]
  })
  const more = resting.length - shownNames
  return more > 0
    ? [...resting.slice(0, shownNames), t('reviewRotation.restingMore', { count: more })]
    : resting
}

function list(head: string, lines: readonly string[]): string | null {
  return lines.length === 0 ? null : [head, ...lines].join('\n')
}

/** By number, or by name where it is typed. */
export function replacementChoices(names: readonly string[], { t }: Moment): readonly Labelled[] {
  return names.map((name, place) => ({
    label: t('reviewRotation.who', { number: place + 1 }),
    also: [name],
  }))
}

export function replacementScreen(name: string, names: readonly string[], { t }: Moment): Outbound {
  const lines = names.map((each, place) => `${String(place + 1)}. ${each}`).join('\n')
  const choices = names.slice(0, shownNames).map((_, place) =>
    choice(t('reviewRotation.who', { number: place + 1 }), {
      kind: 'say',
      text: String(place + 1),
    }),
  )
  return message([t('reviewRotation.askWho', { name, lines })], choices)
}

export function reasonScreen(name: string, { t }: Moment): Outbound {
  return message([t('reviewRotation.askReason', { name })])
}

/** To a member whose turn was put off, or who takes one on at short notice. */
export function toldScreen(
  what: 'putOff' | 'inPlace',
  meeting: MeetingView,
  moment: Moment,
): Outbound {
  return message([
    moment.t(`reviewRotation.turn.${what}`, { meeting: meetingLine(meeting, moment) }),
  ])
}
