import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import {
  replacementsFor,
  restReason,
  type Reviewee,
  type ReviewRotation,
  rotationAt,
  type RotationMember,
  settlingDays,
} from '../../src/domain/review-rotation.ts'

const since = localDate('2026-01-01')
const first = localDate('2026-03-03')
const member = (memberId: string, joinedOn = since, isExempt = false): RotationMember => ({
  memberId,
  joinedOn,
  isExempt,
  leaves: [],
  isTemporary: false,
})
const names = (count: number) =>
  Array.from({ length: count }, (_, at) => String.fromCharCode(65 + at))
const meetingOf = (month: number) => ({
  period: period(
    `${String(2026 + Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`,
  ),
  date: addDays(first, month * 30),
})

/**
 * Months of a branch: each is asked who is chosen, changes what it likes, and its meeting is held.
 */
function live(
  members: readonly string[],
  months: number,
  sizes: (month: number) => number,
  change?: (month: number, rotation: ReviewRotation) => readonly Reviewee[],
) {
  let reviewees: readonly Reviewee[] = []
  const held: string[][] = []
  for (let month = 0; month < months; month += 1) {
    const meeting = meetingOf(month)
    const rotation = (): ReviewRotation => ({
      size: sizes(month),
      since,
      members: members.map((id) => member(id)),
      reviewees,
    })
    reviewees = [...reviewees, ...(change?.(month, rotation()) ?? [])]
    const { chosen } = rotationAt(rotation(), meeting, meeting.date)
    held.push([...chosen])
    const named = chosen.filter(
      (id) => !reviewees.some((row) => row.memberId === id && row.period === meeting.period),
    )
    reviewees = [
      ...reviewees,
      ...named.map((memberId): Reviewee => ({
        memberId,
        period: meeting.period,
        on: meeting.date,
        state: 'named',
      })),
    ]
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
  return [
    { ...row, memberId: out, state: 'putOff' },
    { ...row, memberId: by, state: 'named' },
  ]
}

describe('the rotation', () => {
  it('goes round the branch, one or two at a meeting', () => {
    expect(live(names(3), 5, () => 1).map((each) => each.join())).toEqual(['A', 'B', 'C', 'A', 'B'])
    expect(live(names(3), 5, () => 2).map((each) => each.join())).toEqual([
      'A,B',
      'C,A',
      'B,C',
      'A,B',
      'C,A',
    ])
  })

  const turns = (held: readonly (readonly string[])[], id: string): number =>
    held.flat().filter((each) => each === id).length
  const isFair = (members: readonly string[], held: readonly (readonly string[])[]): boolean =>
    held.every((_, at) => {
      const counts = members.map((id) => turns(held.slice(0, at + 1), id))
      return Math.max(...counts) - Math.min(...counts) <= 1
    })

  it('calls nobody twice before everybody once, whatever the size and whatever is swapped', () => {
    const swaps = fc.array(fc.option(fc.nat(9)), { minLength: 30, maxLength: 30 })
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }),
        swaps,
        fc.array(fc.constantFrom(1, 2), { minLength: 30, maxLength: 30 }),
        (count, wanted, sizes) => {
          const held = live(
            names(count),
            30,
            (month) => sizes[month] ?? 1,
            (month, rotation) => {
              const which = wanted[month] ?? null
              return which === null ? [] : swap(month, rotation, which)
            },
          )
          expect(isFair(names(count), held)).toBe(true)
          expect(
            held.every(
              (chosen, month) =>
                chosen.length === Math.min(count, sizes[month] ?? 1) &&
                new Set(chosen).size === chosen.length,
            ),
          ).toBe(true)
        },
      ),
    )
  })

  it('a swap or a postponement never loses a turn: whoever gave theirs up is first at the next meeting', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 9 }),
        fc.nat(20),
        fc.boolean(),
        (count, month, isSwap) => {
          const given: string[] = []
          const held = live(
            names(count),
            month + 2,
            () => 1,
            (at, rotation) => {
              if (at !== month) return []
              const [out = ''] = rotationAt(rotation, meetingOf(at), meetingOf(at).date).chosen
              const rows = isSwap
                ? swap(at, rotation, 0)
                : [
                    {
                      memberId: out,
                      period: meetingOf(at).period,
                      on: meetingOf(at).date,
                      state: 'putOff' as const,
                    },
                  ]
              given.push(...rows.slice(0, 1).map(({ memberId }) => memberId))
              return rows
            },
          )
          if (given.length === 0) return
          expect(held[month]).not.toContain(given[0])
          expect(held[month + 1]).toEqual(given)
        },
      ),
    )
  })

  it('keeps its order over any change of the roster', () => {
    const subset = fc.uniqueArray(fc.constantFrom(...names(9)), { minLength: 1 })
    fc.assert(
      fc.property(subset, fc.nat(12), (stay, months) => {
        const held = live(names(9), months, () => 1)
        const reviewees = held.flatMap((ids, month) =>
          ids.map((memberId): Reviewee => ({
            memberId,
            ...meetingOf(month),
            on: meetingOf(month).date,
            state: 'named',
          })),
        )
        const next = meetingOf(months)
        const orderOf = (ids: readonly string[]) =>
          rotationAt(
            { size: 1, since, members: ids.map((id) => member(id)), reviewees },
            next,
            next.date,
          ).order
        expect(orderOf(stay)).toEqual(orderOf(names(9)).filter((id) => stay.includes(id)))
      }),
    )
  })

  it('passes over the exempt and the newly moved, who then come first', () => {
    const joined = localDate('2026-06-01')
    const came = member('C', joined)
    expect(restReason(member('A', since, true), since, first)).toBe('exempt')
    expect(restReason(came, since, addDays(joined, settlingDays - 1))).toBe('newlyMoved')
    expect(restReason(came, since, addDays(joined, settlingDays))).toBeNull()
    expect(restReason(member('A', addDays(since, 20)), since, addDays(since, 30))).toBeNull()
    const reviewees: readonly Reviewee[] = [
      { memberId: 'B', period: period('2026-02'), on: localDate('2026-03-03'), state: 'named' },
    ]
    const rotation = {
      size: 2,
      since,
      members: [member('A', since, true), member('B'), came],
      reviewees,
    }
    expect(
      rotationAt(
        rotation,
        { period: period('2026-06'), date: localDate('2026-07-03') },
        localDate('2026-06-20'),
      ).chosen,
    ).toEqual(['B'])
    expect(
      rotationAt(
        rotation,
        { period: period('2026-07'), date: localDate('2026-08-03') },
        localDate('2026-07-20'),
      ).chosen,
    ).toEqual(['C', 'B'])
  })

  it('gives the turn back to who was absent: first again at the next meeting, and nobody twice before everybody once', () => {
    const months = 30
    const wanted = { minLength: months, maxLength: months }
    const absences = fc.array(fc.boolean(), wanted)
    const swaps = fc.array(fc.option(fc.nat(9)), wanted)
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        absences,
        swaps,
        fc.constantFrom(1, 2),
        (count, absent, swapped, size) => {
          let reviewees: readonly Reviewee[] = []
          const turnsHad: string[] = []
          let givenBack: readonly string[] = []
          for (let month = 0; month < months; month += 1) {
            const meeting = meetingOf(month)
            const rotation = (): ReviewRotation => ({
              size,
              since,
              members: names(count).map((id) => member(id)),
              reviewees,
            })
            expect(rotationAt(rotation(), meeting, meeting.date).chosen).toEqual(
              expect.arrayContaining([...givenBack]),
            )
            const which = givenBack.length > 0 ? null : (swapped[month] ?? null)
            if (which !== null) reviewees = [...reviewees, ...swap(month, rotation(), which)]
            const { chosen } = rotationAt(rotation(), meeting, meeting.date)
            const isAbsent = absent[month] === true
            const others = reviewees.filter(
              (row) => row.period !== meeting.period || !chosen.includes(row.memberId),
            )
            reviewees = [
              ...others,
              ...chosen.map((memberId, place): Reviewee => {
                return {
                  memberId,
                  period: meeting.period,
                  on: meeting.date,
                  state: isAbsent && place === 0 ? 'absent' : 'named',
                }
              }),
            ]
            // Whoever came in another's place and was absent comes after the one who gave way.
            givenBack = isAbsent && which === null ? chosen.slice(0, 1) : []
            turnsHad.push(...chosen.slice(isAbsent ? 1 : 0))
            const counts = names(count).map((id) => turnsHad.filter((each) => each === id).length)
            // With two at a meeting the others go on while somebody who is called each time does
            // not come.
            if (size === 1) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('passes over who is away on the day or meets elsewhere, loses nobody’s turn by it, and calls them first when they are back', () => {
    const day = fc.integer({ min: 0, max: 11 })
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 8 }), day, day, fc.nat(7), (count, one, other, who) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)]
        const id = names(count)[who % count] ?? 'A'
        const leave = { from: meetingOf(start).date, to: meetingOf(end).date }
        const members = names(count).map((each) =>
          each === id ? { ...member(each), leaves: [leave] } : member(each),
        )
        let reviewees: readonly Reviewee[] = []
        const held: string[] = []
        for (let month = 0; month <= end + 1; month += 1) {
          const meeting = meetingOf(month)
          const [chosen = ''] = rotationAt(
            { size: 1, since, members, reviewees },
            meeting,
            meeting.date,
          ).chosen
          reviewees = [
            ...reviewees,
            { memberId: chosen, ...meeting, on: meeting.date, state: 'named' },
          ]
          held.push(chosen)
        }
        expect(held.slice(start, end + 1)).not.toContain(id)
        const before = held.slice(0, end + 1)
        const counts = names(count).map((each) => before.filter((had) => had === each).length)
        const own = before.filter((had) => had === id).length
        if (own < Math.max(...counts)) expect(counts.every((each) => each >= own)).toBe(true)
        if (counts.every((each, place) => names(count)[place] === id || each > own))
          expect(held[end + 1]).toBe(id)
      }),
    )
    const elsewhere = { ...member('A'), isTemporary: true }
    expect(restReason(elsewhere, since, first)).toBe('temporary')
    expect(restReason({ ...member('A'), leaves: [{ from: first, to: first }] }, since, first)).toBe(
      'away',
    )
    expect(
      restReason(
        { ...member('A'), leaves: [{ from: first, to: first }] },
        since,
        addDays(first, 1),
      ),
    ).toBeNull()
  })

  it('passes over who was named and is away since, and does not call twice at one meeting who was absent from it', () => {
    const at = { period: period('2026-06'), date: localDate('2026-07-03') }
    const row = { period: at.period, on: at.date }
    const gone = { ...member('A'), leaves: [{ from: at.date, to: at.date }] }
    const rotation = {
      size: 1,
      since,
      members: [gone, member('B'), member('C')],
      reviewees: [{ ...row, memberId: 'A', state: 'named' as const }],
    }
    expect(rotationAt(rotation, at, localDate('2026-06-28')).chosen).toEqual(['B'])
    const missed = {
      ...rotation,
      members: [member('A'), member('B')],
      reviewees: [{ ...row, memberId: 'A', state: 'absent' as const }],
    }
    expect(rotationAt(missed, at, at.date).chosen).toEqual(['B'])
    expect(
      rotationAt(
        missed,
        { period: period('2026-07'), date: localDate('2026-08-03') },
        localDate('2026-07-20'),
      ).chosen,
    ).toEqual(['A'])
  })

  it('counts no turn of a meeting that fell away or is still to come, and keeps whom it has named', () => {
    const at = { period: period('2026-06'), date: localDate('2026-07-03') }
    const reviewees: readonly Reviewee[] = [
      { memberId: 'A', period: period('2026-05'), on: null, state: 'named' },
      { memberId: 'B', period: at.period, on: at.date, state: 'named' },
    ]
    const rotation = { size: 1, since, members: names(3).map((id) => member(id)), reviewees }
    expect(rotationAt(rotation, at, localDate('2026-06-28'))).toEqual({
      order: ['A', 'B', 'C'],
      toCome: ['A', 'B', 'C'],
      chosen: ['B'],
    })
    expect(
      rotationAt({ ...rotation, members: [member('A'), member('C')] }, at, localDate('2026-06-28'))
        .chosen,
    ).toEqual(['A'])
  })
})
