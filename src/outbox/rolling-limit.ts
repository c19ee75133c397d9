/**
 * At most `count` events in any `windowMs`. Remembers the last `count` times only. No clock: `at`
 * is passed in, ms.
 */
export class RollingLimit {
  readonly #count: number
  readonly #windowMs: number
  readonly #times: number[] = []

  /** A `count` below 1 counts as 1. */
  constructor(count: number, windowMs: number) {
    this.#count = Math.max(1, Math.floor(count))
    this.#windowMs = windowMs
  }

  /** Ms until one more fits; 0: now. */
  wait(at: number): number {
    const oldest = this.#times[0]
    if (oldest === undefined || this.#times.length < this.#count) return 0
    return Math.max(0, oldest + this.#windowMs - at)
  }

  note(at: number): void {
    this.#times.push(at)
    if (this.#times.length > this.#count) this.#times.shift()
  }

  /** Nothing noted matters any more. */
  isIdle(at: number): boolean {
    const newest = this.#times.at(-1)
    return newest === undefined || newest + this.#windowMs <= at
  }
}
