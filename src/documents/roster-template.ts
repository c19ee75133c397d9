import { stringify } from 'csv-stringify/sync'
import exceljs from 'exceljs'
import { rosterColumns } from '../domain/roster-words.ts'

/** Invented people; on a sheet of their own, because the import reads the first sheet only. */
const examples: readonly (readonly string[])[] = [
  [
    'mã chi bộ',
    'tên chi bộ',
    'mã cấp trên',
    'tên cấp trên',
    'họ và tên',
    'chức vụ',
    'loại đảng viên',
    'mã đảng viên',
  ],
  [
    'CB5',
    'Chi bộ Tổ dân phố số 5',
    'PAH',
    'Đảng bộ phường An Hòa',
    'Nguyễn Thị Hạnh',
    'bí thư',
    'chính thức',
    '000123',
  ],
  [
    'CB5',
    'Chi bộ Tổ dân phố số 5',
    'PAH',
    'Đảng bộ phường An Hòa',
    'Trần Văn Lâm',
    'phó bí thư',
    'chính thức',
    '000124',
  ],
  [
    'CB5',
    'Chi bộ Tổ dân phố số 5',
    'PAH',
    'Đảng bộ phường An Hòa',
    'Lê Minh Quân',
    'đảng viên',
    'dự bị',
    '000125',
  ],
  [
    'CB5',
    'Chi bộ Tổ dân phố số 5',
    'PAH',
    'Đảng bộ phường An Hòa',
    'Phạm Văn Tín',
    'đảng viên',
    'miễn sinh hoạt',
    '000126',
  ],
]

const widths = [14, 32, 14, 32, 28, 14, 18, 16]

/** The heading row alone, with the mark by which spreadsheets recognise UTF-8. */
export function csvTemplate(): Uint8Array {
  return Buffer.from(stringify([[...rosterColumns]], { bom: true, record_delimiter: '\r\n' }))
}

/**
 * A sheet to fill in and one with examples. Every column is text, so that keys keep their leading
 * zeros.
 */
export async function sheetTemplate(): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook()
  addSheet(workbook, 'Roster', [rosterColumns])
  addSheet(workbook, 'Ví dụ', examples)
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

function addSheet(
  workbook: exceljs.Workbook,
  name: string,
  rows: readonly (readonly string[])[],
): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = widths.map((width) => ({ width, style: { numFmt: '@' } }))
  for (const row of rows) sheet.addRow([...row])
  sheet.getRow(1).font = { bold: true }
}
