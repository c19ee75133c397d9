// What a member's outline for their self-review is made of: their own words of the last rounds, put
// in the order of a review.
import type { LocalDate } from './local-date.ts'
import type { Period } from './period.ts'
import { isOverdue, type RemedyState } from './remedy.ts'

interface OwnRound {
  readonly period: Period
  readonly answers: readonly { readonly question: string; readonly text: string }[]
}

export interface OwnRemedy extends Pick<RemedyState, 'status' | 'dueOn'> {
  readonly cause: string | null
  readonly measure: string | null
}

export interface ReviewOutline {
  /** What they wrote of their own deeds, newest first. */
  readonly deeds: readonly string[]
  /** Causes they named of shortcomings, and what they meant to do. */
  readonly shortcomings: readonly OwnRemedy[]
  readonly mended: readonly OwnRemedy[]
  readonly mending: readonly (OwnRemedy & { readonly isLate: boolean })[]
}

const rounds = 3
/** Of each part: more would no longer be an outline. */
const lines = 4

/**
 * From a member's rounds and remedies, newest first, as they may see them themselves. Nothing is
 * written for them.
 */
export function reviewOutline(
  own: readonly OwnRound[],
  remedies: readonly OwnRemedy[],
  today: LocalDate,
): ReviewOutline {
  const deeds = own
    .slice(0, rounds)
    .flatMap(({ answers }) => answers.filter(({ question }) => question === 'deed.text'))
  const standing = remedies.filter(({ status }) => status !== 'dropped' && status !== 'withdrawn')
  const open = standing.filter(({ status }) => status !== 'done')
  return {
    deeds: [...new Set(deeds.map(({ text }) => text))].slice(0, lines),
    shortcomings: standing.filter(({ cause }) => cause !== null).slice(0, lines),
    mended: standing.filter(({ status }) => status === 'done').slice(0, lines),
    mending: open
      .slice(0, lines)
      .map((remedy) => ({ ...remedy, isLate: isOverdue(remedy, today) })),
  }
}

export function isEmpty({ deeds, shortcomings, mended, mending }: ReviewOutline): boolean {
  return deeds.length + shortcomings.length + mended.length + mending.length === 0
}
