import type { MessageClass } from '../messaging/outbound.ts'
import type { Lane } from './pace.ts'
import type { Subject } from './parcel.ts'

/** What became of one message in the end. No content, no address. */
export interface Settled extends Subject {
  readonly id: string
  readonly bot: string
  readonly class: MessageClass
  readonly lane: Lane
  readonly state: 'sent' | 'failed' | 'unknown' | 'skipped'
  readonly reason: string | null
  readonly attempts: number
  readonly createdAt: Date
}

/** What the sender tells the log and the metrics: facts, never content, a name or an address. */
export type SenderEvent =
  | { readonly kind: 'settled'; readonly settled: Settled }
  | {
      readonly kind: 'retried'
      readonly bot: string
      readonly id: string
      readonly dedupeKey: string
      readonly class: MessageClass
      readonly reason: string
      readonly attempts: number
    }
  | {
      readonly kind: 'throttled'
      readonly bot: string
      readonly scope: 'bot' | 'chat'
      readonly retryAfterMs: number
    }
  | {
      readonly kind: 'circuit'
      readonly bot: string
      readonly phase: 'open' | 'closed'
      readonly failures: number
    }
  | { readonly kind: 'leading'; readonly bot: string; readonly isLeading: boolean }
  | {
      readonly kind: 'recovered'
      readonly bot: string
      readonly pending: number
      readonly unknown: number
    }
  | { readonly kind: 'groupMoved'; readonly bot: string; readonly groups: number }
  /**
   * Something broke that is no platform's word: the name of the error's class only, since a message
   * may quote a value.
   */
  | {
      readonly kind: 'trouble'
      readonly bot: string | null
      readonly during: Task
      readonly error: string
    }

export type Task =
  'claim' | 'settle' | 'recover' | 'expire' | 'poll' | 'publish' | 'send' | 'open' | 'move' | 'tell'

/** The name of an error's class: all that is told of it. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
