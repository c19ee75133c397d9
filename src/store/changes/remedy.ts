import { createHash } from 'node:crypto'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { noRelink, type Relink } from '../relink.ts'
import { contexts } from '../contexts.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext, memberKeyOf, relinkOf } from './context.ts'

/**
 * One remedy per question of a sheet, and one more for each chat linked again: its id is made of
 * them, so that writing it again replaces it under the same seal, and nothing from elsewhere.
 */
function remedyId(change: ChangeOf<'putRemedy'>, relink: Relink | null): string {
  const of = [change.roundId, change.memberId, change.question]
  const hex = createHash('sha256')
    .update([...of, ...(relink === null ? [] : [relink])].join(':'))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function putRemedy(
  change: ChangeOf<'putRemedy'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { relink } = context.snapshot.account
  const id = remedyId(change, relink)
  const body = seal(
    memberKeyOf(context),
    JSON.stringify({ cause: change.cause, measure: change.measure }),
    contexts.remedyBody(id, change.memberId),
  )
  return [
    (
      bind,
    ) => `INSERT INTO remedy (id, member_id, branch_id, round_id, question, status, due_on, body,
      relink_id, created_at)
      SELECT ${bind(id)}::uuid, ${bind(change.memberId)}::uuid, ${bind(change.branchId)}::uuid,
        ${bind(change.roundId)}::uuid,
        ${bind(change.question)},
        ${bind(change.status)}, ${bind(change.dueOn)}::date, ${bind(body)}::bytea,
          ${bind(relinkOf(context))}::uuid, ${bind(context.now)}::timestamptz FROM held
      ON CONFLICT (round_id, member_id, question, relink_id) DO UPDATE
        SET status = excluded.status, due_on = excluded.due_on, body = excluded.body,
          closed_at = NULL`,
    ...(relink === null ? [(bind: Bind) => withdraw(change, context, bind, 'madeElsewhere')] : []),
  ]
}

export function withdrawRemedy(
  change: ChangeOf<'withdrawRemedy'>,
  context: ChangeContext,
): readonly Fragment[] {
  return [(bind) => withdraw(change, context, bind, 'all')]
}

/**
 * What is promised here of a question stands alone: what was promised of it elsewhere is no more.
 */
function withdraw(
  {
    roundId,
    memberId,
    question,
  }: Pick<ChangeOf<'withdrawRemedy'>, 'roundId' | 'memberId' | 'question'>,
  context: ChangeContext,
  bind: Bind,
  which: 'all' | 'madeElsewhere',
): string {
  const other =
    which === 'all' ? '' : `AND relink_id <> ${bind(noRelink)}::uuid AND status <> 'withdrawn'`
  return `UPDATE remedy SET status = 'withdrawn', closed_at = ${bind(context.now)}
    WHERE round_id = ${bind(roundId)}::uuid AND member_id = ${bind(memberId)}::uuid
      AND question = ${bind(question)} ${other} AND ${isInReach(context, bind)}
      AND EXISTS (SELECT 1 FROM held)`
}

/** A chat linked again reaches what was promised in it, whatever it names. */
function isInReach(context: ChangeContext, bind: Bind): string {
  return context.snapshot.account.relink === null
    ? 'true'
    : `relink_id = ${bind(relinkOf(context))}::uuid`
}

/**
 * Only the member's own remedy is ever moved. An absent date or count leaves what stands; a null
 * result takes it back.
 */
export function moveRemedy(
  change: ChangeOf<'moveRemedy'>,
  context: ChangeContext,
): readonly Fragment[] {
  const isClosed = change.status === 'done' || change.status === 'dropped'
  const { result } = change
  const sealed =
    typeof result === 'string'
      ? seal(memberKeyOf(context), result, contexts.remedyResult(change.remedyId, change.memberId))
      : null
  return [
    (bind) => `UPDATE remedy SET status = ${bind(change.status)}, closed_at = CASE
      WHEN ${bind(isClosed)}::boolean THEN coalesce(closed_at,
      ${bind(context.now)}::timestamptz) END,
        due_on = coalesce(${bind(change.dueOn ?? null)}::date, due_on),
          moves = coalesce(${bind(change.moves ?? null)}::int, moves),
        result = CASE WHEN ${bind(result === undefined)}::boolean THEN result
          ELSE ${bind(sealed)}::bytea END
      WHERE id = ${bind(change.remedyId)}::uuid AND member_id = ${bind(change.memberId)}::uuid
        AND status <> 'withdrawn' AND ${isInReach(context, bind)}
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** Only the member's own, and only while it is open. */
export function planRemedy(
  change: ChangeOf<'planRemedy'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { remedyId: id, memberId, cause, measure } = change
  const body = seal(
    memberKeyOf(context),
    JSON.stringify({ cause, measure }),
    contexts.remedyBody(id, memberId),
  )
  return [
    (bind) => `UPDATE remedy SET body = ${bind(body)}::bytea
      WHERE id = ${bind(id)}::uuid AND member_id = ${bind(memberId)}::uuid
    AND status IN ('noMeasure', 'open', 'inProgress') AND ${isInReach(context, bind)}
    AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** An anonymous voice keeps neither person nor time. */
export function addVoice(
  change: ChangeOf<'addVoice'>,
  context: ChangeContext,
): readonly Fragment[] {
  const id = context.id()
  const body = seal(branchKeyOf(context), change.text, contexts.voiceBody(id, change.branchId))
  const at = change.memberId === null ? null : context.now
  return [
    (bind) => `INSERT INTO voice (id, branch_id, round_id, member_id, body, at)
      SELECT ${bind(id)}::uuid, ${bind(change.branchId)}::uuid, ${bind(change.roundId)}::uuid,
      ${bind(change.memberId)}::uuid, ${bind(body)}::bytea, ${bind(at)}::timestamptz FROM held`,
  ]
}

export function dropVoice(change: ChangeOf<'dropVoice'>): readonly Fragment[] {
  return [
    (bind) =>
      `DELETE FROM voice WHERE round_id = ${bind(change.roundId)}::uuid
        AND member_id = ${bind(change.memberId)}::uuid
        AND at = ${bind(change.at)}::timestamptz
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}
