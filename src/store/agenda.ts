// Which meetings are near enough for something to be due around them: one statement for the whole
// installation.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'
import { localTime } from '../domain/local-time.ts'
import { period, type Period } from '../domain/period.ts'
import type { MeetingTime, NeighbouringMeetings } from '../domain/timeline.ts'
import type { TimelineOverrides } from '../domain/timeline-rules.ts'

/**
 * One meeting with what its timeline is made of, and the slots of its days that are there already.
 */
export interface AgendaEntry {
  readonly branchId: string
  readonly zone: string
  readonly overrides: TimelineOverrides
  readonly period: Period
  readonly meeting: MeetingTime
  readonly near: NeighbouringMeetings
  /** `rule date` */
  readonly slots: ReadonlySet<string>
  /**
   * Rules that have acted for the meeting on this day already: one that is moved is not said a
   * second time.
   */
  readonly said: ReadonlySet<string>
}

interface Row {
  readonly branch_id: string
  readonly time_zone: string
  readonly timeline: TimelineOverrides
  readonly period: string
  readonly date: string
  readonly starts_at: string
  readonly previous: string | null
  readonly next: string | null
  readonly slots: readonly string[] | null
  readonly said: readonly string[] | null
}

/** Meetings on days from `from` to `to`, both included, in the order of their dates. */
export async function readAgenda(
  queryable: Queryable,
  from: LocalDate,
  to: LocalDate,
): Promise<readonly AgendaEntry[]> {
  // A rule of the default month lies 14 days before its meeting at most, and 24 after.
  const rows = await queryable.query(sql<Row>('agenda-read', { isIdempotent: true })`
    SELECT m.branch_id, b.time_zone, b.timeline, m.period, m.date, m.starts_at,
      (SELECT max(p.date) FROM meeting p WHERE p.branch_id = m.branch_id
        AND p.date < m.date) AS previous,
      (SELECT min(n.date) FROM meeting n WHERE n.branch_id = m.branch_id
        AND n.date > m.date) AS next,
      (SELECT array_agg(s.rule || ' ' || s.local_date) FROM slot s
        WHERE s.branch_id = m.branch_id AND s.subject = m.branch_id
          AND s.local_date BETWEEN m.date - 15 AND m.date + 25) AS slots,
      (SELECT array_agg(s.rule) FROM slot s WHERE s.branch_id = m.branch_id
        AND s.subject = m.branch_id
        AND s.local_date BETWEEN m.date - 15 AND m.date + 25 AND s.meeting_on = m.date
          AND s.state <> 'skipped') AS said
    FROM meeting m JOIN branch b ON b.id = m.branch_id
    WHERE m.date BETWEEN ${from}::date AND ${to}::date ORDER BY m.date, m.branch_id`)
  return rows.map((row) => ({
    branchId: row.branch_id,
    zone: row.time_zone,
    overrides: row.timeline,
    period: period(row.period),
    meeting: { date: localDate(row.date), startsAt: localTime(row.starts_at) },
    near: {
      previous: row.previous === null ? null : localDate(row.previous),
      next: row.next === null ? null : localDate(row.next),
    },
    slots: new Set(row.slots ?? []),
    said: new Set(row.said ?? []),
  }))
}

export function slotName(rule: string, date: LocalDate): string {
  return `${rule} ${date}`
}
