import { botStanding } from './compose/bot-standing.ts'
import type { BotConfig, Config } from '../config.ts'
import { texts } from './texts.ts'

interface BotAnswer {
  readonly isKnown: boolean
  readonly line: string
}

/**
 * What each bot's platform says of its token. Official accounts one after another: an embedded
 * database opens to one at a time.
 */
export function askBots(config: Config): Promise<readonly BotAnswer[]> {
  let last: Promise<unknown> = Promise.resolve()
  return Promise.all(
    config.bots.map((bot) => {
      if (bot.platform !== 'zalo-oa') return ask(config, bot)
      const answer = last.then(() => ask(config, bot))
      last = answer
      return answer
    }),
  )
}

async function ask(config: Config, bot: BotConfig): Promise<BotAnswer> {
  try {
    return { isKnown: true, line: texts.botOk(bot, await botStanding(config, bot)) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const faults: Readonly<Record<string, string>> = texts.botFault
    return { isKnown: false, line: `${bot.name}: ${faults[code] ?? texts.botFault.unreachable}` }
  }
}
