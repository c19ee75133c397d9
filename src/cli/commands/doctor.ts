import { ConfigFaults } from '../../config.ts'
import type { Command, Io } from '../command.ts'
import { readConfig } from '../../config.ts'
import type { Config } from '../../config.ts'
import { checkDatabase } from '../doctor/database.ts'
import { fail, ok, warn } from '../doctor/finding.ts'
import type { Check, Finding } from '../doctor/finding.ts'
import {
  checkDataDir,
  checkKey,
  checkNode,
  checkQuestionnaires,
  checkTemplates,
  checkTimeZone,
} from '../doctor/machine.ts'
import { checkBots, checkMetrics, checkPublicUrl } from '../doctor/platforms.ts'
import { words } from '../doctor/texts.ts'
import { exitCode } from '../exit-code.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  about: 'Looks at everything the service needs, changes nothing, and says what to mend.',
  argumentCount: 0,
  async run({ io, env }) {
    const findings = [
      checkNode(process.versions.node),
      ...(await checkConfigured(() => readConfig(env), io)),
      ...checkQuestionnaires(),
    ]
    io.out(
      findings
        .map(({ level, subject, text }) => `${level.padEnd(4)}  ${subject.padEnd(14)}  ${text}`)
        .join('\n'),
    )
    return findings.some(({ level }) => level === 'fail') ? exitCode.failed : exitCode.ok
  },
}

async function checkConfigured(read: () => Config, io: Io): Check {
  try {
    return await checkAll(read(), io.now())
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    const faults: readonly Finding[] = error.faults.map((fault) =>
      fail('configuration', words.configurationFault(fault)),
    )
    return [...faults, warn('database, bots', words.skipped)]
  }
}

async function checkAll(config: Config, now: Date): Check {
  const mode = config.isProduction ? 'production' : config.isTryMode ? 'try mode' : 'not production'
  return [
    ok('configuration', words.configuration(mode)),
    checkTimeZone(config, now),
    ...checkTemplates(config),
    checkDataDir(config),
    checkKey(config),
    ...(await checkDatabase(config, now)),
    ...(await checkBots(config)),
    ...checkPublicUrl(config),
    checkMetrics(config),
  ]
}
