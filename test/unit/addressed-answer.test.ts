import { describe, expect, it } from 'vitest'
import { readAddressed } from '../../src/domain/addressed-answer.ts'
import { fold } from '../../src/domain/folded-words.ts'

describe('readAddressed', () => {
  it.each<[string, string | null]>([
    ['câu 1 chọn 2', '1/2'],
    ['Câu 1: 2', '1/2'],
    ['cau 12 chon 3', '12/3'],
    ['CÂU SỐ 3 CHỌN SỐ 1 Ạ', '3/1'],
    ['dạ câu 3 là 2 ạ', '3/2'],
    ['câu ３ chọn ２', '3/2'],
    ['question 4 is 2', '4/is 2'],
    ['câu một chọn hai', '1/hai'],
    ['cau muoi la ba', '10/ba'],
    ['Câu số ba: làm tốt', '3/làm tốt'],
    ['câu hai', null],
    ['câu 3 làm tốt', '3/làm tốt'],
    ['câu 3', null],
    ['câu hỏi hay', null],
    ['3 chọn 2', null],
    ['câu', null],
    ['', null],
  ])('%j', (typed, expected) => {
    for (const form of ['NFC', 'NFD'] as const) {
      const named = readAddressed(typed.normalize(form))
      expect(named === null ? null : fold(`${String(named.question)} ${named.answer}`)).toBe(
        expected === null ? null : fold(expected.replace('/', ' ')),
      )
    }
  })
})
