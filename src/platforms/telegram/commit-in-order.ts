import { backOffMs, type Sleep } from '../../messaging/back-off.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { Receive } from '../../messaging/platform.ts'
import type { OnEvent } from './event.ts'

interface CommitOptions {
  readonly receive: Receive
  readonly sleep: Sleep
  /** From 0 to 1, for the back-off. */
  readonly random: () => number
  readonly onEvent: OnEvent
  /**
   * Stops retrying; what is not committed then is not settled either, and comes again at the next
   * start.
   */
  readonly signal: AbortSignal
  /** Called once an update is committed or given up. */
  readonly settle: (updateId: number) => void
  /** True while no further update can be fetched before one of those in hand is settled. */
  readonly isFull: () => boolean
}

/** With the back-off of `backOffMs`, about four minutes. */
const poisonAttempts = 10

export interface CommitInOrder {
  enqueue(updateId: number, inbound: Inbound): void
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>
  readonly isIdle: boolean
}

/**
 * Hands updates to `receive`: those of one chat one after another, those of different chats at
 * once. A failing one is retried with back-off and its chat waits. It is given up after
 * `poisonAttempts`, and only if others were committed since its last try (or nothing else can
 * come): when everything fails, the fault is the database's, not the update's.
 */
export function commitInOrder(options: CommitOptions): CommitInOrder {
  const { receive, sleep, random, onEvent, signal, settle } = options
  const chats = new Map<string, Promise<void>>()
  let commits = 0

  async function commit(updateId: number, inbound: Inbound): Promise<void> {
    let commitsThen = commits
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        await receive(inbound)
        commits += 1
        settle(updateId)
        return
      } catch {
        // What went wrong is for `receive` to log: here nothing is known about what the error
        // holds.
        const canGiveUp = commits > commitsThen || (chats.size === 1 && options.isFull())
        if (attempt >= poisonAttempts && canGiveUp) {
          onEvent({ code: 'updateGivenUp', updateId, attempts: attempt })
          settle(updateId)
          return
        }
        commitsThen = commits
        const retryInMs = backOffMs(attempt, random())
        onEvent({ code: 'receiveFailed', updateId, attempt, retryInMs })
        await sleep(retryInMs, signal)
      }
    }
  }

  return {
    enqueue(updateId, inbound) {
      const { chat } = inbound.from
      const tail = (chats.get(chat) ?? Promise.resolve())
        .then(() => commit(updateId, inbound))
        .finally(() => {
          if (chats.get(chat) === tail) chats.delete(chat)
        })
      chats.set(chat, tail)
    },
    async idle() {
      while (chats.size > 0) await Promise.all(chats.values())
    },
    get isIdle() {
      return chats.size === 0
    },
  }
}
