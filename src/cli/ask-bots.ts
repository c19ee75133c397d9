import { botUserName } from './compose.ts'
import type { BotConfig } from './compose.ts'
import { texts } from './texts.ts'

export interface BotAnswer {
  readonly isKnown: boolean
  readonly line: string
}

/** What each bot's platform says of its token. */
export function askBots(bots: readonly BotConfig[]): Promise<readonly BotAnswer[]> {
  return Promise.all(bots.map(ask))
}

async function ask(bot: BotConfig): Promise<BotAnswer> {
  try {
    return { isKnown: true, line: texts.botOk(bot.name, await botUserName(bot)) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const faults: Readonly<Record<string, string>> = texts.botFault
    return { isKnown: false, line: `${bot.name}: ${faults[code] ?? texts.botFault.unreachable}` }
  }
}
