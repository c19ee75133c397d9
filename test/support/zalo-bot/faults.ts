/** What goes wrong between the bot and Zalo, by script. */
import { refuse, type Refusal } from './answer.ts'

/**
 * `resetBefore`: the connection is cut and nothing was done. `dropAfter`: done, and cut before the answer. `halfBody`,
 * `wrongJson`, `trickle` (a byte at a time, for ever), `endless`: done, and the answer is no use. `hang`: nothing done, no
 * answer. `cutAt`: done, and the answer comes in two pieces. `answer`: nothing done, an answer of some server in between.
 * `refuse`: Zalo itself says no.
 */
export type FaultKind =
  | { readonly kind: 'resetBefore' | 'dropAfter' | 'halfBody' | 'wrongJson' | 'trickle' | 'endless' | 'hang' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'cutAt'; readonly byte: number }
  | { readonly kind: 'answer'; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'refuse'; readonly error: Refusal }

export interface Fault {
  readonly method?: string
  readonly chat?: string
  /** How many calls it strikes; default 1. */
  readonly times?: number
  readonly what: FaultKind
}

export class Faults {
  private scripted: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 })
  }

  refuse(code: number, description: string, where: Omit<Fault, 'what'> = {}): void {
    this.add({ ...where, what: { kind: 'refuse', error: refuse(code, description) } })
  }

  clear(): void {
    this.scripted = []
  }

  /** The fault that strikes this call, if any; it is then used up by one. */
  take(method: string, chat: string | undefined): FaultKind | undefined {
    const found = this.scripted.find(
      ({ fault }) => (fault.method === undefined || fault.method === method) && (fault.chat === undefined || fault.chat === chat),
    )
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) this.scripted = this.scripted.filter((one) => one !== found)
    return found.fault.what
  }
}
