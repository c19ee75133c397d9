/**
 * Bidirectional controls and marks: with them a name could make the words around it read as others.
 */
const bidiControls = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu
/** What XML cannot hold at all, or would be a line of its own in a heading. */
const controls = /[\p{Cc}\u2028\u2029\uFFFE\uFFFF]+/gu
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
/**
 * By these, half-width or full-width, a spreadsheet knows a formula, in a cell or in what is saved
 * from it as text.
 */
const formulaStart = /^[=+\-@＝＋－＠]/u

/**
 * A text as a paper may hold it: one line, NFC, no control characters. Mark-up in it is left to the
 * writer of the file to escape.
 */
export function plainText(text: string): string {
  return text
    .replace(loneSurrogates, '\uFFFD')
    .replace(bidiControls, '')
    .replace(controls, ' ')
    .normalize('NFC')
}

/**
 * The same for a cell: what looks like a formula gets an apostrophe before it, and stays text when
 * saved as CSV and opened again.
 */
export function cellText(text: string): string {
  const plain = plainText(text).trim()
  return formulaStart.test(plain) ? `'${plain}` : plain
}
