// The service as main.ts puts it together, in this process: on a test database, a stand-in of a Bot
// API and a clock that is moved.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { hear, plansOf } from '../../src/bots.ts'
import type { App } from '../../src/app.ts'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/statement.ts'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createHttp } from '../../src/http/server.ts'
import { webhookRoute } from '../../src/http/webhooks.ts'
import type { Log } from '../../src/log.ts'
import { createMenus } from '../../src/menus.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { type PlatformEvent, writePlatformEvent } from '../../src/observe/platform-lines.ts'
import { observe } from '../../src/observe/observe.ts'
import { writeRequest } from '../../src/observe/request-lines.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import type { Keyring } from '../../src/sealing/keyring.ts'
import { createService } from '../../src/composition.ts'
import { keepBots } from '../../src/store/bots.ts'
import { papers, questionnaires, words } from './house.ts'
import type { StoodIn } from './stood-in.ts'
import { runningClock } from './running-clock.ts'
import { patienceMs } from './patience.ts'

export interface LiveOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly standIns: readonly StoodIn[]
  readonly mode: 'webhook' | 'polling'
  /** Files go as one-time links where the platform takes none. Default: not at all. */
  readonly hasLinks?: boolean
  readonly log: Log
  readonly start: string
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
  /** Bots whose messages nobody waits for: their platform is down. */
  readonly down: Set<string>
  /** Until nothing waits on either side. */
  settles(): Promise<void>
  stop(): Promise<void>
}

export async function startLive(options: LiveOptions): Promise<Live> {
  const { database, keyring, standIns, mode, log } = options
  const clock = runningClock(new Date(options.start))
  const { now } = clock
  const bots = standIns.map(({ plan, connect }) => {
    const onEvent = (event: PlatformEvent): void => {
      writePlatformEvent(log, platform.bot, event)
    }
    const platform = connect({ database, keyring, now, onEvent })
    return { plan, platform }
  })
  const platforms = new Map(bots.map(({ platform }) => [platform.bot, platform]))
  await keepBots(
    database,
    [...platforms.values()].map(({ bot, name }) => ({ id: bot, platform: name })),
    now(),
  )
  const metrics = createMetrics()
  const menus = createMenus(platforms, words, log)
  const zone = 'Asia/Ho_Chi_Minh'
  let address = ''
  const service = createService({
    ...(options.hasLinks === true && { linkBase: () => address }),
    database,
    keyring,
    platforms,
    words,
    questionnaires,
    papers,
    now,
    zone,
    instance: randomUUID(),
    plans: plansOf(
      bots.map(({ plan, platform: { bot, name } }) => ({
        name: bot,
        platform: name,
        ...(plan && { plan }),
      })),
    ),
    onOfficer: menus.forOfficer,
    ...observe({ metrics, log, keyring, now }),
  })
  const receive = async (inbound: Inbound): Promise<void> => {
    if ((await service.receive(inbound)) === 'busy') throw new Error('busy')
  }
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: [
      webhookRoute({
        platforms,
        receive: service.receive,
        countRefused: metrics.countRefusedCall,
        now,
      }),
      ...service.downloads,
      metricsRoute(metrics, undefined),
    ],
    log: (event) => {
      writeRequest(log, event)
    },
  })
  const { url } = await http.listen()
  address = url
  service.sender.start()
  await menus.atStart()
  const publicUrl =
    mode === 'polling' ? undefined : await (options.publicUrl?.(url) ?? Promise.resolve(url))
  const hearings = bots.map(({ platform }, index) => {
    standIns[index]?.callsAt?.(`${url}/webhooks/${platform.bot}`)
    return hear(platform, publicUrl, receive, log)
  })
  const down = new Set<string>()
  const settles = async (): Promise<void> => {
    await eventually(async () => {
      for (const standIn of standIns) await standIn.idle()
      return (await unsettled(database, now(), [...down])) === 0
    })
  }
  return {
    app: service.app,
    url,
    now,
    down,
    moveTo: clock.moveTo,
    settles,
    runs: async () => {
      await runDue(service.app)
      await settles()
    },
    stop: async () => {
      for (const hearing of hearings) await hearing.stop()
      await service.sender.stop()
      await http.close()
    },
  }
}

async function unsettled(database: Database, now: Date, down: readonly string[]): Promise<number> {
  const [row] = await database.query(sql<{ count: number }>('live-unsettled')`
    SELECT count(*)::int AS count FROM outbox
    WHERE bot_id <> ALL(${down}::text[]) AND (state = 'sending' OR state = 'pending'
      AND not_before <= ${new Date(now.getTime() + 3000)})`)
  return row?.count ?? 0
}

/**
 * Looks again and again, for something that happens in its own time: another process, a socket, a
 * back-off.
 */
export async function eventually(
  isSo: () => Promise<boolean> | boolean,
  withinMs = patienceMs,
): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > until)
      throw new Error(`not so within ${String(withinMs)} ms: ${String(isSo)}`)
    await wait(25)
  }
}
