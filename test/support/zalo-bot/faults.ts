/** What goes wrong between the bot and Zalo, by script. */
import { Script } from '../standin/script.ts'
import { refuse, type Refusal } from './answer.ts'

/**
 * `resetBefore`: the connection is cut and nothing was done. `dropAfter`: done, and cut before the
 * answer. `halfBody`,
 * `wrongJson`, `trickle` (a byte at a time, for ever), `endless`: done, and the answer is no use.
 * `hang`: nothing done, no answer. `cutAt`: done, and the answer comes in two pieces. `answer`:
 * nothing done, an answer of some server in between.
 * `refuse`: Zalo itself says no.
 */
export type FaultKind =
  | {
      readonly kind:
        'resetBefore' | 'dropAfter' | 'halfBody' | 'wrongJson' | 'trickle' | 'endless' | 'hang'
    }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cutAt'; readonly byte: number }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'refuse'; readonly error: Refusal }

export interface Fault {
  readonly method?: string
  readonly chat?: string
  /** How many calls it strikes; default 1. */
  readonly times?: number
  readonly what: FaultKind
}

export class Faults extends Script<Fault> {
  refuse(code: number, description: string, where: Omit<Fault, 'what'> = {}): void {
    this.add({ ...where, what: { kind: 'refuse', error: refuse(code, description) } })
  }

  /** The fault that strikes this call, if any; it is then used up by one. */
  take(method: string, chat: string | undefined): FaultKind | undefined {
    return this.takeFirst(
      (fault) =>
        (fault.method === undefined || fault.method === method) &&
        (fault.chat === undefined || fault.chat === chat),
    )
  }
}
