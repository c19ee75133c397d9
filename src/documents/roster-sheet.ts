import exceljs from 'exceljs'
import type { Cell, CellValue } from 'exceljs'
import type { RawRow } from '../domain/roster-row.ts'
import { UnreadableRoster } from './unreadable-roster.ts'

/**
 * Rows of the first sheet of an .xlsx file, as a person would read them there, with the sheet's own
 * row numbers.
 */
export async function readSheetRows(bytes: Uint8Array): Promise<readonly RawRow[]> {
  const workbook = new exceljs.Workbook()
  try {
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  } catch {
    // The reader's own error may quote what it stumbled over.
    throw new UnreadableRoster('brokenXlsx')
  }
  const rows: RawRow[] = []
  workbook.worksheets[0]?.eachRow((row, line) => {
    const cells: string[] = []
    const damaged: number[] = []
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const text = readCell(cell)
      cells.push(text ?? '')
      if (text === null) damaged.push(column - 1)
    })
    rows.push({ line, cells, damaged })
  })
  return rows
}

/** Null: the value is lost. */
function readCell(cell: Cell): string | null {
  return readValue(cell.value, cell.numFmt)
}

function readValue(value: CellValue | undefined, format: string | undefined): string | null {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return readNumber(value, format)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('error' in value) return null
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  // A link's text may itself be rich text, whatever the type says.
  if ('hyperlink' in value) return readValue(value.text, format)
  if ('formula' in value || 'sharedFormula' in value) return readValue(value.result, format)
  return null
}

/**
 * A key such as 000123 is the number 123 with the format 000000. Past 15 digits a spreadsheet has
 * rounded already.
 */
function readNumber(value: number, format = ''): string | null {
  if (Number.isInteger(value) && Math.abs(value) >= 1e15) return null
  const zeros = /^0{2,}$/.exec(format)?.[0].length ?? 0
  return String(value).padStart(zeros, '0')
}
