// The service for real platforms on a database that is open: built whole, then started in order.
import { join } from 'node:path'
import { createPlatforms, hear, keepLink, knownBot, plansOf } from './bots.ts'
import type { Config } from './config.ts'
import { createService, type Service, type ServiceOptions } from './composition.ts'
import { countStatements } from './count-statements.ts'
import type { ConnectOptions, Database } from './database/database.ts'
import { packageRoot } from './database/package-root.ts'
import { sql } from './database/statement.ts'
import { healthRoutes } from './http/health.ts'
import { createMetrics, type MetricsBook } from './http/metrics.ts'
import { metricsRoute } from './http/metrics-route.ts'
import { createHttp, type Http } from './http/server.ts'
import { webhookRoute } from './http/webhooks.ts'
import { createTranslators } from './i18n/translator.ts'
import { type Instance, joinInstances } from './instance.ts'
import { openInstallationKeys } from './installation-keys.ts'
import type { Log } from './log.ts'
import { createMenus, type Menus } from './menus.ts'
import type { Inbound } from './messaging/inbound.ts'
import type { Platform } from './messaging/platform.ts'
import { observe } from './observe/observe.ts'
import { writeRequest } from './observe/request-lines.ts'
import { pendingCounts } from './outbox/pending-counts.ts'
import { loadQuestionnaires } from './questionnaires/load.ts'
import type { Running } from './running.ts'
import { startClock } from './schedule/clock.ts'
import type { Keyring } from './sealing/keyring.ts'
import { keepBots } from './store/bots.ts'
import { readUnauthorisedBots } from './store/zalo-tokens.ts'
import { openTemplates } from './templates/load.ts'
import { refuseUnsafeServer } from './unsafe-server.ts'

type Contents = Pick<ServiceOptions, 'words' | 'questionnaires' | 'papers'>

interface Opened {
  readonly config: Config
  readonly log: Log
  /** Counts its statements. */
  readonly database: Database
  readonly keyring: Keyring
  readonly metrics: MetricsBook
  readonly platforms: ReadonlyMap<string, Platform>
}

interface Built extends Opened {
  readonly service: Service
  readonly menus: Menus
}

const now = (): Date => new Date()

async function ready(database: Database): Promise<boolean> {
  await database.query(sql('ready', { isIdempotent: true })`SELECT 1`)
  return true
}

/** The queue is counted when somebody asks, so that the number is never old. */
async function printMetrics({
  metrics,
  database,
  platforms,
  service: { app },
}: Built): ReturnType<MetricsBook['print']> {
  const counts = await pendingCounts(database, [...platforms.keys()])
  metrics.setOutboxPending(
    counts.reduce((sum, { state, count }) => sum + (state === 'unknown' ? 0 : count), 0),
  )
  const unauthorised = await readUnauthorisedBots(database)
  for (const platform of platforms.values()) {
    if (platform.renew !== undefined)
      metrics.setUnauthorised(platform.bot, unauthorised.includes(platform.bot))
  }
  const { budgets } = app
  for (const bot of budgets.plans.keys()) {
    const { plan, used, expected } = await budgets.reckon(bot, budgets.thisMonth())
    metrics.setMessages(bot, used, plan.messagesPerMonth, expected)
  }
  return metrics.print()
}

function readContents(root: string, { templatesDir }: Config): Contents {
  return {
    words: createTranslators(join(root, 'locales')),
    questionnaires: loadQuestionnaires(join(root, 'questionnaires')),
    papers: openTemplates(root, templatesDir),
  }
}

async function open(config: Config, opened: Database, log: Log): Promise<Opened> {
  const metrics = createMetrics()
  const database = countStatements(opened, metrics.countStatements)
  const keyring = await openInstallationKeys(config, database)
  const ports = { database, keyring, now, log, onCharged: metrics.countCharged }
  const platforms = createPlatforms(config, ports)
  await keepBots(database, config.bots.map(knownBot), now())
  return { config, log, database, keyring, metrics, platforms }
}

function build(opened: Opened, contents: Contents, joined: Instance): Built {
  const { config, log, database, keyring, metrics, platforms } = opened
  const menus = createMenus(platforms, contents.words, log)
  const { publicUrl } = config
  const service = createService({
    database,
    keyring,
    platforms,
    ...contents,
    now,
    zone: config.timeZone,
    plans: plansOf(config.bots),
    instance: joined.instance,
    isLeader: joined.isLeader,
    living: joined.living,
    bookkeeping: countStatements(joined.bookkeeping, metrics.countStatements),
    ...(publicUrl !== undefined && { linkBase: () => publicUrl }),
    onOfficer: menus.forOfficer,
    ...observe({ metrics, log, keyring, now }),
  })
  return { ...opened, service, menus }
}

function httpOf(built: Built): Http {
  const { config, log, database, metrics, platforms, service } = built
  const receive = (inbound: Inbound): Promise<'done' | 'busy'> =>
    service.receive(inbound).then((received) => (received === 'busy' ? 'busy' : 'done'))
  return createHttp({
    host: config.host,
    port: config.port,
    log: (event) => {
      writeRequest(log, event)
    },
    routes: [
      webhookRoute({ platforms, receive, countRefused: metrics.countRefusedCall }),
      ...service.downloads,
      ...healthRoutes({ ready: () => ready(database) }),
      metricsRoute({ print: () => printMetrics(built) }, config.metricsToken?.reveal()),
    ],
  })
}

/** From now on each bot is heard, as its platform has it. */
function hearAll({ config, log, database, platforms, service }: Built, running: Running): void {
  const receive = async (inbound: Inbound): Promise<void> => {
    if ((await service.receive(inbound)) === 'busy') throw new Error('busy')
  }
  for (const platform of platforms.values()) {
    const hearing = hear(platform, config.publicUrl, receive, log, (each) =>
      keepLink(database, each),
    )
    running.add(() => hearing.stop())
  }
}

/**
 * Builds everything that can fail, and only then starts; what is started is added to `running`.
 * `connecting`: how `opened` was, for connections beside it.
 */
export async function startService(
  config: Config,
  opened: Database,
  connecting: ConnectOptions,
  log: Log,
  running: Running,
): Promise<void> {
  if (config.isProduction) await refuseUnsafeServer(opened)
  const contents = readContents(packageRoot(import.meta.url), config)
  const parts = await open(config, opened, log)
  const joined = await joinInstances(opened, [...parts.platforms.keys()], connecting)
  running.add(() => joined.leave())
  const built = build(parts, contents, joined)
  const { service, menus } = built
  const http = httpOf(built)
  const { url } = await http.listen()
  running.add(() => http.close())
  // What an outage has made stale or must wait for morning is settled before anything leaves.
  const clock = startClock(service.app)
  running.add(() => clock.stop())
  await clock.ready
  service.sender.start()
  running.add(() => service.sender.stop())
  hearAll(built, running)
  void menus.atStart()
  log.write('service.ready', { address: url })
}
