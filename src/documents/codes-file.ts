import { stringify } from 'csv-stringify/sync'

interface CodeRow {
  readonly memberRef: string
  readonly fullName: string
  readonly code: string
}

/**
 * One-time codes as CSV: `member_ref,full_name,code`, UTF-8 with its mark, quoted as RFC 4180 says.
 * A cell that a spreadsheet would run as a formula gets an apostrophe in front (F44); codes
 * themselves never begin like one.
 */
export function codesCsv(rows: readonly CodeRow[]): Uint8Array {
  const cells = rows.map(({ memberRef, fullName, code }) => [
    harmless(memberRef),
    harmless(fullName),
    code,
  ])
  return Buffer.from(
    stringify([['member_ref', 'full_name', 'code'], ...cells], {
      bom: true,
      record_delimiter: '\r\n',
    }),
  )
}

function harmless(cell: string): string {
  return /^[=+\-@\t\r\0＝＋－＠]/u.test(cell) ? `'${cell}` : cell
}
