const firstMs = 60_000
const longestMs = 3_600_000

interface QuotaPause {
  /**
   * How long to rest after a 429 now, in ms. Those of one pause count once: several requests were
   * under way.
   */
  refused(): number
  /** Something was sent: the next 429 begins anew. */
  passed(): void
}

/**
 * Zalo's 429 is a used-up quota as well as too many messages at once, and tells no time. So it
 * rests long: a minute, doubling up to an hour while nothing gets through.
 */
export function createQuotaPause(now: () => Date): QuotaPause {
  let pauses = 0
  let until = -Infinity
  return {
    refused() {
      const at = now().getTime()
      if (at >= until) {
        until = at + Math.min(longestMs, firstMs * 2 ** pauses)
        pauses += 1
      }
      return until - at
    },
    passed() {
      if (now().getTime() >= until) pauses = 0
    },
  }
}
