// A chat that was linked again, ended by its member's word from another one of theirs.
import type { ChangeOf } from '../change.ts'
import { noRelink } from '../relink.ts'
import type { Bind, Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

/**
 * Nothing that was given in it stays: answers, promises, words with a name, consents; nor what is
 * on its way there. A sheet of a round that is open is as begun as it was without it; one that was
 * sent there has to be sent again.
 */
export function endRelink(
  { memberId, relink }: ChangeOf<'endRelink'>,
  { now }: ChangeContext,
): readonly Fragment[] {
  const from = (bind: Bind): string => `relink_id = ${bind(relink)}::uuid`
  const isHeld = 'EXISTS (SELECT 1 FROM held)'
  return [
    (bind) => `UPDATE account SET member_id = NULL, state = 'new', is_preferred = false,
      relink_id = ${bind(noRelink)}::uuid, conversation = '{"focus":{"at":"nothing"}}'::jsonb,
      version = version + 1
      WHERE member_id = ${bind(memberId)}::uuid AND ${from(bind)} AND ${isHeld}`,
    (bind) => `UPDATE outbox o SET state = 'skipped', reason = 'unlinked', body = NULL,
      settled_at = ${bind(now)}
      FROM account a WHERE a.member_id = ${bind(memberId)}::uuid AND a.${from(bind)}
        AND o.bot_id = a.bot_id AND o.chat_hash = a.chat_hash AND o.state = 'pending'
        AND ${isHeld}`,
    // A word with a name was given at the moment of its answer.
    (bind) => `DELETE FROM voice v USING answer n, assessment s
      WHERE n.${from(bind)} AND n.question = 'voice.text' AND s.id = n.assessment_id
        AND v.round_id = s.round_id AND v.member_id = ${bind(memberId)}::uuid AND v.at = n.at
        AND ${isHeld}`,
    (bind) => `UPDATE assessment s SET relink_id = ${bind(noRelink)}::uuid, submitted_at = NULL,
        is_late = false, started_at = CASE WHEN kept.is_any THEN s.started_at END,
        state = CASE WHEN kept.is_any THEN 'inProgress' ELSE 'invited' END
      FROM (SELECT x.id, EXISTS (SELECT FROM answer n WHERE n.assessment_id = x.id
          AND n.relink_id <> ${bind(relink)}::uuid) AS is_any
        FROM assessment x JOIN round r ON r.id = x.round_id AND r.closed_at IS NULL
        WHERE x.member_id = ${bind(memberId)}::uuid AND x.${from(bind)}) kept
      WHERE kept.id = s.id AND ${isHeld}`,
    (bind) => `DELETE FROM answer WHERE ${from(bind)} AND ${isHeld}`,
    (bind) => `DELETE FROM remedy WHERE ${from(bind)} AND ${isHeld}`,
    (bind) => `DELETE FROM consent WHERE ${from(bind)} AND ${isHeld}`,
    (bind) => `UPDATE link_code SET revoked_at = ${bind(now)} WHERE purpose = 'member'
      AND member_id = ${bind(memberId)}::uuid AND used_at IS NULL AND revoked_at IS NULL
      AND ${isHeld}`,
  ]
}
