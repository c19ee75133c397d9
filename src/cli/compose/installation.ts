// An installation opened for a command: its configuration, database and keys. In the command line
// only this folder knows the database, the keys and the platforms.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, type Environment, readConfig } from '../../config.ts'
import { masterKeyPath } from '../../config/master-key-path.ts'
import { connect } from '../../database/connect.ts'
import type { Database } from '../../database/database.ts'
import { ensureWritable } from '../../database/embedded-directory.ts'
import { migrate } from '../../database/migrate.ts'
import { openInstallationKeys } from '../../installation-keys.ts'
import { createKeyring, type Keyring } from '../../sealing/keyring.ts'
import { loadMasterKey } from '../../sealing/master-key.ts'
import { readAppliedMigrations } from '../../store/installation.ts'

export interface Opened {
  readonly config: Config
  readonly database: Database
  readonly keyring: Keyring
}

/** A command has few statements to run; the service needs the connections more. */
const poolSize = 2

/** The database as it is, nothing migrated. */
export function openDatabase({ databaseUrl, dataDir }: Config): Promise<Database> {
  return connect({ dataDir, poolSize, ...(databaseUrl && { url: databaseUrl.reveal() }) })
}

/**
 * Whether there is a database to look at: one that the service would make at its start is not made
 * for a look.
 */
export function hasDatabase({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl !== undefined || existsSync(join(dataDir, 'database'))
}

/**
 * What `look` finds in the database as it is; undefined before the first start, where none is there
 * or nothing is in it.
 */
export async function lookInto<T>(
  config: Config,
  look: (database: Database) => Promise<T>,
): Promise<T | undefined> {
  if (!hasDatabase(config)) return undefined
  const database = await openDatabase(config)
  try {
    return (await readAppliedMigrations(database)).length === 0 ? undefined : await look(database)
  } finally {
    await database.close()
  }
}

/** The keys of a master key that is there. */
export function readKeyring(config: Config): Keyring {
  return createKeyring(loadMasterKey(masterKeyPath(config)))
}

/**
 * Opens configuration, database (migrated, as at the service's start) and keys for `work`, and
 * closes them after it.
 */
export async function withInstallation<T>(
  env: Environment | undefined,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const config = readConfig(env)
  const database = await openDatabase(config)
  try {
    await migrate(database)
    // On PostgreSQL nothing else has made the directory in which a key may have to be made.
    if (config.masterKeyFile === undefined) ensureWritable(config.dataDir)
    return await work({ config, database, keyring: await openInstallationKeys(config, database) })
  } finally {
    await database.close()
  }
}
