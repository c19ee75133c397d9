/** Where a long text may be cut, best first: between paragraphs, lines, sentences, words. */
const seams = ['\n\n', '\n', '. ', ' ']

/**
 * A text in parts of at most `limit` UTF-16 units, in order, nothing lost but the white space at
 * the cuts; what comes after the last cut has at most `lastLimit`. Cut between paragraphs where
 * possible, else between lines, sentences, words, else anywhere but inside a character.
 */
export function splitText(text: string, limit: number, lastLimit = limit): readonly string[] {
  const parts: string[] = []
  let rest = text.length > lastLimit ? text.trim() : text
  while (rest.length > lastLimit) {
    const cut =
      rest.length > limit
        ? cutAt(rest, limit)
        : (lastParagraph(rest, lastLimit) ?? cutAt(rest, lastLimit))
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

/**
 * Where the last paragraph begins, if it fits: a question stays whole with what belongs under it.
 */
function lastParagraph(text: string, limit: number): number | undefined {
  const found = text.lastIndexOf('\n\n')
  return found > 0 && text.length - found - 2 <= limit ? found : undefined
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
