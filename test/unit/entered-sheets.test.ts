// Sheets whose letters the secretary entered from paper: counted like others, and no help in
// telling how the others answered.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRoster } from '../../src/domain/participation.ts'
import { period } from '../../src/domain/period.ts'
import { publish } from '../../src/domain/suppression.ts'
import { tallyOf, type TallyRow } from '../../src/domain/tally.ts'

const scale = ['good', 'effort', 'mend']
const scales = { heads: scale, groups: scale }
const remedies = { due: 0, done: 0, owners: 0, otherOwners: 0 }
const row = (level: string, isEntered = false): TallyRow => ({
  isExempt: false,
  isReader: false,
  isLate: false,
  state: 'done',
  isEntered,
  content: { heads: { duties: level }, manifestations: [{ group: 'I', level }] },
})
const tally = (rows: readonly TallyRow[]) =>
  tallyOf({
    period: period('2026-11'),
    scales,
    heads: ['duties'],
    rows,
    remedies,
    voices: 0,
  })
const of = (count: number, level: string, isEntered = false) =>
  Array.from({ length: count }, () => row(level, isEntered))
const figures = (rows: readonly TallyRow[]) => {
  const { duties } = publish(tally(rows), scales).heads
  return duties?.kind === 'figures'
    ? duties.blocks.map(({ levels, count }) => `${levels.join('+')} ${String(count)}`).join(' · ')
    : duties?.kind
}

describe('sheets entered from paper', () => {
  it('are a part of those done, said only where there are any', () => {
    expect(countRoster([row('good'), row('good', true)])).toMatchObject({
      done: 2,
      expected: 2,
      entered: 1,
    })
    expect(countRoster([row('good')])).not.toHaveProperty('entered')
    expect(countRoster([{ ...row('good', true), state: 'onPaper' }])).not.toHaveProperty('entered')
  })

  it('are in the figures of the closing', () => {
    expect(figures([...of(6, 'good'), ...of(3, 'effort'), ...of(2, 'effort', true)])).toBe(
      'good 6 · effort+mend 5',
    )
    expect(publish(tally([...of(6, 'good'), ...of(2, 'good', true)]), scales)).toMatchObject({
      sheets: 6,
      entered: 2,
    })
  })

  it('make no figures of what would otherwise have none: the secretary would subtract them', () => {
    expect(figures([...of(4, 'good'), ...of(4, 'good', true)])).toBe('fewRespondents')
    expect(figures([...of(5, 'good'), ...of(1, 'mend'), ...of(5, 'mend', true)])).toBe('majority')
    const known = fc.array(fc.constantFrom(...scale), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scale), { maxLength: 15 }), known, (own, entered) => {
        const rows = own.map((level) => row(level))
        const both = publish(tally([...rows, ...entered.map((level) => row(level, true))]), scales)
          .heads['duties']
        const alone = publish(tally(rows), scales).heads['duties']
        expect(both?.kind).toBe(alone?.kind)
        if (both?.kind !== 'figures' || alone?.kind !== 'figures') return
        const subtracted = both.blocks.map(
          ({ levels, count }) => count - entered.filter((level) => levels.includes(level)).length,
        )
        expect(subtracted).toEqual(alone.blocks.map(({ count }) => count))
      }),
    )
  })
})
