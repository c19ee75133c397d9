// The try mode: the real service on the embedded database; only the platform and the clock are the
// playground's.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { packageRoot } from '../database/package-root.ts'
import { healthRoutes } from '../http/health.ts'
import { createMetrics, type MetricsBook } from '../http/metrics.ts'
import { metricsRoute } from '../http/metrics-route.ts'
import type { Play } from '../http/play-port.ts'
import { playRoutes } from '../http/play.ts'
import { createHttp } from '../http/server.ts'
import { createTranslators } from '../i18n/translator.ts'
import { openInstallationKeys } from '../installation-keys.ts'
import type { Log } from '../log.ts'
import { observe } from '../observe/observe.ts'
import { writeRequest } from '../observe/request-lines.ts'
import { readPage, type ShellWords } from '../platforms/playground/page-files.ts'
import { createPlayground, type Playground } from '../platforms/playground/playground.ts'
import type { PlaygroundEntry } from '../platforms/playground/entry.ts'
import { loadQuestionnaires } from '../questionnaires/load.ts'
import { openTemplates } from '../templates/load.ts'
import { runDue } from '../schedule/run-due.ts'
import { startClock } from '../schedule/clock.ts'
import { createService, type Service } from '../composition.ts'
import { createEntryStore, isSeeded, markSeeded } from '../store/playground.ts'
import { clearEverything } from './clear.ts'
import { readDemoBranch } from './demo-branch.ts'
import { createPlay } from './play.ts'
import { keepPlaygroundBots, seed, type SeedOptions } from './seed.ts'
import { openTryClock } from './try-clock.ts'

interface TryModeOptions {
  readonly config: Config
  readonly database: Database
  readonly log: Log
  /** Begin anew, whatever was played. */
  readonly isFresh: boolean
  /** Milliseconds of the real clock, on which the try mode's goes; tests begin on other days. */
  readonly realNow?: () => number
}

export interface TryMode {
  readonly url: string
  /** What is printed when everything is ready. */
  readonly banner: string
  close(): Promise<void>
}

class NotForProduction extends Error {
  override readonly name = 'NotForProduction'
}

interface Playing extends SeedOptions {
  readonly hands: Playground
  readonly service: Service
  readonly restart: () => Promise<void>
}

const loopback = ['127.0.0.1', '::1', 'localhost']

function stringsOf(root: string, language: 'vi' | 'en'): { readonly shell: ShellWords } {
  return JSON.parse(readFileSync(join(root, 'locales', language, 'playground.json'), 'utf8')) as {
    readonly shell: ShellWords
  }
}

/**
 * The service on the playground, with its clock; filled with the made-up branch on its first start.
 */
async function openPlayground(
  { config, database, log, isFresh, realNow = Date.now }: TryModeOptions,
  metrics: MetricsBook,
  root: string,
  linkBase: () => string,
): Promise<Playing> {
  const words = createTranslators(join(root, 'locales'))
  const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
  const papers = openTemplates(root, config.templatesDir)
  const keyring = await openInstallationKeys(config, database)
  const isHalfMade = !(await isSeeded(database))
  if (isFresh || isHalfMade) await clearEverything(database)
  const clock = await openTryClock(database, realNow)
  const hands = createPlayground({
    ledger: createEntryStore<PlaygroundEntry>(database, keyring),
    now: clock.now,
  })
  const zone = config.timeZone
  const platforms = new Map([hands, hands.textOnly].map((platform) => [platform.bot, platform]))
  const observed = observe({ metrics, log, keyring, now: clock.now })
  const service = createService({
    database,
    keyring,
    platforms,
    words,
    questionnaires,
    papers,
    now: clock.now,
    zone,
    linkBase,
    ...observed,
  })
  const settle = async (): Promise<void> => {
    await runDue(service.app)
    await service.sender.drain()
  }
  const common = { app: service.app, clock, demo: readDemoBranch(root), zone, hands, settle }
  const fill = async (): Promise<void> => {
    await seed(common)
    await markSeeded(database)
  }
  const restart = async (): Promise<void> => {
    await clearEverything(database)
    await hands.clear()
    await clock.moveTo(new Date(realNow()))
    await fill()
  }
  if (isFresh || isHalfMade) await fill()
  else await keepPlaygroundBots(service.app)
  return { ...common, service, restart }
}

function createPages(
  playing: Playing,
  root: string,
): { readonly play: Play; readonly shell: ShellWords } {
  const strings = { vi: stringsOf(root, 'vi'), en: stringsOf(root, 'en') }
  return { play: createPlay({ ...playing, strings }), shell: strings.vi.shell }
}

export async function openTryMode(options: TryModeOptions): Promise<TryMode> {
  const { config, log } = options
  if (config.isProduction) throw new NotForProduction('the try mode is not for production')
  const root = packageRoot(import.meta.url)
  const metrics = createMetrics()
  // Known once it listens; before that nothing is sent that anybody could open.
  let address = ''
  const playing = await openPlayground(options, metrics, root, () => address)
  const { service, hands, app } = playing
  const { play, shell } = createPages(playing, root)
  const stopHearing = await hands.poll?.(async (inbound) => {
    if ((await service.receive(inbound)) === 'busy') throw new Error('busy')
  })
  const http = createHttp({
    host: loopback.includes(config.host) ? config.host : '127.0.0.1',
    port: config.port,
    routes: [
      ...playRoutes(play, await readPage(shell)),
      ...service.downloads,
      ...healthRoutes({ ready: () => Promise.resolve(true) }),
      metricsRoute(metrics, config.metricsToken?.reveal()),
    ],
    log: (event) => {
      writeRequest(log, event)
    },
  })
  const { url } = await http.listen()
  address = config.publicUrl ?? url
  service.sender.start()
  const ticking = startClock(app)
  return {
    url,
    banner: app.words.vi('tryMode.banner', { url }),
    close: async () => {
      await ticking.stop()
      await stopHearing?.()
      await http.close()
      await service.sender.stop()
    },
  }
}
