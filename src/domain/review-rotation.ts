// Xoay vòng kiểm điểm: whose turn it is to review themselves at the meeting. (Which questions take
// turns is rotation.ts.)
import { covers, type Leave } from './absence.ts'
import { addDays, type LocalDate } from './local-date.ts'
import type { Period } from './period.ts'

export interface RotationMember {
  readonly memberId: string
  readonly isExempt: boolean
  /** The day they came to the branch. */
  readonly joinedOn: LocalDate
  /** Days they said they are away. */
  readonly leaves: readonly Leave[]
  /** Sinh hoạt tạm thời: recorded so at the last meeting of which anything is recorded of them. */
  readonly isTemporary: boolean
}

/**
 * `named` for the meeting of a period; `putOff`: not at that one, and so first at the next;
 * `absent`: named, and recorded as not there, which gives the turn back. `on`: when it is; null: it
 * fell away.
 */
export interface Reviewee {
  readonly memberId: string
  readonly period: Period
  readonly on: LocalDate | null
  readonly state: 'named' | 'putOff' | 'absent'
}

export interface ReviewRotation<
  Member extends RotationMember = RotationMember,
  Row extends Reviewee = Reviewee,
> {
  /** How many review themselves at one meeting. */
  readonly size: number
  /** When the branch was taken in. */
  readonly since: LocalDate
  readonly members: readonly Member[]
  readonly reviewees: readonly Row[]
}

export interface RotationMeeting {
  readonly period: Period
  readonly date: LocalDate
}

/** Somebody new to the branch reviews themselves once the branch knows them: after two meetings. */
export const settlingDays = 60
/**
 * A roster is taken in over some weeks; who came within them was in the branch before and has not
 * newly moved.
 */
const takingInDays = 30

export type RestReason = 'exempt' | 'newlyMoved' | 'away' | 'temporary'

/** Why a member is passed over at a meeting on this day; null: they are not. */
export function restReason(
  member: RotationMember,
  since: LocalDate,
  on: LocalDate,
): RestReason | null {
  const { isExempt, joinedOn, leaves, isTemporary } = member
  if (isExempt) return 'exempt'
  if (isTemporary) return 'temporary'
  if (leaves.some((leave) => covers(leave, on))) return 'away'
  return joinedOn > addDays(since, takingInDays) && on < addDays(joinedOn, settlingDays)
    ? 'newlyMoved'
    : null
}

/** What a rotation says of one meeting. All are ids of members. */
export interface RotationAt {
  /** Everybody who may be called, whose turn comes first first. */
  readonly order: readonly string[]
  /** Whose turn in this pass through the branch is still to come, in that order. */
  readonly toCome: readonly string[]
  /** Those of this meeting. */
  readonly chosen: readonly string[]
}

/**
 * Who is next: those who never had a turn, then whose turn was longest ago; where that is one day,
 * whose turn before it was. Nothing is stored but who was called when, so nobody's place is lost
 * when the roster changes or a turn is put off: whoever has not had theirs, or was not there for
 * it, stays in front. Who rests is passed over even if named before. `today`: turns of meetings
 * before it have been.
 */
export function rotationAt(
  { size, since, members, reviewees }: ReviewRotation,
  meeting: RotationMeeting,
  today: LocalDate,
): RotationAt {
  const histories = historiesOf(reviewees, today)
  const order = members
    .filter((member) => restReason(member, since, meeting.date) === null)
    .map((member) => ({ ...member, history: histories.get(member.memberId) ?? [] }))
    .toSorted(
      (a, b) =>
        compareHistories(a.history, b.history) ||
        compare(a.joinedOn, b.joinedOn) ||
        compare(a.memberId, b.memberId),
    )
    .map(({ memberId }) => memberId)
  const here = reviewees.filter(
    ({ period, on }) => period === meeting.period && (on === null || on >= today),
  )
  const idsOf = (state: Reviewee['state']) =>
    here.filter((row) => row.state === state).map(({ memberId }) => memberId)
  const named = idsOf('named')
  const spared = [...idsOf('putOff'), ...idsOf('absent')]
  const kept = order.filter((id) => named.includes(id))
  const next = order
    .filter((id) => !named.includes(id) && !spared.includes(id))
    .slice(0, Math.max(0, size - kept.length))
  return { order, toCome: toCome(order, histories), chosen: [...kept, ...next] }
}

/**
 * Who may take a member's turn without anybody having theirs twice before everybody once: those
 * left in the same pass.
 */
export function replacementsFor(
  memberId: string,
  { order, toCome, chosen }: RotationAt,
): readonly string[] {
  const isOfThisPass = toCome.includes(memberId)
  return order.filter((id) => toCome.includes(id) === isOfThisPass && !chosen.includes(id))
}

/** The days of each member's turns, newest first. */
function historiesOf(
  reviewees: readonly Reviewee[],
  today: LocalDate,
): ReadonlyMap<string, readonly LocalDate[]> {
  const histories = new Map<string, LocalDate[]>()
  for (const { memberId, state, on } of reviewees) {
    if (state === 'named' && on !== null && on < today)
      histories.set(memberId, [...(histories.get(memberId) ?? []), on])
  }
  for (const days of histories.values()) days.sort((a, b) => compare(b, a))
  return histories
}

function compareHistories(a: readonly LocalDate[], b: readonly LocalDate[]): number {
  const place = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).find(
    (at) => a[at] !== b[at],
  )
  return place === undefined ? 0 : compare(a[place] ?? '', b[place] ?? '')
}

/**
 * A pass ends when everybody who may be called has had a turn, and at the latest when somebody has
 * a second one.
 */
function toCome(
  order: readonly string[],
  histories: ReadonlyMap<string, readonly LocalDate[]>,
): readonly string[] {
  const days = [...new Set([...histories.values()].flat())].toSorted(compare)
  let gone = new Set<string>()
  for (const day of days) {
    const called = [...histories].filter(([, turns]) => turns.includes(day)).map(([id]) => id)
    const before = gone
    // Of one meeting, those who end a pass come before those who begin the next.
    for (const id of called.toSorted((a, b) => Number(before.has(a)) - Number(before.has(b)))) {
      gone = gone.has(id) ? new Set([id]) : new Set([...gone, id])
      if (order.every((each) => gone.has(each))) gone = new Set()
    }
  }
  return order.filter((id) => !gone.has(id))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What waiting words about a turn are found by, when it is put off. */
export function revieweeKey(of: Period): string {
  return `review:${of}`
}
