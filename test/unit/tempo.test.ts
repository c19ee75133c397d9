import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameText, isTooQuick } from '../../src/domain/tempo.ts'

const start = new Date('2026-11-27T13:00:00Z')
const after = (ms: number): Date => new Date(start.getTime() + ms)

describe('isTooQuick', () => {
  it.each([
    ['all good in 15 s', [false, false, false], 15_000, true],
    ['all good in 19.999 s', [false, false], 19_999, true],
    ['all good in 20 s', [false, false], 20_000, false],
    ['one shortcoming in 5 s', [false, true, false], 5_000, false],
    ['nothing chosen', [], 1_000, false],
    ['a clock that went back', [false], -1, false],
    ['two days, stopped and resumed', [false], 172_800_000, false],
  ])('%s', (_, admits, ms, quick) => {
    expect(isTooQuick(admits, start, after(ms))).toBe(quick)
  })

  it('takes another limit', () => {
    expect(isTooQuick([false], start, after(25_000), 30_000)).toBe(true)
  })
})

describe('isSameText', () => {
  it.each([
    ['Đã đọc 2 văn bản, ghi sổ tay.', 'da doc 2 van ban ghi so tay', true],
    ['Giúp bà con', '  GIÚP  BÀ   CON !', true],
    ['Giúp bà con'.normalize('NFD'), 'Giúp bà con', true],
    ['Ｇiúp\u00A0bà c\u200Bon', 'Giúp bà con', true],
    ['đọc 2 văn bản', 'đọc 3 văn bản', false],
    ['Giúp bà con', 'Giúp bà con dọn ngõ', false],
    ['', '', false],
    ['...', '!!!', false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(isSameText(a, b)).toBe(same)
  })

  it('does not depend on the order of the two', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(isSameText(a, b)).toBe(isSameText(b, a))
      }),
    )
  })
})
