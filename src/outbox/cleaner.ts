import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

const dayMs = 86_400_000
/** reliability.md §5.2, 9. */
const keptMs = 30 * dayMs
/** How long a group notice in doubt can be sent again; after that its text goes. */
const bodyKeptMs = 7 * dayMs
const rowsAtOnce = 5000

export interface Cleaned {
  readonly messages: number
  readonly inboxKeys: number
  readonly bodies: number
}

/**
 * Deletes settled messages and inbox keys older than 30 days, and wipes the texts of group notices
 * in doubt after 7 days. Bounded: 5,000 rows of each; what is left is for the next run.
 */
export async function cleanOutbox(database: Database, now: Date): Promise<Cleaned> {
  const old = new Date(now.getTime() - keptMs)
  const stale = new Date(now.getTime() - bodyKeptMs)
  const [row] = await database.query(sql<Cleaned>('outbox-clean', { isIdempotent: true })`
    WITH messages AS (
      DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE settled_at < ${old}
        LIMIT ${rowsAtOnce}) RETURNING 1
    ), keys AS (
      DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox WHERE at < ${old} LIMIT ${rowsAtOnce})
        RETURNING 1
    ), bodies AS (
      UPDATE outbox SET body = NULL WHERE id IN (
        SELECT id FROM outbox WHERE state = 'unknown' AND body IS NOT NULL AND settled_at >= ${old}
          AND settled_at < ${stale} LIMIT ${rowsAtOnce})
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*)
      FROM keys) AS "inboxKeys", (SELECT count(*)
      FROM bodies) AS bodies`)
  return row ?? { messages: 0, inboxKeys: 0, bodies: 0 }
}
