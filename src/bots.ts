// The bot accounts of a configuration as platforms, and how each begins to hear: by webhook or by polling.
import type { BotConfig, Config, TelegramConfig, ZaloBotConfig } from './config.ts'
import type { Log } from './log.ts'
import type { Inbound } from './messaging/inbound.ts'
import type { Platform } from './messaging/platform.ts'
import { createTelegram } from './platforms/telegram/telegram.ts'
import type { Keyring } from './sealing/keyring.ts'
import type { KnownBot } from './store/bots.ts'

/** An operator who sets no secret gets one made of the master key: the same on every instance, and nowhere written. */
function webhookSecretOf({ name, token, webhookSecret }: TelegramConfig | ZaloBotConfig, keyring: Keyring): string {
  return webhookSecret?.reveal() ?? Buffer.from(keyring.lookupHash('webhook.secret', `${name}:${token.reveal()}`)).toString('base64url')
}

interface Ports {
  readonly keyring: Keyring
  readonly now: () => Date
  readonly onEvent: (event: { readonly code: string }) => void
}

function createPlatform(bot: BotConfig, { keyring, now, onEvent }: Ports): Platform {
  const { name, apiRoot } = bot
  switch (bot.platform) {
    case 'telegram':
      return createTelegram({ bot: name, token: bot.token.reveal(), apiRoot, webhookSecret: webhookSecretOf(bot, keyring), now, onEvent })
    case 'zalo-bot':
    case 'zalo-oa':
      throw new Error(`no platform ${bot.platform} is there yet`)
  }
}

export function createPlatforms({ bots }: Config, keyring: Keyring, now: () => Date, log: Log): ReadonlyMap<string, Platform> {
  return new Map(bots.map((bot) => {
    const onEvent = (event: { readonly code: string }): void => {
      log.warn('A chat platform had trouble', { bot: bot.name, event: event.code })
    }
    return [bot.name, createPlatform(bot, { keyring, now, onEvent })]
  }))
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

export interface Hearing {
  stop(): Promise<void>
}

const firstRetryMs = 2_000
const longestRetryMs = 60_000

/**
 * Points the platform at our webhook, or polls it. A platform out of reach does not keep the others from starting: it is
 * tried again, ever more slowly, until `stop`.
 */
export function hear(platform: Platform, publicUrl: string | undefined, receive: (inbound: Inbound) => Promise<void>, log: Log): Hearing {
  const stopping = new AbortController()
  let stopPolling: (() => Promise<void>) | undefined
  let timer: NodeJS.Timeout | undefined
  const begin = async (retryMs: number): Promise<void> => {
    try {
      await platform.announce?.(publicUrl === undefined ? undefined : `${publicUrl}/webhooks/${platform.bot}`)
      if (stopping.signal.aborted) return
      if (publicUrl === undefined) stopPolling = await platform.poll?.(receive)
      log.info('A bot is listening', { bot: platform.bot, platform: platform.name, mode: publicUrl === undefined ? 'polling' : 'webhook' })
    } catch (error) {
      log.error('A bot could not begin to listen and will try again', { bot: platform.bot, error, ms: retryMs })
      if (!stopping.signal.aborted) timer = setTimeout(() => void begin(Math.min(retryMs * 2, longestRetryMs)), retryMs)
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
