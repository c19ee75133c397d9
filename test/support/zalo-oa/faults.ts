/** What goes wrong between the account and Zalo, by script. */
import type { ServerResponse } from 'node:http'
import { Script } from '../standin/script.ts'
import { badGateway, cut, json, respond, spoil } from '../standin/spoil.ts'

/**
 * `resetBefore`: the connection is cut and nothing was done. `dropAfter`: done, and cut before the
 * answer. `halfBody`,
 * `wrongJson`, `huge`, `trickle` (a byte at a time, for ever): done, and the answer is no use.
 * `hang`: nothing done, no answer. `status`: nothing done, an answer of some server in between.
 * `refuse`: Zalo itself says no, with HTTP 200.
 * `hold`: nothing yet; done once `until` resolves.
 */
export type FaultKind =
  | {
      readonly kind:
        'resetBefore' | 'dropAfter' | 'halfBody' | 'wrongJson' | 'huge' | 'trickle' | 'hang'
    }
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'refuse'; readonly error: number; readonly message?: string }

export interface Fault {
  /** The end of the path: `message/cs`, `access_token`; default every path. */
  readonly path?: string
  /** To this person or group only. */
  readonly chat?: string
  /** How many calls it strikes; default 1. */
  readonly times?: number
  readonly what: FaultKind
}

export class Faults extends Script<Fault> {
  refuse(error: number, where: Omit<Fault, 'what'> = {}, message = 'refused'): void {
    this.add({ ...where, what: { kind: 'refuse', error, message } })
  }

  /** The fault that strikes this call, if any; it is then used up by one. */
  take(path: string, chat?: string): FaultKind | undefined {
    return this.takeFirst((fault) => {
      return (
        (fault.path === undefined || path.endsWith(fault.path)) &&
        (fault.chat === undefined || fault.chat === chat)
      )
    })
  }
}

/** True when the call goes no further. */
export function strikeBefore(fault: FaultKind, response: ServerResponse): boolean {
  if (fault.kind === 'resetBefore') cut(response)
  else if (fault.kind === 'refuse')
    respond(response, { error: fault.error, message: fault.message })
  else if (fault.kind === 'status')
    response
      .writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers })
      .end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

/** True when the answer was spoilt. */
export function strikeAfter(fault: FaultKind, response: ServerResponse, body: string): boolean {
  if (fault.kind !== 'huge') return spoil(fault.kind, response, Buffer.from(body))
  response.writeHead(200, json).end(body + ' '.repeat(2_000_000))
  return true
}
