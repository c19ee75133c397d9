// What a secretary records of a meeting, and what members say of their absence.
import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

/** Two officers at once: the version is unique, so the later turn begins again and sees what the other wrote. */
export function markAttendance(change: ChangeOf<'markAttendance'>, context: ChangeContext): readonly Fragment[] {
  const { branchId, period, byMember, reason } = change
  const rows = change.marks.map(({ memberId, state }) => {
    const id = context.id()
    const sealed = reason === null ? null : seal(branchKeyOf(context), reason, contexts.attendanceReason(id, branchId))
    return { id, member_id: memberId, state, reason: sealed === null ? null : Buffer.from(sealed).toString('hex') }
  })
  return [
    (bind) => `INSERT INTO attendance (id, branch_id, period, member_id, version, state, reason, by_member, at)
      SELECT d.id, ${bind(branchId)}::uuid, ${bind(period)}, d.member_id,
        1 + coalesce((SELECT max(a.version) FROM attendance a WHERE a.branch_id = ${bind(branchId)}::uuid
          AND a.period = ${bind(period)} AND a.member_id = d.member_id), 0),
        d.state, decode(d.reason, 'hex'), ${bind(byMember)}::uuid, ${bind(context.now)}::timestamptz
      FROM held, jsonb_to_recordset(${bind(json(rows))}::jsonb) AS d(id uuid, member_id uuid, state text, reason text)`,
  ]
}

/** Takes the place of those named. */
export function putAbsence(change: ChangeOf<'putAbsence'>, context: ChangeContext): readonly Fragment[] {
  const { memberId, leave, replaces } = change
  const drop: Fragment = (bind) => `DELETE FROM absence WHERE id = ANY(${bind(replaces)}::uuid[])
    AND member_id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`
  const put: Fragment = (bind) => `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
    SELECT ${bind(context.id())}::uuid, ${bind(memberId)}::uuid, ${bind(leave.from)}::date, ${bind(leave.to)}::date,
      ${bind(context.now)}::timestamptz FROM held`
  return replaces.length === 0 ? [put] : [drop, put]
}

/** `to` null: it never began, and is as if it had not been said. */
export function endAbsence({ absenceId, memberId, to }: ChangeOf<'endAbsence'>): readonly Fragment[] {
  if (to === null) {
    return [(bind) => `DELETE FROM absence WHERE id = ${bind(absenceId)}::uuid AND member_id = ${bind(memberId)}::uuid
      AND EXISTS (SELECT 1 FROM held)`]
  }
  return [(bind) => `UPDATE absence SET to_on = ${bind(to)}::date WHERE id = ${bind(absenceId)}::uuid
    AND member_id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`]
}
