// The real service on a database of its own, put together as main.ts does it: HTTP, webhook,
// outbox, Telegram adapter.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { connect } from '../../src/database/connect.ts'
import { seekLeadership } from '../../src/database/leadership.ts'
import { migrate } from '../../src/database/migrate.ts'
import { packageRoot } from '../../src/database/package-root.ts'
import { createHttp } from '../../src/http/server.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { webhookRoute } from '../../src/http/webhooks.ts'
import { createTranslators } from '../../src/i18n/translator.ts'
import { createLog } from '../../src/log.ts'
import { observe } from '../../src/observe/observe.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { keepBots } from '../../src/store/bots.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { loadTemplates } from '../../src/templates/load.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { createService, type Service } from '../../src/composition.ts'
import { countStatements } from './count-statements.ts'
import { bot } from './people.ts'

export interface HouseTerms {
  /** PostgreSQL; absent: the embedded database in `dataDir`. */
  readonly url?: string
  readonly dataDir: string
  readonly apiRoot: string
  readonly token: string
  readonly secret: string
  /** Messages a second; absent: no limit that is ever met. */
  readonly perSecond?: number
}

export interface House {
  readonly service: Service
  readonly webhook: string
  readonly counts: ReadonlyMap<string, number>
  stop(): Promise<void>
}

const noLimit = {
  perSecond: 1_000_000,
  privateChatGapMs: 0,
  groupPerMinute: 1_000_000,
  inFlight: 256,
}

/** Ten in the morning of a branch in Viet Nam: no quiet hours, whenever the bench runs. */
function clockAtTen(): () => Date {
  const started = Date.now()
  const day = 86_400_000
  const atTen = Math.floor((started + 7 * 3_600_000) / day) * day + 3 * 3_600_000
  return () => new Date(atTen + (Date.now() - started))
}

export async function openHouse({
  url,
  dataDir,
  apiRoot,
  token,
  secret,
  perSecond,
}: HouseTerms): Promise<House> {
  const opened = await connect({ dataDir, ...(url !== undefined && { url }) })
  await migrate(opened)
  const { database, counts } = countStatements(opened)
  const root = packageRoot(import.meta.url)
  const now = clockAtTen()
  const pace =
    perSecond === undefined
      ? noLimit
      : { perSecond, privateChatGapMs: 0, groupPerMinute: perSecond * 60 }
  const platforms = new Map([
    [bot, createTelegram({ bot, token, apiRoot, webhookSecret: secret, now, pace })],
  ])
  await keepBots(database, [{ id: bot, platform: 'telegram' }], now())
  const leadership = await seekLeadership(database, `sender:${bot}`)
  const metrics = createMetrics()
  const keyring = createKeyring(randomBytes(32))
  const service = createService({
    database,
    platforms,
    now,
    keyring,
    words: createTranslators(join(root, 'locales')),
    questionnaires: loadQuestionnaires(join(root, 'questionnaires')),
    papers: loadTemplates(join(root, 'templates'), null),
    zone: 'Asia/Ho_Chi_Minh',
    isLeader: () => leadership.isHeld(),
    ...observe({ metrics, log: createLog({ level: 'error' }), keyring, now }),
  })
  const receive = async (inbound: Parameters<Service['receive']>[0]): Promise<'done' | 'busy'> =>
    (await service.receive(inbound)) === 'busy' ? 'busy' : 'done'
  const routes = [webhookRoute({ platforms, receive, countRefused: metrics.countRefusedCall })]
  const http = createHttp({ host: '127.0.0.1', port: 0, routes })
  const { url: address } = await http.listen()
  service.sender.start()
  const stop = async (): Promise<void> => {
    await http.close()
    await service.sender.stop()
    await leadership.release()
    await opened.close()
  }
  return { service, counts, webhook: `${address}/webhooks/${bot}`, stop }
}
