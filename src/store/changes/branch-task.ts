// What a resolution asks of whom: written as a draft, confirmed, and moved from state to state.
import { json } from '../../database/statement.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

/** Takes the place of what the same officer wrote and did not confirm. */
export function draftTasks(
  change: ChangeOf<'draftTasks'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, byMember } = change
  const rows = change.tasks.map(({ what, others, memberIds, dueOn }, place) => {
    const id = context.id()
    const body = seal(
      branchKeyOf(context),
      JSON.stringify({ what, others }),
      contexts.branchTaskBody(id, branchId),
    )
    return {
      id,
      place,
      due_on: dueOn,
      member_ids: memberIds,
      body: Buffer.from(body).toString('hex'),
    }
  })
  return [
    ...dropTaskDrafts({ kind: 'dropTaskDrafts', branchId, byMember }),
    (
      bind,
    ) => `INSERT INTO branch_task (id, branch_id, period, place, state, due_on, member_ids, body,
      created_by, created_at)
      SELECT d.id, ${bind(branchId)}::uuid, ${bind(period)}, d.place, 'draft', d.due_on,
        d.member_ids, decode(d.body, 'hex'),
        ${bind(byMember)}::uuid, ${bind(context.now)}::timestamptz
      FROM held, jsonb_to_recordset(${bind(json(rows))}::jsonb) AS d(id uuid, place int,
        due_on date, member_ids uuid[], body text)`,
  ]
}

/** From now on they stand: nobody is reminded of a day that was past before. */
export function confirmTasks(
  { branchId, byMember }: ChangeOf<'confirmTasks'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE branch_task SET state = 'open', created_at = ${bind(now)}::timestamptz
      WHERE branch_id = ${bind(branchId)}::uuid
      AND created_by = ${bind(byMember)}::uuid AND state = 'draft' AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function dropTaskDrafts({
  branchId,
  byMember,
}: ChangeOf<'dropTaskDrafts'>): readonly Fragment[] {
  return [
    (bind) => `DELETE FROM branch_task WHERE branch_id = ${bind(branchId)}::uuid
      AND created_by = ${bind(byMember)}::uuid
      AND state = 'draft' AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** An absent date leaves what stands; the reason is that of this move. */
export function moveTask(
  change: ChangeOf<'moveTask'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { taskId, branchId, byMember, state, reason } = change
  const sealed =
    reason === null
      ? null
      : seal(branchKeyOf(context), reason, contexts.branchTaskReason(taskId, branchId))
  return [
    (bind) => `UPDATE branch_task SET state = ${bind(state)}, due_on =
      coalesce(${bind(change.dueOn ?? null)}::date, due_on),
        reason = ${bind(sealed)}::bytea, changed_by = ${bind(byMember)}::uuid,
          changed_at = ${bind(context.now)}::timestamptz
      WHERE id = ${bind(taskId)}::uuid AND branch_id = ${bind(branchId)}::uuid AND state <> 'draft'
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}
