import { parse } from 'csv-parse/sync'
import type { RawRow } from '../domain/roster-row.ts'
import { UnreadableRoster } from './unreadable-roster.ts'

/**
 * Rows of a CSV text in UTF-8 (or UTF-16 with its mark), parted by commas, semicolons or tabs, with
 * true line numbers.
 */
export function readCsvRows(bytes: Uint8Array): readonly RawRow[] {
  const text = decode(bytes).replace(/\r\n?/g, '\n')
  const rows: RawRow[] = []
  let ended = 0
  const options = {
    delimiter: guessDelimiter(text),
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
  }
  try {
    // A quoted cell may hold line ends: a row begins one line after the row before it ended.
    const onRecord = (cells: readonly string[], { lines }: { lines: number }): null => {
      rows.push({ line: ended + 1, cells })
      ended = lines
      return null
    }
    parse(text, { ...options, on_record: onRecord })
  } catch {
    // The parser's own error quotes the row, and points at the end of the file where a quote was
    // left open.
    throw new UnreadableRoster('brokenCsv', ended + 1)
  }
  return rows
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableRoster('notUtf8')
  }
}

/**
 * Spreadsheets write semicolons where the comma parts decimals, as in Viet Nam. The heading row
 * tells.
 */
function guessDelimiter(text: string): string {
  const heading = text.split('\n').find((line) => line.trim() !== '') ?? ''
  const count = (delimiter: string): number => heading.split(delimiter).length
  return [',', ';', '\t'].reduce((best, delimiter) =>
    count(delimiter) > count(best) ? delimiter : best,
  )
}
