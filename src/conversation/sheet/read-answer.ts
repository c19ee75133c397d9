// From what was pressed or typed to an answer, or to the reason why it is none.
import type { AnswerValue } from '../../domain/answer.ts'
import { matchChoice, type Typing } from '../../domain/choice-text.ts'
import { readAddressed } from '../../domain/addressed-answer.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { type Problem, longestText } from '../../domain/problems.ts'
import { screen } from '../../domain/screening.ts'
import type { Screening } from '../../domain/screening-words.ts'
import { parseDueDate } from '../../domain/typed-date.ts'
import type { RawAnswer } from '../intent.ts'
import type { Prompt } from './prompt.ts'

type ReadAnswer =
  | { readonly kind: 'value'; readonly value: AnswerValue }
  | { readonly kind: 'why' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'problem'; readonly problem: Problem }

const no = (problem: Problem): ReadAnswer => ({ kind: 'problem', problem })

/** A text within the limit that looks like nothing that must not be stored; or why not. */
export function checkText(text: string, screening: Screening): Problem | null {
  const length = Array.from(text).length
  if (length > longestText) return { code: 'textTooLong', limit: longestText, length }
  const verdict = screen(text, screening)
  return verdict.ok ? null : { code: verdict.reason }
}

function readPressed(prompt: Prompt, id: string): ReadAnswer {
  if (id === 'keep') return { kind: 'keep' }
  if (id === 'why') return prompt.why === null ? no({ code: 'noReason' }) : { kind: 'why' }
  if (!prompt.choices.some((candidate) => candidate.id === id)) {
    return no(id === 'skip' ? { code: 'cannotSkip' } : { code: 'staleButton' })
  }
  if (id === 'skip') return { kind: 'value', value: { kind: 'skipped' } }
  return {
    kind: 'value',
    value:
      prompt.takes === 'date' ? { kind: 'date', date: id as LocalDate } : { kind: 'choice', id },
  }
}

export function readDate(text: string, today: LocalDate): ReadAnswer {
  const typed = parseDueDate(text, today)
  return typed.ok
    ? { kind: 'value', value: { kind: 'date', date: typed.date } }
    : no({ code: typed.reason, typed: text.slice(0, 40) })
}

function typingOf({ takes }: Prompt): Typing {
  return { hasFreeText: takes !== null }
}

/**
 * “câu 3 chọn 2”: meant for this question, or for another one, which is not what is being asked.
 */
function readNamed(prompt: Prompt, text: string, number: number | null): ReadAnswer | null {
  const named = number === null ? null : readAddressed(text, typingOf(prompt))
  if (named === null || number === null) return null
  const match = matchChoice(named.answer, prompt.choices, typingOf(prompt))
  if (match.kind === 'none' && (prompt.takes !== null || named.question === number)) return null
  if (named.question !== number) return no({ code: 'otherQuestion', number })
  return match.kind === 'one'
    ? readPressed(prompt, prompt.choices[match.index]?.id ?? '')
    : no({ code: 'severalMatch' })
}

/**
 * Typed words: a choice by number or label first; else free text or a date where the prompt takes
 * one.
 */
function readTyped(
  prompt: Prompt,
  text: string,
  today: LocalDate,
  screening: Screening,
): ReadAnswer {
  const match = matchChoice(text, prompt.choices, typingOf(prompt))
  const isBareNumber = /^\s*\d+\s*$/u.test(text.normalize('NFKC'))
  if (match.kind === 'one') return readPressed(prompt, prompt.choices[match.index]?.id ?? '')
  if (prompt.takes === null)
    return no(
      match.kind === 'several'
        ? { code: 'severalMatch' }
        : { code: 'notUnderstood', count: prompt.choices.length },
    )
  if (prompt.takes === 'date') return readDate(text, today)
  if (isBareNumber)
    return no(
      prompt.choices.length > 1
        ? { code: 'notUnderstood', count: prompt.choices.length }
        : { code: 'wordsNeeded' },
    )
  const problem = checkText(text, screening)
  return problem === null
    ? { kind: 'value', value: { kind: 'text', text: text.trim() } }
    : no(problem)
}

interface Answering {
  readonly prompt: Prompt
  /** The number of the question in its sheet; null for one that has none. */
  readonly number: number | null
  readonly today: LocalDate
  readonly screening: Screening
}

/** The answer in what was pressed or typed, or why there is none. */
export function readAnswer(
  { prompt, number, today, screening }: Answering,
  raw: RawAnswer,
): ReadAnswer {
  if (raw.kind === 'pressed') return readPressed(prompt, raw.choice)
  return readNamed(prompt, raw.text, number) ?? readTyped(prompt, raw.text, today, screening)
}
