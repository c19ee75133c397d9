// Words as they are compared: with marks left out, but never with another mark.

/** đ has no decomposition of its own; as a mark it may be left out like every other. */
const stroke = '\u0335'

/**
 * Text as it is compared: full-width as plain, lower case, no accents, đ as d, punctuation and
 * repeated spaces as one space.
 */
export function fold(text: string): string {
  return wordsOf(text).map(bare).join(' ')
}

const splitLists = new WeakMap<readonly string[], readonly (readonly string[])[]>()

/**
 * The entries of a fixed list, split once: they are looked through for every message. Never for
 * what people typed.
 */
export function wordsOfEach(list: readonly string[]): readonly (readonly string[])[] {
  const known = splitLists.get(list) ?? list.map(wordsOf)
  splitLists.set(list, known)
  return known
}

/**
 * Words in NFD, so that letters and their marks stand apart: not `bareLetters`, because here a
 * wrong mark is another word.
 */
export function wordsOf(text: string): readonly string[] {
  const letters = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll('đ', `d${stroke}`)
  return letters.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}

export function bare(word: string): string {
  return word.replace(/\p{M}/gu, '')
}

/**
 * The same letters, and no mark that `meant` does not have. In any order: both “hoà” and “hòa” are
 * written.
 */
export function isSame(said: readonly string[], meant: readonly string[]): boolean {
  const isSameWord = (word: string, other: string) =>
    bare(word) === bare(other) && hasNoOtherMark(word, other)
  return (
    said.length === meant.length &&
    said.every((word, place) => isSameWord(word, meant[place] ?? ''))
  )
}

export function isBeginning(said: readonly string[], meant: readonly string[]): boolean {
  const last = said.at(-1) ?? ''
  const cut = meant[said.length - 1] ?? ''
  return (
    isSame(said.slice(0, -1), meant.slice(0, said.length - 1)) &&
    bare(cut).startsWith(bare(last)) &&
    hasNoOtherMark(last, cut)
  )
}

function hasNoOtherMark(word: string, meant: string): boolean {
  const marks = [...(meant.match(/\p{M}/gu) ?? [])]
  return (word.match(/\p{M}/gu) ?? []).every((mark) => {
    const place = marks.indexOf(mark)
    if (place >= 0) marks.splice(place, 1)
    return place >= 0
  })
}
