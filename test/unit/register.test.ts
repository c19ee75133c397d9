// The register as a spreadsheet program reads it back.
import exceljs from 'exceljs'
import JSZip from 'jszip'
import { expect, it } from 'vitest'
import { drawPaper } from '../../src/documents/paper.ts'
import type { Register } from '../../src/documents/register.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { openSheet } from '../support/read-paper.ts'

const heads = {
  month: 'Tháng',
  closedOn: 'Ngày đóng kỳ',
  due: 'Đến hạn',
  done: 'Hoàn thành trong số đến hạn',
  share: 'Tỷ lệ',
}
const register = (more: Partial<Register> = {}): Register => ({
  kind: 'register',
  sheet: 'Việc tự sửa',
  title: 'DANH SÁCH',
  branch: 'Chi bộ Tổ dân phố số 5',
  note: 'Chỉ có số lượng.',
  withheld: 'không nêu',
  page: 'Trang',
  heads,
  rows: [
    {
      month: localDate('2026-10-01'),
      closedOn: localDate('2026-11-02'),
      remedies: null,
    },
    {
      month: localDate('2026-11-01'),
      closedOn: localDate('2026-12-02'),
      remedies: { due: 1100, done: 900 },
    },
  ],
  madeAt: new Date('2026-12-02T14:00:00Z'),
  ...more,
})

it('has real dates and numbers, says where none is said, and adds nothing up', async () => {
  const sheet = await openSheet(register())
  expect(sheet.getRow(4).values).toEqual([, ...Object.values(heads)]) // eslint-disable-line no-sparse-arrays -- rows count from one
  const day = (text: string) => new Date(`${text}T00:00:00Z`)
  const cells = (row: number) =>
    Array.from({ length: 5 }, (_, index) => sheet.getRow(row).getCell(index + 1).value)
  const none = 'không nêu'
  expect(cells(5)).toEqual([day('2026-10-01'), day('2026-11-02'), none, none, none])
  expect(cells(6)).toEqual([day('2026-11-01'), day('2026-12-02'), 1100, 900, 900 / 1100])
  expect(['A5', 'B5', 'C6', 'E6'].map((cell) => sheet.getCell(cell).numFmt)).toEqual([
    'mm/yyyy',
    'dd/mm/yyyy',
    '#,##0',
    '0.0%',
  ])
  expect(sheet.rowCount).toBe(6)
})

it('keeps its header in sight and on every printed page, A4 across', async () => {
  const sheet = await openSheet(register())
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 4, xSplit: 1 })
  expect(sheet.pageSetup).toMatchObject({
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: '4:4',
    printArea: 'A1:E6',
  })
  expect(sheet.pageSetup.margins?.top).toBeCloseTo(20 / 25.4)
  expect(sheet.headerFooter.oddFooter).toBe('&CTrang &P/&N')
})

it.each([
  ['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
  ['+84', "'+84"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "'=1+1"],
  ['\u202E=1', "'=1"],
  ['＝1', "'＝1"],
  ['<b>Ba</b> & "Lâm"', '<b>Ba</b> & "Lâm"'],
  ['Trần\u202E \u200FVăn\u2066 Lâm', 'Trần Văn Lâm'],
  ['Nguyễn '.repeat(17).trim(), 'Nguyễn '.repeat(17).trim()],
])('%j as a name is text, in the sheet and saved from it', async (name, written) => {
  const of = register({ branch: name })
  const sheet = await openSheet(of)
  expect(sheet.getCell('A2').value).toBe(written)
  expect(sheet.getCell('A2').type).toBe(exceljs.ValueType.String)
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
  expect(first.mediaType).toContain('spreadsheetml')
})
