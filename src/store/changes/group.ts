import { sealAddress } from '../../outbox/sealed-address.ts'
import { seal } from '../../sealing/seal.ts'
import type { ChangeOf } from '../change.ts'
import { contexts, lookups } from '../contexts.ts'
import type { Fragment } from '../turns/writing.ts'
import { branchKeyOf, type ChangeContext } from './context.ts'

/** A code for a person or a group. Older unused ones of the same use are void from now on. */
export function issueCode(
  change: ChangeOf<'issueCode'>,
  { id, now, keyring, snapshot }: ChangeContext,
): readonly Fragment[] {
  const hash = keyring.lookupHash(lookups.linkCode, change.code)
  const issuer = snapshot.member?.id ?? null
  return [
    (
      bind,
    ) => `UPDATE link_code SET revoked_at = ${bind(now)} WHERE purpose = ${bind(change.purpose)}
      AND branch_id = ${bind(change.branchId)}::uuid
      AND member_id IS NOT DISTINCT FROM ${bind(change.memberId)}::uuid AND used_at IS NULL
        AND revoked_at IS NULL
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `INSERT INTO link_code (id, purpose, code_hash, branch_id, member_id, assessment_id,
      issued_by, created_at, expires_at)
      SELECT ${bind(id())}::uuid, ${bind(change.purpose)}, ${bind(hash)}::bytea,
        ${bind(change.branchId)}::uuid,
        ${bind(change.memberId)}::uuid,
        ${bind(change.assessmentId ?? null)}::uuid, ${bind(issuer)}, ${bind(now)}::timestamptz,
          ${bind(change.expiresAt)}::timestamptz FROM held`,
  ]
}

/** This chat becomes the branch's group; another chat that was it is let go. */
export function bindGroup(
  change: ChangeOf<'bindGroup'>,
  { id, now, keyring, snapshot }: ChangeContext,
): readonly Fragment[] {
  const { sealed, chatHash } = sealAddress(keyring, snapshot.from)
  return [
    (bind) =>
      `UPDATE link_code SET used_at = ${bind(now)}
        WHERE id = ${bind(change.codeId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE branch_group SET state = 'removed', removed_at = ${bind(now)}
      WHERE branch_id = ${bind(change.branchId)}::uuid
      AND state IN ('bound', 'botGone')
      AND NOT (bot_id = ${bind(snapshot.from.bot)} AND chat_hash = ${bind(chatHash)})
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, state, bound_at,
      link_code_id)
      SELECT ${bind(id())}::uuid, ${bind(snapshot.from.bot)}, ${bind(chatHash)}::bytea,
        ${bind(sealed)}::bytea,
        ${bind(change.branchId)}::uuid, 'bound', ${bind(now)}::timestamptz,
          ${bind(change.codeId)}::uuid FROM held
      ON CONFLICT (bot_id, chat_hash) DO UPDATE
        SET branch_id = excluded.branch_id, address = excluded.address, state = 'bound',
          bound_at = excluded.bound_at,
        removed_at = NULL, link_code_id = excluded.link_code_id`,
  ]
}

export function renameGroup(
  change: ChangeOf<'renameGroup'>,
  context: ChangeContext,
): readonly Fragment[] {
  const title = seal(branchKeyOf(context), change.title, contexts.groupTitle(change.groupId))
  return [
    (bind) =>
      `UPDATE branch_group SET title = ${bind(title)}
        WHERE id = ${bind(change.groupId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** Notices on their way to a group that is gone do not arrive; the secretary gets their texts. */
export function removeGroup(
  change: ChangeOf<'removeGroup'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE branch_group SET state = 'removed', removed_at = ${bind(now)}
        WHERE id = ${bind(change.groupId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE outbox SET state = 'failed', reason = 'groupGone', settled_at = ${bind(now)}
        WHERE group_id = ${bind(change.groupId)}::uuid AND state = 'pending' AND EXISTS (SELECT 1
          FROM held)`,
  ]
}

export function restoreGroup(change: ChangeOf<'restoreGroup'>): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE branch_group SET state = 'bound', removed_at = NULL
        WHERE id = ${bind(change.groupId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** The platform gave the group a new id; what waits for it goes there too. */
export function migrateGroup(
  change: ChangeOf<'migrateGroup'>,
  { keyring, snapshot }: ChangeContext,
): readonly Fragment[] {
  const { sealed, chatHash } = sealAddress(keyring, {
    bot: snapshot.from.bot,
    chat: change.toChat,
    kind: 'group',
  })
  return [
    (bind) =>
      `UPDATE branch_group SET chat_hash = ${bind(chatHash)}, address = ${bind(sealed)},
        state = 'bound'
        WHERE id = ${bind(change.groupId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE outbox SET chat_hash = ${bind(chatHash)}, address = ${bind(sealed)}
        WHERE group_id = ${bind(change.groupId)}::uuid
        AND state = 'pending' AND EXISTS (SELECT 1 FROM held)`,
  ]
}
