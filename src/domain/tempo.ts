// The two signs of a formal answer that are noticed, privately and gently: haste, and last month's
// words again.
import { fold } from './folded-words.ts'

/** All levels good in less than this earns one further question (issue "the main job", §3). */
const tooQuickMs = 20_000

/**
 * True when every level chosen is a good one and all of them took under `limitMs`.
 * `admits` has, for each level chosen, whether it admits a shortcoming; with none chosen there is
 * nothing to doubt. A clock that went backwards is no haste.
 */
export function isTooQuick(
  admits: readonly boolean[],
  startedAt: Date,
  finishedAt: Date,
  limitMs = tooQuickMs,
): boolean {
  const tookMs = finishedAt.getTime() - startedAt.getTime()
  return admits.length > 0 && !admits.includes(true) && tookMs >= 0 && tookMs < limitMs
}

/**
 * True when two texts say the same apart from case, accents, punctuation and spaces. Two empty
 * texts are not the same text.
 */
export function isSameText(a: string, b: string): boolean {
  const folded = fold(a)
  return folded !== '' && folded === fold(b)
}
