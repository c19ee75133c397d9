import { describe, expect, it } from 'vitest'
import { readTaskLines } from '../../src/domain/branch-task-line.ts'
import { localDate } from '../../src/domain/local-date.ts'

const today = localDate('2026-12-03')
const people = ['Trần Văn Lâm', 'Nguyễn Thị Hoa', 'Vũ Thị An', 'Đỗ Văn Bình', 'Lê Thị Hoa'].map(
  (name, place) => ({ memberId: `m${String(place + 1)}`, name }),
)
const read = (typed: string) => readTaskLines(typed, people, today)
const one = (typed: string) => {
  const lines = read(typed)
  return lines.ok ? lines.tasks[0] : lines.fault.code
}

describe('a line of a task', () => {
  it.each<[string, readonly string[], string | null, string, string]>([
    ['3 - Rà soát hộ nghèo - 20/12', ['m3'], null, 'Rà soát hộ nghèo', '2026-12-20'],
    ['3 – Rà soát hộ nghèo – 20/12/2026', ['m3'], null, 'Rà soát hộ nghèo', '2026-12-20'],
    ['3-Rà soát hộ nghèo-20-12', ['m3'], null, 'Rà soát hộ nghèo', '2026-12-20'],
    ['3 | Rà soát | hết tháng', ['m3'], null, 'Rà soát', '2026-12-31'],
    ['An - Rà soát - tuần sau', ['m3'], null, 'Rà soát', '2026-12-13'],
    ['đ/c Vũ Thị An - Rà soát - 20/12', ['m3'], null, 'Rà soát', '2026-12-20'],
    ['vu thi an - Rà soát - 20/12', ['m3'], null, 'Rà soát', '2026-12-20'],
    ['3, 4 - Rà soát - 20/12', ['m3', 'm4'], null, 'Rà soát', '2026-12-20'],
    ['3 4 - Rà soát - 20/12', ['m3', 'm4'], null, 'Rà soát', '2026-12-20'],
    ['An và Bình - Rà soát - 20/12', ['m3', 'm4'], null, 'Rà soát', '2026-12-20'],
    ['3, 3 - Rà soát - 20/12', ['m3'], null, 'Rà soát', '2026-12-20'],
    ['chi ủy - Rà soát - 20/12', [], 'chi ủy', 'Rà soát', '2026-12-20'],
    ['An, chi ủy - Rà soát - 20/12', ['m3'], 'chi ủy', 'Rà soát', '2026-12-20'],
    ['- 3 - Thăm hộ - trao quà - 20/12', ['m3'], null, 'Thăm hộ – trao quà', '2026-12-20'],
    ['1. An - Rà soát - 20/12', ['m3'], null, 'Rà soát', '2026-12-20'],
    [
      '3 - =HYPERLINK("x") <b>a</b> - 20/12',
      ['m3'],
      null,
      '=HYPERLINK("x") <b>a</b>',
      '2026-12-20',
    ],
    ['Hội phụ nữ "Sao Mai" - Rà soát - 20/12', [], 'Hội phụ nữ "Sao Mai"', 'Rà soát', '2026-12-20'],
  ])('“%s”', (typed, memberIds, others, what, dueOn) => {
    expect(one(typed)).toEqual({ memberIds, others, what, dueOn })
  })

  it.each([
    ['', 'shape'],
    ['Rà soát hộ nghèo', 'shape'],
    ['An - Rà soát', 'shape'],
    ['3 -  - 20/12', 'nothing'],
    [' , - Rà soát - 20/12', 'nobody'],
    ['6 - Rà soát - 20/12', 'noSuchNumber'],
    ['0 - Rà soát - 20/12', 'noSuchNumber'],
    ['Hoa - Rà soát - 20/12', 'severalNames'],
    ['3 - Rà soát - hôm nào đó', 'notADate'],
    ['3 - Rà soát - 31/02/2027', 'notADate'],
    ['3 - Rà soát - 01/12/2026', 'past'],
    ['3 - Rà soát - 20/12/2028', 'tooFar'],
    [`3 - ${'a'.repeat(201)} - 20/12`, 'tooLong'],
    [`${'chi ủy '.repeat(9)} - a - 20/12`, 'whoTooLong'],
    [`3 - ${'a'.repeat(3000)} - 20/12`, 'tooLong'],
  ])('“%.40s” is refused: %s', (typed, code) => {
    expect(one(typed)).toBe(code)
  })
})

describe('several lines', () => {
  it('are taken together, or the first wrong one is named', () => {
    expect(read('3 - Một - 20/12\n\n  4 - Hai - 21/12\n')).toMatchObject({
      ok: true,
      tasks: [{ what: 'Một' }, { what: 'Hai' }],
    })
    expect(read('3 - Một - 20/12\n4 - Hai')).toEqual({
      ok: false,
      line: 2,
      fault: { code: 'shape' },
    })
    expect(read(Array.from({ length: 20 }, () => '3 - Một - 20/12').join('\n'))).toMatchObject({
      ok: true,
    })
    expect(read(Array.from({ length: 200 }, () => '3 - Một - 20/12').join('\n'))).toEqual({
      ok: false,
      line: null,
      fault: { code: 'tooMany', limit: 20 },
    })
  })
})
