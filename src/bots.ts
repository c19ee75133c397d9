// The bot accounts of a configuration as platforms, and how each begins to hear: by webhook or by polling.
import type { BotConfig, Config } from './config.ts'
import type { Database } from './database/database.ts'
import { sql } from './database/statement.ts'
import type { Log } from './log.ts'
import type { Inbound } from './messaging/inbound.ts'
import type { Platform } from './messaging/platform.ts'
import { createTelegram } from './platforms/telegram/telegram.ts'
import type { Keyring } from './sealing/keyring.ts'

/** An operator who sets no secret gets one made of the master key: the same on every instance, and nowhere written. */
function webhookSecretOf({ name, token, webhookSecret }: BotConfig, keyring: Keyring): string {
  return webhookSecret?.reveal() ?? Buffer.from(keyring.lookupHash('webhook.secret', `${name}:${token.reveal()}`)).toString('base64url')
}

export function createPlatforms({ bots }: Config, keyring: Keyring, now: () => Date, log: Log): ReadonlyMap<string, Platform> {
  return new Map(bots.map((bot) => {
    const { name, token, apiRoot } = bot
    const onEvent = (event: { readonly code: string }): void => {
      log.warn('A chat platform had trouble', { bot: name, event: event.code })
    }
    return [name, createTelegram({ bot: name, token: token.reveal(), apiRoot, webhookSecret: webhookSecretOf(bot, keyring), now, onEvent })]
  }))
}

/** Every account row names its bot, so the bots come first. */
export async function keepBots(database: Database, platforms: ReadonlyMap<string, Platform>): Promise<void> {
  const bots = [...platforms.values()]
  await database.query(sql('bots-keep', { isIdempotent: true })`
    INSERT INTO bot (id, platform) SELECT * FROM unnest(${bots.map(({ bot }) => bot)}::text[], ${bots.map(({ name }) => name)}::text[])
    ON CONFLICT (id) DO UPDATE SET platform = excluded.platform`)
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
