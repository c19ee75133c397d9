// Once a run: a migrated PostgreSQL database to clone (TEST_DATABASE_URL's server, or a cluster of
// our own) and the image of a migrated PGlite. REQUIRE_POSTGRESQL=1 makes a run without PostgreSQL
// fail.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { ensureClient, ensureEmbeddedImage } from '../../scripts/build.mjs'
import { findBinaries, startCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where there is no PostgreSQL. */
    postgresql: { readonly adminUrl: string; readonly template: string } | undefined
    /** A file with the image of a migrated PGlite. */
    embeddedImage: string
  }
}

type Stop = () => Promise<void>

/**
 * Vitest calls it before the first test of the project; what it gives back is called after the
 * last, failed or not.
 */
export async function setup(project: TestProject): Promise<Stop> {
  ensureClient()
  await ensureEmbeddedImage()
  const stops: Stop[] = []
  const stop = async (): Promise<void> => {
    for (const each of stops.reverse()) await each()
  }
  try {
    await providePostgresql(project, stops)
    await provideEmbedded(project, stops)
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

async function providePostgresql(project: TestProject, stops: Stop[]): Promise<void> {
  const server = await findServer()
  if (server === undefined) {
    if (process.env['REQUIRE_POSTGRESQL'] === '1')
      throw new Error(
        'REQUIRE_POSTGRESQL=1, but there is neither TEST_DATABASE_URL nor initdb and postgres',
      )
    say('PGlite only: no TEST_DATABASE_URL, no PostgreSQL binaries found')
    project.provide('postgresql', undefined)
    return
  }
  stops.push(server.stop)
  const adminUrl = server.urlOf('postgres')
  const template = `tu_soi_test_${String(process.pid)}`
  await administer(adminUrl, `CREATE DATABASE ${template}`)
  stops.push(() => dropAll(adminUrl, template))
  await migrateAt(server.urlOf(template))
  say(`${server.version}, and PGlite`)
  project.provide('postgresql', { adminUrl, template })
}

async function findServer(): Promise<Cluster | undefined> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '')
    return {
      version: 'PostgreSQL of TEST_DATABASE_URL',
      urlOf: (name) => withDatabase(given, name),
      stop: () => Promise.resolve(),
    }
  const binaries = findBinaries(process.env['PATH'])
  return binaries === undefined ? undefined : startCluster(binaries)
}

/** `url` with another database of the same server. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

/** Runs one statement outside any transaction. */
export async function administer(
  adminUrl: string,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const rows = await administer(
    adminUrl,
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^${prefix}(_|$)'`,
  )
  for (const { name } of rows)
    await administer(adminUrl, `DROP DATABASE IF EXISTS "${String(name)}" WITH (FORCE)`)
}

// Imported late: the generated client may have been made only just now.
async function migrateAt(url: string): Promise<void> {
  const { connectPostgresql } = await import('../../src/database/postgresql.ts')
  const { migrate } = await import('../../src/database/migrate.ts')
  const database = await connectPostgresql(url)
  await migrate(database)
  await database.close()
}

async function provideEmbedded(project: TestProject, stops: Stop[]): Promise<void> {
  const { embeddedDatabase } = await import('../../src/database/embedded.ts')
  const { migrate } = await import('../../src/database/migrate.ts')
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-pglite-'))
  stops.push(() => Promise.resolve(rmSync(folder, { recursive: true })))
  const pglite = await openEmptyPglite()
  const database = await embeddedDatabase(pglite)
  await migrate(database)
  const image = await pglite.dumpDataDir('none')
  writeFileSync(join(folder, 'image.tar'), Buffer.from(await image.arrayBuffer()))
  await database.close()
  project.provide('embeddedImage', join(folder, 'image.tar'))
}

/** A PGlite in memory with nothing in it, unpacked in a second where making one takes four. */
export async function openEmptyPglite(): Promise<PGlite> {
  const { builtImage } = await import('../../src/database/embedded-directory.ts')
  const loadDataDir = builtImage()
  if (loadDataDir === undefined) throw new Error('dist/embedded.tar.gz is missing')
  return PGlite.create({ loadDataDir })
}

function say(what: string): void {
  process.stdout.write(`\nDatabases of this run: ${what}\n`)
}
