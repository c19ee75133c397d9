// PostgreSQL for the run: the server of TEST_DATABASE_URL, or a cluster of the run's own; each
// measurement gets a new database.
import pg from 'pg'
import { findBinaries, startCluster } from '../test/support/cluster.ts'

export interface Server {
  readonly description: string
  /** The address of a new, empty database. */
  create(): Promise<string>
  /** Drops what was created, and stops a cluster of our own. */
  stop(): Promise<void>
}

/** Undefined where there is neither. */
export async function findServer(): Promise<Server | undefined> {
  const given = process.env['TEST_DATABASE_URL'] ?? ''
  const binaries = findBinaries(process.env['PATH'])
  if (given !== '')
    return serverAt(
      given,
      (name) => withDatabase(given, name),
      () => Promise.resolve(),
    )
  if (binaries === undefined) return undefined
  const { urlOf, stop } = await startCluster(binaries)
  return serverAt(urlOf('postgres'), urlOf, stop)
}

async function serverAt(
  adminUrl: string,
  urlOf: (name: string) => string,
  stop: () => Promise<void>,
): Promise<Server> {
  const names: string[] = []
  const [facts] = await administer(
    adminUrl,
    `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commit`,
  )
  const { version, fsync, commit } = facts ?? {}
  return {
    description: `PostgreSQL ${String(version)} (fsync ${String(fsync)}, synchronous_commit ${String(commit)})`,
    async create() {
      const name = `tu_soi_bench_${process.pid}_${names.length}`
      names.push(name)
      await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE template0`)
      return urlOf(name)
    },
    async stop() {
      for (const name of names)
        await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await stop()
    },
  }
}

function withDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

async function administer(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}
