// What may have arrived and what may not: how long before it is sent again, and what it may hold up
// meanwhile. Of replies and prompts only: what is sent at most once stays in doubt (settlement.ts).

const secondMs = 1000

/**
 * From so many doubts on a message is overtaken by what is behind it in its chat. Before that it
 * keeps its place: a question must not come before the one it follows.
 */
export const overtakenAt = 3

/**
 * How many messages may be in hand at once that were in the hands of a process when it ended: of
 * those that were once, twice, and more often. All in hand share the blame, so the one that causes
 * it is found by having ever fewer beside it, and the others clear themselves by arriving.
 */
export const inHandAgain: readonly number[] = [32, 4, 1]

/** By how much it is to blame: 0 not at all, else its place in `inHandAgain`, from 1. */
export function suspicion({ crashes }: { readonly crashes: number }): number {
  return Math.min(crashes, inHandAgain.length)
}

/** Whether it is to be alone: nothing else is sent while it is. */
export function isSuspect(message: { readonly crashes: number }): boolean {
  return suspicion(message) === inHandAgain.length
}

/**
 * How long to wait before a message is sent again whose fate was in doubt `doubts` times, in ms:
 * 1 s, 2 s, 4 s …, of which the second half is left to `chance` (0 to below 1). It has no longest:
 * so nobody waits longer than the trouble has lasted, and a day has room for 18 copies at the most,
 * were each of them to arrive.
 */
export function doubtWaitMs(doubts: number, chance: number): number {
  return Math.round(secondMs * 2 ** (Math.max(doubts, 1) - 1) * (0.5 + chance / 2))
}

/**
 * How long after the n-th crash (from 1) a message is sent again, in ms. Three times at once: a
 * process is killed for a hundred reasons, and somebody waits; the fourth time it was alone. Then
 * everything else goes first, 5 s, 20 s, 80 s … so that one that does kill the process does so
 * eleven times in its day and not all day long.
 */
export const crashWaitsMs: readonly number[] = [
  ...inHandAgain.map(() => 0),
  ...Array.from({ length: 10 }, (_, index) => 5 * secondMs * 4 ** index),
]
