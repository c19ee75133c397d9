/** The shortest and the longest rest of a bot with a plan that was told "too many". */
const firstRestMs = 60_000
const longestRestMs = 4 * 3_600_000

/**
 * How long a bot with a plan rests after the n-th "too many" in a row (from 1). Zalo's 429 is said
 * of a spent quota as of a throttle and names no time (platforms.md A.4): a minute first, four
 * times as long after each, four hours at the most, and never less than what the platform asked
 * for.
 */
export function quotaRestMs(timesInARow: number, retryAfterMs: number): number {
  const rest = firstRestMs * 4 ** Math.min(Math.max(timesInARow, 1) - 1, 10)
  return Math.max(retryAfterMs, Math.min(longestRestMs, rest))
}
