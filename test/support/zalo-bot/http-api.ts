/** The stand-in's HTTP side: takes calls, lets faults strike, answers. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'
import { readBotCall, type BotApi } from '../standin/bot-call.ts'
import { stringOf, type Params } from '../standin/params.ts'
import { badGateway, cut, drip, json, spoil } from '../standin/spoil.ts'
import { refuse, type Answer } from './answer.ts'
import type { FaultKind, Faults } from './faults.ts'
import { encode, type Manners } from './manners.ts'
import { perform, type Platform } from './methods.ts'

export type HttpApi = BotApi<Platform, Faults>

export function handle(request: IncomingMessage, response: ServerResponse, api: HttpApi): void {
  const turnAway = (status: 401 | 404) => {
    answer(
      response,
      refuse(status, status === 404 ? 'Not Found' : 'Unauthorized'),
      api.platform.manners,
    )
  }
  readBotCall(request, api.token, turnAway, (call) => {
    api.onRequest(call)
    void respond(call.method, call.params, response, api)
  })
}

async function respond(
  method: string,
  params: Params,
  response: ServerResponse,
  { platform, faults, onDone }: HttpApi,
): Promise<void> {
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
  else if (fault.kind === 'answer')
    response.writeHead(fault.status, { ...json, ...fault.headers }).end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

function strikeAfter(
  fault: FaultKind,
  response: ServerResponse,
  done: Answer,
  manners: Manners,
): void {
  const body = encode(done, manners)
  if (spoil(fault.kind, response, body)) return
  if (fault.kind === 'endless') drip(response, body, 'x'.repeat(300_000))
  else if (fault.kind === 'cutAt') answer(response, done, { ...manners, cutAt: fault.byte })
  else answer(response, done, manners)
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
