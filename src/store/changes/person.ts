// What concerns a person as a whole: prompts that became stale, reachability, erasure, and the
// audit of looks.
import { chatHashOf } from '../../outbox/sealed-address.ts'
import type { ChangeOf } from '../change.ts'
import type { Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

/**
 * An empty key drops every waiting prompt of the member; `due`: what waits for a later hour stays.
 */
export function dropPrompts(
  change: ChangeOf<'dropPrompts'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE outbox SET state = 'skipped', reason = 'stale', body = NULL,
      settled_at = ${bind(now)}
      WHERE member_id = ${bind(change.memberId)}::uuid AND state = 'pending' AND class = 'prompt'
        AND (${bind(change.mergeKey)} = '' OR merge_key = ${bind(change.mergeKey)})
        AND (${bind(change.which === 'due')}::boolean IS FALSE OR not_before <= ${bind(now)})
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** How the member wants their sheets, on every platform and from now on. */
export function preferQuick({ memberId, isQuick }: ChangeOf<'preferQuick'>): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE member SET prefers_quick = ${bind(isQuick)}::boolean
        WHERE id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** A chat that blocked us hears nothing more until the person is back. */
export function reach(
  change: ChangeOf<'reach'>,
  { now, snapshot, keyring }: ChangeContext,
): readonly Fragment[] {
  if (change.isReachable || snapshot.member === null) return []
  const memberId = snapshot.member.id
  const chatHash = chatHashOf(keyring, snapshot.from)
  return [
    // What the member's next account can take is turned round by the sender (outbox/reroute.ts).
    (bind) => `UPDATE outbox o SET settled_at = ${bind(now)}, reason = 'unreachable',
        state = CASE WHEN x.may_go THEN 'failed' ELSE 'skipped' END, body = CASE WHEN x.may_go
          THEN o.body END
      FROM (SELECT p.id, p.class IN ('prompt', 'document') AND p.doubts = 0
        AND EXISTS (
          SELECT FROM account a WHERE a.member_id = p.member_id AND a.state = 'linked'
            AND a.bot_id <> p.bot_id
            AND a.bot_id <> ALL(p.tried_bots)) AS may_go
        FROM outbox p WHERE p.member_id = ${bind(memberId)}::uuid
          AND p.bot_id = ${bind(snapshot.from.bot)} AND p.chat_hash = ${bind(chatHash)}::bytea
          AND p.state = 'pending') x
      WHERE o.id = x.id AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * Deleting the member's key makes all that was sealed with it unreadable, in backups too once they
 * have passed. A fresh key seals the name, which the roster still needs; answers, remedies and
 * named voices are deleted as rows as well.
 */
export function eraseMember(
  change: ChangeOf<'eraseMember'>,
  { now, erasure }: ChangeContext,
): readonly Fragment[] {
  if (erasure === null) throw new Error('erasing a member needs a fresh key for their name')
  const { wrapped, kekId, name, ref } = erasure
  return [
    (bind) =>
      `DELETE FROM answer USING assessment WHERE answer.assessment_id = assessment.id
        AND assessment.member_id = ${bind(change.memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `DELETE FROM remedy WHERE member_id = ${bind(change.memberId)}::uuid AND EXISTS (SELECT 1
        FROM held)`,
    (bind) =>
      `UPDATE reviewee SET reason = NULL WHERE member_id = ${bind(change.memberId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `DELETE FROM absence WHERE member_id = ${bind(change.memberId)}::uuid AND EXISTS (SELECT 1
        FROM held)`,
    (bind) =>
      `DELETE FROM setting_change WHERE member_id = ${bind(change.memberId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `DELETE FROM voice WHERE member_id = ${bind(change.memberId)}::uuid AND EXISTS (SELECT 1
        FROM held)`,
    (bind) =>
      `UPDATE member_key SET wrapped = ${bind(wrapped)}, kek_id = ${bind(kekId)}
        WHERE member_id = ${bind(change.memberId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE member SET name = ${bind(name)}, ref = ${bind(ref)}
        WHERE id = ${bind(change.memberId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE outbox SET state = 'skipped', reason = 'erased', body = NULL,
        settled_at = ${bind(now)}
        WHERE member_id = ${bind(change.memberId)}::uuid AND state = 'pending' AND EXISTS (SELECT 1
          FROM held)`,
  ]
}

/**
 * The secretary settles a notice in doubt: it arrived, or it is sent once more as a message of its
 * own.
 */
export function settleUnknown(
  change: ChangeOf<'settleUnknown'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  if (change.verdict === 'arrived') {
    return [
      (bind) =>
        `UPDATE outbox SET state = 'sent', reason = 'confirmedByPerson', body = NULL,
          settled_at = ${bind(now)}
          WHERE id = ${bind(change.outboxId)}::uuid AND state = 'unknown' AND EXISTS (SELECT 1
            FROM held)`,
    ]
  }
  return [
    (
      bind,
    ) => `UPDATE outbox SET state = 'pending', reason = 'askedToResend', attempts = 0, doubts = 0,
      crashes = 0, owner = NULL,
      lease_until = NULL, settled_at = NULL,
      not_before = ${bind(now)},
        not_after = NULL WHERE id = ${bind(change.outboxId)}::uuid AND state = 'unknown'
          AND body IS NOT NULL
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}
