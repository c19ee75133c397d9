// A sheet on paper: that it was done, and the letters entered from it. What a member sent
// themselves is never touched.
import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

/** Not sent by the member, or recorded by an officer before. */
const isFree = "(s.state <> 'submitted' OR s.recorded_by IS NOT NULL)"

interface Settled {
  readonly assessmentId: string
  readonly byMember: string
  readonly isLate: boolean
  readonly state: 'onPaper' | 'submitted'
}

function settle(bind: Bind, now: Date, { assessmentId, byMember, isLate, state }: Settled): string {
  return `UPDATE assessment s SET state = ${bind(state)}, is_late = is_late
    OR (${bind(isLate)}::boolean AND submitted_at IS NULL),
      submitted_at = ${bind(now)}::timestamptz, submissions = submissions + 1,
        recorded_by = ${bind(byMember)}::uuid
    WHERE s.id = ${bind(assessmentId)}::uuid AND ${isFree} AND EXISTS (SELECT 1 FROM held)`
}

export function recordPaper(
  change: ChangeOf<'recordPaper'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [(bind) => settle(bind, now, { ...change, state: 'onPaper' })]
}

/**
 * Sealed with the member's own key, and not kept where that was replaced meanwhile. A version that
 * is there already (the member was faster) makes the turn begin again.
 */
export function enterCodes(
  change: ChangeOf<'enterCodes'>,
  { id, keyring, now }: ChangeContext,
): readonly Fragment[] {
  const { assessmentId, memberId, byMember, wrappedKey, isLate } = change
  const key = keyring.dataKeys.open(wrappedKey, contexts.memberKey(memberId))
  const rows = change.answers.map(({ question, version, value }) => {
    const answerId = id()
    const body = seal(
      key,
      JSON.stringify(value),
      contexts.answerValue(answerId, assessmentId, question),
    )
    return { id: answerId, question, version, body: Buffer.from(body).toString('hex') }
  })
  return [
    (
      bind,
    ) => `INSERT INTO answer (id, assessment_id, question, version, body, is_late, entered_by, at)
      SELECT d.id, s.id, d.question, d.version, decode(d.body, 'hex'), ${bind(isLate)}::boolean,
        ${bind(byMember)}::uuid,
        ${bind(now)}::timestamptz
      FROM held, jsonb_to_recordset(${bind(json(rows))}::jsonb) AS d(id uuid, question text,
        version int, body text), assessment s
        JOIN member_key k ON k.member_id = s.member_id
      WHERE s.id = ${bind(assessmentId)}::uuid AND s.member_id = ${bind(memberId)}::uuid
        AND k.wrapped = ${bind(wrappedKey)}::bytea
        AND ${isFree}`,
    (bind) => settle(bind, now, { assessmentId, byMember, isLate, state: 'submitted' }),
  ]
}

export function clearCodes({ assessmentId }: ChangeOf<'clearCodes'>): readonly Fragment[] {
  return [
    (bind) => `DELETE FROM answer WHERE assessment_id = ${bind(assessmentId)}::uuid
      AND entered_by IS NOT NULL
      AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE assessment s SET state = 'onPaper'
      WHERE s.id = ${bind(assessmentId)}::uuid AND s.state = 'submitted'
      AND s.recorded_by IS NOT NULL AND EXISTS (SELECT 1 FROM held)`,
  ]
}
