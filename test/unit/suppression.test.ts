import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block } from '../../src/domain/checkpoint.ts'
import { period } from '../../src/domain/period.ts'
import { mayShowAnonymousTexts, publish, publishRow } from '../../src/domain/suppression.ts'
import type { Tally } from '../../src/domain/tally.ts'

const levels = ['good', 'strive', 'mend']
const scales = { heads: levels, groups: levels }
const row = (...counts: readonly number[]): readonly Block[] =>
  counts.map((count, place) => ({ levels: [levels[place] ?? String(place)], count }))
const shown = (...counts: readonly number[]): string =>
  JSON.stringify(briefly(publishRow(row(...counts), 'closing', [])))

/** `good 11 · strive+mend 3`, `most good`, `mixed`, `few`. */
function briefly(published: ReturnType<typeof publishRow>): string {
  if (published.kind === 'fewRespondents') return 'few'
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
        const published = publishRow(row(...counts), 'closing', [])
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
  version: 1,
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
  heads,
  groups: { I: { good: 4, strive: 0, mend: 0 }, II: { good: 3, strive: 3, mend: 0 } },
  remedies: {
    created: 5,
    noMeasure: 2,
    inProgress: 6,
    overdue: 2,
    done: 9,
    dueInPeriod: 11,
    doneOfDue: 9,
  },
  voices: { named: 2, anonymous: 1 },
})
const duties = (good: number, strive: number, mend: number): Tally['heads'] => ({
  duties: { good, strive, mend },
})

describe('publish', () => {
  it('at closing gives figures, remedies without "no measure", and voices in one number', () => {
    const published = publish(tally(14, duties(7, 4, 3)), scales, 'closing', null)
    expect(briefly(published.heads['duties'] ?? { kind: 'fewRespondents' })).toBe(
      'good 7 · strive 4 · mend 3',
    )
    expect([briefly(published.groups.I), briefly(published.groups.II)]).toEqual([
      'few',
      'good 3 · strive+mend 3',
    ])
    expect(published.remedies).toEqual({
      created: 5,
      inProgress: 6,
      overdue: 2,
      done: 9,
      dueInPeriod: 11,
      doneOfDue: 9,
    })
    expect(published.voices).toBe(3)
    expect(mayShowAnonymousTexts(published)).toBe(true)
  })

  it('under five respondents gives no content, and remedies and voices all the same', () => {
    const published = publish(tally(4, duties(4, 0, 0)), scales, 'closing', null)
    expect([published.heads['duties'], published.groups.II]).toEqual([
      { kind: 'fewRespondents' },
      { kind: 'fewRespondents' },
    ])
    expect([
      published.remedies?.created,
      published.voices,
      mayShowAnonymousTexts(published),
    ]).toEqual([5, 3, false])
  })

  it('at a checkpoint gives words only; the next takes five more', () => {
    const first = publish(tally(6, duties(5, 1, 0)), scales, 'checkpoint', null)
    expect([
      briefly(first.heads['duties'] ?? { kind: 'fewRespondents' }),
      first.remedies,
      first.voices,
    ]).toEqual(['most good', null, null])
    expect(publish(tally(10, duties(5, 5, 0)), scales, 'checkpoint', first)).toBe(first)
    const second = publish(tally(11, duties(6, 5, 0)), scales, 'checkpoint', first)
    expect(briefly(second.heads['duties'] ?? { kind: 'fewRespondents' })).toBe('mixed')
    const last = publish(tally(14, duties(8, 6, 0)), scales, 'closing', second)
    expect(briefly(last.heads['duties'] ?? { kind: 'fewRespondents' })).toBe(
      'good 8 · strive+mend 6',
    )
  })

  it('keeps the words of the checkpoint where the last to come would be told from the figures', () => {
    const checkpoint = publish(tally(10, duties(9, 1, 0)), scales, 'checkpoint', null)
    const closing = publish(tally(11, duties(9, 2, 0)), scales, 'closing', checkpoint)
    expect(closing.heads['duties']).toMatchObject({
      kind: 'majority',
      level: 'good',
      respondents: 10,
    })
    const spread = publish(tally(12, duties(9, 3, 0)), scales, 'closing', checkpoint)
    expect(spread.heads['duties']).toMatchObject({
      kind: 'majority',
      level: 'good',
      respondents: 10,
    })
  })

  it('survives the database: what was published is plain JSON and does as well when read back', () => {
    const checkpoint = publish(tally(6, duties(5, 1, 0)), scales, 'checkpoint', null)
    const read = JSON.parse(JSON.stringify(checkpoint)) as typeof checkpoint
    expect(read).toEqual(checkpoint)
    const closing = tally(14, duties(9, 5, 0))
    expect(publish(closing, scales, 'closing', read)).toEqual(
      publish(closing, scales, 'closing', checkpoint),
    )
  })

  it('refuses an earlier publication of another period, and a level the scale does not have', () => {
    const other = {
      ...publish(tally(6, duties(5, 1, 0)), scales, 'closing', null),
      period: period('2026-10'),
    }
    expect(() => publish(tally(6, duties(5, 1, 0)), scales, 'closing', other)).toThrow(RangeError)
    expect(() => publish(tally(6, { duties: { fine: 6 } }), scales, 'closing', null)).toThrow(
      RangeError,
    )
  })
})
