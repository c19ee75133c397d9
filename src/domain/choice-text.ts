// What a person typed instead of pressing a button: a number, a label, the beginning of one, or a
// word of command.
import { numberWords } from './number-words.ts'

export type ChoiceMatch =
  | { readonly kind: 'one'; readonly index: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }

/** Words that say nothing here, in any spelling `fold` makes equal. */
export interface Fillers {
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** Before a number only. */
  readonly number: readonly string[]
}

/** `also`: whole answers that mean the same and are not shown, “có” for “Đúng”. */
export interface Labelled {
  readonly label: string
  readonly also?: readonly string[]
}

export const politeWords: Fillers = {
  before: ['dạ', 'vâng', 'tôi', 'chọn', 'xin', 'thưa', 'choose'],
  after: ['ạ', 'rồi', 'nhé', 'please'],
  number: [
    'số',
    'number',
    'dòng',
    'ý',
    'mục',
    'lựa',
    'phương',
    'án',
    'đáp',
    'là',
    'chọn',
    'line',
    'option',
    'choice',
  ],
}

/**
 * `hasFreeText`: words of one's own, a date or a time may be typed as well. There “ba” may be any
 * of them, and is no number.
 */
export interface Typing {
  readonly hasFreeText?: boolean
}

const questionWords = ['câu', 'question']

export const controlKinds = [
  'back',
  'skip',
  'pause',
  'resume',
  'help',
  'submit',
  'edit',
  'keep',
  'why',
  'paper',
  'here',
] as const
export type ControlKind = (typeof controlKinds)[number]
/** The words of each control in the person's language. `edit` may be followed by a number. */
export type ControlWords = Readonly<Record<ControlKind, readonly string[]>>
export type Control =
  | { readonly kind: Exclude<ControlKind, 'edit'> }
  | { readonly kind: 'edit'; readonly number: number | null }

/** A beginning of fewer letters is as likely a slip, unless it is a whole word: “có”. */
const shortestPrefix = 3
/** đ has no decomposition of its own; as a mark it may be left out like every other. */
const stroke = '\u0335'

/**
 * Text as it is compared: full-width as plain, lower case, no accents, đ as d, punctuation and
 * repeated spaces as one space.
 */
export function fold(text: string): string {
  return wordsOf(text).map(bare).join(' ')
}

/**
 * Which choice was meant. Taken: its number (`1`, `1.`, `1)`, `số 1`), its label in any case with
 * accents, without, or with some left out; a beginning of three letters or one short word that only
 * one label has; all with polite words around. An accent that the label does not have is another
 * word: “dừng” is not “đúng”. Last its number written out (“hai”, “số hai ạ”), unless another label
 * has that word. `several`: more than one fits; `none` for everything else.
 */
export function matchChoice(
  typed: string,
  choices: readonly Labelled[],
  { hasFreeText = false }: Typing = {},
): ChoiceMatch {
  const fillers = politeWords
  const labels = choices.map(({ label }) => wordsOf(label))
  const others = choices.map(({ also = [] }) => also.map(wordsOf))
  const readings = readingsOf(typed, fillers).filter((said) => said.length > 0)
  const attempts = [
    ...readings.map((said) => () => byNumber(said, labels, fillers)),
    ...readings.map((said) => () => byLabel(said, labels)),
    ...readings.map(
      (said) => () =>
        others.flatMap((means, place) =>
          means.some((meant) => isSame(said, meant)) ? [place] : [],
        ),
    ),
    ...readings.map((said) => () => byBeginning(said, labels, fillers, hasFreeText)),
    ...(hasFreeText ? [] : readings.map((said) => () => byNumberWord(said, labels, fillers))),
  ]
  for (const attempt of attempts) {
    const places = attempt()
    if (places.length > 0) return oneOf(places)
  }
  return { kind: 'none' }
}

/**
 * The control that was typed, whole and alone, or null. Try the choices of an open question first:
 * its labels win.
 */
export function readControl(
  typed: string,
  words: ControlWords,
  fillers: Fillers = politeWords,
): Control | null {
  for (const said of readingsOf(typed, fillers)) {
    for (const kind of controlKinds) {
      for (const entry of wordsOfEach(words[kind])) {
        if (kind !== 'edit' && isSame(said, entry)) return { kind }
        const number = kind === 'edit' ? numberAfter(said, entry, fillers) : undefined
        if (number !== undefined) return { kind: 'edit', number }
      }
    }
  }
  return null
}

/**
 * Null: nothing follows the words. Undefined: these are not the words, or something else follows.
 */
function numberAfter(
  said: readonly string[],
  entry: readonly string[],
  fillers: Fillers,
): number | null | undefined {
  if (!isSame(said.slice(0, entry.length), entry)) return undefined
  const rest = said.slice(entry.length)
  return rest.length === 0 ? null : numberOf(rest, fillers)
}

function numberOf(said: readonly string[], { number }: Fillers): number | undefined {
  const [first = '', ...rest] = said.slice(said.findIndex((word) => !isFiller(word, number)))
  return rest.length === 0 && /^\d{1,3}$/.test(bare(first)) ? Number(bare(first)) : undefined
}

export interface Addressed {
  readonly question: number
  /** What is said of it. */
  readonly answer: string
}

/**
 * “câu 3 chọn 2”, “câu ba: làm tốt”: which question is named and what follows; null when no
 * question is named, or nothing follows.
 */
export function readAddressed(
  typed: string,
  { hasFreeText = false }: Typing = {},
): Addressed | null {
  const fillers = politeWords
  const said = readingsOf(typed, fillers).at(-1) ?? []
  if (!isFiller(said[0] ?? '', questionWords)) return null
  const at = said.findIndex((word, place) => place > 0 && !isFiller(word, fillers.number))
  const named = said[at] ?? ''
  const question = hasFreeText ? undefined : numberNamed(named)
  const number = /^\d{1,2}$/.test(bare(named)) ? Number(bare(named)) : question
  const rest = said.slice(at + 1)
  const answer = rest.slice(rest.findIndex((word) => !isFiller(word, fillers.number)))
  return number === undefined || rest.length === 0
    ? null
    : { question: number, answer: answer.join(' ').normalize('NFC') }
}

function byNumber(
  said: readonly string[],
  labels: readonly (readonly string[])[],
  fillers: Fillers,
): readonly number[] {
  const number = numberOf(said, fillers)
  if (number !== undefined) return labels[number - 1] === undefined ? [] : [number - 1]
  // A line copied whole, "1. Làm tốt"; but "03/12 khắc" may be a label itself, beside "12 khắc" in
  // the third place.
  if (labels.some((own) => isSame(said, own))) return []
  const place = Number(said[0]) - 1
  const label = labels[place]
  return label !== undefined && isSame(said.slice(1), label) ? [place] : []
}

/** Where several labels differ in accents only, the one typed with exactly its accents. */
function byLabel(
  said: readonly string[],
  labels: readonly (readonly string[])[],
): readonly number[] {
  const fitting = labels.flatMap((label, place) => (isSame(said, label) ? [place] : []))
  const exact = fitting.filter((place) => isSame(labels[place] ?? [], said))
  return exact.length > 0 ? exact : fitting
}

/** A polite word alone is no beginning: “da” may be “dạ”, and must not become “Đã xong”. */
function byBeginning(
  said: readonly string[],
  labels: readonly (readonly string[])[],
  fillers: Fillers,
  hasFreeText: boolean,
): readonly number[] {
  const { before, after } = fillers
  if (said.every((word) => isFiller(word, before) || isFiller(word, after))) return []
  const letters = said.map(bare).join('').replace(/\d/g, '').length
  const isLongEnough = (label: readonly string[]) =>
    letters >= shortestPrefix ||
    (letters === 2 && bare(label[said.length - 1] ?? '') === bare(said.at(-1) ?? ''))
  const places = labels.flatMap((label, place) =>
    isLongEnough(label) && isBeginning(said, label) ? [place] : [],
  )
  // “hai” may be the second as well as the beginning of “Hải Châu”.
  return places.length === 0 || hasFreeText
    ? places
    : [...new Set([...places, ...byNumberWord(said, labels, fillers)])]
}

/**
 * The number written out, alone; and every label that has the word, so that nothing is guessed
 * between them.
 */
function byNumberWord(
  said: readonly string[],
  labels: readonly (readonly string[])[],
  { number }: Fillers,
): readonly number[] {
  const [word = '', ...rest] = said.slice(
    Math.max(
      0,
      said.findIndex((each) => !isFiller(each, number)),
    ),
  )
  const counted = rest.length === 0 ? numberNamed(word) : undefined
  if (counted === undefined || counted > labels.length) return []
  const others = labels.flatMap((label, place) =>
    label.some((each) => bare(each) === bare(word)) ? [place] : [],
  )
  return [...new Set([counted - 1, ...others])]
}

function numberNamed(word: string): number | undefined {
  const place = numberWords.findIndex((spellings) => isFiller(word, spellings))
  return place < 0 ? undefined : place + 1
}

function oneOf(places: readonly number[]): ChoiceMatch {
  const [index, ...more] = places
  return index === undefined
    ? { kind: 'none' }
    : more.length > 0
      ? { kind: 'several' }
      : { kind: 'one', index }
}

/**
 * As typed, without the polite words after it, and without those before it too: a label may hold
 * such a word itself.
 */
function readingsOf(typed: string, { before, after }: Fillers): readonly (readonly string[])[] {
  const said = wordsOf(typed)
  const ended = said.slice(0, Math.max(1, said.findLastIndex((word) => !isFiller(word, after)) + 1))
  const begun = ended.findIndex((word) => !isFiller(word, before))
  return [said, ended, begun > 0 ? ended.slice(begun) : ended]
}

function isFiller(word: string, fillers: readonly string[]): boolean {
  return wordsOfEach(fillers).some((filler) => isSame([word], filler))
}

const splitLists = new WeakMap<readonly string[], readonly (readonly string[])[]>()

/**
 * The entries of a fixed list, split once: they are looked through for every message. Never for
 * what people typed.
 */
function wordsOfEach(list: readonly string[]): readonly (readonly string[])[] {
  const known = splitLists.get(list) ?? list.map(wordsOf)
  splitLists.set(list, known)
  return known
}

/**
 * Words in NFD, so that letters and their marks stand apart: not `bareLetters`, because here a
 * wrong mark is another word.
 */
function wordsOf(text: string): readonly string[] {
  const letters = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll('đ', `d${stroke}`)
  return letters.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}

function bare(word: string): string {
  return word.replace(/\p{M}/gu, '')
}

/**
 * The same letters, and no mark that `meant` does not have. In any order: both “hoà” and “hòa” are
 * written.
 */
function isSame(said: readonly string[], meant: readonly string[]): boolean {
  const isSameWord = (word: string, other: string) =>
    bare(word) === bare(other) && hasNoOtherMark(word, other)
  return (
    said.length === meant.length &&
    said.every((word, place) => isSameWord(word, meant[place] ?? ''))
  )
}

function isBeginning(said: readonly string[], meant: readonly string[]): boolean {
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
