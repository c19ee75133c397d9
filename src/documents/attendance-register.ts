// Names by meetings of a stretch of time, as a spreadsheet: marks, real dates, shares that can be
// calculated with.
import type { Workbook, Worksheet } from 'exceljs'
import type { LocalDate } from '../domain/local-date.ts'
import { cellText } from './plain-text.ts'
import { repack } from './repack.ts'
import { dayOf, font, frame, headRow, printOnA4, writeTitles } from './sheet-layout.ts'

interface AttendanceRegisterRow {
  readonly name: string
  /** One a meeting; empty: nothing was recorded. */
  readonly marks: readonly string[]
  readonly present: number
  readonly expected: number
}

export interface AttendanceRegister {
  readonly kind: 'attendanceRegister'
  readonly sheet: string
  readonly title: string
  readonly branch: string
  /** What the marks mean. */
  readonly note: string
  readonly page: string
  readonly heads: Readonly<Record<'number' | 'name' | 'present' | 'expected' | 'share', string>>
  readonly meetings: readonly LocalDate[]
  readonly rows: readonly AttendanceRegisterRow[]
  /** Of everybody, by meeting. */
  readonly totals: {
    readonly present: string
    readonly expected: string
    readonly counts: readonly Counts[]
  }
  readonly madeAt: Date
}

interface Counts {
  readonly present: number
  readonly expected: number
}

/** Before the meetings: number and name. */
const before = 2

/** As `.xlsx`. */
export async function drawAttendanceRegister(register: AttendanceRegister): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs')
  const workbook: Workbook = new exceljs.Workbook()
  workbook.creator = 'Tự soi'
  workbook.title = cellText(register.title)
  const sheet = workbook.addWorksheet(register.sheet, {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: before }],
  })
  const { meetings } = register
  sheet.columns = [
    { width: 6, style: { font, numFmt: '0' } },
    { width: 32, style: { font, numFmt: '@' } },
    ...meetings.map(() => ({ width: 11, style: { font } })),
    ...[0, 1].map(() => ({ width: 10, style: { font, numFmt: '0' } })),
    { width: 10, style: { font, numFmt: '0.0%' } },
  ]
  writeTitles(sheet, [register.title, register.branch, register.note], before + meetings.length + 3)
  writeTable(sheet, register)
  printOnA4(sheet, register.page)
  return repack(new Uint8Array(await workbook.xlsx.writeBuffer()), register.madeAt)
}

function share({ present, expected }: Counts): number | null {
  return expected === 0 ? null : present / expected
}

function writeTable(sheet: Worksheet, { heads, meetings, rows, totals }: AttendanceRegister): void {
  const head = sheet.getRow(headRow)
  const words = [heads.present, heads.expected, heads.share].map(cellText)
  head.values = [cellText(heads.number), cellText(heads.name), ...meetings.map(dayOf), ...words]
  for (const place of meetings.keys()) head.getCell(before + 1 + place).numFmt = 'dd/mm/yyyy'
  head.height = 48
  frame(head, true)
  for (const [place, { name, marks, ...counts }] of rows.entries()) {
    const cells = marks.map((mark) => (mark === '' ? null : cellText(mark)))
    const row = sheet.addRow([
      place + 1,
      cellText(name),
      ...cells,
      counts.present,
      counts.expected,
      share(counts),
    ])
    frame(row, false)
    row.getCell(before).alignment = { horizontal: 'left', vertical: 'middle', wrapText: true }
  }
  for (const [word, of] of [
    [totals.present, 'present'],
    [totals.expected, 'expected'],
  ] as const) {
    const row = sheet.addRow([
      null,
      cellText(word),
      ...totals.counts.map((counts) => counts[of]),
      null,
      null,
      null,
    ])
    frame(row, true)
  }
}
