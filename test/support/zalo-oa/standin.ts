/**
 * A stand-in of Zalo's Official Account platform on loopback: OAuth, messages, webhooks, a script
 * of faults, and a ledger.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { readText } from '../standin/bot-call.ts'
import { recordOf, parse, type Params } from '../standin/params.ts'
import { serve } from '../standin/serve.ts'
import { respond } from '../standin/spoil.ts'
import { Faults, strikeAfter, strikeBefore } from './faults.ts'
import { chatOf, perform, refusal } from './message-api.ts'
import { OauthServer } from './oauth-server.ts'
import { Person } from './person.ts'
import { deliver, signCall, type SignedCall } from './webhook.ts'
import { World } from './world.ts'
import { today } from '../today.ts'

export interface StandInOptions {
  readonly port?: number
  readonly now?: () => Date
  readonly appId?: string
  readonly oaId?: string
  readonly appSecret?: string
  readonly webhookKey?: string
  /** What stands for a second between deliveries of one event. Default 1 ms. */
  readonly retryUnitMs?: number
  /**
   * How often an event comes that was taken the first time, as after an answer that was lost.
   * Default 1.
   */
  readonly deliveries?: number
}

/** One call as it came: everything but who asked. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Params
  readonly text: string
}

export interface StandIn {
  readonly root: string
  readonly appId: string
  readonly oaId: string
  readonly appSecret: string
  readonly webhookKey: string
  readonly world: World
  readonly oauth: OauthServer
  readonly faults: Faults
  readonly received: readonly Received[]
  /** Where events go from now on. */
  setWebhook(url: string): void
  /** The person with this id; new ones have never written and do not follow. */
  person(id: string): Person
  /** An event with its time and signature, without sending it. */
  sign(event: Readonly<Record<string, unknown>>): SignedCall
  tell(event: Readonly<Record<string, unknown>>): Promise<boolean>
  /** Resolves once no event is on its way to the account. */
  idle(): Promise<void>
  close(): Promise<void>
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const {
    appId = '50554360515256678',
    oaId = '1646843870823903717',
    now = today,
    retryUnitMs = 1,
    deliveries = 1,
  } = options
  const { appSecret = 'app-secret-canary', webhookKey = 'oa-key-canary' } = options
  const [world, faults, received] = [new World(), new Faults(), [] as Received[]]
  const oauth = new OauthServer(appId, appSecret, now)
  let webhook: string | undefined
  const { port, close } = await serve(options.port ?? 0, (request, response) => {
    readText(request, (text) => {
      const call = {
        path: request.url ?? '',
        headers: request.headers,
        body: recordOf(parse(text)),
        text,
      }
      received.push(call)
      void answer(call, response, { world, oauth, faults, now })
    })
  })
  const sign: StandIn['sign'] = (event) => {
    const timestamp = String(now().getTime())
    return signCall(
      Buffer.from(JSON.stringify({ app_id: appId, ...event, timestamp })),
      timestamp,
      { prefix: appId, key: webhookKey },
    )
  }
  const underWay = new Set<Promise<boolean>>()
  const tell: StandIn['tell'] = (event) => {
    if (webhook === undefined) return Promise.resolve(false)
    const told = deliver(webhook, sign(event), { unitMs: retryUnitMs, times: deliveries }).finally(
      () => underWay.delete(told),
    )
    underWay.add(told)
    return told
  }
  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay)
  }
  return {
    ...{
      appId,
      oaId,
      appSecret,
      webhookKey,
      world,
      oauth,
      faults,
      received,
      sign,
      tell,
      idle,
      close,
    },
    root: `http://127.0.0.1:${String(port)}`,
    setWebhook: (url) => {
      webhook = url
    },
    person: (id) => new Person({ world, oaId, now, tell }, world.person(id)),
  }
}

type Backstage = Pick<StandIn, 'world' | 'oauth' | 'faults'> & { readonly now: () => Date }

async function answer(
  call: Received,
  response: ServerResponse,
  { world, oauth, faults, now }: Backstage,
): Promise<void> {
  const fault = faults.take(call.path, chatOf(call.body))
  if (fault && strikeBefore(fault, response)) return
  if (fault?.kind === 'hold') await fault.until
  const done =
    call.path === '/v4/oa/access_token' ? grant(call, oauth) : send(call, world, oauth, now())
  if (fault && strikeAfter(fault, response, JSON.stringify(done))) return
  if (done === undefined) respond(response, { error: -404, message: 'not found' }, 404)
  else respond(response, done)
}

function grant({ text, headers }: Received, oauth: OauthServer): unknown {
  return oauth.answer(new URLSearchParams(text), String(headers['secret_key'])).json
}

function send(
  { path, headers, body }: Received,
  world: World,
  oauth: OauthServer,
  now: Date,
): unknown {
  const token = headers['access_token']
  if (!oauth.isGood(typeof token === 'string' ? token : undefined))
    return refusal(-216, 'Access token is invalid')
  return perform(path, body, world, now)
}
