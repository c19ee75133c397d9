import { existsSync } from 'node:fs'
import { countMustLinkAgain } from '../../store/bots.ts'
import {
  isKeyClaimed,
  readKeyStanding,
  readOutboxStanding,
  readServer,
} from '../../store/installation.ts'
import { organisationTree } from '../../store/organisations.ts'
import { toFailure } from '../compose/to-failure.ts'
import { compareMigrations } from '../compose/migrations.ts'
import { hasDatabase, openDatabase, readKeyring } from '../compose/installation.ts'
import { masterKeyPath } from '../../config/master-key-path.ts'
import type { Opened } from '../compose/installation.ts'
import type { Config } from '../../config.ts'
import { fail, failIn, ok, warn } from './finding.ts'
import type { Check, Finding } from './finding.ts'
import { words } from './texts.ts'

type Database = Opened['database']

/** Looks at the database and changes nothing in it; one that the service would make is not made. */
export async function checkDatabase(config: Config, now: Date): Check {
  if (!hasDatabase(config)) return [warn('database', words.embeddedNew)]
  try {
    const database = await openDatabase(config)
    try {
      return await examine(config, database, now)
    } finally {
      await database.close()
    }
  } catch (error) {
    const failure = toFailure(error)
    if (failure?.code === 'data-dir-in-use')
      return [warn('database', words.embeddedBusy(failure.message))]
    return [fail('database', failure?.message ?? 'cannot be opened')]
  }
}

async function examine(config: Config, database: Database, now: Date): Check {
  const { pending, unknown } = await compareMigrations(database)
  const server = await checkServer(config, database, now)
  if (unknown.length > 0) return [...server, fail('migrations', words.newer(unknown))]
  if (pending.length > 0) return [...server, warn('migrations', words.pending(pending))]
  const contents = [
    await checkFingerprint(config, database),
    await checkRoster(database),
    ...(await checkServing(config, database)),
    ...(await checkOutbox(database, now)),
  ]
  return [...server, ok('migrations', words.upToDate), ...contents]
}

async function checkServer({ isProduction }: Config, database: Database, now: Date): Check {
  const server = await readServer(database)
  if (!server) return []
  if (database.kind === 'embedded') return [warn('database', words.embedded)]
  const off = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter(
    (name) => server[name] === 'off',
  )
  const settings = off.map((name) => failIn(isProduction, 'settings', words.settingOff(name)))
  return [
    ok('database', words.postgresql(server.version)),
    ...(settings.length > 0 ? settings : [ok('settings', words.settings)]),
    checkClock(Math.round(Math.abs(server.clock.getTime() - now.getTime()) / 1000)),
  ]
}

/** Signed times and leases bear a few seconds. */
function checkClock(secondsApart: number): Finding {
  return secondsApart > 5
    ? warn('clock', words.clockApart(secondsApart))
    : ok('clock', words.clock(5))
}

async function checkFingerprint(config: Config, database: Database): Promise<Finding> {
  const isThere = existsSync(masterKeyPath(config))
  if (!isThere)
    return (await isKeyClaimed(database)) ? fail('key', words.keyLost) : ok('key', words.keyFirst)
  const standing = await readKeyStanding(database, readKeyring(config))
  if (standing === 'other') return fail('key', words.keyOther)
  return ok('key', standing === 'same' ? words.keySame : words.keyFirst)
}

async function checkRoster(database: Database): Promise<Finding> {
  const branches = (await organisationTree(database)).filter(({ members }) => members > 0)
  const sum = (count: (line: (typeof branches)[number]) => number): number =>
    branches.reduce((total, line) => total + count(line), 0)
  if (branches.length === 0) return warn('roster', words.rosterEmpty)
  return ok(
    'roster',
    words.roster(
      branches.length,
      sum(({ members }) => members),
      sum(({ linked }) => linked),
    ),
  )
}

/** Whom the bots are to serve, and who would have to link with another of them. */
async function checkServing({ bots }: Config, database: Database): Check {
  const tree = await organisationTree(database)
  const isKnown = new Set(tree.map(({ code }) => code))
  const strays = bots.flatMap(({ name, branches = [], subtree }) => {
    const missing = [...branches, ...(subtree === undefined ? [] : [subtree])].filter(
      (code) => !isKnown.has(code),
    )
    return missing.length === 0 || tree.length === 0
      ? []
      : [warn('bots', words.servesNobody(name, missing))]
  })
  const left = await countMustLinkAgain(database)
  return [...strays, ...(left === 0 ? [] : [warn('bots', words.mustLinkAgain(left))])]
}

async function checkOutbox(database: Database, now: Date): Check {
  const { stuck, late, unknown } = await readOutboxStanding(database, now)
  const findings = [
    ...(stuck > 0 ? [warn('outbox', words.outboxStuck(stuck))] : []),
    ...(late > 0 ? [warn('outbox', words.outboxLate(late))] : []),
    ...(unknown > 0 ? [warn('outbox', words.outboxUnknown(unknown))] : []),
  ]
  return findings.length > 0 ? findings : [ok('outbox', words.outbox)]
}
