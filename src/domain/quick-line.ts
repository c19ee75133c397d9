// One line that answers a whole page of questions: “1 2 1 1 3 1 2”, “1211312”, “1a 2b 3a”, “1-2,
// 2-1”, “câu 1 chọn 2, câu hai chọn một”. Every way to read the line is tried; it is taken only
// when exactly one of them makes sense. A wrong answer kept is worse than a question asked again.
import { numberWords } from './number-words.ts'

/** `number`: as it stands before the question. `choices`: how many there are, at most 9. */
export interface QuickQuestion {
  readonly number: number
  readonly choices: number
}

type QuickReading =
  /**
   * Places in the list of questions, from 0, with the place of the choice; `unclear`: named, but
   * with no choice it has.
   */
  | {
      readonly kind: 'taken'
      readonly chosen: ReadonlyMap<number, number>
      readonly unclear: readonly number[]
    }
  /** `given`: how many answers a plain list had, when it was one. Nothing was taken. */
  | { readonly kind: 'unclear'; readonly given: number | null }

/**
 * What stands between two values. `strong` says “the choice is”, `weak` may say it or part a list,
 * `next` begins a question.
 */
type Gap = 'none' | 'soft' | 'weak' | 'strong' | 'next'

interface Value {
  readonly text: string
  readonly isLetter: boolean
  /** What stands before it. */
  readonly gap: Gap
}

type Read = ReadonlyMap<number, number | null>

const questionWords = ['câu', 'cau', 'q', 'question']
const choiceWords = ['chọn', 'chon', 'là', 'la', 'chose', 'choice', 'is']
const silentWords = [
  'dạ',
  'da',
  'vâng',
  'vang',
  'tôi',
  'toi',
  'xin',
  'thưa',
  'thua',
  'ạ',
  'nhé',
  'nhe',
  'số',
  'so',
  'và',
  'va',
  'and',
  'please',
  'number',
]
/** Each number written out, with its accents and without. */
const written: ReadonlyMap<string, string> = new Map(
  numberWords.flatMap((spellings, place) => {
    return spellings.flatMap(
      (word) =>
        [
          [word, String(place + 1)],
          [bare(word), String(place + 1)],
        ] as const,
    )
  }),
)
const letters = 'abcdefghi'
/** A list run together may be any number; three digits that all fit are no accident. */
const shortestRun = 3

/**
 * Reads one line against the questions that were shown, in their order. Never guesses: see
 * `QuickReading`.
 */
export function readQuickLine(typed: string, questions: readonly QuickQuestion[]): QuickReading {
  const values = valuesOf(typed)
  if (values === null || values.length === 0) return { kind: 'unclear', given: null }
  const ways = [
    asList(values, questions),
    asList(withoutLastA(values), questions),
    asPairs(values, questions),
    asRun(values, questions),
  ]
  const distinct = new Map(
    ways.flatMap((read) => (read === null ? [] : [[keyOf(read), read] as const])),
  )
  const [only, ...others] = distinct.values()
  if (only === undefined || others.length > 0)
    return { kind: 'unclear', given: isList(values) ? values.length : null }
  const chosen = new Map(
    [...only].flatMap(([place, choice]) => (choice === null ? [] : [[place, choice] as const])),
  )
  return { kind: 'taken', chosen, unclear: [...only.keys()].filter((place) => !chosen.has(place)) }
}

function keyOf(read: Read): string {
  return [...read]
    .map(([place, choice]) => `${String(place)}:${String(choice)}`)
    .sort()
    .join()
}

/** Null when there is a word in the line that says nothing here. */
function valuesOf(typed: string): readonly Value[] | null {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\uFE0F\u20E3]|\p{Cf}/gu, '')
    .toLowerCase()
    .normalize('NFC')
  const values: Value[] = []
  let gap: string[] = []
  for (const said of plain.match(/\d+|\p{L}[\p{L}\p{M}]*|\s+|[^\d\p{L}\s]+/gu) ?? []) {
    const token = written.get(said) ?? said
    const isLetter = token.length === 1 && letters.includes(token)
    if (!isLetter && !/^\d+$/u.test(token)) gap.push(token)
    else {
      const between = gapOf(gap)
      if (between === null) return null
      values.push({ text: token, isLetter, gap: between })
      gap = []
    }
  }
  const after = gapOf(gap)
  return after === null || after === 'next' || after === 'strong' ? null : values
}

function bare(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '')
}

function gapOf(tokens: readonly string[]): Gap | null {
  const words = tokens.filter((token) => /^\p{L}/u.test(token))
  if (words.some((word) => ![...questionWords, ...choiceWords, ...silentWords].includes(word)))
    return null
  const marks = tokens.filter((token) => !words.includes(token)).join('')
  if (/[^\s,;|+&(["“”'\-–—.)\]/:=>]/u.test(marks)) return null
  if (words.some((word) => questionWords.includes(word))) return 'next'
  if (words.some((word) => choiceWords.includes(word))) return 'strong'
  if (/[,;|+&\n]/u.test(marks)) return 'soft'
  if (/[:=>]/u.test(marks)) return 'strong'
  if (/[-–—.)\]/]/u.test(marks)) return 'weak'
  return tokens.length === 0 ? 'none' : 'soft'
}

/**
 * Where nothing but answers stands: parted by spaces and commas, or all by one kind of mark
 * (“1.2.1”).
 */
function isList(values: readonly Value[]): boolean {
  const gaps = new Set(values.slice(1).map(({ gap }) => gap))
  const isOneKind = gaps.size === 0 || (gaps.size === 1 && (gaps.has('soft') || gaps.has('weak')))
  return (
    isOneKind &&
    values[0]?.gap !== 'next' &&
    new Set(values.map(({ isLetter }) => isLetter)).size === 1
  )
}

/**
 * One answer a question, in order. One that no question has is unclear by itself, if it is one key
 * struck wrongly.
 */
function asList(values: readonly Value[], questions: readonly QuickQuestion[]): Read | null {
  if (values.length < 2 || values.length !== questions.length || !isList(values)) return null
  // “1-2” for two questions is as likely question 1, choice 2.
  if (values.length === 2 && values[1]?.gap === 'weak') return null
  const read = new Map(
    questions.map(({ choices }, place) => [place, choiceOf(values[place], choices)]),
  )
  const isStrange = values.some(({ text }, place) => read.get(place) === null && text.length > 1)
  return isStrange ? null : orNothing(read)
}

/** “1 2 1 a”: the polite word without its accent. */
function withoutLastA(values: readonly Value[]): readonly Value[] {
  const [last, before] = [values.at(-1), values.slice(0, -1)]
  return last?.text === 'a' && last.gap === 'soft' && before.every(({ isLetter }) => !isLetter)
    ? before
    : values
}

/**
 * Question and choice, each named. A question that is not on the page, or named twice, makes the
 * whole line doubtful.
 */
function asPairs(values: readonly Value[], questions: readonly QuickQuestion[]): Read | null {
  if (values.length % 2 !== 0) return null
  const read = new Map<number, number | null>()
  for (let at = 0; at < values.length; at += 2) {
    const [named, answer] = [values[at], values[at + 1]]
    const place = questions.findIndex(
      ({ number }) => named?.isLetter === false && number === Number(named.text),
    )
    const question = questions[place]
    if (named === undefined || answer === undefined || question === undefined || read.has(place))
      return null
    if (!isParted(named, at) || !isJoined(named, answer, values.length)) return null
    read.set(place, choiceOf(answer, question.choices))
  }
  return orNothing(read)
}

function isParted({ gap }: Value, at: number): boolean {
  return at === 0 ? gap !== 'strong' : gap === 'soft' || gap === 'next' || gap === 'none'
}

/** “1-2” alone may as well be the beginning of a list, or a date. */
function isJoined(named: Value, { gap, isLetter }: Value, count: number): boolean {
  if (gap === 'strong') return true
  if (gap === 'next') return false
  if (isLetter || named.gap === 'next') return true
  return gap === 'weak' && count > 2
}

/** All digits run together: as many as there are questions, each a choice its question has. */
function asRun(
  [only, ...others]: readonly Value[],
  questions: readonly QuickQuestion[],
): Read | null {
  if (only === undefined || others.length > 0 || only.isLetter || only.gap === 'next') return null
  if (questions.length < shortestRun || only.text.length !== questions.length) return null
  const read = new Map(
    questions.map(({ choices }, place) => [
      place,
      choiceOf({ ...only, text: only.text[place] ?? '' }, choices),
    ]),
  )
  return [...read.values()].includes(null) ? null : read
}

function orNothing(read: Read): Read | null {
  return [...read.values()].some((choice) => choice !== null) ? read : null
}

function choiceOf(value: Value | undefined, choices: number): number | null {
  const place =
    value === undefined ? -1 : value.isLetter ? letters.indexOf(value.text) : Number(value.text) - 1
  return place >= 0 && place < choices ? place : null
}
