// Group notices that certainly did not arrive: their text is kept until the secretary has it to
// pass on.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { openBody } from '../outbox/body.ts'
import type { Keyring } from '../sealing/keyring.ts'

export interface FailedNotice {
  readonly outboxId: string
  readonly branchId: string
  /** The rule of the slot it belonged to. */
  readonly rule: string | null
  readonly reason: string
  readonly settledAt: Date
  readonly notAfter: Date | null
  readonly text: string
}

type Row = Omit<FailedNotice, 'text'> & { readonly body: Buffer }

/** Those nobody was told of, the oldest first. */
export async function readFailedNotices(
  queryable: Queryable,
  keyring: Keyring,
  atMost: number,
): Promise<readonly FailedNotice[]> {
  const rows = await queryable.query(sql<Row>('failed-notices', { isIdempotent: true })`
    SELECT o.id AS "outboxId", o.branch_id AS "branchId", s.rule, coalesce(o.reason, '') AS reason,
      o.settled_at AS "settledAt",
      o.not_after AS "notAfter", o.body
    FROM outbox o LEFT JOIN slot s ON s.id = o.slot_id
    WHERE o.bot_id = ANY(SELECT id FROM bot) AND o.state = 'failed' AND o.class = 'groupNotice'
      AND o.body IS NOT NULL
      AND o.branch_id IS NOT NULL AND o.settled_at IS NOT NULL
    ORDER BY o.settled_at LIMIT ${atMost}::int`)
  return rows.map(({ body, ...notice }) => ({
    ...notice,
    text: openBody(keyring, notice.outboxId, body).text,
  }))
}

/** Told, or of no more use: the text goes. */
export async function wipeNotice(queryable: Queryable, outboxId: string): Promise<void> {
  await queryable.query(
    sql(
      'failed-notice-wipe',
    )`UPDATE outbox SET body = NULL WHERE id = ${outboxId}::uuid AND state = 'failed'`,
  )
}
