import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Lane } from './pace.ts'

interface PendingCount {
  readonly bot: string
  readonly lane: Lane
  readonly state: 'pending' | 'sending' | 'unknown'
  readonly count: number
  /** Of these, the earliest time one was due; for how far the queue is behind. */
  readonly oldestDue: Date
}

/** How many messages of these bots wait, are under way or are in doubt, by lane. */
export function pendingCounts(
  database: Database,
  bots: readonly string[],
): Promise<PendingCount[]> {
  return database.query(sql<PendingCount>('outbox-counts', { isIdempotent: true })`
    SELECT bot_id AS bot, lane, state, count(*) AS count, min(not_before) AS "oldestDue"
    FROM outbox WHERE bot_id = ANY(${bots}::text[]) AND state IN ('pending', 'sending', 'unknown')
    GROUP BY bot_id, lane, state ORDER BY bot_id, lane, state`)
}
