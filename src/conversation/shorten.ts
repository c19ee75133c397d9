/** A text repeated to its writer is cut here; the whole of it stays kept. */
const shownText = 120

/**
 * One line, at most `limit` characters; what is longer ends in an ellipsis. Cuts between
 * characters, never inside one.
 */
export function shorten(text: string, limit = shownText): string {
  const letters = Array.from(text.replace(/\s+/gu, ' '))
  return letters.length <= limit ? letters.join('') : `${letters.slice(0, limit - 1).join('')}…`
}
