// Meetings to come at which somebody named for a turn cannot have it any more.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { LocalDate } from '../domain/local-date.ts'
import { period, type Period } from '../domain/period.ts'

/**
 * Rule of the slots by which a member is told once, for a meeting, that they take a turn at short
 * notice.
 */
export const successorRule = 'reviewSuccessor'

export interface HinderedMeeting {
  readonly branchId: string
  readonly period: Period
  /** Rules that have come for the meeting on its day, whatever became of them. */
  readonly rules: ReadonlySet<string>
}

interface Row {
  readonly branch_id: string
  readonly period: string
  readonly rules: readonly string[] | null
}

/**
 * On days from `from` to `to`: with somebody named who left, moved, is exempt, meets elsewhere, or
 * said they are away on the day.
 */
export async function readHinderedMeetings(
  queryable: Queryable,
  from: LocalDate,
  to: LocalDate,
): Promise<readonly HinderedMeeting[]> {
  const rows = await queryable.query(sql<Row>('successors-hindered', { isIdempotent: true })`
    SELECT t.branch_id, t.period, (SELECT array_agg(s.rule) FROM slot s
        WHERE s.branch_id = t.branch_id AND s.subject = t.branch_id AND s.meeting_on = t.date
          AND s.rule LIKE 'review%') AS rules
    FROM meeting t WHERE t.date BETWEEN ${from}::date AND ${to}::date
      AND EXISTS (SELECT FROM reviewee r JOIN member m ON m.id = r.member_id
        WHERE r.branch_id = t.branch_id AND r.period = t.period AND r.state = 'named'
          AND (m.left_at IS NOT NULL OR m.branch_id <> t.branch_id OR m.status = 'exempt'
            OR EXISTS (SELECT FROM absence l WHERE l.member_id = m.id AND t.date BETWEEN l.from_on
              AND l.to_on)
            OR (SELECT x.state FROM attendance x WHERE x.branch_id = t.branch_id
              AND x.member_id = m.id
              ORDER BY x.period DESC, x.version DESC LIMIT 1) = 'temporary'))
    ORDER BY t.branch_id, t.date`)
  return rows.map((row) => ({
    branchId: row.branch_id,
    period: period(row.period),
    rules: new Set(row.rules ?? []),
  }))
}
