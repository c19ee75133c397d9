import { describe, expect, it } from 'vitest'
import { type Closing, sumClosings, sumRows } from '../../src/domain/closings.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import { publish, type PublishedRow } from '../../src/domain/suppression.ts'

const scale = ['good', 'effort', 'mend']
const figures = (...blocks: readonly (readonly [string, number])[]): PublishedRow => ({
  kind: 'figures',
  respondents: blocks.reduce((sum, [, count]) => sum + count, 0),
  blocks: blocks.map(([levels, count]) => ({ levels: levels.split('+'), count })),
})
const majority: PublishedRow = { kind: 'majority', respondents: 9, level: 'good' }

describe('figures of several months', () => {
  it.each<[string, readonly (PublishedRow | undefined)[], unknown]>([
    [
      'the same blocks are added',
      [
        figures(['good', 8], ['effort', 4], ['mend', 3]),
        figures(['good', 6], ['effort', 5], ['mend', 4]),
      ],
      [2, ['good', 14], ['effort', 9], ['mend', 7]],
    ],
    [
      'what one month merged stays merged',
      [figures(['good', 8], ['effort', 4], ['mend', 3]), figures(['good', 6], ['effort+mend', 5])],
      [2, ['good', 14], ['effort+mend', 12]],
    ],
    [
      'a month in words adds nothing',
      [majority, figures(['good', 6], ['effort+mend', 5]), { kind: 'fewRespondents' }, undefined],
      [1, ['good', 6], ['effort+mend', 5]],
    ],
    [
      'blocks that do not go together are withheld',
      [figures(['good+effort', 8], ['mend', 4]), figures(['good', 6], ['effort+mend', 5])],
      'withheld',
    ],
    ['words alone are withheld', [majority, { kind: 'mixed', respondents: 8 }], 'withheld'],
    ['nothing is withheld', [], 'withheld'],
  ])('%s', (_, rows, expected) => {
    const row = sumRows(rows, scale)
    expect(
      row.kind === 'withheld'
        ? 'withheld'
        : [row.months, ...row.blocks.map(({ levels, count }) => [levels.join('+'), count])],
    ).toEqual(expected)
  })
})

const roster = {
  members: 17,
  exempt: 1,
  away: 0,
  expected: 16,
  done: 12,
  onPaper: 1,
  inProgress: 1,
  notBegun: 2,
  late: 0,
}
function closing(
  of: string,
  more: { sheets?: number; scale?: readonly string[]; done?: number } = {},
): Closing {
  const { sheets = 12, scale: levels = scale, done = 8 } = more
  const [best = '', middle = '', worst = ''] = levels
  const counts = { [best]: sheets - 6, [middle]: 3, [worst]: 3 }
  const group = { good: sheets, effort: 0, mend: 0 }
  const published = publish(
    {
      period: period(of),
      roster,
      sheets,
      others: sheets - 2,
      heads: { duties: counts },
      groups: { I: group, II: group },
      remedies: { due: 10, done, owners: 6, otherOwners: 5 },
      voices: 2,
    },
    { heads: levels, groups: scale },
  )
  return { period: period(of), closedOn: localDate('2026-11-02'), roster, published }
}

describe('a quarter', () => {
  it('adds what happened, and judges remedies by the last month alone', () => {
    const summed = sumClosings([closing('2026-10', { done: 3 }), closing('2026-11')])
    expect(summed).toMatchObject({
      expected: 32,
      tookPart: 26,
      percent: 81.3,
      voices: 4,
      nextSteps: ['readVoices'],
    })
    expect(summed.heads).toMatchObject([
      { id: 'duties', row: { kind: 'figures', months: 2, respondents: 24 } },
    ])
    expect(sumClosings([closing('2026-11', { done: 3 })]).nextSteps).toEqual([
      'reachMark',
      'readVoices',
    ])
  })

  it('adds nothing of a month with under five sheets, nor of one with another scale', () => {
    const few = closing('2026-09', { sheets: 4 })
    const other = closing('2026-10', { scale: ['yes', 'partly', 'no'] })
    expect(sumClosings([few, other, closing('2026-11')]).heads).toMatchObject([
      { row: { months: 1, respondents: 12 } },
    ])
    expect(sumClosings([few])).toMatchObject({
      heads: [{ id: 'duties', row: { kind: 'withheld' } }],
      voices: null,
      nextSteps: [],
    })
  })

  it('of no closing at all is a mistake of the caller', () => {
    expect(() => sumClosings([])).toThrow(RangeError)
  })
})
