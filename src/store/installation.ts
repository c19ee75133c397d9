// What is known of the installation as a whole: which key it was made with, and how it fares.
import type { Database } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { Keyring } from '../sealing/keyring.ts'

/**
 * `first`: nothing has been sealed here yet. `other`: what is stored was sealed with another master
 * key.
 */
type KeyStanding = 'first' | 'same' | 'other'

export async function readKeyStanding(database: Database, keyring: Keyring): Promise<KeyStanding> {
  const [row] = await database.query(sql<{ fingerprint: string }>('read-key-standing', {
    isIdempotent: true,
  })`
    SELECT value->>'fingerprint' AS fingerprint FROM installation WHERE key = 'kek'`)
  if (!row) return 'first'
  return row.fingerprint === keyring.fingerprint() ? 'same' : 'other'
}

/**
 * Whether something may already be sealed here: then a missing key must be found again, and never
 * made anew.
 */
export async function isKeyClaimed(database: Database): Promise<boolean> {
  const rows = await database.query(
    sql('is-key-claimed', { isIdempotent: true })`SELECT FROM installation WHERE key = 'kek'`,
  )
  return rows.length > 0
}

/**
 * Makes the key in hand this installation's, where it has none. To be called before anything is
 * sealed: `other` means that going on would leave data sealed with two keys, of which one is
 * unknown.
 */
export async function claimKey(database: Database, keyring: Keyring): Promise<'same' | 'other'> {
  const value = json({ fingerprint: keyring.fingerprint() })
  await database.query(sql('claim-key', { isIdempotent: true })`
    INSERT INTO installation (key, value) VALUES ('kek', ${value}::jsonb)
      ON CONFLICT (key) DO NOTHING`)
  return (await readKeyStanding(database, keyring)) === 'same' ? 'same' : 'other'
}

/** Names of the migrations that were applied, in no order. */
export async function readAppliedMigrations(database: Database): Promise<readonly string[]> {
  const [table] = await database.query(sql<{ isThere: boolean }>('is-migrated', {
    isIdempotent: true,
  })`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`)
  if (table?.isThere !== true) return []
  const rows = await database.query(sql<{ name: string }>('read-applied-migrations', {
    isIdempotent: true,
  })`
    SELECT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`)
  return rows.map(({ name }) => name)
}

interface ServerFacts {
  readonly version: string
  /** `on` or `off`; with one off, a crash may lose what was acknowledged (reliability.md §3). */
  readonly fsync: string
  readonly full_page_writes: string
  readonly synchronous_commit: string
  readonly clock: Date
}

export async function readServer(database: Database): Promise<ServerFacts | undefined> {
  const [row] = await database.query(sql<ServerFacts>('read-server', { isIdempotent: true })`
    SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS full_page_writes,
        current_setting('synchronous_commit') AS synchronous_commit,
      clock_timestamp() AS clock`)
  return row
}

interface OutboxStanding {
  /** Being sent by an instance whose lease has run out. */
  readonly stuck: number
  /** Due for over 15 minutes and still waiting. */
  readonly late: number
  /** May have arrived or not; a secretary can have each sent again. */
  readonly unknown: number
}

export async function readOutboxStanding(database: Database, now: Date): Promise<OutboxStanding> {
  const due = new Date(now.getTime() - 15 * 60_000)
  const [row] = await database.query(sql<OutboxStanding>('read-outbox-standing', {
    isIdempotent: true,
  })`
    SELECT count(*) FILTER (WHERE state = 'sending' AND lease_until < ${now}) AS stuck,
      count(*) FILTER (WHERE state = 'pending' AND not_before < ${due} AND (not_after IS NULL
        OR not_after > ${now})) AS late,
      count(*) FILTER (WHERE state = 'unknown') AS unknown
    FROM outbox WHERE state IN ('sending', 'pending', 'unknown')`)
  return row ?? { stuck: 0, late: 0, unknown: 0 }
}
