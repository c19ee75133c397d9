// Offers of the office of secretary that nobody answered in time.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'

export interface LapsedHandover {
  readonly id: string
  readonly branchId: string
  readonly fromMember: string
  readonly expiresAt: Date
}

export function readLapsedHandovers(
  queryable: Queryable,
  now: Date,
  atMost: number,
): Promise<readonly LapsedHandover[]> {
  return queryable.query(sql<LapsedHandover>('handovers-lapsed', { isIdempotent: true })`
    SELECT id, branch_id AS "branchId", from_member AS "fromMember", expires_at AS "expiresAt"
      FROM handover
    WHERE state = 'offered' AND expires_at <= ${now}::timestamptz ORDER BY expires_at, id
      LIMIT ${atMost}::int`)
}

/** True: it was still open, and is ended by this. Whoever ends it tells of it. */
export async function endLapsed(
  transaction: Queryable,
  handoverId: string,
  now: Date,
): Promise<boolean> {
  const rows = await transaction.query(sql('handovers-end')`
    UPDATE handover SET state = 'lapsed', ended_at = ${now}::timestamptz
      WHERE id = ${handoverId}::uuid AND state = 'offered' RETURNING id`)
  return rows.length > 0
}
