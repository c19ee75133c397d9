// What the rest of the program sees of its database, whichever of the two it is.
import type { PrismaClient } from './generated/client.ts'
import type { Statement, Value } from './statement.ts'

export interface Queryable {
  /**
   * Runs one prepared statement and gives its rows: int8 as number, date as 'YYYY-MM-DD',
   * timestamptz as Date, jsonb parsed, bytea as Buffer, numeric as text. Repeats it only where that
   * is safe (retry.ts); throws StatementFailed, DatabaseUnknownOutcome or DatabaseProblem.
   */
  query<Row>(statement: Statement<Row>): Promise<Row[]>
}

export interface Transaction extends Queryable {
  /** Runs the last statement and commits with it, in one round trip; nothing may follow. */
  finish<Row>(statement: Statement<Row>): Promise<Row[]>
}

export interface Database extends Queryable {
  readonly kind: 'postgresql' | 'embedded'
  readonly prisma: PrismaClient
  /**
   * Runs `work` in one transaction and commits unless it threw. On a serialization failure or a
   * deadlock the whole of
   * `work` runs again, so it must have no effect but its statements, all of them through
   * `transaction`. A commit that was lost is DatabaseUnknownOutcome.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** A connection of its own, outside the pool: for advisory locks and migrations. */
  openSession(): Promise<Session>
  close(): Promise<void>
}

/** One connection that keeps its state between statements. */
export interface Session {
  run<Row>(text: string, values?: readonly Value[]): Promise<Row[]>
  /** Runs many statements at once, all or none unless the script itself commits. */
  script(text: string): Promise<void>
  /** Called once when the connection is gone, never after `close`. */
  onLost(listener: () => void): void
  close(): Promise<void>
}

/** What happened underneath, for the log and the metrics; never a value. */
export type DatabaseEvent =
  | {
      readonly kind: 'statement-retried'
      readonly statement: string
      readonly attempt: number
      readonly reason: string
    }
  | { readonly kind: 'connection-lost'; readonly reason: string }
  | { readonly kind: 'data-dir-moved-aside'; readonly from: string; readonly to: string }
  | { readonly kind: 'migrated'; readonly migrations: readonly string[] }

export interface ConnectOptions {
  /** A PostgreSQL address; absent: the embedded database below `dataDir`. */
  readonly url?: string
  readonly dataDir: string
  /** Connections kept in the pool, 10 unless told; the embedded database has one. */
  readonly poolSize?: number
  /** What the server's list of connections calls them, 'tu-soi' unless told. */
  readonly applicationName?: string
  readonly log?: (event: DatabaseEvent) => void
}
