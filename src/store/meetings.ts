// The meetings of branches that meet by a rule: what stands planned, and what the rule now says
// instead.
import type { Database, Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localTime, type LocalTime } from '../domain/local-time.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { MeetingRule } from '../domain/meeting-rule.ts'
import type { Period } from '../domain/period.ts'
import type { TimelineOverrides } from '../domain/timeline-rules.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'
import { contexts } from './contexts.ts'
import type { MeetingView } from './snapshot.ts'
import { openMeeting } from './turns/open.ts'
import type { MeetingRow } from './turns/snapshot-row.ts'

/** A branch with a rule, and its meetings from a day on. */
export interface PlanningBranch {
  readonly id: string
  readonly zone: string
  readonly rule: MeetingRule
  readonly time: LocalTime | null
  readonly place: string | null
  readonly overrides: TimelineOverrides
  readonly meetings: readonly (MeetingView & { readonly hasRound: boolean })[]
}

interface Row {
  readonly id: string
  readonly time_zone: string
  readonly meeting_rule: MeetingRule
  readonly meeting_time: string | null
  readonly meeting_place: Buffer | null
  readonly timeline: TimelineOverrides
  readonly wrapped_key: Buffer
  readonly meetings: readonly (MeetingRow & { readonly has_round: boolean })[] | null
}

export async function readPlanningBranches(
  queryable: Queryable,
  keyring: Keyring,
  from: LocalDate,
): Promise<readonly PlanningBranch[]> {
  const rows = await queryable.query(sql<Row>('meetings-to-plan', { isIdempotent: true })`
    SELECT b.id, b.time_zone, b.meeting_rule, b.meeting_time, b.meeting_place, b.timeline,
      b.wrapped_key,
      (SELECT json_agg(json_build_object('id', t.id, 'period', t.period, 'kind', t.kind, 'date',
        t.date, 'starts_at', t.starts_at,
          'place', encode(t.place, 'base64'), 'source', t.source, 'moved_for', t.moved_for,
            'nominal_date', t.nominal_date,
          'has_round', EXISTS (SELECT FROM round r
            WHERE r.branch_id = t.branch_id AND r.period = t.period)))
        FROM meeting t WHERE t.branch_id = b.id AND t.date >= ${from}::date) AS meetings
    FROM branch b WHERE b.meeting_rule IS NOT NULL ORDER BY b.id`)
  return rows.map((row) => {
    const key = keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(row.id))
    return {
      id: row.id,
      zone: row.time_zone,
      rule: row.meeting_rule,
      time: row.meeting_time === null ? null : localTime(row.meeting_time),
      place:
        row.meeting_place === null
          ? null
          : unseal(key, row.meeting_place, contexts.branchPlace(row.id)),
      overrides: row.timeline,
      meetings: (row.meetings ?? []).map((meeting) => ({
        ...openMeeting(meeting, row.id, key),
        hasRound: meeting.has_round,
      })),
    }
  })
}

/** A meeting as the rule has it. `closesAt`: where its open round, if there is one, now closes. */
export interface RuleMeeting {
  readonly id: string
  readonly period: Period
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly place: string | null
  readonly nominalDate: LocalDate
  readonly movedFor: string | null
  readonly closesAt: Date | null
}

export interface MeetingPlan {
  readonly branchId: string
  readonly today: LocalDate
  readonly put: readonly RuleMeeting[]
  /** Meetings to come that the rule no longer gives. */
  readonly drop: readonly string[]
}

/** Writes a plan in one transaction. What was set by hand meanwhile, or is over, stays. */
export function writePlan(
  database: Database,
  keyring: Keyring,
  { branchId, today, put, drop }: MeetingPlan,
): Promise<void> {
  return database.transact(async (transaction) => {
    await transaction.query(sql('meetings-drop')`
      DELETE FROM meeting WHERE id = ANY(${drop}::uuid[]) AND source = 'rule'
        AND date >= ${today}::date`)
    if (put.length === 0) return
    const [branch] = await transaction.query(sql<{ wrapped_key: Buffer }>('meetings-key')`
      SELECT wrapped_key FROM branch WHERE id = ${branchId}::uuid`)
    if (branch === undefined) return
    const key = keyring.dataKeys.open(branch.wrapped_key, contexts.branchKey(branchId))
    for (const meeting of put) {
      const place =
        meeting.place === null
          ? null
          : seal(key, meeting.place, contexts.meetingPlace(meeting.id, branchId))
      await putMeeting(transaction, branchId, meeting, place, today)
    }
  })
}

/** The id goes with the place, which is sealed under it. */
async function putMeeting(
  transaction: Queryable,
  branchId: string,
  meeting: RuleMeeting,
  place: Uint8Array | null,
  today: LocalDate,
): Promise<void> {
  await transaction.query(sql('meetings-put')`
    WITH put AS (
      INSERT INTO meeting (id, branch_id, period, kind, date, starts_at, place, source,
        nominal_date, moved_for)
      VALUES (${meeting.id}::uuid, ${branchId}::uuid, ${meeting.period}, 'regular',
        ${meeting.date}::date, ${meeting.startsAt},
        ${place}::bytea, 'rule', ${meeting.nominalDate}::date, ${meeting.movedFor})
      ON CONFLICT (branch_id, period) DO UPDATE SET id = excluded.id, date = excluded.date,
        starts_at = excluded.starts_at,
        place = excluded.place, nominal_date = excluded.nominal_date, moved_for = excluded.moved_for
      WHERE meeting.source = 'rule' AND meeting.date >= ${today}::date RETURNING id)
    UPDATE round SET closes_at = coalesce(${meeting.closesAt}::timestamptz, closes_at)
    WHERE branch_id = ${branchId}::uuid AND period = ${meeting.period} AND closed_at IS NULL
      AND EXISTS (SELECT FROM put)`)
}

type NextMeeting = Pick<MeetingView, 'period' | 'date' | 'startsAt'>

/** The next meeting on or after a day. */
export async function readNextMeeting(
  queryable: Queryable,
  branchId: string,
  from: LocalDate,
): Promise<NextMeeting | null> {
  const [row] = await queryable.query(sql<NextMeeting>('meetings-next', { isIdempotent: true })`
    SELECT period, date, starts_at AS "startsAt" FROM meeting
      WHERE branch_id = ${branchId}::uuid AND date >= ${from}::date
    ORDER BY date LIMIT 1`)
  return row ?? null
}
