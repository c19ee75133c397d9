import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeToneMarks } from '../../src/domain/tone-marks.ts'

const onsets = [
  '',
  'b',
  'c',
  'ch',
  'd',
  'đ',
  'g',
  'h',
  'k',
  'kh',
  'l',
  'm',
  'n',
  'ng',
  'nh',
  'ph',
  'r',
  's',
  't',
  'th',
  'tr',
  'v',
  'x',
]
const rhymes: readonly (readonly [onFirst: string, onSecond: string])[] = [
  ['òa', 'oà'],
  ['óa', 'oá'],
  ['ỏa', 'oả'],
  ['õa', 'oã'],
  ['ọa', 'oạ'],
  ['òe', 'oè'],
  ['óe', 'oé'],
  ['ỏe', 'oẻ'],
  ['õe', 'oẽ'],
  ['ọe', 'oẹ'],
  ['ùy', 'uỳ'],
  ['úy', 'uý'],
  ['ủy', 'uỷ'],
  ['ũy', 'uỹ'],
  ['ụy', 'uỵ'],
]
const capital = (word: string) => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1)
const cases = [(word: string) => word, capital, (word: string) => word.toLocaleUpperCase('vi')]
const syllables = onsets.flatMap((onset) =>
  rhymes.flatMap(([first, second]) =>
    cases.map((write) => [write(onset + first), write(onset + second)] as const),
  ),
)

describe('a syllable that ends in oa, oe or uy', () => {
  it('has its mark where the style wants it, whatever it begins with and however it is written', () => {
    for (const [first, second] of syllables) {
      expect([placeToneMarks(first, 'ủy'), placeToneMarks(second, 'ủy')]).toEqual([first, first])
      expect([placeToneMarks(first, 'uỷ'), placeToneMarks(second, 'uỷ')]).toEqual([second, second])
      expect(placeToneMarks(first.normalize('NFD'), 'uỷ')).toBe(second)
    }
  })

  it.each([
    [
      'Đảng ủy phường An Hòa, chi ủy, khỏe mạnh, chuyển hóa',
      'Đảng uỷ phường An Hoà, chi uỷ, khoẻ mạnh, chuyển hoá',
    ],
    ['ĐẢNG ỦY XÃ HÒA BÌNH; thủy-lợi', 'ĐẢNG UỶ XÃ HOÀ BÌNH; thuỷ-lợi'],
  ])('in a sentence: %s', (first, second) => {
    expect(placeToneMarks(first, 'uỷ')).toBe(second)
    expect(placeToneMarks(second, 'ủy')).toBe(first)
  })
})

it.each([
  'quý IV, Quý vị, QUỲ, quỹ, quả, quá, quẻ',
  'hoàn toàn, toán, hoạt động, loại, xoáy, ngoéo, khoẻn',
  'huỳnh, khuỷu, luỹnh, thuở, thuế, tuần, của',
  'hoa, hoe, huy, ý kiến',
  'Zòa, wủy, abcủy',
  'mùa, múa, bìa, chịu',
])('%s is the same in both styles', (text) => {
  expect(placeToneMarks(text, 'ủy')).toBe(text)
  expect(placeToneMarks(text, 'uỷ')).toBe(text)
})

const words = fc.constantFrom(
  ...syllables.map(([first]) => first),
  'quý',
  'hoàn',
  'Chi bộ',
  'tháng 11',
  ' ',
  ', ',
  '“',
  'x',
  'ủ',
  'y',
  '\u0301',
)
const texts = fc.oneof(
  fc.array(words).map((parts) => parts.join('')),
  fc.array(words).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme' }),
)

it('turned there and back is as it was, and turned twice as turned once', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const [first, second] = [placeToneMarks(text, 'ủy'), placeToneMarks(text, 'uỷ')]
      expect(placeToneMarks(second, 'ủy')).toBe(first)
      expect(placeToneMarks(first, 'uỷ')).toBe(second)
      expect(placeToneMarks(first, 'ủy')).toBe(first)
      expect(placeToneMarks(second, 'uỷ')).toBe(second)
    }),
    { numRuns: 500 },
  )
})
