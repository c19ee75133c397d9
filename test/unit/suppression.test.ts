import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { period } from '../../src/domain/period.ts'
import {
  type Block,
  publish,
  publishDue,
  publishOld,
  publishRow,
} from '../../src/domain/suppression.ts'
import type { Tally } from '../../src/domain/tally.ts'

const levels = ['good', 'strive', 'mend']
const scales = { heads: levels, groups: levels }
const row = (...counts: readonly number[]): readonly Block[] =>
  counts.map((count, place) => ({ levels: [levels[place] ?? String(place)], count }))
const shown = (...counts: readonly number[]): string =>
  JSON.stringify(briefly(publishRow(row(...counts))))

/** `good 11 · strive+mend 3`, `most good`, `mixed`, `few`. */
function briefly(published: ReturnType<typeof publishRow>): string {
  if (published.kind === 'fewRespondents' || published.kind === 'withheld') return 'few'
  if (published.kind === 'mixed') return 'mixed'
  if (published.kind === 'majority') return `most ${published.level}`
  return published.blocks
    .map((block) => `${block.levels.join('+')} ${String(block.count)}`)
    .join(' · ')
}

describe('one question at closing', () => {
  it.each<[readonly number[], string]>([
    [[7, 4, 3], 'good 7 · strive 4 · mend 3'],
    [[11, 3, 0], 'good 11 · strive+mend 3'],
    [[11, 2, 1], 'good 11 · strive+mend 3'],
    [[8, 0, 6], 'good 8 · strive+mend 6'],
    [[2, 9, 3], 'good+strive 11 · mend 3'],
    [[8, 4, 2], 'good 8 · strive+mend 6'],
    [[14, 0, 0], 'most good'],
    [[13, 1, 0], 'most good'],
    [[12, 1, 1], 'most good'],
    [[0, 12, 2], 'most strive'],
    [[0, 0, 5], 'most mend'],
    [[3, 2, 0], 'most good'],
    [[2, 2, 1], 'mixed'],
    [[1, 4, 2], 'mixed'],
    [[2, 10, 2], 'most strive'],
    [[3, 0, 3], 'good 3 · strive+mend 3'],
    [[4, 0, 0], 'few'],
  ])('%j', (counts, expected) => {
    expect(shown(...counts)).toBe(JSON.stringify(expected))
  })

  it('never shows a number under three, and the numbers add up to what is known anyway', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 5 }), (counts) => {
        const published = publishRow(row(...counts))
        if (published.kind !== 'figures') return true
        const sum = published.blocks.reduce((total, { count }) => total + count, 0)
        return (
          published.blocks.length > 1 &&
          published.blocks.every(({ count }) => count >= 3) &&
          sum === published.respondents
        )
      }),
    )
  })
})

const tally = (sheets: number, heads: Tally['heads']): Tally => ({
  period: period('2026-11'),
  roster: {
    members: 17,
    exempt: 1,
    away: 0,
    expected: 16,
    done: sheets,
    onPaper: 0,
    inProgress: 0,
    notBegun: 16 - sheets,
    late: 0,
  },
  sheets,
  others: sheets - 2,
  heads,
  groups: { I: { good: 4, strive: 0, mend: 0 }, II: { good: 3, strive: 3, mend: 0 } },
  remedies: { due: 11, done: 9, owners: 8, otherOwners: 6 },
  voices: 3,
})
const duties = (good: number, strive: number, mend: number): Tally['heads'] => ({
  duties: { good, strive, mend },
})

describe('publish', () => {
  it('gives figures, of remedies one, and voices in one number', () => {
    const published = publish(tally(14, duties(7, 4, 3)), scales)
    expect(briefly(published.heads['duties'] ?? { kind: 'fewRespondents' })).toBe(
      'good 7 · strive 4 · mend 3',
    )
    expect([briefly(published.groups.I), briefly(published.groups.II)]).toEqual([
      'few',
      'good 3 · strive+mend 3',
    ])
    expect([published.remedies, published.voices]).toEqual([{ due: 11, done: 9 }, 3])
  })

  it('under five respondents gives nothing at all: no content, no remedies, no voices', () => {
    const published = publish(tally(4, duties(4, 0, 0)), scales)
    expect(published).toMatchObject({
      heads: { duties: { kind: 'fewRespondents' } },
      groups: { II: { kind: 'fewRespondents' } },
      remedies: null,
      voices: null,
    })
    expect(JSON.stringify(published).match(/\d+/gu)).toEqual(['2', '2026', '11', '4'])
  })

  it('of a round of which something was said before it closed gives nothing either', () => {
    const published = publish(tally(14, duties(7, 4, 3)), scales, true)
    expect(published).toMatchObject({
      isShownEarly: true,
      heads: { duties: { kind: 'withheld' } },
      groups: { I: { kind: 'withheld' } },
      remedies: null,
      voices: null,
    })
  })

  it.each<[string, Partial<Parameters<typeof publishDue>[0]>, number, boolean]>([
    ['five owners, four of them others', { owners: 5, otherOwners: 4 }, 8, true],
    ['four owners: whoever hears it and is one knows of three', { owners: 4 }, 8, false],
    ['three others', { owners: 7, otherOwners: 3 }, 8, false],
    ['a branch so small that all must own something', {}, 7, false],
  ])('a figure of remedies: %s', (_, of, others, isShown) => {
    const due = { due: 11, done: 9, owners: 8, otherOwners: 4, ...of }
    expect(publishDue(due, others)).toEqual(isShown ? { due: 11, done: 9 } : null)
  })

  it('of a month that v0.1.0 closed gives what was said then, but no remedies', () => {
    const { period: of, roster, sheets, heads: counts, groups: both } = tally(14, duties(7, 4, 3))
    const kept = { period: of, roster, sheets, heads: counts, groups: both }
    const old = { ...kept, voices: { named: 2, anonymous: 1 } }
    const { heads, groups, voices } = publish(tally(14, duties(7, 4, 3)), scales)
    expect(publishOld(old, scales, false)).toMatchObject({ heads, groups, voices, remedies: null })
    expect(publishOld(old, scales, true).heads).toEqual({ duties: { kind: 'withheld' } })
  })

  it('survives the database: what was published is plain JSON', () => {
    const published = publish(tally(14, duties(9, 5, 0)), scales)
    expect(JSON.parse(JSON.stringify(published))).toEqual(published)
  })

  it('refuses a level the scale does not have', () => {
    expect(() => publish(tally(6, { duties: { fine: 6 } }), scales)).toThrow(RangeError)
  })
})
