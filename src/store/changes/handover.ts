// The office of secretary passes from one member to another: offered, and taken or not.
import { json } from '../../database/statement.ts'
import type { ChangeOf } from '../change.ts'
import { noRelink } from '../relink.ts'
import type { Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

export function offerHandover(
  change: ChangeOf<'offerHandover'>,
  { id, now }: ChangeContext,
): readonly Fragment[] {
  const { branchId, fromMember, toMember, expiresAt, menu } = change
  return [
    (bind) => `UPDATE handover SET state = 'withdrawn', ended_at = ${bind(now)}::timestamptz
      WHERE branch_id = ${bind(branchId)}::uuid
      AND state = 'offered' AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `INSERT INTO handover (id, branch_id, from_member, to_member, at, expires_at)
      SELECT ${bind(id())}::uuid, ${bind(branchId)}::uuid, ${bind(fromMember)}::uuid,
        ${bind(toMember)}::uuid,
        ${bind(now)}::timestamptz, ${bind(expiresAt)}::timestamptz FROM held`,
    // As a reminder's choices do (reminders.ts): a typed number means one of them, unless something
    // is being asked.
    (bind) => `UPDATE account a SET version = a.version + 1,
        conversation = jsonb_set('{"focus":{"at":"nothing"}}'::jsonb || a.conversation, '{menu}',
          ${bind(json(menu))}::jsonb)
      WHERE a.member_id = ${bind(toMember)}::uuid AND a.relink_id = ${bind(noRelink)}::uuid
        AND coalesce(a.conversation->'focus'->>'at',
        'nothing') = 'nothing'
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function endHandover(
  { handoverId, state }: ChangeOf<'endHandover'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE handover SET state = ${bind(state)}, ended_at = ${bind(now)}::timestamptz
      WHERE id = ${bind(handoverId)}::uuid
    AND state = 'offered' AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** A member's own business, which stays theirs whatever their office. */
const personal = `(coalesce(o.merge_key, '') ~ '^(unfinished|remedy|remedies|review):'
  OR o.dedupe_key ~ '^(invitation|nudge|moved|review):')`

/**
 * All of it rests on the offer still standing and on its maker still being the secretary; two who
 * come at once meet in the audit's chain, and the later begins again. What was on its way to the
 * old secretary as such is dropped, and its slots with it, so that the new one is told.
 */
export function acceptHandover(
  change: ChangeOf<'acceptHandover'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const { handoverId, branchId, fromMember, toMember } = change
  const stands = `EXISTS (SELECT 1 FROM held)
    AND EXISTS (SELECT FROM handover h JOIN member f ON f.id = h.from_member
      AND f.role = 'secretary' AND f.left_at IS NULL`
  return [
    (bind) => `UPDATE member SET role = CASE WHEN id = ${bind(toMember)}::uuid THEN 'secretary'
      ELSE 'member' END
      WHERE branch_id = ${bind(branchId)}::uuid AND (id = ${bind(toMember)}::uuid
        OR role = 'secretary') AND left_at IS NULL
        AND ${stands} WHERE h.id = ${bind(handoverId)}::uuid AND h.state = 'offered')`,
    (bind) => `UPDATE handover SET state = 'accepted', ended_at = ${bind(now)}::timestamptz
      WHERE id = ${bind(handoverId)}::uuid
      AND state = 'offered' AND EXISTS (SELECT 1 FROM held)`,
    // Who issued a code of v0.1.0 is not known: it goes too.
    (bind) => `UPDATE link_code SET revoked_at = ${bind(now)}::timestamptz
      WHERE branch_id = ${bind(branchId)}::uuid AND (issued_by IS DISTINCT FROM 'operator')
      AND used_at IS NULL AND revoked_at IS NULL AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `DELETE FROM slot s WHERE s.branch_id = ${bind(branchId)}::uuid AND s.state = 'queued'
      AND EXISTS (SELECT 1 FROM held)
      AND EXISTS (SELECT FROM outbox o WHERE o.slot_id = s.id
        AND o.member_id = ${bind(fromMember)}::uuid AND o.state = 'pending'
        AND NOT ${personal})`,
    (bind) => `UPDATE outbox o SET state = 'skipped', reason = 'handedOver', body = NULL,
      settled_at = ${bind(now)}::timestamptz
      WHERE o.member_id = ${bind(fromMember)}::uuid AND o.branch_id = ${bind(branchId)}::uuid
        AND o.state = 'pending'
        AND o.class IN ('prompt', 'document') AND NOT ${personal} AND EXISTS (SELECT 1 FROM held)`,
  ]
}
