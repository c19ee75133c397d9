/** The stand-in's HTTP side: takes calls, lets faults strike, answers. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers'
import { readBotCall, type BotApi } from '../standin/bot-call.ts'
import { numberOf, type Params } from '../standin/params.ts'
import { badGateway, cut, respond as answerWith, spoil } from '../standin/spoil.ts'
import { apiError } from './api-error.ts'
import type { FaultKind, Faults } from './faults.ts'
import { perform, type Answer, type Platform } from './methods.ts'

export type HttpApi = BotApi<Platform, Faults>

export function handle(request: IncomingMessage, response: ServerResponse, api: HttpApi): void {
  const refuse = (status: 401 | 404) => {
    answer(response, apiError(status, status === 404 ? 'Not Found' : 'Unauthorized'))
  }
  readBotCall(request, api.token, refuse, (call) => {
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
  if (fault && spoil(fault.kind, response, Buffer.from(JSON.stringify(done)))) return
  answer(response, done)
}

/** True when the call goes no further. */
function strikeBefore(fault: FaultKind, response: ServerResponse): boolean {
  if (fault.kind === 'resetBefore') cut(response)
  else if (fault.kind === 'refuse') answer(response, fault.error)
  else if (fault.kind === 'status')
    response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body ?? badGateway)
  else return fault.kind === 'hang'
  return true
}

function answer(response: ServerResponse, done: Answer): void {
  answerWith(response, done, done.ok ? 200 : done.error_code)
}
