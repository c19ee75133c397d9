// What the summaries of a branch are made of: counts of two rounds, whatever the number of members
// or of years.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { nextCheckpoint } from '../../domain/checkpoint.ts'
import { type LocalDate, localDate } from '../../domain/local-date.ts'
import { countRoster, type SheetState } from '../../domain/participation.ts'
import { firstDayOf, monthOf, type Period, period } from '../../domain/period.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import { countRemedies, type RemedyCounts, type RemedyStatus } from '../../domain/remedy.ts'
import type { Published } from '../../domain/suppression.ts'
import type { Scales, Tally } from '../../domain/tally.ts'
import type { ClosingSource, SummarySource } from '../tables.ts'
import { countLastAttendance } from './attendance.ts'

interface RoundRow {
  readonly id: string
  readonly period: string
  readonly closed_at: Date | null
  readonly tally: Tally | null
  readonly checkpoint: Published | null
  readonly content: Pack
}

interface RosterRow {
  readonly status: string
  readonly state: string
  readonly is_late: boolean
  readonly is_recorded: boolean
  readonly is_away: boolean
}

/**
 * Counts the content of one round: unseals its levels. Made once at closing, and at a checkpoint
 * that is due.
 */
export type TallyRound = (roundId: string) => Promise<Tally>

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
    SELECT r.id, r.period, r.closed_at, r.tally, r.checkpoint, q.content FROM round r
      JOIN questionnaire q ON q.hash = r.questionnaire_hash
    WHERE r.branch_id = ${branchId}::uuid AND (${wanted}::text IS NULL OR r.period <= ${wanted})
      ORDER BY r.period DESC LIMIT 2`)
}

function scalesOfPack(pack: Pack): Scales {
  return {
    heads: pack.scale.levels.map(({ id }) => id),
    groups: pack.manifestationScale.levels.map(({ id }) => id),
  }
}

async function liveTally(
  round: RoundRow,
  done: number,
  tallyRound: TallyRound,
): Promise<Tally | null> {
  if (round.closed_at !== null) return round.tally
  return nextCheckpoint(round.checkpoint?.sheets ?? 0, done).isDue ? tallyRound(round.id) : null
}

export async function readSummary(
  database: Database,
  tallyRound: TallyRound,
  branchId: string,
  wanted: Period | null,
  now: Date,
): Promise<SummarySource | null> {
  const [current, before] = await readRounds(database, branchId, wanted)
  if (current === undefined || (wanted !== null && current.period !== wanted)) return null
  const people = await database.query(sql<RosterRow>('summary-roster', { isIdempotent: true })`
    SELECT m.status, s.state, s.is_late, s.recorded_by IS NOT NULL AS is_recorded, EXISTS (SELECT
      FROM absence x WHERE x.member_id = m.id
        AND (CASE WHEN r.closed_at IS NULL THEN ${now}::timestamptz ELSE r.closes_at
          END AT TIME ZONE b.time_zone)::date
          BETWEEN x.from_on AND x.to_on) AS is_away
    FROM assessment s JOIN member m ON m.id = s.member_id JOIN round r ON r.id = s.round_id
      JOIN branch b ON b.id = r.branch_id
    WHERE s.round_id = ${current.id}::uuid
    UNION ALL SELECT m.status, 'invited', false, false, false FROM member m
      WHERE m.branch_id = ${branchId}::uuid AND m.status = 'exempt'
      AND m.left_at IS NULL`)
  const roster = countRoster(
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
  return {
    roundId: current.id,
    period: period(current.period),
    pack: current.content,
    isClosed: current.closed_at !== null,
    roster,
    tally: await liveTally(current, roster.done - (roster.entered ?? 0), tallyRound),
    checkpoint: current.checkpoint,
    previous:
      before?.tally === null || before === undefined
        ? null
        : {
            tally: before.tally,
            checkpoint: before.checkpoint,
            scales: scalesOfPack(before.content),
          },
    attendance: await countLastAttendance(database, branchId, wanted, now),
  }
}

interface ClosedRow {
  readonly period: string
  readonly closed_on: string
  readonly tally: Tally
  readonly checkpoint: Published | null
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
    SELECT r.period, (r.closed_at AT TIME ZONE b.time_zone)::date AS closed_on, r.tally,
      r.checkpoint,
      r.questionnaire_hash AS hash,
      CASE WHEN row_number() OVER (PARTITION BY r.questionnaire_hash
        ORDER BY r.period DESC) = 1 THEN q.content END AS content
    FROM round r JOIN branch b ON b.id = r.branch_id
      JOIN questionnaire q ON q.hash = r.questionnaire_hash
    WHERE r.branch_id = ${branchId}::uuid AND r.closed_at IS NOT NULL AND r.tally IS NOT NULL
      AND r.period BETWEEN ${from} AND ${to} ORDER BY r.period`)
  const packs = new Map(
    rows.flatMap(({ hash, content }) => (content === null ? [] : [[hash, content] as const])),
  )
  return rows.flatMap(({ period: of, closed_on: closedOn, tally, checkpoint, hash }) => {
    const pack = packs.get(hash)
    return pack === undefined
      ? []
      : [{ period: period(of), closedOn: localDate(closedOn), tally, checkpoint, pack }]
  })
}

interface CountedRow {
  readonly status: string
  readonly due_on: string | null
  readonly created_on: string
  readonly closed_on: string | null
}

/**
 * Remedies of closed rounds only: while a round is open, its new ones would tell who handed in with
 * a shortcoming.
 */
export async function readBranchRemedies(
  database: Database,
  branchId: string,
  today: LocalDate,
): Promise<RemedyCounts> {
  const rows = await database.query(sql<CountedRow>('branch-remedies', { isIdempotent: true })`
    SELECT d.status, d.due_on, (d.created_at AT TIME ZONE b.time_zone)::date AS created_on,
      (d.closed_at AT TIME ZONE b.time_zone)::date AS closed_on
    FROM remedy d JOIN branch b ON b.id = d.branch_id LEFT JOIN round r ON r.id = d.round_id
    WHERE d.branch_id = ${branchId}::uuid AND (r.id IS NULL OR r.closed_at IS NOT NULL)
      AND (d.closed_at IS NULL OR d.closed_at >= ${today}::date - 62)`)
  const remedies = rows.map((row) => ({
    status: row.status as RemedyStatus,
    dueOn: date(row.due_on),
    createdOn: localDate(row.created_on),
    closedOn: date(row.closed_on),
  }))
  return countRemedies(remedies, { from: firstDayOf(monthOf(today)), to: today })
}

function date(text: string | null): LocalDate | null {
  return text === null ? null : localDate(text)
}
