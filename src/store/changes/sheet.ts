import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { type ChangeContext, memberKeyOf } from './context.ts'

export function answer(change: ChangeOf<'answer'>, context: ChangeContext): readonly Fragment[] {
  const id = context.id()
  const body = seal(
    memberKeyOf(context),
    JSON.stringify(change.value),
    contexts.answerValue(id, change.assessmentId, change.question),
  )
  return [
    (bind) => `INSERT INTO answer (id, assessment_id, question, version, body, is_late, at)
      SELECT ${bind(id)}::uuid, ${bind(change.assessmentId)}::uuid, ${bind(change.question)},
        ${bind(change.version)}::int,
        ${bind(body)}::bytea,
        ${bind(change.isLate)}::boolean, ${bind(context.now)}::timestamptz FROM held`,
  ]
}

export function moveAssessment(
  change: ChangeOf<'moveAssessment'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const isBegun = change.state === 'inProgress'
  return [
    (bind) => `UPDATE assessment SET state = ${bind(change.state)}, is_late = is_late
      OR ${bind(change.isLate)}::boolean,
        started_at = coalesce(started_at, ${bind(now)}::timestamptz),
          submitted_at = CASE WHEN ${bind(isBegun)}::boolean THEN submitted_at
            ELSE ${bind(now)}::timestamptz END,
        recorded_by = CASE WHEN ${bind(isBegun)}::boolean THEN recorded_by END,
        submissions = submissions + CASE WHEN ${bind(isBegun)}::boolean THEN 0 ELSE 1 END
      WHERE id = ${bind(change.assessmentId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function clearSheet(change: ChangeOf<'clearSheet'>): readonly Fragment[] {
  return [
    (bind) =>
      `DELETE FROM answer WHERE assessment_id = ${bind(change.assessmentId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `DELETE FROM remedy WHERE member_id = ${bind(change.memberId)}::uuid
        AND round_id = ${bind(change.roundId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `DELETE FROM voice WHERE member_id = ${bind(change.memberId)}::uuid
        AND round_id = ${bind(change.roundId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function countRefusedText(change: ChangeOf<'countRefusedText'>): readonly Fragment[] {
  return [
    (bind) => `INSERT INTO refused_text (reason, local_date, count)
      SELECT ${bind(change.reason)}, ${bind(change.localDate)}::date, 1 FROM held
      ON CONFLICT (reason, local_date) DO UPDATE SET count = refused_text.count + 1`,
  ]
}
