import { describe, expect, it } from 'vitest'
import type { AgendaEdit } from '../../src/domain/agenda.ts'
import { readAgendaRequest } from '../../src/domain/agenda-line.ts'

const add = (title: string, minutes: number, at: number | null = null): AgendaEdit => ({
  kind: 'add',
  title,
  minutes,
  at,
})

describe('a change of an agenda', () => {
  it.each<[string, AgendaEdit]>([
    ['mục 3 20 phút', { kind: 'minutes', number: 3, minutes: 20 }],
    ['Muc 3: 20p', { kind: 'minutes', number: 3, minutes: 20 }],
    ['mục 3 0 phút', { kind: 'minutes', number: 3, minutes: 0 }],
    ['item 12 500 minutes', { kind: 'minutes', number: 12, minutes: 500 }],
    ['thêm mục Văn nghệ 10 phút', add('Văn nghệ', 10)],
    ['them muc   Sơ kết 6 tháng   (15 phút) vào mục 2', add('Sơ kết 6 tháng', 15, 2)],
    ['thêm mục Báo cáo: 10 phút', add('Báo cáo', 10)],
    ['thêm mục <b>“x”</b> =HYPERLINK("a") 5 phút', add('<b>“x”</b> =HYPERLINK("a")', 5)],
    ['add item Songs 10 minutes at 2', add('Songs', 10, 2)],
    ['thêm mục Ca \u202Eđảo\u202C\u200F 5 phút', add('Ca đảo', 5)],
    ['bỏ mục 4', { kind: 'remove', number: 4 }],
    ['XÓA MỤC 4', { kind: 'remove', number: 4 }],
    ['chuyển mục 5 lên 2', { kind: 'move', number: 5, to: 2 }],
    ['chuyen muc 5 ve muc 1', { kind: 'move', number: 5, to: 1 }],
    ['đổi tên mục 3: Thành phần dự họp', { kind: 'rename', number: 3, title: 'Thành phần dự họp' }],
    ['đổi tên mục 3 thành Báo cáo', { kind: 'rename', number: 3, title: 'Báo cáo' }],
  ])('%s', (typed, edit) => {
    expect(readAgendaRequest(typed)).toEqual({ kind: 'edit', edits: [edit] })
  })

  it.each([
    'mục 3 -5 phút',
    'mục 3 1,5 phút',
    'mục 3',
    'mục 3 vắng có lý do',
    '3',
    'xin chào',
    '',
    'chương',
    'bỏ qua',
    'đổi tên',
    'x'.repeat(3000),
  ])('is not “%s”', (typed) => {
    expect(readAgendaRequest(typed)).toBeNull()
  })

  it.each([
    'thêm mục Văn nghệ',
    'thêm mục 5 phút',
    'bỏ mục bốn',
    'chuyển mục 5',
    'thêm mục A 5 phút\nxin chào',
    'đổi tên mục ba: x',
  ])('cannot be made out of “%s”', (typed) => {
    expect(readAgendaRequest(typed)).toEqual({ kind: 'unclear' })
  })

  it('comes in several lines, empty ones left out', () => {
    expect(readAgendaRequest('thêm mục A 5 phút\n\n bỏ mục 2 ')).toEqual({
      kind: 'edit',
      edits: [add('A', 5), { kind: 'remove', number: 2 }],
    })
    const many = readAgendaRequest(
      Array.from({ length: 200 }, (_, place) => `thêm mục Việc ${String(place)} 1 phút`).join('\n'),
    )
    expect(many?.kind === 'edit' && many.edits.length).toBe(200)
  })

  it.each([
    ['chương trình', { kind: 'show' }],
    ['Xem chuong trinh', { kind: 'show' }],
    ['chương trình chuẩn', { kind: 'standard' }],
    ['hoàn tác chương trình', { kind: 'undo' }],
    ['loại chi bộ', { kind: 'type', number: null }],
    ['loai chi bo 2', { kind: 'type', number: 2 }],
  ])('or is a word about all of it: %s', (typed, request) => {
    expect(readAgendaRequest(typed)).toEqual(request)
  })
})
