// What lies ahead apart from meetings, each the nearest of its kind: for "to the next event" of the
// try mode.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'

interface Coming {
  readonly closing: { readonly at: Date; readonly branchId: string } | null
  readonly message: { readonly at: Date; readonly branchId: string | null } | null
  readonly remedies: readonly {
    readonly dueOn: LocalDate
    readonly zone: string
    readonly branchId: string
  }[]
}

/**
 * Due days of active remedies and of the branch's tasks, which are reminded of at the same moments,
 * from `from` to `to`; the next closing and the next waiting message after `after`.
 */
export async function readComing(
  queryable: Queryable,
  after: Date,
  from: LocalDate,
  to: LocalDate,
): Promise<Coming> {
  const [closing] = await queryable.query(sql<{ at: Date; branchId: string }>('coming-closing', {
    isIdempotent: true,
  })`
    SELECT closes_at AS at, branch_id AS "branchId" FROM round
      WHERE closed_at IS NULL AND closes_at > ${after}
    ORDER BY closes_at LIMIT 1`)
  const [message] = await queryable.query(sql<{ at: Date; branchId: string | null }>(
    'coming-message',
    { isIdempotent: true },
  )`
    SELECT not_before AS at, branch_id AS "branchId" FROM outbox
      WHERE state = 'pending' AND not_before > ${after}
    ORDER BY not_before LIMIT 1`)
  const remedies = await queryable.query(sql<{ due_on: string; zone: string; branch_id: string }>(
    'coming-remedies',
    {
      isIdempotent: true,
    },
  )`
    SELECT DISTINCT k.due_on, b.time_zone AS zone, b.id AS branch_id FROM branch_task k
      JOIN branch b ON b.id = k.branch_id
    WHERE k.state IN ('open', 'putOff') AND k.due_on BETWEEN ${from}::date AND ${to}::date
    UNION SELECT DISTINCT d.due_on, b.time_zone AS zone, b.id AS branch_id FROM remedy d
      JOIN member m ON m.id = d.member_id AND m.left_at IS NULL
      JOIN branch b ON b.id = m.branch_id
    WHERE d.status IN ('open', 'inProgress') AND d.due_on BETWEEN ${from}::date AND ${to}::date`)
  return {
    closing: closing ?? null,
    message: message ?? null,
    remedies: remedies.map(({ due_on, zone, branch_id }) => ({
      dueOn: localDate(due_on),
      zone,
      branchId: branch_id,
    })),
  }
}
