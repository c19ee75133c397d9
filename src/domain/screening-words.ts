// Word lists made ready, and a text as words to look them up in.
import { bareLetters } from './bare-letters.ts'
import type { AccusationList, ScreeningWords } from './questionnaire.ts'

/** One word of an entry: as it is spelt, and without accents where the entry allows that. */
interface Word {
  readonly exact: string
  readonly bare: string | null
}

/**
 * Entries by their first word, as spelt and as bare, so that a text is walked once whatever the
 * number of entries.
 */
export type Phrases = ReadonlyMap<string, readonly (readonly Word[])[]>

export type AccusationLists = Readonly<Record<AccusationList, Phrases>>

export interface Screening {
  readonly marks: Phrases
  readonly harmless: Phrases
  readonly phrases: Phrases
  readonly numberMarks: ReadonlySet<string>
  readonly bracketMarks: ReadonlySet<string>
  readonly accusation: AccusationLists
  readonly identityWords: Phrases
}

/** A word of the text. `key` is its spelling without case and wherever its tone mark stood. */
export interface Token {
  readonly raw: string
  readonly key: string
  readonly start: number
  readonly end: number
  readonly sentence: number
}

/** Word lists made ready for `screen`, once at start. */
export function compileScreening(words: ScreeningWords): Screening {
  const { classified, accusation, personalData } = words
  const compiled = Object.entries(accusation).map(
    ([list, entries]) => [list, compile(entries)] as const,
  )
  return {
    marks: compile(classified.marks),
    harmless: compile(classified.harmless),
    phrases: compile(classified.phrases),
    numberMarks: new Set(classified.numberMarks),
    bracketMarks: new Set(classified.bracketMarks),
    accusation: Object.fromEntries(compiled) as AccusationLists,
    identityWords: compile(personalData.identityWords),
  }
}

export function endsBefore(tokens: readonly Token[], at: number, phrases: Phrases): boolean {
  return [1, 2, 3, 4].some(
    (back) => sameSentence(tokens, at - back, at) && lengthAt(tokens, at - back, phrases) === back,
  )
}

export function sameSentence(tokens: readonly Token[], a: number, b: number): boolean {
  const first = tokens[a]
  return first !== undefined && first.sentence === tokens[b]?.sentence
}

/** The places that lie inside some entry of a list. */
export function cover(tokens: readonly Token[], phrases: Phrases): ReadonlySet<number> {
  return new Set(
    tokens.flatMap((_, at) =>
      Array.from({ length: lengthAt(tokens, at, phrases) }, (_word, step) => at + step),
    ),
  )
}

/** How many words the longest entry that begins at this place takes; 0 when none does. */
export function lengthAt(tokens: readonly Token[], at: number, phrases: Phrases): number {
  const key = tokens[at]?.key
  const candidates = key === undefined ? [] : (phrases.get(key) ?? [])
  return candidates.reduce((longest, phrase) => {
    const fits =
      phrase.length > longest &&
      phrase.every(({ exact, bare }, step) => {
        const word = tokens[at + step]?.key
        return word === exact || word === bare
      })
    return fits ? phrase.length : longest
  }, 0)
}

export function tokenise(text: string): readonly Token[] {
  let sentence = 0
  let last = 0
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => {
    if (/[!?;\n]|\.(?:\s|$)/u.test(text.slice(last, match.index))) sentence += 1
    last = match.index + match[0].length
    return { raw: match[0], key: spell(match[0]), start: match.index, end: last, sentence }
  })
}

function compile(entries: readonly string[]): Phrases {
  const phrases = new Map<string, (readonly Word[])[]>()
  for (const entry of entries) {
    const needsAccents = entry.startsWith('=')
    const words = tokenise(entry).map(({ key }) => ({
      exact: key,
      bare: needsAccents ? null : bareLetters(key),
    }))
    for (const key of new Set([words[0]?.exact, words[0]?.bare])) {
      if (typeof key === 'string') phrases.set(key, [...(phrases.get(key) ?? []), words])
    }
  }
  return phrases
}

/**
 * Lower case, decomposed, the tone mark moved to the end: “uỷ” and “ủy” are one word, “mật” and
 * “mất” are not.
 */
function spell(word: string): string {
  const decomposed = word.toLowerCase().normalize('NFD')
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
  return decomposed.replace(tones, '') + (decomposed.match(tones) ?? []).join('')
}
