// How our spreadsheets look and print: titles over the table, its head in row 4, A4 across, Times
// New Roman.
import type { Row, Worksheet } from 'exceljs'
import type { LocalDate } from '../domain/local-date.ts'
import { cellText } from './plain-text.ts'

export const headRow = 4
export const font = { name: 'Times New Roman', size: 12 }
/** The format's number for it: the library has its list of sizes as a type only. */
const a4 = 9
const thin = { style: 'thin' } as const
const border = { top: thin, bottom: thin, left: thin, right: thin }
/** Inches, as the format wants them: 20 mm above and below, 15 mm beside. */
const margins = {
  top: 20 / 25.4,
  bottom: 20 / 25.4,
  left: 15 / 25.4,
  right: 15 / 25.4,
  header: 0.3,
  footer: 0.3,
}

/** The format knows no time zone: midnight by Greenwich is the day itself. */
export function dayOf(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`)
}

/** Title, branch and note above a table of so many columns. */
export function writeTitles(
  sheet: Worksheet,
  titles: readonly [title: string, branch: string, note: string],
  columns: number,
): void {
  for (const [place, text] of titles.entries()) {
    const row = sheet.getRow(place + 1)
    sheet.mergeCells(place + 1, 1, place + 1, columns)
    const cell = row.getCell(1)
    const bold = place === 0
    cell.value = cellText(text)
    cell.numFmt = '@'
    cell.font = { ...font, bold, italic: place === 2, size: bold ? 14 : 12 }
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    // A name may be as long as 120 characters; merged cells do not grow by themselves.
    row.height = 18 * Math.max(1, Math.ceil(text.length / 110))
  }
}

/** The whole sheet, as wide as the page, its head on every page. */
export function printOnA4(sheet: Worksheet, pageWord: string): void {
  const last = sheet.lastColumn?.letter ?? 'A'
  Object.assign(sheet.pageSetup, {
    paperSize: a4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    margins,
    horizontalCentered: true,
    printTitlesRow: `${String(headRow)}:${String(headRow)}`,
    printArea: `A1:${last}${String(sheet.rowCount)}`,
  })
  sheet.headerFooter.oddFooter = `&C${pageWord} &P/&N`
}

export function frame(row: Row, bold: boolean): void {
  row.eachCell({ includeEmpty: true }, (cell) => {
    cell.font = { ...font, bold }
    cell.border = border
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
  })
}
