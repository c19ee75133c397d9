import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import type { CellValue } from 'exceljs'
import { describe, expect, it } from 'vitest'
import { codesCsv } from '../../src/documents/codes-file.ts'
import { readCsvRows } from '../../src/documents/roster-csv.ts'
import { readRosterFile } from '../../src/documents/roster-file.ts'
import { readSheetRows } from '../../src/documents/roster-sheet.ts'
import { csvTemplate, sheetTemplate } from '../../src/documents/roster-template.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'

const heading = rosterColumns.join(',')
const row = 'CB5,Chi bộ 5,PAH,Đảng bộ phường An Hòa,Trần Văn Lâm,bí thư,chính thức,000123'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const rowsOf = (text: string): readonly (readonly [number, ...string[]])[] =>
  readCsvRows(bytes(text)).map(({ line, cells }) => [line, ...cells])

async function sheetOf(fill: (sheet: exceljs.Worksheet) => void): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook()
  fill(workbook.addWorksheet('x'))
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

describe('csv', () => {
  it.each([
    ['commas', 'a,b\n1,2'],
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['a mark and CRLF', '\uFEFFa,b\r\n1,2\r\n'],
    ['old line ends', 'a,b\r1,2\r'],
    ['quotes', '"a","b"\n"1","2"'],
  ])('with %s', (_, text) => {
    expect(rowsOf(text)).toEqual([
      [1, 'a', 'b'],
      [2, '1', '2'],
    ])
  })

  it('keeps the true line numbers across empty lines and cells with line ends', () => {
    expect(rowsOf('a,b\n\n"x\ny",z\nlast,row\n')).toEqual([
      [1, 'a', 'b'],
      [2, ''],
      [3, 'x\ny', 'z'],
      [5, 'last', 'row'],
    ])
  })

  it('takes quotes where people put them', () => {
    expect(rowsOf('a,b\nNguyễn "Ba" Văn,1\n"Ba" Tơ,2\n"Ba ""Tơ""",3\n').slice(1)).toEqual([
      [2, 'Nguyễn "Ba" Văn', '1'],
      [3, '"Ba" Tơ', '2'],
      [4, 'Ba "Tơ"', '3'],
    ])
  })

  it('reads UTF-16, as a spreadsheet saves "Unicode text"', () => {
    const text = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from('họ\ttên\n1\t2', 'utf16le')])
    expect(readCsvRows(text)).toMatchObject([{ cells: ['họ', 'tên'] }, { cells: ['1', '2'] }])
  })

  it.each([
    ['nothing', '', { ok: false, unreadable: 'empty' }],
    ['another encoding', Buffer.from('h\xe0', 'latin1'), { ok: false, unreadable: 'notUtf8' }],
    [
      'a quote left open',
      `${heading}\n${row}\n"CB5,x\n${row}\n`,
      { ok: false, unreadable: 'brokenCsv', line: 3 },
    ],
    [
      'an old spreadsheet',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      { ok: false, unreadable: 'oldExcel' },
    ],
    [
      'half a spreadsheet',
      Buffer.from('504b030414000600', 'hex'),
      { ok: false, unreadable: 'brokenXlsx' },
    ],
  ])('%s is told for what it is', async (_, content, reading) => {
    expect(await readRosterFile(Buffer.from(content))).toEqual(reading)
  })

  it('is read and checked in one', async () => {
    expect(await readRosterFile(bytes(`${heading}\r\n${row}\r\n`.normalize('NFD')))).toMatchObject({
      ok: true,
      plan: {
        rows: [{ line: 2, fullName: 'Trần Văn Lâm', role: 'secretary', memberRef: '000123' }],
      },
    })
    expect(await readRosterFile(bytes(`${heading}\n\n${row}\n${row}`))).toMatchObject({
      ok: false,
      faults: [{ line: 4, otherLine: 3, reason: 'refRepeated' }, { line: 4 }],
    })
  })
})

describe('xlsx', () => {
  it.each<[string, CellValue, string | undefined, string | null]>([
    ['text', 'Trần Văn Lâm', undefined, 'Trần Văn Lâm'],
    ['a number', 12, undefined, '12'],
    ['a number shown with zeros', 123, '000000', '000123'],
    ['a long number', 301234567890123, undefined, '301234567890123'],
    ['a number that was rounded', 3.012345678901235e18, undefined, null],
    ['a date', new Date('2026-11-03'), undefined, '2026-11-03'],
    ['formatted text', { richText: [{ text: 'Trần ' }, { text: 'Lâm' }] }, undefined, 'Trần Lâm'],
    ['a formula', { formula: 'A2&"x"', result: 'CB5' }, undefined, 'CB5'],
    ['a link', { text: 'Lâm', hyperlink: 'mailto:x' }, undefined, 'Lâm'],
    ['an error', { error: '#REF!' }, undefined, null],
    ['a formula that failed', { formula: '1/0', result: { error: '#DIV/0!' } }, undefined, null],
    ['a yes', true, undefined, 'true'],
  ])('%s', async (_, value, format, text) => {
    const sheet = await sheetOf((sheet) => {
      sheet.getCell('A1').value = value
      if (format) sheet.getCell('A1').numFmt = format
    })
    expect(await readSheetRows(sheet)).toEqual([
      { line: 1, cells: [text ?? ''], damaged: text === null ? [0] : [] },
    ])
  })

  it("keeps the sheet's row numbers and empty cells", async () => {
    const sheet = await sheetOf((sheet) => {
      sheet.getCell('B3').value = 'x'
    })
    expect(await readSheetRows(sheet)).toEqual([{ line: 3, cells: ['', 'x'], damaged: [] }])
  })

  it('is read and checked in one', async () => {
    const sheet = await sheetOf((sheet) => {
      sheet.addRow([...rosterColumns])
      sheet.addRow([])
      sheet.addRow(row.split(','))
    })
    expect(await readRosterFile(sheet)).toMatchObject({
      ok: true,
      plan: { rows: [{ line: 3, memberRef: '000123', fullName: 'Trần Văn Lâm' }] },
    })
  })
})

describe('templates', () => {
  it("are rosters without rows, and the sheet's examples are a good roster", async () => {
    const none = { ok: false, faults: [{ line: 1, column: null, reason: 'noRows' }] }
    expect(await readRosterFile(csvTemplate())).toEqual(none)
    const template = await sheetTemplate()
    expect(await readRosterFile(template)).toEqual(none)
    const workbook = new exceljs.Workbook()
    await workbook.xlsx.load(Uint8Array.from(template).buffer)
    expect(workbook.worksheets[0]?.getColumn(8).numFmt).toBe('@')
    workbook.removeWorksheet(workbook.worksheets[0]?.id ?? 0)
    expect(await readRosterFile(new Uint8Array(await workbook.xlsx.writeBuffer()))).toMatchObject({
      ok: true,
      plan: { rows: { length: 4 } },
    })
  })
})

describe('codes', () => {
  it('come back from a parser as they were, formulas made harmless', () => {
    const names = [
      "O'Brien",
      'Nguyễn "Ba", Văn',
      '=HYPERLINK("http://x")',
      '+84',
      '-1',
      '@x',
      '＝1',
      '\tx',
      'Lâm; x',
    ]
    const file = codesCsv(
      names.map((fullName, index) => ({
        memberRef: `00${String(index)}`,
        fullName,
        code: '7KMQ2RTB',
      })),
    )
    const [first, ...rows] = parse(Buffer.from(file), { bom: true })
    expect(Buffer.from(file.subarray(0, 3)).toString('hex')).toBe('efbbbf')
    expect(first).toEqual(['member_ref', 'full_name', 'code'])
    expect(rows.map(([, name]) => name)).toEqual([
      "O'Brien",
      'Nguyễn "Ba", Văn',
      '\'=HYPERLINK("http://x")',
      "'+84",
      "'-1",
      "'@x",
      "'＝1",
      "'\tx",
      'Lâm; x',
    ])
    expect(rows.map(([ref, , code]) => [ref, code])[1]).toEqual(['001', '7KMQ2RTB'])
  })
})
