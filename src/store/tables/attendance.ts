// Who was at a meeting: the list to take it by, and its counts.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { Leave } from '../../domain/absence.ts'
import {
  type AttendanceCounts,
  type AttendanceState,
  countAttendance,
  isHeld,
  lastHeld,
} from '../../domain/attendance.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { type LocalDate, localDate } from '../../domain/local-date.ts'
import { type LocalTime, localTime } from '../../domain/local-time.ts'
import { type Period, period } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import type { MemberStatus, Role } from '../snapshot.ts'
import type { AttendanceLine, AttendanceSource } from '../meeting-sources.ts'

interface Met {
  readonly period: Period
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly zone: string
}

/** A period's meeting, held or not; when null the last one held. */
async function readMet(
  database: Database,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<Met | null> {
  const rows = await database.query(sql<{
    period: string
    date: string
    starts_at: string
    time_zone: string
  }>('attendance-meeting', {
    isIdempotent: true,
  })`
    SELECT t.period, t.date::text AS date, t.starts_at, b.time_zone FROM meeting t
      JOIN branch b ON b.id = t.branch_id
    WHERE t.branch_id = ${branchId}::uuid AND CASE WHEN ${wanted}::text IS NULL
      THEN t.date <= (${now}::timestamptz AT TIME ZONE b.time_zone)::date
        ELSE t.period = ${wanted} END
    ORDER BY t.date DESC LIMIT 2`)
  const meetings = rows.map((row): Met => {
    return {
      period: period(row.period),
      date: localDate(row.date),
      startsAt: localTime(row.starts_at),
      zone: row.time_zone,
    }
  })
  const zone = meetings[0]?.zone ?? ''
  return wanted === null ? lastHeld(meetings, now, zone) : (meetings[0] ?? null)
}

interface Row {
  readonly member_id: string
  readonly name: Buffer
  readonly wrapped: Buffer
  readonly role: string
  readonly status: string
  readonly has_left: boolean
  readonly state: string | null
  readonly leave: Leave | null
}

/** Those who were of the branch on the day of the meeting, whatever became of them since. */
function readPeople(
  database: Database,
  branchId: string,
  { period: of, date, zone }: Met,
): Promise<readonly Row[]> {
  return database.query(sql<Row>('attendance-people', { isIdempotent: true })`
    SELECT m.id AS member_id, m.name, k.wrapped, m.role, m.status,
      m.left_at IS NOT NULL AS has_left,
      (SELECT a.state FROM attendance a WHERE a.branch_id = ${branchId}::uuid AND a.period = ${of}
        AND a.member_id = m.id
        ORDER BY a.version DESC LIMIT 1) AS state,
      (SELECT json_build_object('from', x.from_on, 'to', x.to_on) FROM absence x
        WHERE x.member_id = m.id AND ${date}::date BETWEEN x.from_on AND x.to_on
          ORDER BY x.to_on DESC LIMIT 1) AS leave
    FROM member m JOIN member_key k ON k.member_id = m.id
    WHERE m.branch_id = ${branchId}::uuid
      AND (m.created_at AT TIME ZONE ${zone}::text)::date <= ${date}::date
      AND (m.left_at IS NULL OR (m.left_at AT TIME ZONE ${zone}::text)::date > ${date}::date)`)
}

const roles: readonly Role[] = ['secretary', 'deputy', 'committee', 'member']

/** Officers first, then by given name, as every list of the branch. */
export async function readAttendance(
  database: Database,
  keyring: Keyring,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<AttendanceSource | null> {
  const met = await readMet(database, branchId, wanted, now)
  if (met === null) return null
  const rows = await readPeople(database, branchId, met)
  const lines = rows.map((row): AttendanceLine & { readonly role: Role } => ({
    memberId: row.member_id,
    name: unseal(
      keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.member_id)),
      row.name,
      contexts.memberName(row.member_id),
    ),
    role: row.role as Role,
    status: row.status as MemberStatus,
    hasLeft: row.has_left,
    state: row.state as AttendanceState | null,
    leave: row.leave,
  }))
  const { period: of, date, startsAt, zone } = met
  const inOrder = lines.toSorted(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byGivenName(a.name, b.name),
  )
  return { period: of, date, startsAt, isHeld: isHeld(met, now, zone), lines: inOrder }
}

/** Null: no such meeting was held, or its attendance was not taken. */
export async function countLastAttendance(
  database: Database,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<{ readonly date: LocalDate; readonly counts: AttendanceCounts } | null> {
  const met = await readMet(database, branchId, wanted, now)
  if (met === null || !isHeld(met, now, met.zone)) return null
  const people = await readPeople(database, branchId, met)
  if (people.every(({ state }) => state === null)) return null
  const counts = countAttendance(
    people.map(({ status, state }) => {
      return { status: status as MemberStatus, state: state as AttendanceState | null }
    }),
  )
  return { date: met.date, counts }
}
