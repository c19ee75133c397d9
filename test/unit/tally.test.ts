import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { period } from '../../src/domain/period.ts'
import { type SheetContent, type TallyRow, tallyOf } from '../../src/domain/tally.ts'

const scale = ['good', 'strive', 'mend']
const scales = { heads: scale, groups: ['none', 'strive', 'mend'] }
const remedies = { due: 5, done: 4, owners: 3, otherOwners: 2 }
const november = period('2026-11')

function tally(rows: readonly TallyRow[]) {
  return tallyOf({
    period: november,
    scales,
    heads: ['thought', 'ethics'],
    rows,
    remedies,
    voices: 3,
  })
}
function row(content: SheetContent | null, more: Partial<TallyRow> = {}): TallyRow {
  return { isExempt: false, isReader: false, state: 'done', isLate: false, content, ...more }
}
const sheet = (
  thought: string,
  ...manifestations: SheetContent['manifestations']
): SheetContent => ({ heads: { thought }, manifestations })

const anyItem = fc.record({
  group: fc.constantFrom('I', 'II' as const),
  level: fc.constantFrom(...scales.groups),
})
const anyRow = fc.record({
  isExempt: fc.boolean(),
  isReader: fc.boolean(),
  isLate: fc.boolean(),
  state: fc.constantFrom('done', 'onPaper', 'inProgress', 'notBegun' as const),
  content: fc.option(
    fc.record({
      heads: fc.dictionary(fc.constantFrom('thought', 'ethics'), fc.constantFrom(...scale)),
      manifestations: fc.array(anyItem, { maxLength: 3 }),
    }),
  ),
})
const anyTally = fc.array(anyRow, { maxLength: 30 }).map(tally)

describe('tallyOf', () => {
  it('counts levels by head; a skipped head counts nowhere', () => {
    const counted = tally([
      row(sheet('good')),
      row(sheet('good')),
      row({ heads: { ethics: 'mend' }, manifestations: [] }),
    ])
    expect(counted.heads).toEqual({
      thought: { good: 2, strive: 0, mend: 0 },
      ethics: { good: 0, strive: 0, mend: 1 },
    })
    expect(counted.sheets).toBe(3)
  })

  it('counts a person once in a group, with the worst of their items', () => {
    const three = row(
      sheet(
        'good',
        { group: 'I', level: 'strive' },
        { group: 'I', level: 'mend' },
        { group: 'I', level: 'none' },
      ),
    )
    const other = row(sheet('good', { group: 'II', level: 'none' }))
    expect(tally([three, other]).groups).toEqual({
      I: { none: 0, strive: 0, mend: 1 },
      II: { none: 1, strive: 0, mend: 0 },
    })
  })

  it.each<[string, TallyRow]>([
    ['on paper', row(null, { state: 'onPaper' })],
    ['still open', row(sheet('mend'), { state: 'inProgress' })],
    ['late', row(sheet('mend'), { isLate: true })],
    ['exempt', row(sheet('mend'), { isExempt: true })],
  ])('%s: no content counts', (_, one) => {
    expect(tally([one])).toMatchObject({
      sheets: 0,
      heads: { thought: { good: 0, strive: 0, mend: 0 } },
    })
  })

  it('counts apart whose sheets are not a reader’s, of those who answered themselves', () => {
    const counted = tally([
      row(sheet('good')),
      row(sheet('good'), { isReader: true }),
      row(sheet('mend'), { isEntered: true }),
      row(sheet('mend'), { isLate: true }),
    ])
    expect([counted.sheets, counted.others, counted.entered?.sheets]).toEqual([2, 1, 1])
  })

  it('throws on a level that the scale does not have', () => {
    expect(() => tally([row(sheet('excellent'))])).toThrow(RangeError)
  })

  it('is JSON', () => {
    fc.assert(
      fc.property(anyTally, (one) => {
        expect(JSON.parse(JSON.stringify(one))).toEqual(one)
      }),
    )
  })
})
