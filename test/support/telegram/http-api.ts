/** The stand-in's HTTP side: takes calls, lets faults strike, answers. Plain node:http, for speed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'
import { apiError } from './api-error.ts'
import type { FaultKind, Faults } from './faults.ts'
import { perform, type Answer, type Platform } from './methods.ts'
import { readMultipart } from './multipart.ts'
import { numberOf, parse, recordOf, type Params } from './params.ts'

export interface Request {
  readonly method: string
  readonly params: Params
}

export interface HttpApi {
  readonly token: string
  readonly platform: Platform
  readonly faults: Faults
  readonly onRequest: (request: Request) => void
  /** Told after each call that was done. */
  readonly onDone: () => void
}

const pathShape = /^\/bot([^/]+)\/(\w+)(?:\?(.*))?$/
const trickleMs = 20
const json = { 'content-type': 'application/json' }
const badGateway = '<html><body>502 Bad Gateway</body></html>'

export function handle(request: IncomingMessage, response: ServerResponse, api: HttpApi): void {
  const [, token, method = '', query = ''] = pathShape.exec(request.url ?? '') ?? []
  if (token !== api.token) {
    request.resume()
    answer(response, token === undefined ? apiError(404, 'Not Found') : apiError(401, 'Unauthorized'))
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const type = request.headers['content-type'] ?? ''
    const body = Buffer.concat(chunks)
    const given = type.startsWith('multipart/') ? readMultipart(type, body) : recordOf(parse(body.toString()))
    const params = { ...Object.fromEntries(new URLSearchParams(query)), ...given }
    api.onRequest({ method, params })
    void respond(method, params, response, api)
  })
}

async function respond(method: string, params: Params, response: ServerResponse, { platform, faults, onDone }: HttpApi): Promise<void> {
  const fault = faults.take(method, numberOf(params['chat_id']))
  if (fault && strikeBefore(fault, response)) return
  const caller = {
    onGone: (gone: () => void) => {
      response.on('close', gone)
    },
  }
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  const done = await perform(method, params, platform, caller)
  onDone()
  if (fault && strikeAfter(fault, response, done)) return
  answer(response, done)
}

/** True when the call goes no further. */
function strikeBefore(fault: FaultKind, response: ServerResponse): boolean {
  if (fault.kind === 'resetBefore') cut(response)
  else if (fault.kind === 'refuse') answer(response, fault.error)
  else if (fault.kind === 'status') response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

/** True when the answer was spoilt. */
function strikeAfter(fault: FaultKind, response: ServerResponse, done: Answer): boolean {
  const body = JSON.stringify(done)
  if (fault.kind === 'dropAfter') cut(response)
  else if (fault.kind === 'wrongJson') response.writeHead(200, json).end(`${body.slice(0, 12)}}}`)
  else if (fault.kind === 'halfBody') sendHalf(response, body)
  else if (fault.kind === 'trickle') trickle(response, body)
  else return false
  return true
}

function sendHalf(response: ServerResponse, body: string): void {
  response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) })
  response.write(body.slice(0, body.length / 2), () => {
    cut(response)
  })
}

function trickle(response: ServerResponse, body: string): void {
  response.writeHead(200, { ...json, 'content-length': 1_000_000 })
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

function answer(response: ServerResponse, done: Answer): void {
  const body = Buffer.from(JSON.stringify(done))
  response.writeHead(done.ok ? 200 : done.error_code, { ...json, 'content-length': body.length }).end(body)
}
