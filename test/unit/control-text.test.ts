import { describe, expect, it } from 'vitest'
import { type ControlWords, readControl } from '../../src/domain/control-text.ts'

describe('readControl', () => {
  const words: ControlWords = {
    back: ['quay lại', 'back'],
    skip: ['bỏ qua'],
    pause: ['dừng', 'dừng, làm sau'],
    resume: ['tiếp tục'],
    help: ['hướng dẫn', 'giúp'],
    submit: ['gửi'],
    edit: ['sửa câu', 'sửa', 'edit'],
    keep: ['giữ nguyên'],
    why: ['vì sao hỏi'],
    paper: ['tôi ghi giấy'],
    here: ['ở đây'],
  }
  it.each<[string, string | null]>([
    ['quay lại', 'back'],
    ['Quay lai ạ', 'back'],
    ['BACK', 'back'],
    ['bo qua', 'skip'],
    ['dừng', 'pause'],
    ['dung lam sau', 'pause'],
    ['đúng', null],
    ['tiếp tục nhé', 'resume'],
    ['xin gửi ạ', 'submit'],
    ['gửi.', 'submit'],
    ['giúp bà con dọn đường', null],
    ['sửa', 'edit null'],
    ['sửa 3', 'edit 3'],
    ['sua 3', 'edit 3'],
    ['sửa câu 3', 'edit 3'],
    ['sửa câu số 12 ạ', 'edit 12'],
    ['Edit 3.', 'edit 3'],
    ['o day', 'here'],
    ['Ở đây ạ', 'here'],
    ['ở đây không có', null],
    ['sửa 3 và 4', null],
    ['sửa ba', null],
    ['sửa lỗi chính tả', null],
    ['3', null],
    ['', null],
  ])('%j', (typed, expected) => {
    const control = readControl(typed, words)
    expect(
      control === null
        ? null
        : control.kind === 'edit'
          ? `edit ${String(control.number)}`
          : control.kind,
    ).toBe(expected)
  })
})
