// What must not be stored: classified or internal material, accusations of others, personal
// identifiers (domain brief §4.6). It reads words, not meaning: it errs towards refusing kindly,
// and the person can always say it otherwise or face to face.
import { bareLetters } from './bare-letters.ts'
import type { AccusationList, ScreeningWords } from './questionnaire.ts'

export type RefusedReason = 'classified' | 'accusation' | 'personalData'
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: RefusedReason }

/** One word of an entry: as it is spelt, and without accents where the entry allows that. */
interface Word {
  readonly exact: string
  readonly bare: string | null
}

/**
 * Entries by their first word, as spelt and as bare, so that a text is walked once whatever the
 * number of entries.
 */
type Phrases = ReadonlyMap<string, readonly (readonly Word[])[]>

type AccusationLists = Readonly<Record<AccusationList, Phrases>>

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
interface Token {
  readonly raw: string
  readonly key: string
  readonly start: number
  readonly end: number
  readonly sentence: number
}

interface Person {
  readonly start: number
  readonly end: number
  /** By a name; otherwise by a title or an office only. */
  readonly isNamed: boolean
}

/** Words of blame farther from a name than this are taken as said of something else. */
const reach = { named: 10, unnamed: 5, denounced: 6 }

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

/**
 * Whether a text a person typed may be stored, and if not, why. Takes any text; the caller has
 * capped its length.
 */
export function screen(text: string, lists: Screening): Verdict {
  const clean = text.normalize('NFC').replace(/\p{Cf}/gu, '')
  const tokens = tokenise(clean)
  if (isClassified(clean, tokens, lists)) return { ok: false, reason: 'classified' }
  if (holdsIdentifier(clean, tokens, lists)) return { ok: false, reason: 'personalData' }
  // In a text typed all in capitals a capital says nothing about names.
  const plain = clean === clean.toUpperCase() ? tokenise(clean.toLowerCase()) : tokens
  if (accuses(plain, lists.accusation)) return { ok: false, reason: 'accusation' }
  return { ok: true }
}

function isClassified(text: string, tokens: readonly Token[], lists: Screening): boolean {
  const ordinary = cover(tokens, lists.harmless)
  const stamped = tokens.some((_, at) => {
    const length = lengthAt(tokens, at, lists.marks)
    return (
      length > 0 && !ordinary.has(at + length - 1) && isStamp(text, tokens.slice(at, at + length))
    )
  })
  return (
    stamped ||
    tokens.some((_, at) => lengthAt(tokens, at, lists.phrases) > 0) ||
    hasSecretNumber(text, lists)
  )
}

/** In capitals, or alone between brackets or line ends. */
function isStamp(text: string, mark: readonly Token[]): boolean {
  if (mark.every(({ raw }) => raw === raw.toUpperCase())) return true
  const before =
    text
      .slice(0, mark[0]?.start)
      .replace(/[^\S\n]+$/u, '')
      .at(-1) ?? '\n'
  const after =
    text
      .slice(mark.at(-1)?.end)
      .replace(/^[^\S\n]+/u, '')
      .at(0) ?? '\n'
  return '[({<\n'.includes(before) && '])}>\n'.includes(after)
}

/**
 * Document numbers such as 12-QĐ/TMt, or 12-BC/TU (M). Every repetition is bounded, so the pattern
 * cannot run away.
 */
function hasSecretNumber(text: string, { numberMarks, bracketMarks }: Screening): boolean {
  const number =
    /(?<![\p{L}\p{N}])\d{1,6}((?:\s?[-/–]\s?\p{L}{1,10}){1,4})(?:\s?[([]\s?(\p{L}{1,4})\s?[)\]])?(?![\p{L}\p{N}])/gu
  return [...text.matchAll(number)].some(([, parts = '', bracketed = '']) => {
    const last = parts.split(/[-/–]/u).at(-1)?.trim() ?? ''
    return numberMarks.has(last) || bracketMarks.has(bracketed)
  })
}

/**
 * CCCD numbers begin with 0, which no amount of money does; cards are told by their check digit;
 * other numbers by a word before.
 */
function holdsIdentifier(text: string, tokens: readonly Token[], lists: Screening): boolean {
  if (
    /(?<!\d)0(?:\d{11}|\d\d([ .-])\d{3}\1\d{3}\1\d{3}|\d{3}([ .-])\d{4}\2\d{4})(?!\d)/u.test(text)
  )
    return true
  const cards = text.match(/(?<!\d)\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?(?!\d)/gu) ?? []
  if (cards.some((card) => hasCheckDigit(card.replace(/\D/gu, '')))) return true
  return tokens.some((_, at) => {
    const length = lengthAt(tokens, at, lists.identityWords)
    const following = tokens.slice(at + length, at + length + 6).map(({ raw }) => raw)
    return (
      length > 0 &&
      following.some((_word, from) => /^\d{6,19}$/u.test(leadingDigits(following.slice(from))))
    )
  })
}

function leadingDigits(words: readonly string[]): string {
  const stop = words.findIndex((word) => !/^\d+$/u.test(word))
  return words.slice(0, stop < 0 ? words.length : stop).join('')
}

/** Luhn's check, which payment cards carry. */
function hasCheckDigit(digits: string): boolean {
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

function accuses(tokens: readonly Token[], lists: AccusationLists): boolean {
  if (tokens.some((_, at) => lengthAt(tokens, at, lists.matters) > 0)) return true
  const blame = findBlame(tokens, lists)
  return findPersons(tokens, lists).some((person) => isBlamed(person, tokens, blame, lists))
}

/**
 * Where words of blame begin and end, without those that are turned away ("chống tham ô", "không vi
 * phạm").
 */
interface Blame {
  readonly grave: ReadonlyMap<number, number>
  readonly any: ReadonlyMap<number, number>
}

function findBlame(tokens: readonly Token[], lists: AccusationLists): Blame {
  const neutral = cover(tokens, lists.neutral)
  const passed = new Set([
    ...cover(tokens, lists.connectors),
    ...cover(tokens, lists.grave),
    ...cover(tokens, lists.faults),
  ])
  const turnedAway = (at: number): boolean => {
    let before = at - 1
    while (sameSentence(tokens, before, at) && passed.has(before) && !neutral.has(before))
      before -= 1
    return sameSentence(tokens, before, at) && neutral.has(before)
  }
  const spans = (phrases: Phrases): readonly (readonly [number, number])[] =>
    tokens.flatMap((_, at) => {
      const length = lengthAt(tokens, at, phrases)
      return length > 0 && !turnedAway(at) ? [[at, at + length] as const] : []
    })
  const grave = spans(lists.grave)
  return { grave: new Map(grave), any: new Map([...spans(lists.faults), ...grave]) }
}

function findPersons(tokens: readonly Token[], lists: AccusationLists): readonly Person[] {
  const nobody = new Set([
    ...cover(tokens, lists.allowedNames),
    ...cover(tokens, lists.collectives),
  ])
  return tokens.flatMap((_, at) => {
    const person = nobody.has(at)
      ? null
      : (titledAt(tokens, at, lists) ?? fullNameAt(tokens, at, lists))
    return person === null || nobody.has(person.end - 1) ? [] : [person]
  })
}

function titledAt(tokens: readonly Token[], at: number, lists: AccusationLists): Person | null {
  const title = lengthAt(tokens, at, lists.titles)
  const end = at + title + lengthAt(tokens, at + title, lists.offices)
  if (end === at) return null
  const isFamilyName = lengthAt(tokens, end, lists.surnames) > 0
  const isName = isCapitalised(tokens[end]) && lengthAt(tokens, end, lists.notNames) === 0
  const isNamed = sameSentence(tokens, end, at) && (isName || (isFamilyName && title > 0))
  return { start: at, end: isNamed ? end + 1 : end, isNamed }
}

function fullNameAt(tokens: readonly Token[], at: number, lists: AccusationLists): Person | null {
  const looksLikeName =
    lengthAt(tokens, at, lists.surnames) > 0 &&
    isCapitalised(tokens[at]) &&
    isCapitalised(tokens[at + 1])
  if (
    !looksLikeName ||
    endsBefore(tokens, at, lists.placeWords) ||
    endsBefore(tokens, at, lists.selfIntroductions)
  )
    return null
  return { start: at, end: at + 2, isNamed: true }
}

function isBlamed(
  person: Person,
  tokens: readonly Token[],
  blame: Blame,
  lists: AccusationLists,
): boolean {
  const within = person.isNamed ? reach.named : reach.unnamed
  for (
    let at = person.end, speaksOfSelf = false;
    at <= person.end + within && sameSentence(tokens, at, person.start);
    at += 1
  ) {
    speaksOfSelf ||= lengthAt(tokens, at, lists.selfWords) > 0
    if (blame.grave.has(at) || (person.isNamed && !speaksOfSelf && blame.any.has(at))) return true
  }
  return isBlamedBefore(person, tokens, person.isNamed ? blame.any : blame.grave, lists)
}

/** "vi phạm của đồng chí A", "tố cáo ông B". */
function isBlamedBefore(
  { start }: Person,
  tokens: readonly Token[],
  blame: ReadonlyMap<number, number>,
  lists: AccusationLists,
): boolean {
  const isOwned =
    endsBefore(tokens, start, lists.belonging) &&
    [...blame.values()].some((end) => end < start && end >= start - 2)
  return (
    isOwned ||
    tokens.some((_, at) => {
      const isNear = at < start && at >= start - reach.denounced && sameSentence(tokens, at, start)
      return isNear && lengthAt(tokens, at, lists.denouncing) > 0
    })
  )
}

function endsBefore(tokens: readonly Token[], at: number, phrases: Phrases): boolean {
  return [1, 2, 3, 4].some(
    (back) => sameSentence(tokens, at - back, at) && lengthAt(tokens, at - back, phrases) === back,
  )
}

function sameSentence(tokens: readonly Token[], a: number, b: number): boolean {
  const first = tokens[a]
  return first !== undefined && first.sentence === tokens[b]?.sentence
}

function isCapitalised(token: Token | undefined): boolean {
  return token !== undefined && /^\p{Lu}/u.test(token.raw)
}

/** The places that lie inside some entry of a list. */
function cover(tokens: readonly Token[], phrases: Phrases): ReadonlySet<number> {
  return new Set(
    tokens.flatMap((_, at) =>
      Array.from({ length: lengthAt(tokens, at, phrases) }, (_word, step) => at + step),
    ),
  )
}

/** How many words the longest entry that begins at this place takes; 0 when none does. */
function lengthAt(tokens: readonly Token[], at: number, phrases: Phrases): number {
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

function tokenise(text: string): readonly Token[] {
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
