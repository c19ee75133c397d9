// The register of a branch's remedies by month: counts, dates and shares as a spreadsheet can
// calculate with them. No names.
import type { Workbook, Worksheet } from 'exceljs'
import type { LocalDate } from '../domain/local-date.ts'
import { cellText } from './plain-text.ts'
import { repack } from './repack.ts'
import { dayOf, font, frame, headRow, printOnA4, writeTitles } from './sheet-layout.ts'

export interface RegisterRow {
  /** The first day of the month it counts. */
  readonly month: LocalDate
  readonly closedOn: LocalDate
  readonly created: number
  readonly inProgress: number
  readonly overdue: number
  readonly done: number
  readonly dueInPeriod: number
  readonly doneOfDue: number
}

type RegisterColumn = keyof RegisterRow | 'share'

export interface Register {
  readonly kind: 'register'
  readonly sheet: string
  readonly title: string
  readonly branch: string
  readonly note: string
  readonly total: string
  readonly page: string
  readonly heads: Readonly<Record<RegisterColumn, string>>
  readonly rows: readonly RegisterRow[]
  readonly madeAt: Date
}

const columns: readonly RegisterColumn[] = [
  'month',
  'closedOn',
  'created',
  'inProgress',
  'overdue',
  'done',
  'dueInPeriod',
  'doneOfDue',
  'share',
]
const formats: Partial<Record<RegisterColumn, string>> = {
  month: 'mm/yyyy',
  closedOn: 'dd/mm/yyyy',
  share: '0.0%',
}
/** As `.xlsx`. */
export async function drawRegister(register: Register): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs')
  const workbook: Workbook = new exceljs.Workbook()
  workbook.creator = 'Tự soi'
  workbook.title = cellText(register.title)
  const sheet = workbook.addWorksheet(register.sheet, {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: 1 }],
  })
  sheet.columns = columns.map((column) => ({
    width: 14,
    style: { font, numFmt: formats[column] ?? '#,##0' },
  }))
  write(sheet, register)
  printOnA4(sheet, register.page)
  return repack(new Uint8Array(await workbook.xlsx.writeBuffer()), register.madeAt)
}

function write(sheet: Worksheet, { title, branch, note, heads, rows, total }: Register): void {
  writeTitles(sheet, [title, branch, note], columns.length)
  const head = sheet.getRow(headRow)
  head.values = columns.map((column) => cellText(heads[column]))
  frame(head, true)
  head.height = 48
  for (const row of rows) frame(sheet.addRow(columns.map((column) => valueOf(row, column))), false)
  const sum = (of: (row: RegisterRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  frame(
    sheet.addRow([
      cellText(total),
      null,
      sum(({ created }) => created),
      null,
      null,
      sum(({ done }) => done),
      null,
      null,
      null,
    ]),
    true,
  )
}

function valueOf(row: RegisterRow, column: RegisterColumn): number | Date | null {
  switch (column) {
    case 'month':
    case 'closedOn':
      return dayOf(row[column])
    case 'share':
      return row.dueInPeriod === 0 ? null : row.doneOfDue / row.dueInPeriod
    default:
      return row[column]
  }
}
