// What a test of the store asks for: the same tests on every database there is, each file on a
// clone of its own.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, describe, inject } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { administer, withDatabase } from './databases.ts'

export type DatabaseKind = Database['kind']

export interface TestDatabase {
  readonly kind: DatabaseKind
  /** Migrated and empty. */
  readonly database: Database
  /** The clone's address, for a second connection or a process of its own; PostgreSQL only. */
  readonly url: string | undefined
  close(): Promise<void>
}

/**
 * The databases of this run: PGlite always, PostgreSQL where test/support/databases.ts found it.
 */
export const databaseKinds: readonly DatabaseKind[] =
  inject('postgresql') === undefined ? ['embedded'] : ['postgresql', 'embedded']

/**
 * `tests` once for each database. Each call of `open` gives a new clone, closed after the block's
 * last test: one in beforeAll is nearly always enough, with `emptyTables` between tests.
 */
export function onEveryDatabase(
  name: string,
  tests: (open: () => Promise<TestDatabase>, kind: DatabaseKind) => void,
): void {
  describe.each(databaseKinds)(`${name} (%s)`, (kind) => {
    const opened: TestDatabase[] = []
    afterAll(async () => {
      await Promise.all(opened.map((each) => each.close()))
    })
    tests(async () => {
      const database = await openTestDatabase(kind)
      opened.push(database)
      return database
    }, kind)
  })
}

/** A new clone; whoever opens it closes it. */
export function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'postgresql' ? openPostgresql() : openEmbedded()
}

async function openPostgresql(): Promise<TestDatabase> {
  const { url, drop } = await clonePostgresql()
  const database = await connectPostgresql(url, { poolSize: 8 })
  const close = async (): Promise<void> => {
    await database.close()
    await drop()
  }
  return { kind: 'postgresql', database, url, close }
}

/**
 * A PostgreSQL database that nobody has connected to yet: migrated, or with nothing in it at all.
 */
export async function clonePostgresql(
  content: 'migrated' | 'nothing' = 'migrated',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = inject('postgresql')
  if (server === undefined) throw new Error('This run has no PostgreSQL')
  const { adminUrl, template } = server
  const name = `${template}_${randomUUID().slice(0, 8)}`
  await administer(
    adminUrl,
    `CREATE DATABASE "${name}" TEMPLATE ${content === 'migrated' ? template : 'template0'}`,
  )
  const drop = async (): Promise<void> => {
    await administer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  }
  return { url: withDatabase(adminUrl, name), drop }
}

async function openEmbedded(): Promise<TestDatabase> {
  const loadDataDir = new Blob([readFileSync(inject('embeddedImage'))])
  const database = await embeddedDatabase(await PGlite.create({ loadDataDir }))
  return { kind: 'embedded', database, url: undefined, close: () => database.close() }
}

/** Removes every row but the record of the migrations. */
export async function emptyTables(database: Database): Promise<void> {
  const rows = await database.query<{ name: string }>({
    name: 'test-tables',
    text: `SELECT quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
    values: [],
  })
  const session = await database.openSession()
  await session.script(
    `TRUNCATE ${rows.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`,
  )
  await session.close()
}
