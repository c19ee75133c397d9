/**
 * A stand-in of the Zalo Bot API on loopback, with simulated people, a script of faults, and a
 * ledger of what people saw.
 */
import type { Request } from '../standin/bot-call.ts'
import { Conditions } from '../standin/conditions.ts'
import { serve } from '../standin/serve.ts'
import { Delivery } from './delivery.ts'
import { Faults } from './faults.ts'
import { handle } from './http-api.ts'
import { usualManners, type Manners } from './manners.ts'
import { Group, Person } from './person.ts'
import { Stage } from './stage.ts'
import { basicLimits, World, type Limits } from './world.ts'
import { today } from '../today.ts'
import { patienceMs } from '../patience.ts'

export interface StandInOptions {
  readonly port?: number
  readonly token?: string
  /** As people see and mention it. */
  readonly displayName?: string
  /** The clock messages are dated, and the month's messages counted, by. */
  readonly now?: () => Date
  /** The plan's limits in earnest: true for the Basic plan. Default: none. */
  readonly limits?: boolean | Limits
  readonly manners?: Partial<Manners>
}

export interface StandIn {
  readonly apiRoot: string
  readonly port: number
  readonly token: string
  readonly world: World
  readonly delivery: Delivery
  readonly faults: Faults
  /** How it behaves where sources disagree; may be changed at any time. */
  readonly manners: Manners
  /** Every call made, in order. */
  readonly requests: readonly Request[]
  /** The person with this id; new ones are strangers to the bot until they write. */
  readonly person: (id: string) => Person
  /** The group with this id; new ones have the bot in them. */
  readonly group: (id: string) => Group
  /** Resolves once no event is on its way to the bot. */
  readonly idle: () => Promise<void>
  /** Resolves once the bot waits in a long poll. */
  readonly polled: () => Promise<void>
  /**
   * Resolves once `isSo` is true, looked at now and after every call; refuses after `waitMs`,
   * default `patienceMs`.
   */
  readonly until: (isSo: () => boolean, waitMs?: number) => Promise<void>
  /** Every text anybody saw, each after its chat id and a tab. */
  readonly everything: () => readonly string[]
  readonly close: () => Promise<void>
}

const defaultToken = '1459232241454765289:STANDIN-token-canary-0123456789abcd'

/** Starts a stand-in for one bot on loopback. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { token = defaultToken, displayName = 'Bot Tự Soi', now = today, limits = false } = options
  const bot = { id: token.split(':')[0] ?? '', accountName: 'bot.VDKyGxQvc', displayName }
  const world = new World(
    bot,
    limits === true ? basicLimits : limits === false ? undefined : limits,
  )
  const conditions = new Conditions()
  const check = () => {
    conditions.check()
  }
  const manners = { ...usualManners(), ...options.manners }
  const delivery = new Delivery(manners, check)
  const stage = new Stage(world, delivery, manners, now)
  const faults = new Faults()
  const requests: Request[] = []
  const api = { token, faults, platform: { world, stage, delivery, manners, now } }
  const onRequest = (request: Request) => requests.push(request)
  const { port, close } = await serve(options.port ?? 0, (request, response) => {
    handle(request, response, { ...api, onRequest, onDone: check })
  })
  const until = (isSo: () => boolean, waitMs = patienceMs) => conditions.until(isSo, waitMs)

  return {
    ...{ token, world, delivery, faults, manners, requests, port, until },
    apiRoot: `http://127.0.0.1:${String(port)}`,
    person: (id) => new Person(stage, world.person(id)),
    group: (id) => new Group(stage, world.group(id)),
    idle: () => until(() => delivery.isIdle),
    polled: () => until(() => delivery.isPolled),
    everything: () => world.everything(),
    close: () => {
      delivery.stop()
      return close()
    },
  }
}
