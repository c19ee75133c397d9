import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Participant,
  type SheetState,
  byState,
  countRoster,
  percentOf,
  tookPart,
  unfinished,
} from '../../src/domain/participation.ts'

const person = (state: SheetState, isExempt = false, isLate = false): Participant => ({
  isExempt,
  state,
  isLate,
})
const people = (count: number, state: SheetState): readonly Participant[] =>
  Array.from({ length: count }, () => person(state))
const anyone = fc.record({
  isExempt: fc.boolean(),
  state: fc.constantFrom<SheetState>('done', 'onPaper', 'inProgress', 'notBegun'),
  isLate: fc.boolean(),
  isAway: fc.boolean(),
})

describe('countRoster', () => {
  it('counts the branch of month.md: 17 members, one exempt', () => {
    const counts = countRoster([
      ...people(14, 'done'),
      person('onPaper'),
      person('inProgress'),
      person('notBegun', true),
    ])
    expect(counts).toEqual({
      members: 17,
      exempt: 1,
      away: 0,
      expected: 16,
      done: 14,
      onPaper: 1,
      inProgress: 1,
      notBegun: 0,
      late: 0,
    })
    expect(percentOf(tookPart(counts), counts.expected)).toBe(93.8)
    expect(unfinished(counts)).toBe(1)
  })

  it('leaves the exempt out of every state and of the late', () => {
    expect(
      countRoster([
        person('done', true, true),
        person('done', false, true),
        person('notBegun', false, true),
      ]),
    ).toEqual({
      members: 3,
      exempt: 1,
      away: 0,
      expected: 2,
      done: 1,
      onPaper: 0,
      inProgress: 0,
      notBegun: 1,
      late: 1,
    })
  })

  it('counts those away apart until they hand in', () => {
    const away = (state: SheetState): Participant => ({ ...person(state), isAway: true })
    expect(
      countRoster([away('notBegun'), away('inProgress'), away('done'), person('notBegun')]),
    ).toEqual({
      members: 4,
      exempt: 0,
      away: 2,
      expected: 2,
      done: 1,
      onPaper: 0,
      inProgress: 0,
      notBegun: 1,
      late: 0,
    })
  })

  it('always adds up', () => {
    fc.assert(
      fc.property(fc.array(anyone), (all) => {
        const { members, exempt, away, expected, done, onPaper, inProgress, notBegun, late } =
          countRoster(all)
        expect([members, expected]).toEqual([all.length, done + onPaper + inProgress + notBegun])
        expect(exempt + away + expected).toBe(members)
        expect(late).toBeLessThanOrEqual(done + onPaper)
      }),
    )
  })
})

describe('byState', () => {
  it('keeps the order and what else is known of a person', () => {
    const named = [person('notBegun'), person('notBegun', true), person('notBegun')].map(
      (one, place) => ({ ...one, name: 'HTL'[place] }),
    )
    expect(byState(named).notBegun.map(({ name }) => name)).toEqual(['H', 'L'])
  })
})

describe('percentOf', () => {
  it.each([
    [15, 16, 93.8],
    [13, 16, 81.3],
    [9, 11, 81.8],
    [1, 3, 33.3],
    [2, 3, 66.7],
    [1, 8, 12.5],
    [0, 16, 0],
    [16, 16, 100],
    [0, 0, null],
    [1999, 2000, 99.9],
    [1, 8431, 0.1],
  ])('%i of %i is %s', (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent)
  })

  it('is 0 or 100 for none and all only, and never has a second decimal', () => {
    fc.assert(
      fc.property(fc.nat(9000), fc.integer({ min: 1, max: 9000 }), (part, whole) => {
        fc.pre(part <= whole)
        const percent = percentOf(part, whole) ?? -1
        expect(percent === 100).toBe(part === whole)
        expect(percent === 0).toBe(part === 0)
        expect(Math.round(percent * 10) / 10).toBe(percent)
      }),
    )
  })
})
