import type { Command } from '../command.ts'
import { reckonPlans } from '../compose/plans.ts'
import { readConfig } from '../../config.ts'
import { askBots } from '../ask-bots.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { planLines } from '../plan-lines.ts'
import { texts } from '../texts.ts'

export const botCheck: Command = {
  name: 'bot check',
  usage: '',
  about:
    'Asks each platform whether it knows the bot; of a bot with a plan, says what its month ' +
    'has used and will need.',
  argumentCount: 0,
  async run({ io, env }) {
    const config = readConfig(env)
    if (config.bots.length === 0) throw new Failure(exitCode.configuration, 'no-bot', texts.noBot)
    const answers = await askBots(config)
    for (const { isKnown, line } of answers) {
      if (isKnown) io.out(line)
      else io.err(line)
    }
    const standings = await reckonPlans(config, () => io.now())
    if (standings === 'inUse') io.out(texts.plansInUse)
    else for (const { now, next } of standings) io.out(planLines(now, next))
    return answers.every(({ isKnown }) => isKnown) ? exitCode.ok : exitCode.failed
  },
}
