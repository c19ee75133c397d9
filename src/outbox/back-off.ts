const firstMs = 1000
const longestMs = 300_000

/**
 * How long to wait before attempt `attempt` + 1, in ms: 1 s, 2 s, 4 s … at most 5 min (reliability
 * F14), of which the second half is left to `chance` (0 to below 1), so that what failed together
 * does not come back together.
 */
export function backOffMs(attempt: number, chance: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 20))
  return Math.round(full * (0.5 + chance / 2))
}
