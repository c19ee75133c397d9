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
  onDatabases(databaseKinds, name, tests)
}

function onDatabases(
  kinds: readonly DatabaseKind[],
  name: string,
  tests: (open: () => Promise<TestDatabase>, kind: DatabaseKind) => void,
): void {
  describe.each(kinds)(`${name} (%s)`, (kind) => {
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

/**
 * `tests` once, on PostgreSQL where there is one: for what asks little of the database itself. The
 * embedded one runs the same statements (test/store, test/outbox) at several times the cost.
 */
export function onOneDatabase(
  name: string,
  tests: (open: () => Promise<TestDatabase>, kind: DatabaseKind) => void,
): void {
  onDatabases(databaseKinds.slice(0, 1), name, tests)
}

/**
 * Removes every row but the record of the migrations. Tables are emptied row by row, those that
 * refer to others first: a test leaves few rows, and truncating all tables took 31 ms of each test
 * where this takes 5 to 9.
 */
export async function emptyTables(database: Database): Promise<void> {
  const script = emptyings.get(database) ?? (await writeEmptying(database))
  emptyings.set(database, script)
  const session = await database.openSession()
  await session.script(script)
  await session.close()
}

const emptyings = new WeakMap<Database, string>()

async function writeEmptying(database: Database): Promise<string> {
  const tables = await database.query<{ name: string; refersTo: readonly string[] }>({
    name: 'test-tables',
    text: `SELECT c.oid::regclass::text AS name, ARRAY(SELECT f.confrelid::regclass::text
        FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'
        AND f.confrelid <> c.oid) AS "refersTo"
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> '_prisma_migrations'`,
    values: [],
  })
  const sequences = await database.query<{ name: string }>({
    name: 'test-sequences',
    text: `SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace`,
    values: [],
  })
  return [
    ...referringFirst(tables).map((name) => `DELETE FROM ${name};`),
    ...sequences.map(({ name }) => `SELECT setval('${name}', 1, false);`),
  ].join(' ')
}

function referringFirst(
  tables: readonly { name: string; refersTo: readonly string[] }[],
): readonly string[] {
  const left = new Map(tables.map(({ name, refersTo }) => [name, refersTo]))
  const order: string[] = []
  while (left.size > 0) {
    const referredTo = new Set([...left.values()].flat())
    const free = [...left.keys()].filter((name) => !referredTo.has(name))
    if (free.length === 0) throw new Error('tables refer to each other in a circle')
    order.push(...free)
    for (const name of free) left.delete(name)
  }
  return order
}
