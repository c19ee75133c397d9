// Collects verdicts and writes them together, a few ms later; one write at a time, and none is
// given up.
import type { Timer } from './timer.ts'

/**
 * Longest time a verdict waits for others. A crash within it costs a second reply, never a second
 * group notice: those do not wait.
 */
const gatherMs = 10
const mostEntries = 200
const firstRetryMs = 250
const longestRetryMs = 5000

interface Noted<E> {
  readonly entry: E
  readonly written: (isOurs: boolean) => void
}

interface LedgerPorts<E> {
  /** Writes the entries in one transaction and says of each whether it was still ours to write. */
  readonly write: (entries: readonly E[]) => Promise<(entry: E) => boolean>
  readonly timer: Timer
  readonly onTrouble: (error: unknown) => void
}

export class Ledger<E> {
  readonly #ports: LedgerPorts<E>
  #waiting: Noted<E>[] = []
  #isUrgent = false
  #writing: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #failures = 0

  constructor(ports: LedgerPorts<E>) {
    this.#ports = ports
  }

  /** `isUrgent`: written at once. Resolves after the commit; false: the row was no longer ours. */
  note(entry: E, isUrgent: boolean): Promise<boolean> {
    return new Promise((written) => {
      this.#waiting.push({ entry, written })
      this.#isUrgent ||= isUrgent || this.#waiting.length >= mostEntries
      this.#schedule()
    })
  }

  /** Writes what waits now, and resolves when all is written or the database fails. */
  async flush(): Promise<void> {
    do {
      this.#begin()
      await this.#writing
    } while (this.#waiting.length > 0 && this.#failures === 0)
  }

  /** The last write failed; it is tried again by itself. */
  get isFailing(): boolean {
    return this.#failures > 0
  }

  #schedule(): void {
    if (this.#writing !== undefined || this.#waiting.length === 0) return
    if (this.#isUrgent && this.#failures === 0) this.#begin()
    else this.#beginIn(this.#failures === 0 ? gatherMs : retryMs(this.#failures))
  }

  #beginIn(ms: number): void {
    this.#cancel ??= this.#ports.timer(ms, () => {
      this.#cancel = undefined
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#writing !== undefined || this.#waiting.length === 0) return
    this.#cancel?.()
    this.#cancel = undefined
    this.#isUrgent = this.#waiting.length > mostEntries
    this.#writing = this.#write(this.#waiting.splice(0, mostEntries)).then(() => {
      this.#writing = undefined
      this.#schedule()
    })
  }

  async #write(batch: Noted<E>[]): Promise<void> {
    try {
      const isOurs = await this.#ports.write(batch.map(({ entry }) => entry))
      this.#failures = 0
      for (const { entry, written } of batch) written(isOurs(entry))
    } catch (error) {
      this.#failures++
      this.#waiting.unshift(...batch)
      this.#ports.onTrouble(error)
    }
  }
}

function retryMs(failures: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10))
}
