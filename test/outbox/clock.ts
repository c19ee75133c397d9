// Time that stands still between two steps of a test, and the one way to let it pass.
import type { Timer } from '../../src/outbox/timer.ts'

interface Alarm {
  readonly at: number
  readonly run: () => void
}

export class VirtualClock {
  readonly #start = Date.parse('2026-11-23T01:00:00.000Z')
  #at = 0
  readonly #alarms = new Set<Alarm>()
  readonly #busy: () => number

  /** `busy`: how many calls to the outside are under way; time passes only when there is none. */
  constructor(busy: () => number) {
    this.#busy = busy
  }

  readonly now = (): Date => new Date(this.#start + this.#at)
  readonly elapsed = (): number => this.#at
  readonly timer: Timer = (ms, run) => {
    const alarm = { at: this.#at + Math.max(0, ms), run }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  };

  /** A date `ms` from now. */
  in(ms: number): Date {
    return new Date(this.now().getTime() + ms)
  }

  /** Everything that was started has come to rest. */
  async quiet(): Promise<void> {
    for (let still = 0; still < 3; still = this.#busy() === 0 ? still + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve))
  }

  /** Lets `ms` pass, alarm by alarm. */
  async pass(ms: number): Promise<void> {
    const end = this.#at + ms
    await this.quiet()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#ring(next)
      await this.quiet()
    }
    this.#at = end
  }

  /** Lets as much time pass as `work` needs. */
  async until<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false }
    const done = (): void => {
      state.isDone = true
    }
    work.then(done, done)
    await this.quiet()
    for (
      let next = this.#next(Infinity);
      !state.isDone && next !== undefined;
      next = this.#next(Infinity)
    ) {
      this.#ring(next)
      await this.quiet()
    }
    return work
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm)
    this.#at = Math.max(this.#at, alarm.at)
    alarm.run()
  }

  #next(end: number): Alarm | undefined {
    return [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  }
}
