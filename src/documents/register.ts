// The register of a branch's remedies by month: counts, dates and shares as a spreadsheet can calculate with them. No names.
import type { Row, Workbook, Worksheet } from 'exceljs'
import type { LocalDate } from '../domain/local-date.ts'
import { cellText } from './plain-text.ts'
import { repack } from './repack.ts'

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

export type RegisterColumn = keyof RegisterRow | 'share'

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
  'month', 'closedOn', 'created', 'inProgress', 'overdue', 'done', 'dueInPeriod', 'doneOfDue', 'share',
]
const formats: Partial<Record<RegisterColumn, string>> = { month: 'mm/yyyy', closedOn: 'dd/mm/yyyy', share: '0.0%' }
const headRow = 4
const font = { name: 'Times New Roman', size: 12 }
/** The format's number for it: the library has its list of sizes as a type only. */
const a4 = 9
const thin = { style: 'thin' } as const
const border = { top: thin, bottom: thin, left: thin, right: thin }
/** Inches, as the format wants them: 20 mm above and below, 15 mm beside. */
const margins = { top: 20 / 25.4, bottom: 20 / 25.4, left: 15 / 25.4, right: 15 / 25.4, header: 0.3, footer: 0.3 }

/** As `.xlsx`. */
export async function drawRegister(register: Register): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs')
  const workbook: Workbook = new exceljs.Workbook()
  workbook.creator = 'Tự soi'
  workbook.title = cellText(register.title)
  const sheet = workbook.addWorksheet(register.sheet, { views: [{ state: 'frozen', ySplit: headRow, xSplit: 1 }] })
  sheet.columns = columns.map((column) => ({ width: 14, style: { font, numFmt: formats[column] ?? '#,##0' } }))
  write(sheet, register)
  const end = headRow + register.rows.length + 1
  Object.assign(sheet.pageSetup, {
    paperSize: a4, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, margins,
    horizontalCentered: true, printTitlesRow: `${String(headRow)}:${String(headRow)}`, printArea: `A1:I${String(end)}`,
  })
  sheet.headerFooter.oddFooter = `&C${register.page} &P/&N`
  return repack(new Uint8Array(await workbook.xlsx.writeBuffer()), register.madeAt)
}

function write(sheet: Worksheet, { title, branch, note, heads, rows, total }: Register): void {
  const above = [[title, true], [branch, false], [note, false]] as const
  for (const [place, [text, bold]] of above.entries()) {
    const row = sheet.getRow(place + 1)
    sheet.mergeCells(place + 1, 1, place + 1, columns.length)
    const cell = row.getCell(1)
    cell.value = cellText(text)
    cell.numFmt = '@'
    cell.font = { ...font, bold, italic: place === 2, size: bold ? 14 : 12 }
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    // A name may be as long as 120 characters; merged cells do not grow by themselves.
    row.height = 18 * Math.max(1, Math.ceil(text.length / 110))
  }
  const head = sheet.getRow(headRow)
  head.values = columns.map((column) => cellText(heads[column]))
  frame(head, true)
  head.height = 48
  for (const row of rows) frame(sheet.addRow(columns.map((column) => valueOf(row, column))), false)
  const sum = (of: (row: RegisterRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  frame(sheet.addRow([cellText(total), null, sum(({ created }) => created), null, null, sum(({ done }) => done), null, null, null]), true)
}

function valueOf(row: RegisterRow, column: RegisterColumn): number | Date | null {
  switch (column) {
    case 'month':
    case 'closedOn':
      // The format knows no time zone: midnight by Greenwich is the day itself.
      return new Date(`${row[column]}T00:00:00Z`)
    case 'share':
      return row.dueInPeriod === 0 ? null : row.doneOfDue / row.dueInPeriod
    default:
      return row[column]
  }
}

function frame(row: Row, bold: boolean): void {
  row.eachCell({ includeEmpty: true }, (cell) => {
    cell.font = { ...font, bold }
    cell.border = border
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
  })
}
