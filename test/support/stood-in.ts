// Each platform's stand-in with its adapter, as the service takes them.
import type { Database } from '../../src/database/database.ts'
import type { Plan } from '../../src/domain/message-budget.ts'
import type { Platform } from '../../src/messaging/platform.ts'
import type { PlatformEvent } from '../../src/observe/platform-lines.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { createOauth } from '../../src/platforms/zalo-oa/oauth.ts'
import { createTokenSource } from '../../src/platforms/zalo-oa/token-source.ts'
import { createZaloOa, type ZaloOaOptions } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import type { Keyring } from '../../src/sealing/keyring.ts'
import { createZaloTokenVault } from '../../src/store/zalo-tokens.ts'
import type { StandIn as Telegram } from './telegram/standin.ts'
import type { StandIn as ZaloBot } from './zalo-bot/standin.ts'
import type { StandIn as ZaloOa } from './zalo-oa/standin.ts'

export interface Ports {
  readonly database: Database
  readonly keyring: Keyring
  readonly now: () => Date
  readonly onEvent: (event: PlatformEvent) => void
}

/** What the service has to know of a stand-in, whichever platform it stands in for. */
export interface StoodIn {
  /** The adapter, named as its platform is. */
  connect(ports: Ports): Platform
  /** What the bot's plan allows; absent: what the platform's own plan does. */
  readonly plan?: Plan
  /** Resolves once nothing is on its way to the bot. */
  idle(): Promise<void>
  /** Where the platform is to call, for one that is told so by hand. */
  callsAt?(url: string): void
}

/** As fast as a test can have it: how the pace is kept is tested elsewhere. */
const swift = { perSecond: 2000, privateChatGapMs: 0, groupPerMinute: 1000, inFlight: 8 }
const webhookSecret = 'stand-in-secret-canary'
const idleMs = 120_000

/** `apiRoot`: what stands between the service and the Bot API. */
export function telegramStoodIn(standIn: Telegram, apiRoot = standIn.apiRoot): StoodIn {
  const { token } = standIn
  return {
    connect: ({ now, onEvent }) =>
      createTelegram({
        ...{ bot: 'telegram', token, apiRoot, webhookSecret },
        ...{ now, onEvent, pollSeconds: 1 },
      }),
    idle: () => standIn.idle(),
  }
}

export function zaloBotStoodIn(standIn: ZaloBot, plan?: Plan, apiRoot = standIn.apiRoot): StoodIn {
  const { token, delivery, until } = standIn
  return {
    connect: ({ now, onEvent }) =>
      createZaloBot({
        bot: 'zalo-bot',
        token,
        apiRoot,
        webhookSecret,
        now,
        onEvent,
        pollSeconds: 1,
        pace: swift,
      }),
    idle: () => until(() => delivery.isIdle, idleMs),
    ...(plan && { plan }),
  }
}

/** The tokens are kept in the database and refreshed at the stand-in, as in earnest. */
export function zaloOaStoodIn(
  standIn: ZaloOa,
  options: Pick<ZaloOaOptions, 'template'> = {},
): StoodIn {
  const { appId, oaId, appSecret, webhookKey, root } = standIn
  return {
    connect: ({ database, keyring, now, onEvent }) => {
      const oauth = createOauth({ appId, appSecret, oauthRoot: root, now })
      const tokens = createTokenSource({
        vault: createZaloTokenVault(database, keyring, 'zalo-oa'),
        refresh: (token) => oauth.refresh(token),
        seed: standIn.oauth.issueRefreshToken(),
        now,
        onEvent,
      })
      return createZaloOa({
        bot: 'zalo-oa',
        appId,
        oaId,
        webhookKeys: [webhookKey],
        tokens,
        apiRoot: root,
        pace: swift,
        now,
        onEvent,
        ...options,
      })
    },
    idle: () => standIn.idle(),
    callsAt: (url) => {
      standIn.setWebhook(url)
    },
  }
}
