// Who was at the meetings of some months: one row a meeting and member, names once each.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { AttendanceState } from '../../domain/attendance.ts'
import type { AttendanceYearPerson } from '../../domain/attendance-year.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { type LocalDate, localDate } from '../../domain/local-date.ts'
import { firstDayOf, lastDayOf } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import type { MemberStatus, Role } from '../snapshot.ts'
import type { AttendanceYearSource, Months } from '../meeting-sources.ts'

interface Row {
  readonly id: string
  readonly name: Buffer
  readonly wrapped: Buffer
  readonly role: string
  readonly status: string
  /** By date: of the meetings held while they were of the branch. */
  readonly states: Readonly<Record<string, string | null>>
}

const roles: readonly Role[] = ['secretary', 'deputy', 'committee', 'member']

/**
 * Of meetings held whose attendance was begun; members who were of the branch on the day of at
 * least one of them.
 */
export async function readAttendanceYear(
  database: Database,
  keyring: Keyring,
  branchId: string,
  { from, to }: Months,
  now: Date,
): Promise<AttendanceYearSource> {
  const rows = await database.query(sql<Row>('attendance-year', { isIdempotent: true })`
    WITH held AS (SELECT t.period, t.date, b.time_zone FROM meeting t
      JOIN branch b ON b.id = t.branch_id
      WHERE t.branch_id = ${branchId}::uuid AND t.date BETWEEN ${firstDayOf(from)}::date
        AND ${lastDayOf(to)}::date
        AND (t.date::text || ' ' || t.starts_at)::timestamp AT TIME ZONE b.time_zone <=
          ${now}::timestamptz
        AND EXISTS (SELECT FROM attendance a WHERE a.branch_id = t.branch_id
          AND a.period = t.period))
    SELECT m.id, m.name, k.wrapped, m.role, m.status, json_object_agg(h.date::text, (SELECT a.state
      FROM attendance a
        WHERE a.branch_id = ${branchId}::uuid AND a.period = h.period AND a.member_id = m.id
          ORDER BY a.version DESC LIMIT 1)) AS states
    FROM member m JOIN member_key k ON k.member_id = m.id JOIN held h
      ON (m.created_at AT TIME ZONE h.time_zone)::date <= h.date
        AND (m.left_at IS NULL OR (m.left_at AT TIME ZONE h.time_zone)::date > h.date)
    WHERE m.branch_id = ${branchId}::uuid GROUP BY m.id, k.wrapped`)
  const people = rows.map((row): AttendanceYearPerson & { readonly role: Role } => ({
    memberId: row.id,
    name: unseal(
      keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.id)),
      row.name,
      contexts.memberName(row.id),
    ),
    role: row.role as Role,
    status: row.status as MemberStatus,
    states: new Map(
      Object.entries(row.states).map(([date, state]) => [
        localDate(date),
        state as AttendanceState | null,
      ]),
    ),
  }))
  return {
    meetings: [
      ...new Set(people.flatMap(({ states }): readonly LocalDate[] => [...states.keys()])),
    ].toSorted(),
    people: people.toSorted(
      (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byGivenName(a.name, b.name),
    ),
  }
}
