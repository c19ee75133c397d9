/** What goes wrong between the bot and the Bot API, by script. */
import { Script } from '../standin/script.ts'
import { apiError, tooMany, type ApiError } from './api-error.ts'

/**
 * `resetBefore`: the connection is cut and nothing was done. `dropAfter`: done, and cut before the
 * answer. `halfBody`,
 * `wrongJson`, `trickle` (a byte at a time, for ever): done, and the answer is no use. `hang`:
 * nothing done, no answer.
 * `status`: nothing done, an answer of some server in between. `refuse`: the Bot API itself says
 * no.
 */
export type FaultKind =
  | { readonly kind: 'resetBefore' | 'dropAfter' | 'halfBody' | 'wrongJson' | 'trickle' | 'hang' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string }
  | { readonly kind: 'refuse'; readonly error: ApiError }

export interface Fault {
  readonly method?: string
  readonly chat?: number
  /** How many calls it strikes; default 1. */
  readonly times?: number
  readonly what: FaultKind
}

export class Faults extends Script<Fault> {
  /** 429 for one chat, or for all. */
  throttle(
    retryAfterSeconds: number,
    { chat, times = 1 }: { chat?: number; times?: number } = {},
  ): void {
    this.add({
      method: 'sendMessage',
      times,
      what: { kind: 'refuse', error: tooMany(retryAfterSeconds) },
      ...(chat === undefined ? {} : { chat }),
    })
  }

  refuse(code: number, description: string, where: Omit<Fault, 'what'> = {}): void {
    this.add({ ...where, what: { kind: 'refuse', error: apiError(code, description) } })
  }

  /** The fault that strikes this call, if any; it is then used up by one. */
  take(method: string, chat: number | undefined): FaultKind | undefined {
    return this.takeFirst(
      (fault) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.chat === undefined || fault.chat === chat),
    )
  }
}
