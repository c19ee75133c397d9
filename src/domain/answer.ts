import type { LocalDate } from './local-date.ts'

/**
 * What a member answered to one step. Sealed wherever it rests. `tookMs`: of an answer given in one
 * line with others, how long after its page of questions was shown; haste is measured by it
 * (tempo).
 */
export type AnswerValue =
  | { readonly kind: 'choice'; readonly id: string; readonly tookMs?: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'date'; readonly date: LocalDate }
  | { readonly kind: 'skipped' }

export type Answers = ReadonlyMap<string, AnswerValue>

export function isChoice(value: AnswerValue | undefined, id: string): boolean {
  return value?.kind === 'choice' && value.id === id
}
