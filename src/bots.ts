// The bot accounts of a configuration as platforms, and how each begins to hear: by webhook or by
// polling.
import type { BotConfig, Config, TelegramConfig, ZaloBotConfig, ZaloOaConfig } from './config.ts'
import type { Database } from './database/database.ts'
import type { Plan } from './domain/message-budget.ts'
import type { Log } from './log.ts'
import type { Platform, PlatformName, Receive } from './messaging/platform.ts'
import { type PlatformEvent, writePlatformEvent } from './observe/platform-lines.ts'
import { createTelegram } from './platforms/telegram/telegram.ts'
import { basicPlan } from './platforms/zalo-bot/plan.ts'
import { createZaloBot } from './platforms/zalo-bot/zalo-bot.ts'
import type { CostClass } from './platforms/zalo-oa/event.ts'
import { createOauth } from './platforms/zalo-oa/oauth.ts'
import { createTokenSource } from './platforms/zalo-oa/token-source.ts'
import { createZaloOa } from './platforms/zalo-oa/zalo-oa.ts'
import type { Keyring } from './sealing/keyring.ts'
import { keepProfile, type KnownBot } from './store/bots.ts'
import { createZaloTokenVault } from './store/zalo-tokens.ts'

/**
 * An operator who sets no secret gets one made of the master key: the same on every instance, and
 * nowhere written.
 */
function webhookSecretOf(
  { name, token, webhookSecret }: TelegramConfig | ZaloBotConfig,
  keyring: Keyring,
): string {
  return (
    webhookSecret?.reveal() ??
    Buffer.from(keyring.lookupHash('webhook.secret', `${name}:${token.reveal()}`)).toString(
      'base64url',
    )
  )
}

interface Ports {
  /** Where an official account's tokens are kept. */
  readonly database: Database
  readonly keyring: Keyring
  readonly now: () => Date
  readonly onEvent: (event: PlatformEvent) => void
  readonly onCharged?: (bot: string, cost: CostClass, quota?: string, left?: number) => void
}

function createPlatform(bot: BotConfig, ports: Ports): Platform {
  const { name, apiRoot } = bot
  const { keyring, now, onEvent } = ports
  switch (bot.platform) {
    case 'telegram':
      return createTelegram({
        bot: name,
        token: bot.token.reveal(),
        apiRoot,
        webhookSecret: webhookSecretOf(bot, keyring),
        now,
        onEvent,
      })
    case 'zalo-bot':
      return createZaloBot({
        bot: name,
        token: bot.token.reveal(),
        apiRoot,
        webhookSecret: webhookSecretOf(bot, keyring),
        now,
        onEvent,
      })
    case 'zalo-oa':
      return createOa(bot, ports)
  }
}

/**
 * The app secret signs webhooks too where no other key is given: the sources do not agree on which
 * of the two it is.
 */
function createOa(
  bot: ZaloOaConfig,
  { database, keyring, now, onEvent, onCharged }: Ports,
): Platform {
  const {
    name,
    appId,
    oaId,
    appSecret,
    webhookKey,
    refreshToken,
    apiRoot,
    oauthRoot,
    template,
    hasButtons,
  } = bot
  const oauth = createOauth({ appId, appSecret: appSecret.reveal(), oauthRoot, now })
  const tokens = createTokenSource({
    vault: createZaloTokenVault(database, keyring, name),
    refresh: (token) => oauth.refresh(token),
    seed: refreshToken?.reveal(),
    now,
    onEvent,
  })
  const webhookKeys = [
    ...(webhookKey === undefined ? [] : [webhookKey.reveal()]),
    appSecret.reveal(),
  ]
  return createZaloOa({
    ...{ bot: name, appId, oaId, webhookKeys, tokens, apiRoot, template, hasButtons, now },
    onEvent: (event) => {
      if (event.code === 'sent') onCharged?.(name, event.cost, event.quota, event.remain)
      onEvent(event)
    },
  })
}

interface PlatformPorts extends Omit<Ports, 'onEvent'> {
  readonly log: Log
}

export function createPlatforms(
  { bots }: Config,
  { log, ...ports }: PlatformPorts,
): ReadonlyMap<string, Platform> {
  return new Map(
    bots.map((bot) => {
      const onEvent = (event: PlatformEvent): void => {
        writePlatformEvent(log, bot.name, event)
      }
      return [bot.name, createPlatform(bot, { ...ports, onEvent })]
    }),
  )
}

/** What the plan of an account allows while the operator says nothing else. */
const ownPlans: Readonly<Partial<Record<PlatformName, Plan>>> = { 'zalo-bot': basicPlan }

/**
 * The plans of configured bots, by name; what the operator gave goes before the platform's own. A
 * bot without one has no limits.
 */
export function plansOf(
  bots: readonly { readonly name: string; readonly platform: PlatformName; readonly plan?: Plan }[],
): ReadonlyMap<string, Plan> {
  return new Map(
    bots.flatMap(({ name, platform, plan }) => {
      const whole = { ...ownPlans[platform], ...plan }
      return Object.keys(whole).length === 0 ? [] : [[name, whole] as const]
    }),
  )
}

/** A configured bot as the store knows it. */
export function knownBot({ name, platform, branches, subtree, title, link }: BotConfig): KnownBot {
  return {
    id: name,
    platform,
    ...(branches && { branches }),
    ...(subtree !== undefined && { subtree }),
    ...(title !== undefined && { title }),
    ...(link !== undefined && { link }),
  }
}

/**
 * Where people open a bot, as its platform knows it once it was announced: kept so that a code at
 * the wrong bot can point there.
 */
export async function keepLink(database: Database, platform: Platform): Promise<void> {
  const link = platform.startLink?.('code')?.replace(/\?start=code$/, '')
  if (link !== undefined) await keepProfile(database, platform.bot, link)
}

interface Hearing {
  stop(): Promise<void>
}

const firstRetryMs = 2_000
const longestRetryMs = 60_000

/**
 * Points the platform at our webhook, or polls it. A platform out of reach does not keep the others
 * from starting: it is tried again, ever more slowly, until `stop`.
 */
export function hear(
  platform: Platform,
  publicUrl: string | undefined,
  receive: Receive,
  log: Log,
  onListening: (platform: Platform) => Promise<void> = () => Promise.resolve(),
): Hearing {
  const stopping = new AbortController()
  let stopPolling: (() => Promise<void>) | undefined
  let timer: NodeJS.Timeout | undefined
  const begin = async (retryMs: number): Promise<void> => {
    try {
      await platform.announce?.(
        publicUrl === undefined ? undefined : `${publicUrl}/webhooks/${platform.bot}`,
      )
      if (stopping.signal.aborted) return
      if (publicUrl === undefined) stopPolling = await platform.poll?.(receive)
      await onListening(platform)
      log.write('bot.listening', {
        bot: platform.bot,
        platform: platform.name,
        mode: publicUrl === undefined ? 'polling' : 'webhook',
      })
    } catch (error) {
      log.write('bot.notListening', {
        bot: platform.bot,
        error,
        ms: retryMs,
      })
      if (!stopping.signal.aborted)
        timer = setTimeout(() => void begin(Math.min(retryMs * 2, longestRetryMs)), retryMs)
    }
  }
  const begun = begin(firstRetryMs)
  return {
    stop: async () => {
      stopping.abort()
      clearTimeout(timer)
      await begun
      await stopPolling?.()
    },
  }
}
