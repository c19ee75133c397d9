import { describe, expect, it } from 'vitest'
import { fold } from '../../src/domain/folded-words.ts'

describe('fold', () => {
  it.each([
    ['  Đồng  chí, ĐÚNG không? ', 'dong chi dung khong'],
    ['/Tổng hợp', 'tong hop'],
    ['“quay lại”', 'quay lai'],
    ['Ｓửa　３', 'sua 3'],
    ['ủy uỷ', 'uy uy'],
    ['quay\u200Blại', 'quaylai'],
    ['!', ''],
  ])('%j', (text, folded) => {
    expect(fold(text)).toBe(folded)
    expect(fold(text.normalize('NFD'))).toBe(folded)
    expect(fold(folded)).toBe(folded)
  })
})
