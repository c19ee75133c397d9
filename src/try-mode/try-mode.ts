// The try mode: the real service on the embedded database; only the platform and the clock are the playground's.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { packageRoot } from '../database/package-root.ts'
import { healthRoutes } from '../http/health.ts'
import { createMetrics } from '../http/metrics.ts'
import { metricsRoute } from '../http/metrics-route.ts'
import { playRoutes } from '../http/play.ts'
import { createHttp } from '../http/server.ts'
import { createTranslators } from '../i18n/translator.ts'
import { openInstallationKeys } from '../installation-keys.ts'
import type { Log } from '../log.ts'
import { observe } from '../observe.ts'
import { readPage, type ShellWords } from '../platforms/playground/page-files.ts'
import { createPlayground } from '../platforms/playground/playground.ts'
import type { PlaygroundEntry } from '../platforms/playground/entry.ts'
import { loadQuestionnaires } from '../questionnaires/load.ts'
import { runDue } from '../schedule/run-due.ts'
import { startClock } from '../schedule/clock.ts'
import { createService } from '../service.ts'
import { createEntryStore } from '../store/playground.ts'
import { clearEverything } from './clear.ts'
import { readDemoBranch } from './demo-branch.ts'
import { createPlay } from './play.ts'
import { seed } from './seed.ts'
import { openTryClock } from './try-clock.ts'

export interface TryModeOptions {
  readonly config: Config
  readonly database: Database
  readonly log: Log
  /** Begin anew, whatever was played. */
  readonly isFresh: boolean
}

export interface TryMode {
  readonly url: string
  /** What is printed when everything is ready. */
  readonly banner: string
  close(): Promise<void>
}

export class NotForProduction extends Error {
  override readonly name = 'NotForProduction'
}

const loopback = ['127.0.0.1', '::1', 'localhost']

function stringsOf(root: string, language: 'vi' | 'en'): { readonly shell: ShellWords } {
  return JSON.parse(readFileSync(join(root, 'locales', language, 'playground.json'), 'utf8')) as { readonly shell: ShellWords }
}

export async function openTryMode({ config, database, log, isFresh }: TryModeOptions): Promise<TryMode> {
  if (config.isProduction) throw new NotForProduction('the try mode is not for production')
  const root = packageRoot(import.meta.url)
  const words = createTranslators(join(root, 'locales'))
  const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))
  const demo = readDemoBranch(root)
  const keyring = await openInstallationKeys(config, database)
  if (isFresh) await clearEverything(database)
  const clock = await openTryClock(database)
  const metrics = createMetrics()
  const playground = createPlayground({ ledger: createEntryStore<PlaygroundEntry>(database, keyring), now: clock.now })
  const platforms = new Map([[playground.bot, playground]])
  const service = createService({
    database,
    keyring,
    platforms,
    words,
    questionnaires,
    now: clock.now,
    zone: config.timeZone,
    ...observe(metrics, log),
  })
  const settle = async (): Promise<void> => {
    await runDue(service.app)
    await service.sender.drain()
  }
  const common = { app: service.app, clock, demo, zone: config.timeZone, hands: playground, settle }
  if (!clock.isSet) await seed(common)
  const restart = async (): Promise<void> => {
    await clearEverything(database)
    await playground.clear()
    await clock.moveTo(new Date())
    await seed(common)
  }
  const strings = { vi: stringsOf(root, 'vi'), en: stringsOf(root, 'en') }
  const play = createPlay({ ...common, strings, restart })
  const stopHearing = await playground.poll?.(async (inbound) => {
    await service.receive(inbound)
  })
  const http = createHttp({
    host: loopback.includes(config.host) ? config.host : '127.0.0.1',
    port: config.port,
    routes: [
      ...playRoutes(play, await readPage(strings.vi.shell)),
      ...healthRoutes({ ready: () => Promise.resolve(true) }),
      metricsRoute(metrics, config.metricsToken?.reveal()),
    ],
    log: (event) => {
      if (event.kind === 'failed') log.error('A request failed', { error: event.error })
    },
  })
  const { url } = await http.listen()
  service.sender.start()
  const ticking = startClock(service.app)
  return {
    url,
    banner: words.vi('tryMode.banner', { url }),
    close: async () => {
      await ticking.stop()
      await stopHearing?.()
      await http.close()
      await service.sender.stop()
    },
  }
}
