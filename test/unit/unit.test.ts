import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseUnitPart, toneMarked } from '../../src/domain/unit.ts'

describe("a paper's unit", () => {
  it.each([
    ['Đảng uỷ phường An Hoà', 'Đảng ủy phường An Hòa'],
    ['CHI UỶ, THUỶ LỢI, HOẠ SĨ', 'CHI ỦY, THỦY LỢI, HỌA SĨ'],
    ['khoẻ, loè, Toà án, tuỳ', 'khỏe, lòe, Tòa án, tùy'],
    ['quý IV, quỹ, hoàn, thuý kiều, toán, Quỳnh', 'quý IV, quỹ, hoàn, thúy kiều, toán, Quỳnh'],
  ])('%s or %s, as the branch writes', (late, early) => {
    expect(toneMarked(late, {})).toBe(early)
    expect(toneMarked(early, { toneMark: 'ủy' })).toBe(early)
    expect(toneMarked(early, { toneMark: 'uỷ' })).toBe(late)
    expect(toneMarked(late.normalize('NFD'), { toneMark: 'uỷ' })).toBe(late)
  })

  it('changing over and back gives the words again, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const usual = toneMarked(text, {})
        expect(toneMarked(toneMarked(usual, { toneMark: 'uỷ' }), {})).toBe(usual)
      }),
    )
  })

  it.each([
    ['superior', ' Đảng bộ  phường An Hải ', 'Đảng bộ phường An Hải'],
    [
      'issuer',
      'Chi bộ Tổ dân phố số 5 (khối 2), “Hoà Bình” & Đ.K',
      'Chi bộ Tổ dân phố số 5 (khối 2), “Hoà Bình” & Đ.K',
    ],
    ['place', 'x'.repeat(120), 'x'.repeat(120)],
    ['symbol', 'CB-TDP5', 'CB-TDP5'],
    ['toneMark', 'u\u1ef7', 'uỷ'],
  ] as const)('%s: %s is taken', (part, typed, value) => {
    expect(parseUnitPart(part, typed)).toEqual({ ok: true, value })
  })

  it.each([
    ['issuer', '   ', 'empty'],
    ['issuer', 'x'.repeat(121), 'tooLong'],
    ['issuer', 'Chi bộ <b>5</b>', 'strangeLetters'],
    ['issuer', 'Chi bộ \u202e5', 'strangeLetters'],
    ['superior', '=HYPERLINK("http://a")', 'strangeLetters'],
    ['superior', 'Chi bộ\nhai dòng', 'strangeLetters'],
    ['place', 'An\u200fHải', 'strangeLetters'],
    ['symbol', 'C B', 'notASymbol'],
    ['symbol', 'x'.repeat(21), 'notASymbol'],
    ['symbol', '/CB', 'notASymbol'],
    ['toneMark', 'uy', 'notAToneMark'],
  ] as const)('%s: %s is refused', (part, typed, reason) => {
    expect(parseUnitPart(part, typed)).toEqual({ ok: false, reason })
  })
})
