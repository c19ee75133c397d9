import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

export function setMeetingRule(
  change: ChangeOf<'setMeetingRule'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { rule, time, place, branchId } = change
  const sealed =
    typeof place === 'string'
      ? seal(branchKeyOf(context), place, contexts.branchPlace(branchId))
      : null
  return [
    (bind) => `UPDATE branch SET meeting_rule =
      coalesce(${bind(rule === undefined ? null : json(rule))}::jsonb, meeting_rule),
        meeting_time = coalesce(${bind(time ?? null)}, meeting_time),
        meeting_place = CASE WHEN ${bind(place === undefined)}::boolean THEN meeting_place
          ELSE ${bind(sealed)}::bytea END
      WHERE id = ${bind(branchId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function dropRuleMeetings(change: ChangeOf<'dropRuleMeetings'>): readonly Fragment[] {
  return [
    (
      bind,
    ) => `DELETE FROM meeting WHERE branch_id = ${bind(change.branchId)}::uuid AND source = 'rule'
      AND date >= ${bind(change.from)}::date
      AND period IS DISTINCT FROM ${bind(change.keep)} AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * A meeting's place is sealed under the meeting's own id, so the row of the period is replaced as a
 * whole.
 */
export function setMeeting(
  change: ChangeOf<'setMeeting'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, meeting } = change
  const known = context.snapshot.meeting?.period === period ? context.snapshot.meeting.id : null
  const id = known ?? context.id()
  const place =
    meeting.place === null
      ? null
      : seal(branchKeyOf(context), meeting.place, contexts.meetingPlace(id, branchId))
  return [
    (bind) => `INSERT INTO meeting (id, branch_id, period, kind, date, starts_at, place, source,
      nominal_date, moved_for)
      SELECT ${bind(id)}::uuid, ${bind(branchId)}::uuid, ${bind(period)}, ${bind(meeting.kind)},
        ${bind(meeting.date)}::date,
        ${bind(meeting.startsAt)}, ${bind(place)}::bytea,
        ${bind(meeting.source)}, ${bind(meeting.nominalDate)}::date, ${bind(meeting.movedFor)}
          FROM held
      ON CONFLICT (branch_id, period) DO UPDATE
        SET id = excluded.id, kind = excluded.kind, date = excluded.date,
          starts_at = excluded.starts_at,
        place = excluded.place, source = excluded.source, nominal_date = excluded.nominal_date,
          moved_for = excluded.moved_for`,
  ]
}

/**
 * Invitations still on their way are made once: they wait no longer, and no shorter, than the round
 * is open.
 */
export function moveRoundClose(change: ChangeOf<'moveRoundClose'>): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE outbox SET not_after = ${bind(change.closesAt)}::timestamptz WHERE state = 'pending'
        AND dedupe_key LIKE 'invitation:' || ${bind(change.roundId)}::text || ':%'
          AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE round SET closes_at = ${bind(change.closesAt)}
        WHERE id = ${bind(change.roundId)}::uuid AND closed_at IS NULL
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function noteReminded(change: ChangeOf<'noteReminded'>): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE branch SET reminded_on = ${bind(change.localDate)}::date
        WHERE id = ${bind(change.branchId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}
