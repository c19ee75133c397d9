import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Settled } from './settled.ts'

/** The bots of `bots` for which a message is due. */
export async function botsWithDue(
  database: Database,
  bots: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await database.query(sql<{ bot: string }>('outbox-due', { isIdempotent: true })`
    SELECT bot FROM unnest(${bots}::text[]) bot WHERE EXISTS (
      SELECT 1 FROM (VALUES ('reply'), ('prompt'), ('document'), ('groupNotice')) c (class)
        CROSS JOIN (VALUES (0), (1)) l (lane)
      WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.bot_id = bot AND o.state = 'pending'
        AND o.class = c.class AND o.lane = l.lane
        AND o.not_before <= ${now}))`)
  return rows.map(({ bot }) => bot)
}

/**
 * Settles what waited past its time while nothing could be claimed (the circuit open, a long
 * throttling), 1,000 at most.
 */
export function skipExpired(database: Database, bot: string, now: Date): Promise<Settled[]> {
  return database.query(sql<Settled>('outbox-skip-expired', { isIdempotent: true })`
    UPDATE outbox SET state = CASE WHEN doubts > 0 THEN 'unknown'
      ELSE 'skipped' END, reason = 'expired', body = NULL,
      settled_at = ${now}
    WHERE id IN (SELECT id FROM outbox WHERE bot_id = ${bot} AND state = 'pending'
      AND not_after < ${now} LIMIT 1000 FOR UPDATE SKIP LOCKED)
      AND state = 'pending'
    RETURNING id, bot_id AS bot, class, lane, state, reason, attempts, created_at AS "createdAt",
      dedupe_key AS "dedupeKey", member_id AS "memberId",
      group_id AS "groupId", branch_id AS "branchId", slot_id AS "slotId"`)
}
