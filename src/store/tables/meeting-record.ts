// A meeting with its agenda and its times: to change the one, to run by it, and for the minutes.
import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { type AgendaLine, branchTypes } from '../../domain/agenda.ts'
import { isHeld, lastHeld } from '../../domain/attendance.ts'
import { localDate } from '../../domain/local-date.ts'
import { localTime } from '../../domain/local-time.ts'
import { type Period, period } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { type SealingKey, unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import type { MeetingRecord } from '../meeting-sources.ts'
import { StoredAgenda, StoredCourse } from './schema.ts'

/** Rows inside a json column carry bytes as base64. */
interface AgendaRow {
  readonly version: number
  readonly lines: string | null
}

interface RevieweeRow {
  readonly id: string
  readonly name: string
  readonly wrapped: string
}

interface Row {
  readonly id: string
  readonly period: string
  readonly kind: string
  readonly date: string
  readonly starts_at: string
  readonly place: Buffer | null
  readonly time_zone: string
  readonly type: string
  readonly wrapped_key: Buffer
  /** The newest first. */
  readonly agendas: readonly AgendaRow[] | null
  readonly reviewees: readonly RevieweeRow[] | null
  readonly course: { readonly version: number; readonly course: unknown } | null
}

/** Of a period's meeting, held or not; of the last one held when null. */
export async function readMeetingRecord(
  queryable: Queryable,
  keyring: Keyring,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<MeetingRecord | null> {
  const rows = await queryable.query(sql<Row>('meeting-record', { isIdempotent: true })`
    SELECT t.id, t.period, t.kind, t.date::text AS date, t.starts_at, t.place, b.time_zone, b.type,
      b.wrapped_key,
      (SELECT json_agg(json_build_object('version', g.version, 'lines', encode(g.lines, 'base64'))
        ORDER BY g.version DESC)
        FROM (SELECT * FROM meeting_agenda a WHERE a.branch_id = t.branch_id AND a.period = t.period
          ORDER BY a.version DESC LIMIT 2) g) AS agendas,
      (SELECT json_agg(json_build_object('id', m.id, 'name', encode(m.name, 'base64'),
          'wrapped', encode(k.wrapped, 'base64')) ORDER BY v.at)
        FROM reviewee v JOIN member m ON m.id = v.member_id AND m.left_at IS NULL
          JOIN member_key k ON k.member_id = m.id
        WHERE v.branch_id = t.branch_id AND v.period = t.period AND v.state = 'named') AS reviewees,
      (SELECT json_build_object('version', c.version, 'course', c.course) FROM meeting_course c
        WHERE c.branch_id = t.branch_id AND c.period = t.period ORDER BY c.version DESC
          LIMIT 1) AS course
    FROM meeting t JOIN branch b ON b.id = t.branch_id
    WHERE t.branch_id = ${branchId}::uuid AND CASE WHEN ${wanted}::text IS NULL
      THEN t.date <= (${now}::timestamptz AT TIME ZONE b.time_zone)::date
        ELSE t.period = ${wanted} END
    ORDER BY t.date DESC LIMIT 2`)
  const meetings = rows.map((row) => ({
    row,
    date: localDate(row.date),
    startsAt: localTime(row.starts_at),
  }))
  const met =
    wanted === null ? lastHeld(meetings, now, rows[0]?.time_zone ?? '') : (meetings[0] ?? null)
  return met === null ? null : openRecord(met.row, keyring, branchId, now)
}

function openRecord(row: Row, keyring: Keyring, branchId: string, now: Date): MeetingRecord {
  const key = keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(branchId))
  const of = period(row.period)
  const at = { date: localDate(row.date), startsAt: localTime(row.starts_at) }
  const [newest, before] = row.agendas ?? []
  return {
    ...at,
    period: of,
    place:
      row.place === null ? null : unseal(key, row.place, contexts.meetingPlace(row.id, branchId)),
    kind: row.kind === 'thematic' ? 'thematic' : 'regular',
    type: branchTypes.find((type) => type === row.type) ?? 'residential',
    isHeld: isHeld(at, now, row.time_zone),
    lines: openLines(newest, branchId, of, key),
    before: openLines(before, branchId, of, key),
    version: newest?.version ?? 0,
    reviewees: (row.reviewees ?? []).map((person) => nameOf(person, keyring)),
    course: row.course === null ? null : StoredCourse.parse(row.course.course),
    courseVersion: row.course?.version ?? 0,
  }
}

function nameOf({ id, name, wrapped }: RevieweeRow, keyring: Keyring): string {
  const key = keyring.dataKeys.open(Buffer.from(wrapped, 'base64'), contexts.memberKey(id))
  return unseal(key, Buffer.from(name, 'base64'), contexts.memberName(id))
}

function openLines(
  row: AgendaRow | undefined,
  branchId: string,
  of: Period,
  key: SealingKey,
): readonly AgendaLine[] | null {
  if (row?.lines === null || row === undefined) return null
  const context = contexts.agendaLines(branchId, of, row.version)
  return StoredAgenda.parse(JSON.parse(unseal(key, Buffer.from(row.lines, 'base64'), context)))
}
