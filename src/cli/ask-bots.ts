import { botStanding } from './compose.ts'
import type { BotConfig, Config } from './compose.ts'
import { texts } from './texts.ts'

export interface BotAnswer {
  readonly isKnown: boolean
  readonly line: string
}

/** What each bot's platform says of its token. */
export function askBots(config: Config): Promise<readonly BotAnswer[]> {
  return Promise.all(config.bots.map((bot) => ask(config, bot)))
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
