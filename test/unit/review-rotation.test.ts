import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import { reviewOutline } from '../../src/domain/review-outline.ts'
import {
  replacementsFor, restReason, type Reviewee, type ReviewRotation, rotationAt, type RotationMember, settlingDays,
} from '../../src/domain/review-rotation.ts'

const since = localDate('2026-01-01')
const first = localDate('2026-03-03')
const member = (memberId: string, joinedOn = since, isExempt = false): RotationMember => ({ memberId, joinedOn, isExempt })
const names = (count: number) => Array.from({ length: count }, (_, at) => String.fromCharCode(65 + at))
const meetingOf = (month: number) => ({
  period: period(`${String(2026 + Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`), date: addDays(first, month * 30),
})

/** Months of a branch: each is asked who is chosen, changes what it likes, and its meeting is held. */
function live(members: readonly string[], months: number, sizes: (month: number) => number, change?: (month: number, rotation: ReviewRotation) => readonly Reviewee[]) {
  let reviewees: readonly Reviewee[] = []
  const held: string[][] = []
  for (let month = 0; month < months; month += 1) {
    const meeting = meetingOf(month)
    const rotation = (): ReviewRotation => ({ size: sizes(month), since, members: members.map((id) => member(id)), reviewees })
    reviewees = [...reviewees, ...(change?.(month, rotation()) ?? [])]
    const { chosen } = rotationAt(rotation(), meeting, meeting.date)
    held.push([...chosen])
    const named = chosen.filter((id) => !reviewees.some((row) => row.memberId === id && row.period === meeting.period))
    reviewees = [...reviewees, ...named.map((memberId): Reviewee => ({ memberId, period: meeting.period, on: meeting.date, state: 'named' }))]
  }
  return held
}

function swap(month: number, rotation: ReviewRotation, which: number): readonly Reviewee[] {
  const meeting = meetingOf(month)
  const at = rotationAt(rotation, meeting, meeting.date)
  const out = at.chosen[which % at.chosen.length] ?? ''
  const others = replacementsFor(out, at)
  const by = others[which % others.length]
  if (by === undefined) return []
  const row = { period: meeting.period, on: meeting.date }
  return [{ ...row, memberId: out, state: 'putOff' }, { ...row, memberId: by, state: 'named' }]
}

describe('the rotation', () => {
  it('goes round the branch, one or two at a meeting', () => {
    expect(live(names(3), 5, () => 1).map((each) => each.join())).toEqual(['A', 'B', 'C', 'A', 'B'])
    expect(live(names(3), 5, () => 2).map((each) => each.join())).toEqual(['A,B', 'C,A', 'B,C', 'A,B', 'C,A'])
  })

  const turns = (held: readonly (readonly string[])[], id: string): number => held.flat().filter((each) => each === id).length
  const isFair = (members: readonly string[], held: readonly (readonly string[])[]): boolean => held.every((_, at) => {
    const counts = members.map((id) => turns(held.slice(0, at + 1), id))
    return Math.max(...counts) - Math.min(...counts) <= 1
  })

  it('calls nobody twice before everybody once, whatever the size and whatever is swapped', () => {
    const swaps = fc.array(fc.option(fc.nat(9)), { minLength: 30, maxLength: 30 })
    fc.assert(fc.property(fc.integer({ min: 2, max: 9 }), swaps, fc.array(fc.constantFrom(1, 2), { minLength: 30, maxLength: 30 }), (count, wanted, sizes) => {
      const held = live(names(count), 30, (month) => sizes[month] ?? 1, (month, rotation) => {
        const which = wanted[month] ?? null
        return which === null ? [] : swap(month, rotation, which)
      })
      expect(isFair(names(count), held)).toBe(true)
      expect(held.every((chosen, month) => chosen.length === Math.min(count, sizes[month] ?? 1) && new Set(chosen).size === chosen.length)).toBe(true)
    }))
  })

  it('a swap or a postponement never loses a turn: whoever gave theirs up is first at the next meeting', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 9 }), fc.nat(20), fc.boolean(), (count, month, isSwap) => {
      const given: string[] = []
      const held = live(names(count), month + 2, () => 1, (at, rotation) => {
        if (at !== month) return []
        const [out = ''] = rotationAt(rotation, meetingOf(at), meetingOf(at).date).chosen
        const rows = isSwap ? swap(at, rotation, 0) : [{ memberId: out, period: meetingOf(at).period, on: meetingOf(at).date, state: 'putOff' as const }]
        given.push(...rows.slice(0, 1).map(({ memberId }) => memberId))
        return rows
      })
      if (given.length === 0) return
      expect(held[month]).not.toContain(given[0])
      expect(held[month + 1]).toEqual(given)
    }))
  })

  it('keeps its order over any change of the roster', () => {
    const subset = fc.uniqueArray(fc.constantFrom(...names(9)), { minLength: 1 })
    fc.assert(fc.property(subset, fc.nat(12), (stay, months) => {
      const held = live(names(9), months, () => 1)
      const reviewees = held.flatMap((ids, month) => ids.map((memberId): Reviewee => ({ memberId, ...meetingOf(month), on: meetingOf(month).date, state: 'named' })))
      const next = meetingOf(months)
      const orderOf = (ids: readonly string[]) =>
        rotationAt({ size: 1, since, members: ids.map((id) => member(id)), reviewees }, next, next.date).order
      expect(orderOf(stay)).toEqual(orderOf(names(9)).filter((id) => stay.includes(id)))
    }))
  })

  it('passes over the exempt and the newly moved, who then come first', () => {
    const joined = localDate('2026-06-01')
    const came = member('C', joined)
    expect(restReason(member('A', since, true), since, first)).toBe('exempt')
    expect(restReason(came, since, addDays(joined, settlingDays - 1))).toBe('newlyMoved')
    expect(restReason(came, since, addDays(joined, settlingDays))).toBeNull()
    expect(restReason(member('A', addDays(since, 20)), since, addDays(since, 30))).toBeNull()
    const reviewees: readonly Reviewee[] = [{ memberId: 'B', period: period('2026-02'), on: localDate('2026-03-03'), state: 'named' }]
    const rotation = { size: 2, since, members: [member('A', since, true), member('B'), came], reviewees }
    expect(rotationAt(rotation, { period: period('2026-06'), date: localDate('2026-07-03') }, localDate('2026-06-20')).chosen).toEqual(['B'])
    expect(rotationAt(rotation, { period: period('2026-07'), date: localDate('2026-08-03') }, localDate('2026-07-20')).chosen).toEqual(['C', 'B'])
  })

  it('counts no turn of a meeting that fell away or is still to come, and keeps whom it has named', () => {
    const at = { period: period('2026-06'), date: localDate('2026-07-03') }
    const reviewees: readonly Reviewee[] = [
      { memberId: 'A', period: period('2026-05'), on: null, state: 'named' },
      { memberId: 'B', period: at.period, on: at.date, state: 'named' },
    ]
    const rotation = { size: 1, since, members: names(3).map((id) => member(id)), reviewees }
    expect(rotationAt(rotation, at, localDate('2026-06-28'))).toEqual({ order: ['A', 'B', 'C'], toCome: ['A', 'B', 'C'], chosen: ['B'] })
    expect(rotationAt({ ...rotation, members: [member('A'), member('C')] }, at, localDate('2026-06-28')).chosen).toEqual(['A'])
  })
})

describe('the outline of a review', () => {
  it('is a member’s own words of the last three rounds, and how their remedies stand', () => {
    const own = ['2026-10', '2026-09', '2026-08', '2026-07'].map((name) => ({
      period: period(name), answers: [{ question: 'deed.text', text: `Việc ${name}` }, { question: 'h.duties.measure', text: 'khác' }],
    }))
    const remedy = (status: 'open' | 'done' | 'dropped', measure: string) => ({ status, measure, cause: 'chủ quan', dueOn: localDate('2026-10-31') })
    const outline = reviewOutline(own, [remedy('open', 'Đọc'), remedy('done', 'Viết'), remedy('dropped', 'Bỏ')], localDate('2026-11-01'))
    expect(outline.deeds).toEqual(['Việc 2026-10', 'Việc 2026-09', 'Việc 2026-08'])
    expect(outline.mending.map(({ measure, isLate }) => [measure, isLate])).toEqual([['Đọc', true]])
    expect(outline.mended.map(({ measure }) => measure)).toEqual(['Viết'])
    expect(outline.shortcomings.map(({ measure }) => measure)).toEqual(['Đọc', 'Viết'])
  })
})
