import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { toFailure } from '../compose/to-failure.ts'
import { questionnaireFaults, templateFaults } from '../compose/content-faults.ts'
import { readKeyring } from '../compose/installation.ts'
import { masterKeyPath } from '../../config/master-key-path.ts'
import type { Config } from '../../config.ts'
import { fail, failIn, ok } from './finding.ts'
import type { Finding } from './finding.ts'
import { words } from './texts.ts'

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < 20 || (major === 20 && minor < 19)
  return isOld ? fail('node', words.oldNode(version)) : ok('node', words.node(version))
}

/** Makes nothing: a directory that is not there is looked for above. */
export function checkDataDir({ dataDir }: Config): Finding {
  let existing = dataDir
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
    const isDirectory = statSync(existing).isDirectory()
    if (!isDirectory) return fail('data directory', words.dataDirUnwritable(dataDir))
    return ok(
      'data directory',
      existing === dataDir ? words.dataDir(dataDir) : words.dataDirNew(dataDir),
    )
  } catch {
    return fail('data directory', words.dataDirUnwritable(dataDir))
  }
}

/** A key that the service would make is not made here. */
export function checkKey(config: Config): Finding {
  const path = masterKeyPath(config)
  if (config.masterKeyFile === undefined && !existsSync(path)) return ok('key', words.keyNew(path))
  try {
    const keyring = readKeyring(config)
    const isOpen = (statSync(path).mode & 0o077) !== 0
    if (isOpen) return failIn(config.isProduction, 'key', words.keyOpen(path))
    return ok('key', words.key(path, keyring.fingerprint()))
  } catch (error) {
    return fail('key', toFailure(error)?.message ?? String(error))
  }
}

export function checkQuestionnaires(): readonly Finding[] {
  const faults = questionnaireFaults()
  if (faults.length === 0) return [ok('questionnaires', words.questionnaires)]
  return faults.map((fault) => fail('questionnaires', words.questionnaireFault(fault)))
}

export function checkTemplates(config: Config): readonly Finding[] {
  const faults = templateFaults(config)
  if (faults.length === 0) return [ok('templates', words.templates)]
  return faults.map((fault) => fail('templates', words.templateFault(fault)))
}

export function checkTimeZone({ timeZone }: Config, now: Date): Finding {
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(now)
  return ok('time zone', words.timeZone(timeZone, local))
}
