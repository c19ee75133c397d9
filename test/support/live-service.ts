// The service as main.ts puts it together, in this process: on a test database, a stand-in of a Bot API and a clock that is moved.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { hear } from '../../src/bots.ts'
import type { App } from '../../src/app.ts'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/statement.ts'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createHttp } from '../../src/http/server.ts'
import { webhookRoute } from '../../src/http/webhooks.ts'
import type { Log } from '../../src/log.ts'
import { createMenus } from '../../src/menus.ts'
import { type Plan, plansOf } from '../../src/domain/message-budget.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { Platform } from '../../src/messaging/platform.ts'
import { observe } from '../../src/observe.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import type { Keyring } from '../../src/sealing/keyring.ts'
import { createService } from '../../src/composition.ts'
import { keepBots } from '../../src/store/bots.ts'
import { questionnaires, words } from './house.ts'

/** What the service has to know of a stand-in, whichever platform it stands in for. */
export interface StoodIn {
  readonly token: string
  readonly apiRoot: string
  /** Resolves once nothing is on its way to the bot. */
  idle(): Promise<void>
}

export interface LiveOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly standIn: StoodIn
  /** Whose stand-in it is, which is the bot's name too. Default: Telegram's. */
  readonly platform?: 'telegram' | 'zalo-bot'
  /** What the bot's plan allows. Default: no limits. */
  readonly plan?: Plan
  readonly mode: 'webhook' | 'polling'
  /** Files go as one-time links where the platform takes none. Default: not at all. */
  readonly hasLinks?: boolean
  readonly log: Log
  readonly start: string
  /** What stands between the service and the Bot API; absent: nothing. */
  readonly apiRoot?: string
  /** Where the platform is to post, given the service's own address; absent: there. */
  readonly publicUrl?: (url: string) => Promise<string>
}

export interface Live {
  readonly app: App
  readonly url: string
  now(): Date
  /** Time goes on from this instant. */
  moveTo(instant: Date): void
  /** All jobs that are due, and everything sent that comes of it. */
  runs(): Promise<void>
  /** Until nothing waits on either side. */
  settles(): Promise<void>
  stop(): Promise<void>
}

/** As fast as a test can have it: how the pace is kept is tested elsewhere. */
const swift = { perSecond: 2000, privateChatGapMs: 0, groupPerMinute: 1000, inFlight: 8 }

function createPlatform({ platform = 'telegram', standIn, apiRoot = standIn.apiRoot }: LiveOptions, now: () => Date): Platform {
  const options = { bot: platform, token: standIn.token, apiRoot, webhookSecret: 'stand-in-secret-canary', now, pollSeconds: 1 }
  return platform === 'telegram' ? createTelegram(options) : createZaloBot({ ...options, pace: swift })
}

export async function startLive(options: LiveOptions): Promise<Live> {
  const { database, keyring, standIn, mode, log, plan } = options
  let offset = new Date(options.start).getTime() - Date.now()
  const now = (): Date => new Date(Date.now() + offset)
  const platform = createPlatform(options, now)
  const { bot, name } = platform
  const platforms = new Map([[bot, platform]])
  await keepBots(database, [{ id: bot, platform: name }], new Date())
  const metrics = createMetrics()
  const menus = createMenus(platforms, words, log)
  const zone = 'Asia/Ho_Chi_Minh'
  let address = ''
  const service = createService({
    ...(options.hasLinks === true && { linkBase: () => address }),
    database, keyring, platforms, words, questionnaires, now, zone, instance: randomUUID(),
    plans: plansOf([{ name: bot, platform: name, ...(plan && { plan }) }]), onOfficer: menus.forOfficer, ...observe(metrics, log),
  })
  const receive = async (inbound: Inbound): Promise<void> => {
    if ((await service.receive(inbound)) === 'busy') throw new Error('busy')
  }
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: [
      webhookRoute({ platforms, receive: service.receive, countRefused: metrics.countRefusedCall }),
      ...service.downloads,
      metricsRoute(metrics, undefined),
    ],
    log: (event) => {
      if (event.kind === 'failed') log.error('A request failed', { error: event.error })
    },
  })
  const { url } = await http.listen()
  address = url
  service.sender.start()
  await menus.atStart()
  const publicUrl = mode === 'polling' ? undefined : await (options.publicUrl?.(url) ?? Promise.resolve(url))
  const hearing = hear(platform, publicUrl, receive, log)
  const settles = async (): Promise<void> => {
    await eventually(async () => {
      await standIn.idle()
      return (await unsettled(database, now())) === 0
    })
  }
  return {
    app: service.app,
    url,
    now,
    moveTo: (instant) => void (offset = instant.getTime() - Date.now()),
    settles,
    runs: async () => {
      await runDue(service.app)
      await settles()
    },
    stop: async () => {
      await hearing.stop()
      await service.sender.stop()
      await http.close()
    },
  }
}

async function unsettled(database: Database, now: Date): Promise<number> {
  const [row] = await database.query(sql<{ count: number }>('live-unsettled')`
    SELECT count(*)::int AS count FROM outbox
    WHERE state = 'sending' OR state = 'pending' AND not_before <= ${new Date(now.getTime() + 3000)}`)
  return row?.count ?? 0
}

/** Looks again and again, for something that happens in its own time: another process, a socket, a back-off. */
export async function eventually(isSo: () => Promise<boolean> | boolean, withinMs = 60_000): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > until) throw new Error(`not so within ${String(withinMs)} ms: ${String(isSo)}`)
    await wait(25)
  }
}
