/**
 * Refusals one address may have in a row before they are cut short, and how fast that is given
 * back.
 */
const burst = 20
const perSecond = 1
/**
 * Addresses remembered; the longest known are forgotten first, so that a flood cannot fill the
 * memory.
 */
const mostAddresses = 10_000

export interface RefusedCalls {
  /** Notes a call that was not genuine. False: this address has had too many. */
  note(address: string): boolean
}

/**
 * A token bucket per remote address. It is asked only about calls already found not genuine: behind
 * a reverse proxy every call has one address, and a forger must not be able to shut the platform
 * out (F25).
 */
export function createRefusedCalls(nowMs: () => number): RefusedCalls {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    note(address) {
      const at = nowMs()
      const known = buckets.get(address) ?? { left: burst, at }
      const left = Math.min(burst, known.left + ((at - known.at) / 1_000) * perSecond)
      buckets.delete(address)
      buckets.set(address, { left: Math.max(0, left - 1), at })
      const [oldest] = buckets.keys()
      if (buckets.size > mostAddresses && oldest !== undefined) buckets.delete(oldest)
      return left >= 1
    },
  }
}
