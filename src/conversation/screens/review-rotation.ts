import type { Labelled } from '../../domain/choice-text.ts'
import { restReason, type RotationAt } from '../../domain/review-rotation.ts'
import { formatDate } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'
import type { RotationSource } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'
import { meetingLine } from './schedule.ts'

export interface RotationShown {
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

/** Who is next, who comes after, who was put off and why, and who has had their turn when. */
export function rotationScreen(shown: RotationShown, moment: Moment): Outbound {
  const { rotation, at, meeting } = shown
  const { t } = moment
  const person = (id: string) => rotation.members.find(({ memberId }) => memberId === id)
  const nameOf = (id: string): string => person(id)?.name ?? ''
  const had = rotation.reviewees
    .flatMap(({ memberId, state, on }) =>
      state === 'named' && on !== null && on < meeting.date ? [{ memberId, on }] : [],
    )
    .filter(({ memberId }) => person(memberId) !== undefined)
    .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  const missed = rotation.reviewees.filter(
    ({ state, on }) => state === 'absent' && on !== null && on <= meeting.date,
  )
  const whenOf = (id: string): string => {
    const absent = missed.find(
      ({ memberId, on }) =>
        memberId === id && !had.some((turn) => turn.memberId === id && turn.on > (on ?? '')),
    )
    const missedOn = absent?.on ?? null
    if (missedOn !== null) return t('reviewRotation.absent', { date: formatDate(missedOn) })
    const last = had.find(({ memberId }) => memberId === id)
    return last === undefined
      ? t('reviewRotation.never')
      : t('reviewRotation.last', { date: formatDate(last.on) })
  }
  const numbered = (ids: readonly string[], from = 1) =>
    ids.map((id, place) =>
      t('reviewRotation.line', { number: place + from, name: nameOf(id), when: whenOf(id) }),
    )
  const untold = at.chosen.filter((id) => person(id)?.canBeTold === false).map(nameOf)
  const took = at.chosen
    .filter((id) => person(id)?.canBeTold === true && person(id)?.tookTurnOn === meeting.date)
    .map(nameOf)
  const putOff = rotation.reviewees.filter(
    ({ state, period, memberId }) =>
      state === 'putOff' && period === meeting.period && person(memberId) !== undefined,
  )
  const next = at.order.filter((id) => !at.chosen.includes(id)).slice(0, shownNames)
  return message(
    [
      t('reviewRotation.meeting', { meeting: meetingLine(meeting, moment) }),
      at.chosen.length === 0
        ? t('reviewRotation.nobody')
        : [t('reviewRotation.chosen'), ...numbered(at.chosen)].join('\n'),
      untold.length === 0 ? null : t('reviewRotation.untold', { names: untold.join(', ') }),
      took.length === 0 ? null : t('reviewRotation.took', { names: took.join(', ') }),
      list(
        t('reviewRotation.putOff'),
        putOff.map(({ memberId, reason }) => {
          return t('reviewRotation.putOffLine', { name: nameOf(memberId), reason: reason ?? '' })
        }),
      ),
      list(t('reviewRotation.next'), numbered(next)),
      list(t('reviewRotation.resting'), restingOf(shown, moment)),
      list(
        t('reviewRotation.had'),
        had.slice(0, shownNames).map(({ memberId, on }) => {
          return t('reviewRotation.hadLine', { name: nameOf(memberId), date: formatDate(on) })
        }),
      ),
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
