/** Answers, and the ways in which one is no use. */
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'

const trickleMs = 20

export const json = { 'content-type': 'application/json' }
/** What a server in between says. */
export const badGateway = '<html><body>502 Bad Gateway</body></html>'

export function respond(response: ServerResponse, answer: unknown, status = 200): void {
  const body = Buffer.from(JSON.stringify(answer))
  response.writeHead(status, { ...json, 'content-length': body.length }).end(body)
}

/**
 * Spoils the answer to a call that was done; false for a kind that does not. `dropAfter`: cut
 * before it. `halfBody`: cut in its middle. `wrongJson`: no JSON. `trickle`: a byte at a time, for
 * ever.
 */
export function spoil(kind: string, response: ServerResponse, body: Buffer): boolean {
  if (kind === 'dropAfter') cut(response)
  else if (kind === 'wrongJson')
    response.writeHead(200, json).end(`${body.toString().slice(0, 12)}}}`)
  else if (kind === 'halfBody') sendHalf(response, body)
  else if (kind === 'trickle') drip(response, body.subarray(0, -1), ' ')
  else return false
  return true
}

/** A reset, as a dying peer or a middle box sends it. */
export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

/** Sends `body`, and then `drop` again and again. */
export function drip(response: ServerResponse, body: Buffer, drop: string): void {
  response.writeHead(200, { ...json, 'content-length': 1_000_000_000 })
  response.write(body)
  const next = () => {
    if (response.destroyed) return
    response.write(drop)
    setTimeout(next, trickleMs)
  }
  next()
}

function sendHalf(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { ...json, 'content-length': body.length })
  response.write(body.subarray(0, body.length / 2), () => {
    cut(response)
  })
}
