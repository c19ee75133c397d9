// How many lines a text takes in Times New Roman: its advance widths, so that a page is known to
// hold what is put on it.

/**
 * Thousandths of the letter's size, as in the font's own metrics (Adobe Times Roman; Liberation
 * Serif has the same).
 */
const widths: Readonly<Record<string, number>> = {
  ...shared(' .,', 250),
  ...shared(':;/\\ijlt', 278),
  ...shared("!()-Ifr[]'", 333),
  ...shared('Js', 389),
  ...shared('"', 408),
  ...shared('?acez“”', 444),
  ...shared('0123456789#$*bdghknopquvxyđ_–', 500),
  ...shared('FPS', 556),
  ...shared('+<=>', 564),
  ...shared('ELTZơ', 611),
  ...shared('ư', 640),
  ...shared('BCR', 667),
  ...shared('ADGHKNOQUVwXYĐ', 722),
  ...shared('&m', 778),
  ...shared('Ơ', 790),
  ...shared('Ư', 850),
  ...shared('%', 833),
  ...shared('M', 889),
  ...shared('W', 944),
}
/** Of a sign that is not in the table, so that it is never taken for narrower than it is. */
const widest = 1000
/** Bold is a little wider; printers' own fonts differ by less than this. */
const margin = 1.02
const bold = 1.08

function shared(signs: string, width: number): Record<string, number> {
  return Object.fromEntries(Array.from(signs, (sign) => [sign, width]))
}

/** Vietnamese marks take no room; the horned letters do, and stay. */
function unmarked(text: string): string {
  return text
    .normalize('NFD')
    .replace(
      /([ouOU])([\u0300-\u031a\u031c-\u036f]*)\u031b/gu,
      (_, letter: string) => horned[letter] ?? letter,
    )
    .replace(/[\u0300-\u036f]/gu, '')
    .replaceAll('\u00a0', ' ')
}

const horned: Readonly<Record<string, string>> = { o: 'ơ', u: 'ư', O: 'Ơ', U: 'Ư' }

/**
 * In points. `size`: of the letters, in points; `scale`: how wide they are drawn, 1 as they are.
 */
export function textWidth(text: string, size: number, scale = 1, isBold = false): number {
  const units = Array.from(unmarked(text)).reduce((sum, sign) => sum + (widths[sign] ?? widest), 0)
  return (units / 1000) * size * scale * margin * (isBold ? bold : 1)
}

/**
 * Lines a paragraph takes in a column `width` points wide; a word wider than the column is broken.
 */
export function linesOf(text: string, width: number, size: number, scale = 1): number {
  const space = textWidth(' ', size, scale)
  let lines = 1
  let used = 0
  for (const word of text.split(/[ \n]+/u)) {
    const wide = textWidth(word, size, scale)
    const before = used === 0 ? 0 : used + space
    if (before + wide <= width) used = before + wide
    else {
      const own = Math.max(1, Math.ceil(wide / width))
      lines += used === 0 ? own - 1 : own
      used = wide - (own - 1) * width
    }
  }
  return lines
}
