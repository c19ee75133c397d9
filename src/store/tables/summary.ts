// What the summaries of a branch are made of: what two rounds said at their closing, whatever the
// number of members or of years, and who takes part in an open one.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { localDate } from '../../domain/local-date.ts'
import { countRoster, type RosterCounts, type SheetState } from '../../domain/participation.ts'
import { type Period, period } from '../../domain/period.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import { publicationOf, type PublishedRound } from '../publications.ts'
import type { ClosingSource, SummarySource } from '../tables.ts'
import { countLastAttendance } from './attendance.ts'

interface RoundRow extends PublishedRound {
  readonly id: string
  readonly period: string
  readonly closed_at: Date | null
  readonly content: Pack
}

interface RosterRow {
  readonly status: string
  readonly state: string
  readonly is_late: boolean
  readonly is_recorded: boolean
  readonly is_away: boolean
}

const states: Readonly<Record<string, SheetState>> = {
  invited: 'notBegun',
  inProgress: 'inProgress',
  submitted: 'done',
  onPaper: 'onPaper',
}

/** The round of `wanted` (the newest when null) and the one before it. */
async function readRounds(
  database: Database,
  branchId: string,
  wanted: Period | null,
): Promise<readonly RoundRow[]> {
  return database.query(sql<RoundRow>('summary-rounds', { isIdempotent: true })`
    SELECT r.id, r.period, r.closed_at, r.publication, r.tally, r.is_shown_early, q.content
      FROM round r
      JOIN questionnaire q ON q.hash = r.questionnaire_hash
    WHERE r.branch_id = ${branchId}::uuid AND (${wanted}::text IS NULL OR r.period <= ${wanted})
      ORDER BY r.period DESC LIMIT 2`)
}

/** Who takes part now, late sheets and all. */
async function readRosterCounts(
  database: Database,
  roundId: string,
  branchId: string,
  now: Date,
): Promise<RosterCounts> {
  const people = await database.query(sql<RosterRow>('summary-roster', { isIdempotent: true })`
    SELECT m.status, s.state, s.is_late, s.recorded_by IS NOT NULL AS is_recorded, EXISTS (SELECT
      FROM absence x WHERE x.member_id = m.id
        AND (CASE WHEN r.closed_at IS NULL THEN ${now}::timestamptz ELSE r.closes_at
          END AT TIME ZONE b.time_zone)::date
          BETWEEN x.from_on AND x.to_on) AS is_away
    FROM assessment s JOIN member m ON m.id = s.member_id JOIN round r ON r.id = s.round_id
      JOIN branch b ON b.id = r.branch_id
    WHERE s.round_id = ${roundId}::uuid
    UNION ALL SELECT m.status, 'invited', false, false, false FROM member m
      WHERE m.branch_id = ${branchId}::uuid AND m.status = 'exempt'
      AND m.left_at IS NULL`)
  return countRoster(
    people.map(({ status, state, is_late: isLate, is_away: isAway, is_recorded: isEntered }) => {
      return {
        isExempt: status === 'exempt',
        state: states[state] ?? 'notBegun',
        isLate,
        isAway,
        isEntered,
      }
    }),
  )
}

export async function readSummary(
  database: Database,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<SummarySource | null> {
  const [current, before] = await readRounds(database, branchId, wanted)
  if (current === undefined || (wanted !== null && current.period !== wanted)) return null
  return {
    roundId: current.id,
    period: period(current.period),
    pack: current.content,
    isClosed: current.closed_at !== null,
    roster: await readRosterCounts(database, current.id, branchId, now),
    published: publicationOf(current, current.content)?.published ?? null,
    previous: before === undefined ? null : publicationOf(before, before.content),
    attendance: await countLastAttendance(database, branchId, wanted, now),
  }
}

interface ClosedRow extends PublishedRound {
  readonly period: string
  readonly closed_on: string
  readonly hash: string
  readonly content: Pack | null
}

/** A pack is 60 KB and serves many rounds: it comes once, with the newest of them. */
export async function readClosings(
  database: Database,
  branchId: string,
  from: Period,
  to: Period,
): Promise<readonly ClosingSource[]> {
  const rows = await database.query(sql<ClosedRow>('closings', { isIdempotent: true })`
    SELECT r.period, (r.closed_at AT TIME ZONE b.time_zone)::date AS closed_on, r.publication,
      r.tally, r.is_shown_early, r.questionnaire_hash AS hash,
      CASE WHEN row_number() OVER (PARTITION BY r.questionnaire_hash
        ORDER BY r.period DESC) = 1 THEN q.content END AS content
    FROM round r JOIN branch b ON b.id = r.branch_id
      JOIN questionnaire q ON q.hash = r.questionnaire_hash
    WHERE r.branch_id = ${branchId}::uuid AND r.closed_at IS NOT NULL
      AND r.period BETWEEN ${from} AND ${to} ORDER BY r.period`)
  const packs = new Map(
    rows.flatMap(({ hash, content }) => (content === null ? [] : [[hash, content] as const])),
  )
  return rows.flatMap((row) => {
    const pack = packs.get(row.hash)
    const publication = pack === undefined ? null : publicationOf(row, pack)
    if (pack === undefined || publication === null) return []
    const { period: of, closed_on: closedOn } = row
    return [{ period: period(of), closedOn: localDate(closedOn), pack, ...publication }]
  })
}
