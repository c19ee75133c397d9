import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchChoice } from '../../src/domain/choice-text.ts'
import { readAddressed } from '../../src/domain/addressed-answer.ts'
import { fold } from '../../src/domain/folded-words.ts'
import { numberWords } from '../../src/domain/number-words.ts'

const levels = ['Làm tốt', 'Có mặt cần cố gắng', 'Cần khắc phục']
const promise = ['Đã xong', 'Đang làm', 'Xin lùi hạn', 'Không còn phù hợp']
const link = ['Đúng', 'Không phải']
const gentle = ['Có, tôi ghi một việc', 'Không, tiếp tục']
const start = ['Bắt đầu', 'Để sau', 'Tôi ghi giấy']
const choicesOf = (labels: readonly string[]) => labels.map((label) => ({ label }))

describe('matchChoice', () => {
  // The number expected is the one shown, from 1; 'none' and 'several' as they are.
  it.each<[string, readonly string[], number | 'none' | 'several']>([
    ['1', levels, 1],
    ['1.', levels, 1],
    ['2)', levels, 2],
    ['(3)', levels, 3],
    ['số 1', levels, 1],
    ['so 2', levels, 2],
    ['Số 3 ạ', levels, 3],
    ['dạ 1', levels, 1],
    ['tôi chọn số 2 ạ', levels, 2],
    ['１', levels, 1],
    ['２．', levels, 2],
    ['1️⃣', levels, 1],
    [' 3 ', levels, 3],
    ['1. Làm tốt', levels, 1],
    ['2 làm tốt', levels, 'none'],
    ['chọn 2', levels, 2],
    ['CHỌN 2', levels, 2],
    ['chon so 2 a.', levels, 2],
    ['chọn dòng 3 ạ', levels, 3],
    ['lựa chọn 1', levels, 1],
    ['phương án 2', levels, 2],
    ['đáp án số 3', levels, 3],
    ['ý 1', levels, 1],
    ['mục 2.', levels, 2],
    ['là 2', levels, 2],
    ['option 3', levels, 3],
    ['số', levels, 'none'],
    ['chọn', levels, 'none'],
    ['0', levels, 'none'],
    ['4', levels, 'none'],
    ['12', levels, 'none'],
    ['1 2', levels, 'none'],
    ['-1', levels, 1],
    ['câu 1', levels, 'none'],
    ['Làm tốt', levels, 1],
    ['làm tốt', levels, 1],
    ['lam tot', levels, 1],
    ['LAM TOT', levels, 1],
    ['làm tốt.', levels, 1],
    ['làm tót', levels, 1],
    ['làm tột', levels, 'none'],
    ['lam tốt', levels, 1],
    ['Làm  tốt ạ', levels, 1],
    ['cần khắc phục', levels, 3],
    ['co mat can co gang', levels, 2],
    ['làm', levels, 1],
    ['cần', levels, 3],
    ['can khac', levels, 3],
    ['có', levels, 2],
    ['c', levels, 'none'],
    ['ca', levels, 'none'],
    ['đã xong', promise, 1],
    ['da xong', promise, 1],
    ['đa xong', promise, 1],
    ['Đã xong rồi ạ', promise, 1],
    ['xong', promise, 'none'],
    ['dang lam', promise, 2],
    ['đang', promise, 2],
    ['da', promise, 'none'],
    ['dạ', promise, 'none'],
    ['phù hợp', promise, 'none'],
    ['đúng', link, 1],
    ['dung', link, 1],
    ['đúng rồi ạ', link, 1],
    ['dạ đúng ạ', link, 1],
    ['dạ, đúng rồi', link, 1],
    ['dừng', link, 'none'],
    ['không', link, 2],
    ['khong phai', link, 2],
    ['không phải ạ', link, 2],
    ['không đúng', link, 'none'],
    ['có', gentle, 1],
    ['không ạ', gentle, 2],
    ['co', gentle, 1],
    ['khong tiep tuc', gentle, 2],
    ['tôi ghi giấy', start, 3],
    ['ghi giấy', start, 'none'],
    ['de sau', start, 2],
    ['để sau nhé', start, 2],
    ['tôi', start, 'none'],
    ['đồng ý', ['Đồng ý', 'Không'], 1],
    ['không đồng ý', ['Đồng ý', 'Không'], 'none'],
    ['tôi đồng ý', ['Đồng ý', 'Không'], 1],
    ['dung', ['Đúng', 'Dừng'], 'several'],
    ['đúng', ['Đúng', 'Dừng'], 1],
    ['dừng', ['Đúng', 'Dừng'], 2],
    ['góp ý', ['Góp ý có tên', 'Góp ý không nêu tên', 'Không có'], 'several'],
    ['gop y khong', ['Góp ý có tên', 'Góp ý không nêu tên'], 2],
    ['phường An Hoà', ['Phường An Hòa', 'Phường An Bình'], 1],
    ['Het thang 12', ['Kỳ họp tới 03/12', 'Hết tháng 12'], 2],
    ['03/12', ['Kỳ họp tới 03/12', 'Hết tháng 12'], 'none'],
    ['1', ['Bỏ qua'], 1],
    ['bo qua', ['Bỏ qua'], 1],
    ['', levels, 'none'],
    ['...', levels, 'none'],
    ['👍', levels, 'none'],
    ['1', [], 'none'],
  ])('%j of %j', (typed, labels, expected) => {
    for (const form of ['NFC', 'NFD'] as const) {
      const match = matchChoice(typed.normalize(form), choicesOf(labels))
      expect(match.kind === 'one' ? match.index + 1 : match.kind).toBe(expected)
    }
  })

  it('finds every choice by its number and by its label, with or without accents, in any case, whatever the labels', () => {
    const word = fc.constantFrom(
      'Làm',
      'tốt',
      'Cần',
      'khắc',
      'phục',
      'Đã',
      'đang',
      'Không',
      'tháng',
      '12',
      'ngày',
      '03/12',
    )
    const label = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
    const isWordy = (text: string) => /\p{L}/u.test(text)
    fc.assert(
      fc.property(
        fc.uniqueArray(label.filter(isWordy), { selector: fold, minLength: 1, maxLength: 5 }),
        (labels) => {
          labels.forEach((text, index) => {
            const number = String(index + 1)
            for (const typed of [
              number,
              `${number}.`,
              text,
              text.toUpperCase(),
              fold(text),
              text.normalize('NFD'),
              `${text} ạ`,
            ]) {
              expect(matchChoice(typed, choicesOf(labels))).toEqual({ kind: 'one', index })
            }
          })
        },
      ),
      { examples: [[['Làm', '03/12 khắc', '12 khắc']]] },
    )
  })

  it('never throws', () => {
    const odd = fc.constantFrom(
      '1',
      '９',
      'a',
      'Ạ',
      'đ',
      '\u0301',
      '\u200B',
      '\u202E',
      '\0',
      '\uD800',
      '👍',
      '.',
      ' ',
      '\n',
      'ﬁ',
      'İ',
    )
    const kindOf = (typed: string) => matchChoice(typed, choicesOf(levels)).kind
    fc.assert(
      fc.property(fc.string({ unit: odd }), (typed) =>
        ['one', 'none', 'several'].includes(kindOf(typed)),
      ),
    )
  })
})

describe('a number written out', () => {
  const districts = ['An Bình', 'Phước Mỹ', 'Hải Châu']
  it.each<[string, readonly string[], number | 'none' | 'several']>([
    ['một', levels, 1],
    ['hai', levels, 2],
    ['Ba ạ', levels, 3],
    ['BA', levels, 3],
    ['mot', levels, 1],
    ['dạ hai ạ', levels, 2],
    ['số ba', levels, 3],
    ['so mot', levels, 1],
    ['tôi chọn số hai ạ', levels, 2],
    ['chon phuong an ba', levels, 3],
    ['two', levels, 2],
    ['bốn', promise, 4],
    ['bon', promise, 4],
    ['bốn', levels, 'none'],
    ['sau', start, 'none'],
    ['mốt', levels, 'none'],
    ['bà', levels, 'none'],
    ['thứ hai', levels, 'none'],
    ['hai ba', levels, 'none'],
    ['một hai', levels, 'none'],
    ['một việc', levels, 'none'],
    ['không một', levels, 'none'],
    // A label that has the word: only where it is the one the number names.
    ['một', gentle, 1],
    ['một', ['Không', 'Có một việc'], 'several'],
    ['hai', districts, 'several'],
    ['ba', districts, 3],
    ['một', ['Hai', 'Một'], 2],
    ['hai', ['Hai', 'Một'], 1],
  ])('%j of %j', (typed, labels, expected) => {
    for (const form of ['NFC', 'NFD'] as const) {
      const match = matchChoice(typed.normalize(form), choicesOf(labels))
      expect(match.kind === 'one' ? match.index + 1 : match.kind).toBe(expected)
    }
  })

  const spelling = fc.constantFrom(
    ...numberWords.flatMap((spellings, place) =>
      spellings.map((word) => ({ word, number: place + 1 })),
    ),
  )
  const manner = fc.constantFrom<(word: string) => string>(
    (word) => word,
    fold,
    (word) => word.toUpperCase(),
    (word) => word.normalize('NFD'),
    (word) => `${word} ạ`,
    (word) => `số ${word}`,
    (word) => `tôi chọn ${word}.`,
  )

  it('is the choice of that number, however it is spelt, or none; and never another', () => {
    const count = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(spelling, manner, count, ({ word, number }, write, labels) => {
        const choices = choicesOf(
          Array.from({ length: labels }, (_, index) => `Xyz${'qrstuvwkjzhp'[index] ?? ''}`),
        )
        const match = matchChoice(write(word), choices)
        expect(match).toEqual(
          number <= labels ? { kind: 'one', index: number - 1 } : { kind: 'none' },
        )
      }),
    )
  })

  it('changes nothing that was taken for a label, and takes nothing where words of one’s own are asked for', () => {
    const labels = fc.uniqueArray(
      fc.constantFrom(
        'Một phần',
        'Cả hai',
        'Ba lần',
        'Năm nay',
        'Để sau',
        'Bảy ngày',
        'Không',
        'Tám',
        'Hải Châu',
      ),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(spelling, manner, labels, ({ word, number }, write, list) => {
        const [written, freely] = [
          matchChoice(write(word), choicesOf(list)),
          matchChoice(write(word), choicesOf(list), { hasFreeText: true }),
        ]
        if (freely.kind !== 'one') return
        const isLabelItself = fold(list[freely.index] ?? '') === fold(word)
        const expected =
          isLabelItself || freely.index === number - 1 || number > list.length
            ? freely
            : { kind: 'several' }
        // Where another label has the word too, to ask again is as good.
        const isInAnother = list.some(
          (label, place) => place !== freely.index && fold(label).split(' ').includes(fold(word)),
        )
        expect(isInAnother && written.kind === 'several' ? expected : written).toEqual(expected)
      }),
    )
    for (const { word } of fc.sample(spelling, 50)) {
      expect(
        matchChoice(word, choicesOf(['Chưa có biện pháp', 'Xyz']), { hasFreeText: true }),
      ).toEqual({ kind: 'none' })
      expect(readAddressed(`câu ${word} chọn 2`, { hasFreeText: true })).toBeNull()
    }
  })
})

describe('other words for a choice', () => {
  const asked = [
    { label: 'Đồng ý', also: ['có', 'vâng', 'dạ vâng'] },
    { label: 'Không đồng ý', also: ['không', 'chưa'] },
  ]
  it.each<[string, number | 'none']>([
    ['Có ạ', 1],
    ['dạ có', 1],
    ['Dạ, có ạ', 1],
    ['CÓ', 1],
    ['co', 1],
    ['vâng', 1],
    ['Vâng ạ.', 1],
    ['dạ vâng ạ', 1],
    ['không ạ', 2],
    ['dạ không', 2],
    ['chưa', 2],
    ['dạ', 'none'],
    ['có thể', 'none'],
    ['cô', 'none'],
    ['có không', 'none'],
    ['1', 1],
    ['2)', 2],
    ['đồng ý', 1],
    ['không đồng ý', 2],
  ])('%j', (typed, expected) => {
    for (const form of ['NFC', 'NFD'] as const) {
      const match = matchChoice(typed.normalize(form), asked)
      expect(match.kind === 'one' ? match.index + 1 : match.kind).toBe(expected)
    }
  })
})
