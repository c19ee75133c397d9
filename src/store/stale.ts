// What waits in the outbox and is no longer true: the roster, a meeting or who holds an office
// changed since it was written.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { successorRule } from './successors.ts'

/**
 * Drops what waits for those who have left, or who are exempt and asked nothing any more; and what
 * a month had to say of a meeting that is on that day no longer. The slots of the latter go too: a
 * meeting put back on its day is announced again. Gives how many.
 */
export async function dropStale(queryable: Queryable, now: Date): Promise<number> {
  const rows = await queryable.query(sql('stale-drop')`
    WITH moved AS (
      DELETE FROM slot s WHERE s.state = 'queued' AND (s.subject = s.branch_id
        OR s.rule = ${successorRule}) AND s.meeting_on IS NOT NULL
        AND EXISTS (SELECT FROM outbox o WHERE o.slot_id = s.id AND o.state = 'pending')
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.slot_id = s.id AND o.state <> 'pending')
        AND NOT EXISTS (SELECT FROM meeting t WHERE t.branch_id = s.branch_id
          AND t.date = s.meeting_on)
      RETURNING s.id
    ), untold AS (
      DELETE FROM outbox o USING moved WHERE o.slot_id = moved.id RETURNING o.id
    ), gone AS (
      UPDATE outbox o SET state = 'skipped', body = NULL, settled_at = ${now},
        reason = CASE WHEN m.left_at IS NULL THEN 'exempt' ELSE 'left' END
      FROM member m WHERE m.id = o.member_id AND o.bot_id = ANY(SELECT id
        FROM bot) AND o.state = 'pending' AND o.class = 'prompt'
        AND (m.left_at IS NOT NULL OR m.status = 'exempt' AND o.merge_key LIKE 'unfinished:%')
          RETURNING o.id
    )
    SELECT id FROM untold UNION ALL SELECT id FROM gone`)
  return rows.length
}
