import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { noRelink } from '../relink.ts'
import { contexts } from '../contexts.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import { type ChangeContext, memberKeyOf, relinkOf } from './context.ts'

export function answer(change: ChangeOf<'answer'>, context: ChangeContext): readonly Fragment[] {
  const id = context.id()
  const body = seal(
    memberKeyOf(context),
    JSON.stringify(change.value),
    contexts.answerValue(id, change.assessmentId, change.question),
  )
  return [
    (
      bind,
    ) => `INSERT INTO answer (id, assessment_id, question, version, body, is_late, relink_id, at)
      SELECT ${bind(id)}::uuid, ${bind(change.assessmentId)}::uuid, ${bind(change.question)},
        ${versionOf(change, context, bind)},
        ${bind(body)}::bytea, ${bind(change.isLate)}::boolean, ${bind(relinkOf(context))}::uuid,
        ${bind(context.now)}::timestamptz FROM held`,
  ]
}

/** A chat linked again does not see the versions given elsewhere, which its own follows. */
function versionOf(change: ChangeOf<'answer'>, context: ChangeContext, bind: Bind): string {
  if (context.snapshot.account.relink === null) return `${bind(change.version)}::int`
  return `(SELECT coalesce(max(version), 0) + 1 FROM answer
    WHERE assessment_id = ${bind(change.assessmentId)}::uuid
      AND question = ${bind(change.question)})`
}

/**
 * What was begun or sent in a chat linked again bears its mark. A sheet that was settled elsewhere
 * stays as it was settled: what is given there is a later version and no more.
 */
export function moveAssessment(
  change: ChangeOf<'moveAssessment'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { now } = context
  const isBegun = change.state === 'inProgress'
  const relink = relinkOf(context)
  return [
    (bind) => `UPDATE assessment SET state = ${bind(change.state)}, is_late = is_late
      OR ${bind(change.isLate)}::boolean,
        started_at = coalesce(started_at, ${bind(now)}::timestamptz),
          submitted_at = CASE WHEN ${bind(isBegun)}::boolean THEN submitted_at
            ELSE ${bind(now)}::timestamptz END,
        recorded_by = CASE WHEN ${bind(isBegun)}::boolean THEN recorded_by END,
        submissions = submissions + CASE WHEN ${bind(isBegun)}::boolean THEN 0 ELSE 1 END,
        relink_id = ${bind(relink)}::uuid
      WHERE id = ${bind(change.assessmentId)}::uuid
        AND (${bind(relink)}::uuid = ${bind(noRelink)}::uuid OR relink_id = ${bind(relink)}::uuid
          OR state IN ('invited', 'inProgress'))
        AND EXISTS (SELECT 1 FROM held)`,
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
