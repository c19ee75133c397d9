/** What goes wrong between the account and Zalo, by script. */
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'

/**
 * `resetBefore`: the connection is cut and nothing was done. `dropAfter`: done, and cut before the answer. `halfBody`,
 * `wrongJson`, `huge`, `trickle` (a byte at a time, for ever): done, and the answer is no use. `hang`: nothing done, no
 * answer. `status`: nothing done, an answer of some server in between. `refuse`: Zalo itself says no, with HTTP 200.
 * `hold`: nothing yet; done once `until` resolves.
 */
export type FaultKind =
  | { readonly kind: 'resetBefore' | 'dropAfter' | 'halfBody' | 'wrongJson' | 'huge' | 'trickle' | 'hang' }
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
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

const badGateway = '<html><body>502 Bad Gateway</body></html>'
const json = { 'content-type': 'application/json' }
const trickleMs = 20

export class Faults {
  private scripted: { readonly fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 })
  }

  refuse(error: number, where: Omit<Fault, 'what'> = {}, message = 'refused'): void {
    this.add({ ...where, what: { kind: 'refuse', error, message } })
  }

  clear(): void {
    this.scripted = []
  }

  /** The fault that strikes this call, if any; it is then used up by one. */
  take(path: string, chat?: string): FaultKind | undefined {
    const found = this.scripted.find(({ fault }) => {
      return (fault.path === undefined || path.endsWith(fault.path)) && (fault.chat === undefined || fault.chat === chat)
    })
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) this.scripted = this.scripted.filter((one) => one !== found)
    return found.fault.what
  }
}

/** True when the call goes no further. */
export function strikeBefore(fault: FaultKind, response: ServerResponse): boolean {
  if (fault.kind === 'resetBefore') cut(response)
  else if (fault.kind === 'refuse') respond(response, { error: fault.error, message: fault.message })
  else if (fault.kind === 'status') response.writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers }).end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

/** True when the answer was spoilt. */
export function strikeAfter(fault: FaultKind, response: ServerResponse, body: string): boolean {
  if (fault.kind === 'dropAfter') cut(response)
  else if (fault.kind === 'wrongJson') response.writeHead(200, json).end(`${body.slice(0, 12)}}}`)
  else if (fault.kind === 'huge') response.writeHead(200, json).end(body + ' '.repeat(2_000_000))
  else if (fault.kind === 'halfBody') {
    response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) })
    response.write(body.slice(0, body.length / 2), () => {
      cut(response)
    })
  } else if (fault.kind === 'trickle') trickle(response, body)
  else return false
  return true
}

export function respond(response: ServerResponse, answer: unknown, status = 200): void {
  const body = Buffer.from(JSON.stringify(answer))
  response.writeHead(status, { ...json, 'content-length': body.length }).end(body)
}

function trickle(response: ServerResponse, body: string): void {
  response.writeHead(200, { ...json, 'content-length': 100_000 })
  response.write(body.slice(0, -1))
  const drip = () => {
    if (response.destroyed) return
    response.write(' ')
    setTimeout(drip, trickleMs)
  }
  drip()
}

/** A reset, as a dying peer or a middle box sends it. */
function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}
