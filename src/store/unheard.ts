// Rounds whose invitation or reminder a platform refused, because the member has written nothing
// for too long: somebody has to call.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { unfinishedKey } from '../domain/participation.ts'

/**
 * The outbox's reason for what was refused outside the time in which the platform lets a bot write
 * to a person.
 */
export const outsideWindow = 'rejected window'

export interface UnheardRound {
  readonly id: string
  readonly branchId: string
  readonly period: string
}

interface UnheardWhen {
  readonly rule: string
  /** Refused since. */
  readonly since: Date
  /** The last refusal is as old as this: the names come together. */
  readonly until: Date
}

/**
 * Open rounds with refusals that nobody was told of. Only what everybody gets who has not handed
 * in: that a remedy's reminder was refused would tell who has a remedy due.
 */
export function readUnheardRounds(
  queryable: Queryable,
  { rule, since, until }: UnheardWhen,
  atMost: number,
): Promise<readonly UnheardRound[]> {
  return queryable.query(sql<UnheardRound>('unheard-rounds', { isIdempotent: true })`
    SELECT r.id, r.branch_id AS "branchId", r.period FROM outbox o
      JOIN assessment s ON s.member_id = o.member_id AND s.state IN ('invited', 'inProgress')
      JOIN round r ON r.id = s.round_id AND r.closed_at IS NULL
    WHERE o.bot_id = ANY(SELECT id FROM bot) AND o.state = 'failed' AND o.class = 'prompt'
      AND o.reason = ${outsideWindow}
      AND o.body IS NULL AND o.settled_at >= ${since}
        AND o.merge_key = ${unfinishedKey('')} || r.id::text
    GROUP BY r.id
    HAVING max(o.settled_at) <= ${until}
      AND NOT EXISTS (SELECT FROM slot t WHERE t.rule = ${rule} AND t.subject = r.id
        AND t.at >= max(o.settled_at))
    ORDER BY r.id LIMIT ${atMost}::int`)
}
