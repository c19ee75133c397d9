// The composition root: everything that can fail is built before anything starts, and stops in
// reverse.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createPlatforms, hear, keepLink, knownBot, plansOf } from './bots.ts'
import { type Config, readConfig } from './config.ts'
import { countStatements } from './count-statements.ts'
import { connect } from './database/connect.ts'
import type { Database } from './database/database.ts'
import { seekLeadership } from './database/leadership.ts'
import { migrate } from './database/migrate.ts'
import { packageRoot } from './database/package-root.ts'
import { createHttp } from './http/server.ts'
import { healthRoutes } from './http/health.ts'
import { createMetrics, type MetricsBook } from './http/metrics.ts'
import { metricsRoute } from './http/metrics-route.ts'
import { webhookRoute } from './http/webhooks.ts'
import { createTranslators } from './i18n/translator.ts'
import { openInstallationKeys } from './installation-keys.ts'
import { createLog, type Log } from './log.ts'
import { createMenus } from './menus.ts'
import type { Inbound } from './messaging/inbound.ts'
import type { Platform } from './messaging/platform.ts'
import { pendingCounts } from './outbox/pending-counts.ts'
import { loadQuestionnaires } from './questionnaires/load.ts'
import { openTemplates } from './templates/load.ts'
import { startClock } from './schedule/clock.ts'
import type { Budgets } from './store/budgets.ts'
import { refuseUnsafeServer } from './unsafe-server.ts'
import { createService } from './composition.ts'
import { observe } from './observe.ts'
import { explain, exitCodeOf } from './startup-failure.ts'
import { openTryMode, type TryMode } from './try-mode/try-mode.ts'
import { sql } from './database/statement.ts'
import { keepBots } from './store/bots.ts'
import { readUnauthorisedBots } from './store/zalo-tokens.ts'

type Stop = () => Promise<void>

/** What was started, newest last; stopped from the end. A second signal does not wait. */
class Running {
  readonly #stops: Stop[] = []
  add(stop: Stop): void {
    this.#stops.push(stop)
  }
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop()
  }
}

function listenForSignals(running: Running, log: Log): void {
  let isStopping = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info('Stopping', { signal })
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('Stopping failed', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

async function ready(database: Database): Promise<boolean> {
  await database.query(sql('ready', { isIdempotent: true })`SELECT 1`)
  return true
}

/** The queue is counted when somebody asks, so that the number is never old. */
async function printMetrics(
  metrics: MetricsBook,
  database: Database,
  platforms: ReadonlyMap<string, Platform>,
  budgets: Budgets,
): ReturnType<MetricsBook['print']> {
  const counts = await pendingCounts(database, [...platforms.keys()])
  metrics.setOutboxPending(
    counts.reduce((sum, { state, count }) => sum + (state === 'unknown' ? 0 : count), 0),
  )
  const unauthorised = await readUnauthorisedBots(database)
  for (const platform of platforms.values()) {
    if (platform.renew !== undefined)
      metrics.setUnauthorised(platform.bot, unauthorised.includes(platform.bot))
  }
  for (const bot of budgets.plans.keys()) {
    const { plan, used, expected } = await budgets.reckon(bot, budgets.thisMonth())
    metrics.setMessages(bot, used, plan.messagesPerMonth, expected)
  }
  return metrics.print()
}

/** One sender a bot, over all instances on this database. */
async function seekLeaderships(
  database: Database,
  bots: readonly string[],
  running: Running,
): Promise<(bot: string) => boolean> {
  const leaderships = new Map(
    await Promise.all(
      bots.map(async (bot) => [bot, await seekLeadership(database, `sender:${bot}`)] as const),
    ),
  )
  running.add(async () => {
    await Promise.all([...leaderships.values()].map((each) => each.release()))
  })
  return (bot) => leaderships.get(bot)?.isHeld() === true
}

/** The service for real platforms, on what is open. */
async function startService(
  config: Config,
  opened: Database,
  log: Log,
  running: Running,
): Promise<void> {
  if (config.isProduction) await refuseUnsafeServer(opened)
  const root = packageRoot(import.meta.url)
  const words = createTranslators(join(root, 'locales'))
  const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
  const papers = openTemplates(root, config.templatesDir)
  const metrics = createMetrics()
  const database = countStatements(opened, metrics.countStatements)
  const keyring = await openInstallationKeys(config, database)
  const now = (): Date => new Date()
  const platforms = createPlatforms(config, {
    database,
    keyring,
    now,
    log,
    onCharged: metrics.countCharged,
  })
  await keepBots(database, config.bots.map(knownBot), now())
  const isLeader = await seekLeaderships(opened, [...platforms.keys()], running)
  const menus = createMenus(platforms, words, log)
  const { publicUrl } = config
  const service = createService({
    database,
    keyring,
    platforms,
    words,
    questionnaires,
    papers,
    now,
    zone: config.timeZone,
    plans: plansOf(config.bots),
    instance: randomUUID(),
    isLeader,
    ...(publicUrl !== undefined && { linkBase: () => publicUrl }),
    onOfficer: menus.forOfficer,
    ...observe(metrics, log),
  })
  const receive = (inbound: Inbound): Promise<'done' | 'busy'> =>
    service.receive(inbound).then((received) => (received === 'busy' ? 'busy' : 'done'))
  const receiveOrThrow = async (inbound: Inbound): Promise<void> => {
    if ((await receive(inbound)) === 'busy') throw new Error('busy')
  }
  const http = createHttp({
    host: config.host,
    port: config.port,
    log: (event) => {
      if (event.kind === 'failed') log.error('A request failed', { error: event.error })
    },
    routes: [
      webhookRoute({ platforms, receive, countRefused: metrics.countRefusedCall }),
      ...service.downloads,
      ...healthRoutes({ ready: () => ready(database) }),
      metricsRoute(
        { print: () => printMetrics(metrics, database, platforms, service.app.budgets) },
        config.metricsToken?.reveal(),
      ),
    ],
  })
  const { url } = await http.listen()
  running.add(() => http.close())
  // What an outage has made stale or must wait for morning is settled before anything leaves.
  const clock = startClock(service.app)
  running.add(() => clock.stop())
  await clock.ready
  service.sender.start()
  running.add(() => service.sender.stop())
  for (const platform of platforms.values()) {
    const hearing = hear(platform, publicUrl, receiveOrThrow, log, (each) =>
      keepLink(database, each),
    )
    running.add(() => hearing.stop())
  }
  void menus.atStart()
  log.info('The service is ready', { address: url })
}

async function main(): Promise<void> {
  const config = readConfig()
  // Who tries it out reads the address, not a log: only what goes wrong is said.
  const log = createLog({
    level: config.isTryMode && config.logLevel === 'info' ? 'error' : config.logLevel,
  })
  const running = new Running()
  listenForSignals(running, log)
  try {
    const database = await connect({
      dataDir: config.dataDir,
      ...(config.databaseUrl && { url: config.databaseUrl.reveal() }),
      log: (event) => {
        log.info('The database had an event', { event: event.kind })
      },
    })
    running.add(() => database.close())
    await migrate(database)
    if (database.kind === 'embedded')
      log.warn('The embedded database is for trying out: it does not survive a power cut', {})
    if (!config.isTryMode) {
      await startService(config, database, log, running)
      return
    }
    const tryMode: TryMode = await openTryMode({
      config,
      database,
      log,
      isFresh: process.argv.includes('--fresh'),
    })
    running.add(() => tryMode.close())
    process.stdout.write(`\n${tryMode.banner}\n\n`)
  } catch (error) {
    await running.stop().catch(() => undefined)
    throw error
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(exitCodeOf(error))
})
