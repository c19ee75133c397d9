/**
 * A stand-in of the Telegram Bot API on loopback, with simulated people, a script of faults, and a
 * ledger of what people saw.
 */
import type { Request } from '../standin/bot-call.ts'
import { Conditions } from '../standin/conditions.ts'
import { parse, recordOf, stringOf } from '../standin/params.ts'
import { serve } from '../standin/serve.ts'
import { Faults } from './faults.ts'
import { Group } from './group.ts'
import { handle } from './http-api.ts'
import { LimitKeeper, publicLimits, type Limits } from './limits.ts'
import { LongPoll } from './long-poll.ts'
import { perform } from './methods.ts'
import { Person } from './person.ts'
import { Stage } from './stage.ts'
import { Updates } from './updates.ts'
import { WebhookDelivery } from './webhook-delivery.ts'
import { World } from './world.ts'
import { today } from '../today.ts'
import { patienceMs } from '../patience.ts'

export interface StandInOptions {
  readonly port?: number
  readonly token?: string
  readonly username?: string
  /** The clock messages are dated by. */
  readonly now?: () => Date
  /** 429 in earnest: true for Telegram's public limits. Default: no limits. */
  readonly limits?: boolean | Limits
  /**
   * Unit of the pauses between deliveries of one update to the webhook. Telegram: 1000; default 10.
   */
  readonly retryUnitMs?: number
  /** Privacy mode off: the bot hears everything said in groups. */
  readonly hearsAll?: boolean
  /** Keep every request made (default). A bench switches it off. */
  readonly keepsRequests?: boolean
}

export interface StandIn {
  readonly apiRoot: string
  readonly port: number
  readonly token: string
  readonly username: string
  readonly world: World
  readonly updates: Updates
  readonly webhook: WebhookDelivery
  readonly faults: Faults
  /** Every call made, in order, unless `keepsRequests` is off. */
  readonly requests: readonly Request[]
  /** Connections the bot has opened so far. */
  readonly connections: number
  /** The person with this id; new ones are strangers to the bot until they write. */
  readonly person: (id: number) => Person
  /** The group with this id (negative); new ones have the bot in them. */
  readonly group: (id: number) => Group
  /** Resolves once the bot has confirmed the update. */
  readonly confirmed: (updateId: number | undefined) => Promise<void>
  /** Resolves once no update waits for the bot. */
  readonly idle: () => Promise<void>
  /**
   * Resolves once `isSo` is true, looked at now and after every call; refuses after `waitMs`,
   * default `patienceMs`.
   */
  readonly until: (isSo: () => boolean, waitMs?: number) => Promise<void>
  /** Every text and button anybody saw, each after its chat id and a tab. */
  readonly everything: () => readonly string[]
  readonly close: () => Promise<void>
}

const defaultToken = '4242424242:STANDIN-token-canary-0123456789abcd'

/** Starts a stand-in for one bot on loopback. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const {
    token = defaultToken,
    username = 'tusoi_standin_bot',
    now = today,
    keepsRequests = true,
  } = options
  const world = new World({ id: Number(token.split(':')[0]), username })
  const updates = new Updates()
  const longPoll = new LongPoll(updates)
  const webhook = new WebhookDelivery(updates, options.retryUnitMs ?? 10, runReply)
  updates.onAdded = (update) => {
    if (webhook.webhook) webhook.add(update)
    else longPoll.wake()
  }
  const platform = { world, updates, longPoll, webhook, limits: keeperOf(options.limits), now }
  const stage = new Stage(world, updates, options.hearsAll ?? false, now)
  const [faults, conditions] = [new Faults(), new Conditions()]
  const requests: Request[] = []
  const onRequest = (request: Request) => {
    if (keepsRequests) requests.push(request)
  }
  const onDone = () => {
    conditions.check()
  }
  const served = await serve(options.port ?? 0, (request, response) => {
    handle(request, response, { token, platform, faults, onRequest, onDone })
  })

  /** A webhook's answer may itself carry one call, whose result is never seen. */
  function runReply(body: string): void {
    const params = recordOf(parse(body))
    const method = stringOf(params['method'])
    if (method === undefined) return
    onRequest({ method, params })
    void perform(method, params, platform, { onGone: () => undefined })
  }

  return {
    ...{ token, username, world, updates, webhook, faults, requests },
    port: served.port,
    apiRoot: `http://127.0.0.1:${String(served.port)}`,
    get connections() {
      return served.connections()
    },
    person: (id) => new Person(stage, world.person(id)),
    group: (id) => new Group(stage, world.group(id)),
    confirmed: (updateId) =>
      updateId === undefined ? Promise.resolve() : updates.whenConfirmed(updateId),
    idle: () => updates.whenIdle(),
    until: (isSo, waitMs = patienceMs) => conditions.until(isSo, waitMs),
    everything: () => world.everything(),
    close: () => {
      webhook.stop()
      return served.close()
    },
  }
}

function keeperOf(limits: boolean | Limits = false): LimitKeeper | undefined {
  return limits === false ? undefined : new LimitKeeper(limits === true ? publicLimits : limits)
}
