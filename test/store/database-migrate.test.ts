import { PrismaPg } from '@prisma/adapter-pg'
import { afterEach, describe, expect, test } from 'vitest'
import { migrationList, openEngine, schemaDifference } from '../../scripts/schema-difference.mjs'
import { root } from '../../scripts/build.mjs'
import type { Database } from '../../src/database/database.ts'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { migrationsFolder, readMigrations } from '../../src/database/migration-files.ts'
import type { Migration } from '../../src/database/migration-files.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { DatabaseProblem } from '../../src/database/problem.ts'
import { sql } from '../../src/database/statement.ts'
import { clonePostgresql, databaseKinds } from '../support/database.ts'
import { openEmptyPglite } from '../support/databases.ts'

const migration = (name: string, script: string): Migration => ({
  name,
  script,
  checksum: Buffer.from(script).toString('hex').slice(0, 64),
})
const first = migration(
  '0001_first',
  'CREATE TABLE first (a int); -- a semicolon; in a remark\nCREATE FUNCTION one() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;',
)
const second = migration('0002_second', 'CREATE TABLE second (a int)')
const broken = migration(
  '0003_broken',
  'CREATE TABLE third (a int); INSERT INTO first VALUES (1); INSERT INTO nowhere VALUES (1);',
)

const problemOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no problem',
    (error: unknown) => (error instanceof DatabaseProblem ? error.code : error),
  )
const names = async (database: Database): Promise<string[]> =>
  (
    await database.query(
      sql<{ name: string }>(
        'names',
      )`SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1`,
    )
  ).map(({ name }) => name)
const hasTable = async (database: Database, table: string): Promise<boolean> =>
  (
    await database.query(
      sql<{ there: boolean }>('has-table')`SELECT to_regclass(${table}) IS NOT NULL AS there`,
    )
  )[0]?.there === true

test('the migrations make the schema', async () => {
  expect(await schemaDifference(migrationsFolder, `${root}/prisma/schema.prisma`)).toBe('')
})

describe.each(databaseKinds)('migrate (%s)', (kind) => {
  const ends: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  const openEmpty = async (): Promise<{ database: Database; url?: string }> => {
    if (kind === 'embedded') {
      const database = await embeddedDatabase(await openEmptyPglite())
      ends.push(() => database.close())
      return { database }
    }
    const { url, drop } = await clonePostgresql('nothing')
    const database = await connectPostgresql(url)
    ends.push(drop, () => database.close())
    return { database, url }
  }

  test('applies what is missing, once, in order', async () => {
    const { database } = await openEmpty()
    expect(await migrate(database, { migrations: [first] })).toEqual(['0001_first'])
    expect(await migrate(database, { migrations: [first, second] })).toEqual(['0002_second'])
    expect(await migrate(database, { migrations: [first, second] })).toEqual([])
    expect(await names(database)).toEqual(['0001_first', '0002_second'])
  })

  test('undoes all of a migration that fails, and applies it when it is mended', async () => {
    const { database } = await openEmpty()
    expect(await problemOf(migrate(database, { migrations: [first, broken] }))).toBe(
      'failed-migration',
    )
    expect(await names(database)).toEqual(['0001_first'])
    expect(await hasTable(database, 'third')).toBe(false)
    const mended = migration('0003_broken', 'CREATE TABLE third (a int)')
    expect(await migrate(database, { migrations: [first, mended] })).toEqual(['0003_broken'])
  })

  test('refuses a database that is newer, edited or half migrated, and changes nothing', async () => {
    const { database } = await openEmpty()
    await migrate(database, { migrations: [first, second] })
    expect(await problemOf(migrate(database, { migrations: [first] }))).toBe('newer-schema')
    expect(
      await problemOf(
        migrate(database, { migrations: [first, migration('0002_second', 'SELECT 1')] }),
      ),
    ).toBe('edited-migration')
    await database.query(
      sql(
        'unfinish',
      )`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '0002_second'`,
    )
    expect(await problemOf(migrate(database, { migrations: [first, second, broken] }))).toBe(
      'unfinished-migration',
    )
    expect(await hasTable(database, 'third')).toBe(false)
  })

  if (kind === 'embedded') return

  test('two instances that start together migrate once', async () => {
    const { database, url = '' } = await openEmpty()
    const other = await connectPostgresql(url)
    ends.push(() => other.close())
    const applied = await Promise.all(
      [database, other, database, other].map((each) =>
        migrate(each, { migrations: [first, second] }),
      ),
    )
    expect(applied.flat()).toEqual(['0001_first', '0002_second'])
  })

  test("leaves what Prisma's own tools take as their own, and takes theirs", async () => {
    const { database, url = '' } = await openEmpty()
    await migrate(database)
    const engine = await openEngine(new PrismaPg(url))
    const filters = { externalTables: [], externalEnums: [] }
    const history = await engine.diagnoseMigrationHistory({
      migrationsList: migrationList(migrationsFolder),
      optInToShadowDatabase: false,
      filters,
    })
    expect(history).toMatchObject({
      history: null,
      failedMigrationNames: [],
      editedMigrationNames: [],
      hasMigrationsTable: true,
    })

    const { database: theirs, url: theirUrl = '' } = await openEmpty()
    const theirEngine = await openEngine(new PrismaPg(theirUrl))
    await theirEngine.applyMigrations({ migrationsList: migrationList(migrationsFolder), filters })
    expect(await migrate(theirs)).toEqual([])
    expect(await names(theirs)).toEqual(readMigrations().map(({ name }) => name))
  })
})
