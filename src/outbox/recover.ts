// Rows that no living instance answers for: after a crash, or where a claim's answer was lost.
import type { Database } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { MessageClass } from '../messaging/outbound.ts'
import { noBranch } from './message-count.ts'
import type { Lane } from './pace.ts'
import type { Subject } from './parcel.ts'

interface RecoveredRow extends Subject {
  readonly id: string
  readonly state: 'pending' | 'unknown'
  readonly bot: string
  readonly class: MessageClass
  readonly lane: Lane
  readonly reason: string | null
  readonly attempts: number
  readonly createdAt: Date
}

interface Recovery {
  readonly bot: string
  readonly owner: string
  /**
   * This instance has just begun to send for the bot: what its name holds is from its former life,
   * and whoever led before is gone.
   */
  readonly isFresh: boolean
  /** What this instance has in its hands. */
  readonly held: readonly string[]
  readonly now: Date
  /** 'YYYY-MM': where the messages in doubt are counted. */
  readonly month: string
}

/**
 * Judges rows in state `sending` whose lease is over, that are of this instance's former life, or,
 * just after the lead was won, any that may be sent twice: only a leader sends, and members should
 * not wait for a dead one's lease. What was to be sent at most once becomes `unknown`, and so does
 * what was already sent again; the rest waits for its one re-send (reliability §4.1). A row of this
 * life that is not in its hands was certainly never sent: the answer to its claim was lost. What
 * may have been sent counts as one message of the bot's month.
 */
export function recover(
  database: Database,
  { bot, owner, isFresh, held, now, month }: Recovery,
): Promise<RecoveredRow[]> {
  return database.query(sql<RecoveredRow>('outbox-recover', { isIdempotent: true })`
    WITH done AS (
    UPDATE outbox o SET state = next, owner = NULL, lease_until = NULL,
      reason = CASE WHEN next = 'unknown' THEN 'crash' ELSE concat_ws(' ', CASE WHEN is_untried
        THEN 'released' ELSE 'resend' END,
        CASE WHEN NOT is_untried OR o.reason LIKE '%+unsure%' THEN '+unsure' END, CASE
          WHEN o.reason LIKE '%+moved%' THEN '+moved' END) END,
      body = CASE WHEN next = 'pending' OR class = 'groupNotice' THEN body END,
      settled_at = CASE WHEN next = 'unknown' THEN ${now}::timestamptz END
    FROM (
      SELECT id, is_untried, CASE WHEN is_untried THEN 'pending'
        WHEN class IN ('groupNotice', 'document') OR reason LIKE '%+unsure%' THEN 'unknown'
          ELSE 'pending' END AS next
      FROM (
        SELECT id, class, reason, owner = ${owner} AND NOT ${isFresh}::boolean AS is_untried
          FROM outbox
        WHERE bot_id = ${bot} AND state = 'sending' AND (lease_until < ${now}
            OR ${isFresh}::boolean AND (owner = ${owner} OR class NOT IN ('groupNotice',
              'document')))
          AND id NOT IN (SELECT value::uuid
            FROM jsonb_array_elements_text(${json(held)}::jsonb)) FOR UPDATE SKIP LOCKED
      ) found
    ) lost WHERE o.id = lost.id
    RETURNING o.*, is_untried
    ), counted AS (
      INSERT INTO message_count AS c (bot_id, month, branch_id, replies, bulk)
      SELECT bot_id, ${month}::text, COALESCE(branch_id, ${noBranch}::uuid) AS branch,
        count(*) FILTER (WHERE lane = 0),
        count(*) FILTER (WHERE lane = 1)
      FROM done WHERE NOT is_untried GROUP BY bot_id, branch ORDER BY bot_id, branch
      ON CONFLICT (bot_id, month, branch_id) DO UPDATE
        SET replies = c.replies + excluded.replies, bulk = c.bulk + excluded.bulk
    )
    SELECT id, state, bot_id AS bot, class, lane, reason, attempts, created_at AS "createdAt",
      dedupe_key AS "dedupeKey", member_id AS "memberId",
      group_id AS "groupId", branch_id AS "branchId", slot_id AS "slotId" FROM done`)
}
