// Applies prisma/migrations at start and keeps the Prisma CLI's own table, so that either can go on
// where the other stopped. Prisma's engine would run each statement on another connection of the
// pool, split at every semicolon; here a migration and its row in the table are one transaction: it
// is applied whole or not at all.
import { randomUUID } from 'node:crypto'
import type { Database, DatabaseEvent, Session } from './database.ts'
import { sqlStateOf } from './failure.ts'
import { readMigrations } from './migration-files.ts'
import type { Migration } from './migration-files.ts'
import { DatabaseProblem } from './problem.ts'
import { sql } from './statement.ts'

/** The Prisma CLI's own lock, so that it and the service never migrate at the same time. */
const lockKey = 72707369

interface Applied {
  readonly name: string
  readonly checksum: string
  readonly isFinished: boolean
}

interface MigrateOptions {
  readonly migrations?: readonly Migration[]
  readonly log?: (event: DatabaseEvent) => void
}

/**
 * Brings the schema up to the program's. Gives the names of the migrations applied now. Instances
 * that start together wait for each other. Throws DatabaseProblem where the database is newer than
 * the program, was made by an edited migration, or a migration fails (which leaves the database as
 * it was).
 */
export async function migrate(
  database: Database,
  { migrations = readMigrations(), log = () => undefined }: MigrateOptions = {},
): Promise<readonly string[]> {
  // Nearly every start has nothing to do and takes no lock.
  if (pending(migrations, await readApplied(database)).length === 0) return []
  const session = await database.openSession()
  try {
    await waitForTurn(session)
    const names = await applyAll(session, pending(migrations, await readApplied(database)))
    log({ kind: 'migrated', migrations: names })
    return names
  } finally {
    await session.run('SELECT pg_advisory_unlock($1::bigint)', [lockKey]).catch(() => undefined)
    await session.close()
  }
}

async function waitForTurn(session: Session): Promise<void> {
  await session.script(`SET lock_timeout = '60s'`)
  try {
    await session.run('SELECT pg_advisory_lock($1::bigint)', [lockKey])
  } catch (cause) {
    throw locked(cause)
  } finally {
    await session.script('RESET lock_timeout').catch(() => undefined)
  }
}

async function readApplied(database: Database): Promise<readonly Applied[]> {
  const [table] = await database.query(sql<{ isThere: boolean }>('has-migrations', {
    isIdempotent: true,
  })`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`)
  if (table?.isThere !== true) return []
  return database.query(sql<Applied>('read-migrations', { isIdempotent: true })`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished"
    FROM _prisma_migrations WHERE rolled_back_at IS NULL`)
}

/** The migrations still to apply, in order; refuses a history that is not the beginning of ours. */
function pending(
  migrations: readonly Migration[],
  applied: readonly Applied[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum, isFinished } of applied) {
    const migration = known.get(name)
    if (migration === undefined) throw newer(name)
    if (!isFinished) throw unfinished(name)
    if (migration.checksum !== checksum) throw edited(name)
  }
  const done = new Set(applied.map(({ name }) => name))
  return migrations.filter(({ name }) => !done.has(name))
}

async function applyAll(
  session: Session,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await session.script(createTable)
  for (const migration of migrations) await apply(session, migration)
  return migrations.map(({ name }) => name)
}

async function apply(session: Session, { name, script, checksum }: Migration): Promise<void> {
  // Sent as one simple query: an error anywhere undoes all of it, COMMIT included.
  const row = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at,
    finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', ${literal(name)}, now(), clock_timestamp(), 1);`
  try {
    await session.script(`BEGIN;\n${script}\n;${row}\nCOMMIT;`)
  } catch (error) {
    await session.script('ROLLBACK').catch(() => undefined)
    throw failed(name, error)
  }
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** The table as the Prisma CLI makes it. */
const createTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

const newer = (name: string): DatabaseProblem =>
  new DatabaseProblem('newer-schema', [
    `The database has the migration "${name}", which this program does not know: a newer ` +
      `program has been here.`,
    'Nothing was changed.',
    'Start that newer program, or restore a backup made before it.',
  ])

const edited = (name: string): DatabaseProblem =>
  new DatabaseProblem('edited-migration', [
    `The migration "${name}" of this program is not the one the database was made with.`,
    'Nothing was changed.',
    'Start the program that made the database, or begin anew with an empty one.',
  ])

const unfinished = (name: string): DatabaseProblem =>
  new DatabaseProblem('unfinished-migration', [
    `The migration "${name}" was begun by another tool and did not finish.`,
    'Nothing was changed.',
    'Finish or undo it with that tool ("prisma migrate resolve"), and start again.',
  ])

const locked = (cause: unknown): DatabaseProblem =>
  new DatabaseProblem(
    'migration-locked',
    [
      'Another program has been migrating this database for over a minute.',
      'Nothing was changed.',
      'Let it finish, or end it, and start again.',
    ],
    { cause },
  )

function failed(name: string, cause: unknown): DatabaseProblem {
  const reason =
    `${sqlStateOf(cause) ?? 'no SQLSTATE'}: ` +
    (cause instanceof Error ? cause.message : 'no reason given')
  return new DatabaseProblem(
    'failed-migration',
    [
      `The migration "${name}" failed (${reason}).`,
      'All of it was undone; the database is as it was before.',
      'Report this, and keep using the program of before.',
    ],
    { cause },
  )
}
