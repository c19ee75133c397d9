// What a secretary records of a meeting, and what members say of their absence.
import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

/**
 * Two officers at once: the version is unique, so the later turn begins again and sees what the
 * other wrote.
 */
export function markAttendance(
  change: ChangeOf<'markAttendance'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, byMember, reason } = change
  const rows = change.marks.map(({ memberId, state }) => {
    const id = context.id()
    const sealed =
      reason === null
        ? null
        : seal(branchKeyOf(context), reason, contexts.attendanceReason(id, branchId))
    return {
      id,
      member_id: memberId,
      state,
      reason: sealed === null ? null : Buffer.from(sealed).toString('hex'),
    }
  })
  return [
    (bind) => `INSERT INTO attendance (id, branch_id, period, member_id, version, state, reason,
      by_member, at)
      SELECT d.id, ${bind(branchId)}::uuid, ${bind(period)}, d.member_id,
        1 + coalesce((SELECT max(a.version) FROM attendance a
          WHERE a.branch_id = ${bind(branchId)}::uuid
          AND a.period = ${bind(period)} AND a.member_id = d.member_id), 0),
        d.state, decode(d.reason, 'hex'), ${bind(byMember)}::uuid, ${bind(context.now)}::timestamptz
      FROM held, jsonb_to_recordset(${bind(json(rows))}::jsonb) AS d(id uuid, member_id uuid,
        state text, reason text)`,
    // Kept with the turn itself, which outlives what was recorded of the meeting.
    (
      bind,
    ) => `UPDATE reviewee r SET state = CASE WHEN d.state = 'present' THEN 'named' ELSE 'absent' END
      FROM held, jsonb_to_recordset(${bind(json(rows))}::jsonb) AS d(member_id uuid, state text)
      WHERE r.branch_id = ${bind(branchId)}::uuid AND r.period = ${bind(period)}
        AND r.member_id = d.member_id
        AND r.state IN ('named', 'absent')`,
  ]
}

/**
 * Takes the place of those named. A turn at a meeting to come that falls into it is as if they had
 * not been called.
 */
export function putAbsence(
  change: ChangeOf<'putAbsence'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { memberId, leave, replaces } = change
  const drop: Fragment = (bind) => `DELETE FROM absence WHERE id = ANY(${bind(replaces)}::uuid[])
    AND member_id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`
  const put: Fragment = (bind) => `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
    SELECT ${bind(context.id())}::uuid, ${bind(memberId)}::uuid, ${bind(leave.from)}::date,
      ${bind(leave.to)}::date,
      ${bind(context.now)}::timestamptz FROM held`
  const release: Fragment = (
    bind,
  ) => `DELETE FROM reviewee r USING meeting t, branch b WHERE r.member_id = ${bind(memberId)}::uuid
    AND r.state = 'named' AND t.branch_id = r.branch_id AND t.period = r.period
      AND b.id = r.branch_id
    AND t.date BETWEEN ${bind(leave.from)}::date AND ${bind(leave.to)}::date
    AND t.date >= (${bind(context.now)}::timestamptz AT TIME ZONE b.time_zone)::date
      AND EXISTS (SELECT 1 FROM held)`
  return replaces.length === 0 ? [put, release] : [drop, put, release]
}

/** `to` null: it never began, and is as if it had not been said. */
export function endAbsence({
  absenceId,
  memberId,
  to,
}: ChangeOf<'endAbsence'>): readonly Fragment[] {
  if (to === null) {
    return [
      (bind) => `DELETE FROM absence WHERE id = ${bind(absenceId)}::uuid
        AND member_id = ${bind(memberId)}::uuid
      AND EXISTS (SELECT 1 FROM held)`,
    ]
  }
  return [
    (bind) => `UPDATE absence SET to_on = ${bind(to)}::date WHERE id = ${bind(absenceId)}::uuid
    AND member_id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}
