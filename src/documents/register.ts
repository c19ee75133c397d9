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
  /** Null: no number may be said. */
  readonly remedies: { readonly due: number; readonly done: number } | null
}

type RegisterColumn = 'month' | 'closedOn' | 'due' | 'done' | 'share'

export interface Register {
  readonly kind: 'register'
  readonly sheet: string
  readonly title: string
  readonly branch: string
  readonly note: string
  /** Where no number may be said. */
  readonly withheld: string
  readonly page: string
  readonly heads: Readonly<Record<RegisterColumn, string>>
  readonly rows: readonly RegisterRow[]
  readonly madeAt: Date
}

const columns: readonly RegisterColumn[] = ['month', 'closedOn', 'due', 'done', 'share']
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
    width: 20,
    style: { font, numFmt: formats[column] ?? '#,##0' },
  }))
  write(sheet, register)
  printOnA4(sheet, register.page)
  return repack(new Uint8Array(await workbook.xlsx.writeBuffer()), register.madeAt)
}

function write(sheet: Worksheet, { title, branch, note, heads, rows, withheld }: Register): void {
  writeTitles(sheet, [title, branch, note], columns.length)
  const head = sheet.getRow(headRow)
  head.values = columns.map((column) => cellText(heads[column]))
  frame(head, true)
  head.height = 48
  for (const row of rows)
    frame(sheet.addRow(columns.map((column) => valueOf(row, column) ?? cellText(withheld))), false)
}

/** Null: nothing is said of it. Months are not added up: what is overdue is due in each. */
function valueOf({ month, closedOn, remedies }: RegisterRow, column: RegisterColumn) {
  switch (column) {
    case 'month':
      return dayOf(month)
    case 'closedOn':
      return dayOf(closedOn)
    case 'due':
    case 'done':
      return remedies?.[column] ?? null
    case 'share':
      return remedies === null ? null : remedies.done / remedies.due
  }
}
