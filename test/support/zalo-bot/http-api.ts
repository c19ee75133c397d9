/** The stand-in's HTTP side: takes calls, lets faults strike, answers. Plain node:http, for speed. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'
import { parse, recordOf, stringOf, type Params } from '../telegram/params.ts'
import { refuse, type Answer } from './answer.ts'
import type { FaultKind, Faults } from './faults.ts'
import { encode, type Manners } from './manners.ts'
import { perform, type Platform } from './methods.ts'

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
    answer(response, token === undefined ? refuse(404, 'Not Found') : refuse(401, 'Unauthorized'), api.platform.manners)
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const params = { ...Object.fromEntries(new URLSearchParams(query)), ...recordOf(parse(Buffer.concat(chunks).toString())) }
    api.onRequest({ method, params })
    void respond(method, params, response, api)
  })
}

async function respond(method: string, params: Params, response: ServerResponse, { platform, faults, onDone }: HttpApi): Promise<void> {
  const fault = faults.take(method, stringOf(params['chat_id']))
  const { manners } = platform
  if (fault && strikeBefore(fault, response, manners)) return
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  const done = await perform(method, params, platform, {
    onGone: (gone) => {
      response.on('close', gone)
    },
  })
  if (fault) strikeAfter(fault, response, done, manners)
  else answer(response, done, manners)
  onDone()
}

/** True when the call goes no further. */
function strikeBefore(fault: FaultKind, response: ServerResponse, manners: Manners): boolean {
  if (fault.kind === 'resetBefore') cut(response)
  else if (fault.kind === 'refuse') answer(response, fault.error, manners)
  else if (fault.kind === 'answer') response.writeHead(fault.status, { ...json, ...fault.headers }).end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

function strikeAfter(fault: FaultKind, response: ServerResponse, done: Answer, manners: Manners): void {
  const body = encode(done, manners)
  if (fault.kind === 'dropAfter') cut(response)
  else if (fault.kind === 'wrongJson') response.writeHead(200, json).end(`${body.toString().slice(0, 12)}}}`)
  else if (fault.kind === 'halfBody') sendHalf(response, body)
  else if (fault.kind === 'trickle') drip(response, body.subarray(0, -1), ' ')
  else if (fault.kind === 'endless') drip(response, body, 'x'.repeat(300_000))
  else if (fault.kind === 'cutAt') answer(response, done, { ...manners, cutAt: fault.byte })
  else answer(response, done, manners)
}

function sendHalf(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { ...json, 'content-length': body.length })
  response.write(body.subarray(0, body.length / 2), () => {
    cut(response)
  })
}

function drip(response: ServerResponse, body: Buffer, drop: string): void {
  response.writeHead(200, { ...json, 'content-length': 1_000_000_000 })
  response.write(body)
  const next = () => {
    if (response.destroyed) return
    response.write(drop)
    setTimeout(next, trickleMs)
  }
  next()
}

/** A reset, as a dying peer or a middle box sends it. */
function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

function answer(response: ServerResponse, done: Answer, manners: Manners): void {
  const { cutAt = Infinity, idle, refusals } = manners
  const body = encode(done, manners)
  const isPlain = done.ok || refusals === 'ok200' || (done.error_code === 408 && idle === 'ok408')
  response.socket?.setNoDelay(true)
  response.writeHead(isPlain ? 200 : done.error_code, { ...json, 'content-length': body.length })
  if (cutAt >= body.length) response.end(body)
  else
    response.write(body.subarray(0, cutAt), () => {
      setImmediate(() => response.end(body.subarray(cutAt)))
    })
}
