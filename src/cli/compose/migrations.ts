// The database's schema beside that of this program.
import { type Environment, readConfig } from '../../config.ts'
import type { Database } from '../../database/database.ts'
import { migrate } from '../../database/migrate.ts'
import { readMigrations } from '../../database/migration-files.ts'
import { readAppliedMigrations } from '../../store/installation.ts'
import { openDatabase } from './installation.ts'

/** Brings the schema up to date and gives the names of the migrations applied. */
export async function migrateOnly(env: Environment | undefined): Promise<readonly string[]> {
  const database = await openDatabase(readConfig(env))
  try {
    return await migrate(database)
  } finally {
    await database.close()
  }
}

interface MigrationStanding {
  /** Of this program, and not yet in the database. */
  readonly pending: readonly string[]
  /** Of the database, and not of this program. */
  readonly unknown: readonly string[]
}

export async function compareMigrations(database: Database): Promise<MigrationStanding> {
  const ours = readMigrations().map(({ name }) => name)
  const applied = await readAppliedMigrations(database)
  return {
    pending: ours.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !ours.includes(name)),
  }
}
