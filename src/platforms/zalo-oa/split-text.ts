/** Where a long text may be cut, best first: between paragraphs, lines, sentences, words. */
const seams = ['\n\n', '\n', '. ', ' ']

/**
 * A text in parts of at most `limit` UTF-16 units, in order, nothing lost but the white space at the cuts.
 * Cut between paragraphs where possible, else between lines, sentences, words, else anywhere but inside a character.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let rest = text.length > limit ? text.trim() : text
  while (rest.length > limit) {
    const cut = cutAt(rest, limit)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

function cutAt(text: string, limit: number): number {
  const head = text.slice(0, limit + 1)
  for (const seam of seams) {
    const found = head.lastIndexOf(seam, limit - seam.trimEnd().length)
    // A seam near the beginning would make many small messages of a long one.
    if (found >= limit / 4) return found + seam.trimEnd().length
  }
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
