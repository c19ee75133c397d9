// Group notices of which nobody knows whether they arrived: only a person in the group can tell.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'

export interface UnknownNotice {
  readonly outboxId: string
  readonly branchId: string
  /** The rule of the slot it belonged to. */
  readonly rule: string | null
  readonly settledAt: Date
  readonly notAfter: Date | null
}

/**
 * Those whose branch was not yet told, the oldest first. `rule` is that of the slots of telling.
 */
export function readUnknownNotices(
  queryable: Queryable,
  rule: string,
  atMost: number,
): Promise<readonly UnknownNotice[]> {
  return queryable.query(sql<UnknownNotice>('unknown-notices', { isIdempotent: true })`
    SELECT o.id AS "outboxId", o.branch_id AS "branchId", s.rule, o.settled_at AS "settledAt",
      o.not_after AS "notAfter"
    FROM outbox o LEFT JOIN slot s ON s.id = o.slot_id
    WHERE o.bot_id = ANY(SELECT id FROM bot) AND o.state = 'unknown' AND o.class = 'groupNotice'
      AND o.branch_id IS NOT NULL AND o.settled_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM slot t WHERE t.rule = ${rule} AND t.subject = o.id)
    ORDER BY o.settled_at LIMIT ${atMost}::int`)
}
