// The letters of a sheet on paper, as whoever enters them types them: “2a 3b 4a”, “2b, 3a”, or one
// for each question in order.
import { readQuickLine } from './quick-line.ts'

/** A question with letters; `choices`: how many it has. */
interface PaperQuestionSize {
  readonly number: number
  readonly choices: number
}

type PaperCodes =
  /** Places in the list of questions, from 0, with the place of the letter. */
  | { readonly kind: 'taken'; readonly chosen: ReadonlyMap<number, number> }
  /** Numbers of questions that have no such letter: nothing is taken of the line. */
  | { readonly kind: 'noSuchLetter'; readonly numbers: readonly number[] }
  | { readonly kind: 'unclear' }

/**
 * Reads one line, whole or not at all: a wrong answer entered for somebody else is worse than a
 * line typed again.
 */
export function readPaperCodes(typed: string, questions: readonly PaperQuestionSize[]): PaperCodes {
  const reading = readQuickLine(spread(typed, questions.length), questions)
  if (reading.kind === 'unclear') return { kind: 'unclear' }
  if (reading.unclear.length > 0)
    return {
      kind: 'noSuchLetter',
      numbers: reading.unclear.map((place) => questions[place]?.number ?? 0),
    }
  return { kind: 'taken', chosen: reading.chosen }
}

/** “abacab”: a letter for each question, run together. */
function spread(typed: string, count: number): string {
  const bare = typed.trim()
  return count > 1 && bare.length === count && /^[a-i]+$/iu.test(bare)
    ? Array.from(bare).join(' ')
    : typed
}

export type PaperVerb = 'print' | 'record' | 'enter' | 'signed' | 'withdraw'
export const paperVerbs: readonly PaperVerb[] = ['print', 'record', 'enter', 'signed', 'withdraw']

export interface PaperPerson {
  readonly hasLeft: boolean
  readonly isExempt: boolean
  readonly isAway: boolean
  /** Has a linked account that works, and so answers there. */
  readonly isUsing: boolean
  /** Agreed that codes are entered: on paper, or in the chat. */
  readonly agrees: boolean
  readonly state: 'invited' | 'inProgress' | 'submitted' | 'onPaper'
  /** By an officer, from paper. */
  readonly isRecorded: boolean
}

export type PaperRefusal = 'left' | 'exempt' | 'away' | 'using' | 'sent' | 'nothingEntered'

/**
 * Why this may not be done with a member's sheet on paper; null: it may. A consent can always be
 * taken back.
 */
export function paperRefusal(person: PaperPerson, verb: PaperVerb): PaperRefusal | null {
  const { hasLeft, isExempt, isAway, isUsing, agrees, state, isRecorded } = person
  if (hasLeft) return 'left'
  if (verb === 'withdraw')
    return agrees || (isRecorded && state === 'submitted') ? null : 'nothingEntered'
  if (isExempt) return 'exempt'
  if (isAway) return 'away'
  if (isUsing && !agrees) return 'using'
  return state === 'submitted' && !isRecorded ? 'sent' : null
}

const words: Readonly<Record<string, PaperVerb>> = {
  xong: 'record',
  'da lam': 'record',
  'da lam tren giay': 'record',
  done: 'record',
  nhap: 'enter',
  'nhap ma': 'enter',
  'nhap ho': 'enter',
  enter: 'enter',
  'da ky': 'signed',
  signed: 'signed',
  rut: 'withdraw',
  'rut dong y': 'withdraw',
  withdraw: 'withdraw',
}

type PaperRequest =
  | { readonly kind: 'list' }
  | { readonly kind: 'all' }
  /** `names`: as typed, where it is no number and no code. */
  | {
      readonly kind: 'of'
      readonly verb: PaperVerb | null
      readonly numbers: readonly number[]
      readonly named: string
    }

/**
 * What stands behind `/phieugiay`, folded: nothing, “tat ca”, numbers or a name, and what is to be
 * done.
 */
export function readPaperRequest(folded: string): PaperRequest {
  const text = folded.trim()
  if (text === '') return { kind: 'list' }
  if (text === 'tat ca' || text === 'all') return { kind: 'all' }
  const end = Object.keys(words)
    .filter((word) => text.endsWith(` ${word}`))
    .toSorted((a, b) => b.length - a.length)[0]
  const who = end === undefined ? text : text.slice(0, -end.length - 1)
  const verb = end === undefined ? null : (words[end] ?? null)
  const isNumbers = /^\d{1,3}(?: \d{1,3})*$/u.test(who)
  return {
    kind: 'of',
    verb,
    numbers: isNumbers ? [...new Set(who.split(' ').map(Number))] : [],
    named: isNumbers ? '' : who,
  }
}
