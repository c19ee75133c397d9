// What a person typed instead of pressing a button: a number, a label, the beginning of one, or a
// word of command.
import { bare, isBeginning, isSame, wordsOf } from './folded-words.ts'
import {
  type Fillers,
  isFiller,
  numberNamed,
  numberOf,
  politeWords,
  readingsOf,
} from './polite-words.ts'

type ChoiceMatch =
  | { readonly kind: 'one'; readonly index: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }

/** `also`: whole answers that mean the same and are not shown, “có” for “Đúng”. */
export interface Labelled {
  readonly label: string
  readonly also?: readonly string[]
}

/**
 * `hasFreeText`: words of one's own, a date or a time may be typed as well. There “ba” may be any
 * of them, and is no number.
 */
export interface Typing {
  readonly hasFreeText?: boolean
}

/** A beginning of fewer letters is as likely a slip, unless it is a whole word: “có”. */
const shortestPrefix = 3

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

function oneOf(places: readonly number[]): ChoiceMatch {
  const [index, ...more] = places
  return index === undefined
    ? { kind: 'none' }
    : more.length > 0
      ? { kind: 'several' }
      : { kind: 'one', index }
}
