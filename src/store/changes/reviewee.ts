import { json } from '../../database/statement.ts'
import type { TimelineOverrides } from '../../domain/timeline-rules.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

/**
 * The rules that tell those whose turn it is are off until a branch has a rotation; days and hours
 * it gave them stay.
 */
export function setRotation(
  { branchId, size }: ChangeOf<'setRotation'>,
  { snapshot }: ChangeContext,
): readonly Fragment[] {
  const { reviewFirst, reviewLast } = snapshot.branch?.timeline ?? {}
  const on = size > 0
  const rules: TimelineOverrides = {
    reviewFirst: { ...reviewFirst, on },
    reviewLast: { ...reviewLast, on },
  }
  return [
    (bind) => `UPDATE branch SET timeline = timeline || ${bind(json(rules))}::jsonb,
        reviewees_at_meeting = CASE WHEN ${bind(size)}::int = 0 THEN reviewees_at_meeting
          ELSE ${bind(size)}::int END
      WHERE id = ${bind(branchId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** What was said to whom before stays said; the newest word on a member at a meeting counts. */
export function putOffReview(
  change: ChangeOf<'putOffReview'>,
  context: ChangeContext,
): readonly Fragment[] {
  const { branchId, period, memberId, named } = change
  const reason = seal(
    branchKeyOf(context),
    change.reason,
    contexts.revieweeReason(branchId, period, memberId),
  )
  const row = (bind: Bind, id: string, state: string, why: Uint8Array | null): string =>
    `INSERT INTO reviewee (branch_id, period, member_id, state, reason, at)
      SELECT ${bind(branchId)}::uuid, ${bind(period)}, ${bind(id)}::uuid, ${bind(state)},
        ${bind(why)}::bytea,
        ${bind(context.now)}::timestamptz FROM held
      ON CONFLICT (branch_id, period, member_id) DO UPDATE
        SET state = excluded.state, reason = excluded.reason, at = excluded.at`
  const taken = named.map(
    (id): Fragment =>
      (bind) =>
        row(bind, id, 'named', null),
  )
  return [(bind) => row(bind, memberId, 'putOff', reason), ...taken]
}
