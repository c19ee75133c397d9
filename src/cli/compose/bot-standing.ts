// What a bot is called on its platform.
import type {
  BotConfig,
  Config,
  TelegramConfig,
  ZaloBotConfig,
  ZaloOaConfig,
} from '../../config.ts'
import { createCall } from '../../platforms/telegram/call.ts'
import { faultOf, TelegramFault } from '../../platforms/telegram/fault.ts'
import { Me } from '../../platforms/telegram/schema.ts'
import { createCall as createZaloCall } from '../../platforms/zalo-bot/call.ts'
import { ZaloBotFault, faultOf as zaloFaultOf } from '../../platforms/zalo-bot/fault.ts'
import { Me as ZaloMe } from '../../platforms/zalo-bot/schema.ts'
import { ZaloOaFault } from '../../platforms/zalo-oa/fault.ts'
import { isKeyClaimed } from '../../store/installation.ts'
import { createZaloTokenVault, type StoredZaloTokens } from '../../store/zalo-tokens.ts'
import { texts } from '../texts.ts'
import { lookInto, readKeyring } from './installation.ts'

/**
 * What a bot is called on its platform; of an official account, until when its token lasts. Changes
 * nothing there: an official account's refresh token works once and is left to the service. Throws
 * an error that may be shown.
 */
export async function botStanding(config: Config, bot: BotConfig): Promise<string> {
  switch (bot.platform) {
    case 'telegram':
      return `@${await telegramName(bot)}`
    case 'zalo-bot':
      return zaloBotName(bot)
    case 'zalo-oa':
      return oaStanding(config, bot)
  }
}

async function zaloBotName({ token, apiRoot }: ZaloBotConfig): Promise<string> {
  const reply = await createZaloCall({ token: token.reveal(), apiRoot })(
    'getMe',
    {},
    { deadlineMs: 10_000 },
  )
  const me = ZaloMe.safeParse(reply.kind === 'ok' ? reply.result : undefined)
  if (!me.success) throw zaloFaultOf(reply, 'getMe') ?? new ZaloBotFault('unreachable', 'getMe')
  return me.data.display_name ?? me.data.account_name ?? me.data.id ?? ''
}

async function oaStanding(config: Config, { name, refreshToken }: ZaloOaConfig): Promise<string> {
  const stored = await readOaTokens(config, name)
  if (stored?.state === 'needsAuthorisation') throw new ZaloOaFault('needsAuthorisation')
  if (stored !== undefined) return texts.oaStanding(stored.tokens.expiresAt)
  if (refreshToken === undefined) throw new ZaloOaFault('needsAuthorisation')
  return texts.oaNotBegun
}

/** As they are in the database. What keeps them from being read is not the platform's silence. */
async function readOaTokens(config: Config, bot: string): Promise<StoredZaloTokens | undefined> {
  try {
    return await lookInto(config, async (database) => {
      // Before a key is claimed nothing is sealed, and outside production there may be no key yet.
      return (await isKeyClaimed(database))
        ? createZaloTokenVault(database, readKeyring(config), bot).read()
        : undefined
    })
  } catch (cause) {
    throw Object.assign(new Error('the tokens could not be read', { cause }), {
      code: 'tokensUnseen',
    })
  }
}

async function telegramName({ token, apiRoot }: TelegramConfig): Promise<string> {
  const call = createCall({ token: token.reveal(), apiRoot })
  const reply = await call('getMe', {}, { deadlineMs: 10_000 })
  const me = reply.kind === 'ok' ? Me.safeParse(reply.result) : undefined
  if (me?.success === true) return me.data.username
  throw faultOf(reply, 'getMe') ?? new TelegramFault('unreachable', 'getMe')
}
