// “câu 3 chọn 2”: an answer that names its question.
import type { Typing } from './choice-text.ts'
import { bare } from './folded-words.ts'
import { isFiller, numberNamed, politeWords, readingsOf } from './polite-words.ts'

const questionWords = ['câu', 'question']

interface Addressed {
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
