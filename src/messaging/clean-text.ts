/**
 * Bidirectional controls, which could make a text read as another: U+202A–E, U+2066–9, and the
 * marks U+200E, U+200F, U+061C.
 */
const bidiControls = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu
const loneSurrogates = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/**
 * Text as the core takes it: NFC, no NUL, lone surrogates replaced by U+FFFD, no bidirectional
 * controls, line ends as `\n`. Done at the border, before any length is measured (F29).
 */
export function cleanText(raw: string): string {
  return raw
    .replace(loneSurrogates, '\uFFFD')
    .replaceAll('\0', '')
    .replace(bidiControls, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC')
}
