import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Said, nextCheckpoint, wouldTell } from '../../src/domain/checkpoint.ts'

describe('nextCheckpoint', () => {
  it.each([
    [0, 0, 5],
    [0, 4, 1],
    [0, 5, 0],
    [0, 12, 0],
    [5, 5, 5],
    [5, 9, 1],
    [5, 10, 0],
    [12, 16, 1],
    [12, 17, 0],
    [12, 11, 6],
  ])('%i published, %i now: %i more', (published, now, missing) => {
    expect(nextCheckpoint(published, now)).toEqual({ isDue: missing === 0, missing })
  })

  it('never publishes twice with fewer than five in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (arrivals) => {
        const published: number[] = []
        let respondents = 0
        for (const arrived of arrivals) {
          respondents += arrived
          if (nextCheckpoint(published.at(-1) ?? 0, respondents).isDue) published.push(respondents)
        }
        return published.every((count, place) => count - (published[place - 1] ?? 0) >= 5)
      }),
    )
  })
})

const good = (respondents: number): Said => ({ respondents, level: 'good' })
const mixed = (respondents: number): Said => ({ respondents, level: null })
const split = (first: number, rest: number): readonly Block[] => [
  { levels: ['good'], count: first },
  { levels: ['strive', 'mend'], count: rest },
]

describe('wouldTell', () => {
  it.each<[string, Said, readonly Block[], boolean]>([
    ['nobody came: 7 and 3 of the same ten', mixed(10), split(7, 3), false],
    ['one came after most of ten: he is one of the three', good(10), split(8, 3), true],
    [
      'one came after a mixed ten, and there is one more good than there can have been',
      mixed(10),
      split(8, 3),
      true,
    ],
    ['one came after a mixed ten, and may be in either', mixed(10), split(7, 4), false],
    ['nine came after most of five: anybody may be apart', good(5), split(11, 3), false],
    [
      'four came after most of ten: at least one of those before stood apart, at most two',
      good(10),
      split(9, 5),
      true,
    ],
    ['four came after a mixed ten: all four are good', mixed(10), split(11, 3), true],
    ['four came after a mixed ten: three or four are good', mixed(10), split(10, 4), false],
    ['the figures contradict what was said, as after many edits', good(10), split(4, 7), true],
    ['somebody is gone since', good(10), split(6, 3), true],
  ])('%s', (_, said, blocks, tells) => {
    expect(wouldTell(said, blocks)).toBe(tells)
  })
})
