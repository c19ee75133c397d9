import { statementMs } from './lease.ts'

/**
 * Chats whose messages went back to the table. A reply that was queued just before, when they still
 * stood in state
 * `sending`, would overtake them: it is told to go back too, until no such statement can be under
 * way any more.
 */
export class Holds {
  readonly #until = new Map<string, number>()

  hold(chat: string): void {
    this.#until.set(chat, Infinity)
  }

  /** The chat's rows are back in the table. `at`: monotonic ms. */
  written(chat: string, at: number): void {
    this.#until.set(chat, at + statementMs)
  }

  isHeld(chat: string, at: number): boolean {
    return (this.#until.get(chat) ?? -Infinity) > at
  }

  forget(at: number): void {
    for (const [chat, until] of this.#until) if (until <= at) this.#until.delete(chat)
  }
}
