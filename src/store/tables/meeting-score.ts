// A meeting and what was recorded of it, for its score: attendance, the tasks of the resolution
// before, papers, marks so far.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { isHeld } from '../../domain/attendance.ts'
import { type BranchTaskState, countBranchTasks } from '../../domain/branch-task.ts'
import { localDate } from '../../domain/local-date.ts'
import { instantOf, localTime } from '../../domain/local-time.ts'
import type { PapersDone } from '../../domain/meeting-papers.ts'
import type { Marks } from '../../domain/meeting-score.ts'
import { type Period, period } from '../../domain/period.ts'
import type { MeetingPapersSource, MeetingScoreSource } from '../meeting-sources.ts'
import { countLastAttendance } from './attendance.ts'
import { StoredCourse } from './schema.ts'

interface Row {
  readonly period: string
  readonly kind: string
  readonly date: string
  readonly starts_at: string
  readonly zone: string
  readonly today: string
  readonly papers: PapersDone | null
  readonly sheet: string | null
  readonly marks: Marks | null
  readonly course: unknown
  readonly tasks: readonly { readonly state: string; readonly due_on: string }[] | null
}

/** Of a period's meeting, held or not; of the last one held when null. Null: there is none. */
export async function readMeetingScore(
  database: Database,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<MeetingScoreSource | null> {
  const [row] = await database.query(sql<Row>('meeting-score-read', { isIdempotent: true })`
    SELECT t.period, t.kind, t.date::text AS date, t.starts_at, b.time_zone AS zone,
      (${now}::timestamptz AT TIME ZONE b.time_zone)::date::text AS today,
      (SELECT json_object_agg(p.paper, p.is_done) FROM meeting_paper p
        WHERE p.branch_id = b.id AND p.period = t.period) AS papers,
      s.sheet, s.marks,
      (SELECT c.course FROM meeting_course c WHERE c.branch_id = b.id AND c.period = t.period
        ORDER BY c.version DESC LIMIT 1) AS course,
      (SELECT json_agg(json_build_object('state', k.state, 'due_on', k.due_on)) FROM branch_task k
        WHERE k.branch_id = b.id AND k.state <> 'draft' AND k.period = (SELECT max(x.period)
          FROM branch_task x
          WHERE x.branch_id = b.id AND x.state <> 'draft' AND x.period < t.period)) AS tasks
    FROM meeting t JOIN branch b ON b.id = t.branch_id
      LEFT JOIN meeting_score s ON s.branch_id = b.id AND s.period = t.period
    WHERE t.branch_id = ${branchId}::uuid AND CASE WHEN ${wanted}::text IS NULL
      THEN (t.date::text || ' ' || t.starts_at)::timestamp AT TIME ZONE b.time_zone <=
        ${now}::timestamptz ELSE t.period = ${wanted} END
    ORDER BY t.date DESC LIMIT 1`)
  if (row === undefined) return null
  const of = period(row.period)
  const [date, startsAt] = [localDate(row.date), localTime(row.starts_at)]
  const attendance = await countLastAttendance(database, branchId, of, now)
  const tasks = (row.tasks ?? []).map(({ state, due_on }) => ({
    state: state as BranchTaskState,
    dueOn: localDate(due_on),
  }))
  return {
    period: of,
    date,
    startsAt,
    isHeld: isHeld({ date, startsAt }, now, row.zone),
    source: {
      kind: row.kind === 'thematic' ? 'thematic' : 'regular',
      calledFor: instantOf(date, startsAt, row.zone),
      times: row.course === null ? null : StoredCourse.parse(row.course),
      attendance: attendance?.counts ?? null,
      tasks: tasks.length === 0 ? null : countBranchTasks(tasks, localDate(row.today)),
      papers: row.papers ?? {},
    },
    marks: row.sheet === null || row.marks === null ? null : { sheet: row.sheet, marks: row.marks },
  }
}

/**
 * What was said of a meeting's papers; of the last one held when null. Null: there is no such
 * meeting.
 */
export async function readMeetingPapers(
  database: Pick<Database, 'query'>,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<MeetingPapersSource | null> {
  const [row] = await database.query(sql<Pick<Row, 'period' | 'date' | 'papers'>>(
    'meeting-papers-read',
    { isIdempotent: true },
  )`
    SELECT t.period, t.date::text AS date,
      (SELECT json_object_agg(p.paper, p.is_done) FROM meeting_paper p
        WHERE p.branch_id = t.branch_id AND p.period = t.period) AS papers
    FROM meeting t JOIN branch b ON b.id = t.branch_id
    WHERE t.branch_id = ${branchId}::uuid AND CASE WHEN ${wanted}::text IS NULL
      THEN (t.date::text || ' ' || t.starts_at)::timestamp AT TIME ZONE b.time_zone <=
        ${now}::timestamptz ELSE t.period = ${wanted} END
    ORDER BY t.date DESC LIMIT 1`)
  return row === undefined
    ? null
    : { period: period(row.period), date: localDate(row.date), said: row.papers ?? {} }
}
