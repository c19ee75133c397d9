// The attendance sheet as a spreadsheet program reads it back.
import JSZip from 'jszip'
import { expect, it } from 'vitest'
import type { AttendanceRegister } from '../../src/documents/attendance-register.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import {
  type AttendanceYearPerson,
  markOf,
  shareAt,
  shareOf,
} from '../../src/domain/attendance-year.ts'
import type { AttendanceState } from '../../src/domain/attendance.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { openSheet } from '../support/read-paper.ts'

const meetings = [localDate('2026-11-03'), localDate('2026-12-03')]
const register = (more: Partial<AttendanceRegister> = {}): AttendanceRegister => ({
  kind: 'attendanceRegister',
  sheet: 'Điểm danh',
  title: 'BẢNG ĐIỂM DANH',
  branch: 'Chi bộ Tổ dân phố số 5',
  note: 'x: có mặt.',
  page: 'Trang',
  meetings,
  heads: {
    number: 'TT',
    name: 'Họ và tên',
    present: 'Có mặt',
    expected: 'Phải dự',
    share: 'Tỷ lệ',
  },
  rows: [
    { name: 'Nguyễn Thị Hạnh', marks: ['x', 'P'], present: 1, expected: 2 },
    { name: 'Lê Minh Đức', marks: ['–', 'M'], present: 0, expected: 0 },
  ],
  totals: {
    present: 'Số có mặt',
    expected: 'Số phải dự',
    counts: [
      { present: 1, expected: 1 },
      { present: 0, expected: 1 },
    ],
  },
  madeAt: new Date('2026-12-04T14:00:00Z'),
  ...more,
})

it('has a row for each name, a column with its real date for each meeting, shares that are numbers, and totals', async () => {
  const sheet = await openSheet(register())
  const cells = (row: number) =>
    Array.from({ length: 7 }, (_, index) => sheet.getRow(row).getCell(index + 1).value)
  const day = (text: string) => new Date(`${text}T00:00:00Z`)
  expect(cells(4)).toEqual([
    'TT',
    'Họ và tên',
    day('2026-11-03'),
    day('2026-12-03'),
    'Có mặt',
    'Phải dự',
    'Tỷ lệ',
  ])
  expect([sheet.getCell('C4').numFmt, sheet.getCell('G5').numFmt]).toEqual(['dd/mm/yyyy', '0.0%'])
  expect(cells(5)).toEqual([1, 'Nguyễn Thị Hạnh', 'x', 'P', 1, 2, 0.5])
  expect(cells(6)).toEqual([2, 'Lê Minh Đức', '–', 'M', 0, 0, null])
  expect([cells(7), cells(8)]).toEqual([
    [null, 'Số có mặt', 1, 0, null, null, null],
    [null, 'Số phải dự', 1, 1, null, null, null],
  ])
  expect(sheet.rowCount).toBe(8)
})

it('keeps head, numbers and names in sight and its head on every printed page, A4 across', async () => {
  const sheet = await openSheet(register())
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 4, xSplit: 2 })
  expect(sheet.pageSetup).toMatchObject({
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: '4:4',
    printArea: 'A1:G8',
  })
  expect(sheet.headerFooter.oddFooter).toBe('&CTrang &P/&N')
})

it.each([
  ['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
  ['+84', "'+84"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\u202E=1', "'=1"],
  ['＝1', "'＝1"],
  ['<b>Ba</b> & "Lâm"', '<b>Ba</b> & "Lâm"'],
  ['Nguyễn '.repeat(17).trim(), 'Nguyễn '.repeat(17).trim()],
])('%j as a name is text', async (name, written) => {
  const of = register({
    branch: name,
    rows: [{ name, marks: ['x', 'x'], present: 2, expected: 2 }],
  })
  const sheet = await openSheet(of)
  expect([sheet.getCell('A2').value, sheet.getCell('B5').value]).toEqual([written, written])
  const zip = await JSZip.loadAsync((await drawPaper(of)).bytes)
  expect(await zip.file('xl/worksheets/sheet1.xml')?.async('string')).not.toContain('<f>')
})

it('gives equal bytes for equal input', async () => {
  const [first, , second] = [
    await drawPaper(register()),
    await drawPaper(register({ branch: 'khác' })),
    await drawPaper(register()),
  ]
  expect(Buffer.from(second.bytes).equals(Buffer.from(first.bytes))).toBe(true)
})

const person = (
  states: Readonly<Record<string, AttendanceState | null>>,
  status: AttendanceYearPerson['status'] = 'official',
): AttendanceYearPerson => ({
  memberId: 'a',
  name: 'A',
  status,
  states: new Map(Object.entries(states).map(([date, state]) => [localDate(date), state])),
})

it('counts what was recorded, of those it is taken of: not the exempt, not who met elsewhere, not who was not there yet', () => {
  const [first, second] = meetings as [(typeof meetings)[0] & string, (typeof meetings)[0] & string]
  const people = [
    person({ [first]: 'present', [second]: 'unexcused' }),
    person({ [second]: 'present' }),
    person({ [first]: null, [second]: null }, 'exempt'),
    person({ [first]: 'temporary', [second]: null }),
    person({ [first]: 'excused', [second]: 'excused' }),
  ]
  expect(people.map(shareOf)).toEqual([
    { present: 1, expected: 2 },
    { present: 1, expected: 1 },
    { present: 0, expected: 0 },
    { present: 0, expected: 0 },
    { present: 0, expected: 2 },
  ])
  expect(meetings.map((date) => shareAt(people, date))).toEqual([
    { present: 1, expected: 2 },
    { present: 1, expected: 3 },
  ])
  expect(people.map((each) => markOf(each, first))).toEqual([
    'present',
    undefined,
    'exempt',
    'temporary',
    'excused',
  ])
})
