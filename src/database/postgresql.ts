import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import type { ConnectOptions, Database, DatabaseEvent, Session } from './database.ts'
import { connectionProblem, fateOf, isWorthWaiting, reasonOf, toThrown } from './failure.ts'
import { postgresqlAddress } from './postgresql-address.ts'
import { openPostgresqlSession } from './postgresql-session.ts'
import { runTransaction } from './postgresql-transaction.ts'
import { DatabaseProblem } from './problem.ts'
import { repeatWhile } from './retry.ts'
import type { Statement } from './statement.ts'
import { pgTypes, toWire } from './wire.ts'

const oldestServer = 150_000

const limits = {
  connectionTimeoutMillis: 2000,
  statement_timeout: 5000,
  // A connection that went silent (a cut cable) answers no statement_timeout: the client gives up
  // by itself.
  query_timeout: 7000,
  idle_in_transaction_session_timeout: 15_000,
  idleTimeoutMillis: 30_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  // The statements of every message are long and always planned alike: planning them anew cost a
  // fifth of the server's time.
  options: '-c plan_cache_mode=force_generic_plan -c jit=off',
  // BEGIN leaves with the first statement of a transaction, COMMIT with the last: two round trips
  // in all.
  pipeline: true,
}

/**
 * Opens a pool on a PostgreSQL 15 or newer; refuses a bad address, an unreachable server, a wrong
 * password, an older server.
 */
export async function connectPostgresql(
  url: string,
  {
    poolSize = 10,
    applicationName = 'tu-soi',
    log = () => undefined,
  }: Omit<ConnectOptions, 'dataDir' | 'url'> = {},
): Promise<Database> {
  const connectionString = postgresqlAddress(url)
  const config = { ...limits, connectionString, application_name: applicationName }
  const pool = new pg.Pool({ ...config, max: poolSize })
  // Idle or in use: a connection whose loss nobody listens to would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      log({ kind: 'connection-lost', reason: reasonOf(error) })
    })
  })
  pool.on('error', () => undefined)
  const database = new PostgresqlDatabase(pool, config, log)
  try {
    await refuseOldServer(database)
    return database
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function refuseOldServer(database: Database): Promise<void> {
  const text = `SELECT current_setting('server_version_num')::int AS version`
  const [row] = await database.query<{ version: number }>({
    name: 'server-version',
    text,
    values: [],
    isIdempotent: true,
  })
  if ((row?.version ?? 0) >= oldestServer) return
  throw new DatabaseProblem('server-too-old', [
    'The server is older than PostgreSQL 15.',
    'Nothing was changed.',
    'Upgrade it, or name another in DATABASE_URL.',
  ])
}

class PostgresqlDatabase implements Database {
  readonly kind = 'postgresql'
  #prisma: PrismaClient | undefined
  readonly #pool: pg.Pool
  readonly #sessionConfig: pg.ClientConfig
  readonly #log: (event: DatabaseEvent) => void

  constructor(pool: pg.Pool, sessionConfig: pg.ClientConfig, log: (event: DatabaseEvent) => void) {
    this.#pool = pool
    this.#sessionConfig = sessionConfig
    this.#log = log
  }

  /**
   * Made when it is first asked for: its query compiler takes 80 MB, and the statements of every
   * message do without.
   */
  get prisma(): PrismaClient {
    // 'minimal': Prisma's long messages quote the arguments of a query.
    this.#prisma ??= new PrismaClient({ adapter: new PrismaPg(this.#pool), errorFormat: 'minimal' })
    return this.#prisma
  }

  query<Row>(statement: Statement<Row>): Promise<Row[]> {
    const { name, isIdempotent = false } = statement
    const mayRepeat = (error: unknown, attempt: number): boolean =>
      this.#mayRepeat(name, isIdempotent, error, attempt)
    return repeatWhile(() => this.#queryOnce(statement), mayRepeat).catch((error: unknown) => {
      throw error instanceof DatabaseProblem ? error : toThrown(name, error)
    })
  }

  transact: Database['transact'] = (work) =>
    runTransaction(
      () => this.#take('transaction'),
      work,
      (error, attempt) => {
        this.#retried('transaction', error, attempt)
      },
    )

  openSession(): Promise<Session> {
    return openPostgresqlSession(this.#sessionConfig)
  }

  async close(): Promise<void> {
    await this.#prisma?.$disconnect()
    await this.#pool.end()
  }

  async #queryOnce<Row>({ name, text, values }: Statement<Row>): Promise<Row[]> {
    const client = await this.#take(name)
    let lost = false
    try {
      const { rows } = await client.query({
        name,
        text,
        values: values.map(toWire),
        types: pgTypes,
      })
      return rows as Row[]
    } catch (error) {
      lost = fateOf(error) === 'unknown'
      throw error
    } finally {
      client.release(lost)
    }
  }

  /** A connection from the pool; waits a moment for a server that is not there yet. */
  async #take(statement: string): Promise<pg.PoolClient> {
    const mayRepeat = (error: unknown, attempt: number): boolean =>
      isWorthWaiting(error) && this.#retried(statement, error, attempt)
    return repeatWhile(() => this.#pool.connect(), mayRepeat).catch((error: unknown) => {
      throw connectionProblem(error)
    })
  }

  #mayRepeat(statement: string, isIdempotent: boolean, error: unknown, attempt: number): boolean {
    if (error instanceof DatabaseProblem) return false
    const fate = fateOf(error)
    if (fate === 'refused' || (fate === 'unknown' && !isIdempotent)) return false
    return this.#retried(statement, error, attempt)
  }

  #retried(statement: string, error: unknown, attempt: number): true {
    this.#log({ kind: 'statement-retried', statement, attempt, reason: reasonOf(error) })
    return true
  }
}
