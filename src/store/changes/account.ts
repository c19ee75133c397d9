// Changes of the account are columns of its one update; what they do elsewhere is a fragment.
import { json, type Value } from '../../database/statement.ts'
import type { Change, ChangeOf } from '../change.ts'
import type { Fragment } from '../turns/writing.ts'
import type { ChangeContext } from './context.ts'

/** The columns of the account a change sets. */
export function accountColumns(
  change: Change,
  { now, snapshot }: ChangeContext,
): Readonly<Record<string, Value>> {
  switch (change.kind) {
    case 'converse':
      return { conversation: json(change.conversation) }
    case 'speak':
      return { language: change.language }
    case 'countWrongCode':
      return {
        wrong_tries: change.wrongTries,
        wrong_since: change.wrongSince,
        locked_until: change.lockedUntil,
      }
    case 'linkAccount':
      return {
        member_id: change.memberId,
        state: 'linked',
        linked_at: now,
        link_code_id: change.codeId,
        unreachable_reason: null,
        is_preferred: false,
        wrong_tries: 0,
        wrong_since: null,
        locked_until: null,
      }
    case 'unlinkAccount':
      return { member_id: null, state: 'new', is_preferred: false }
    case 'changeSetting':
    case 'undoSetting':
      return spoken(change, snapshot.member?.id)
    case 'preferHere':
      return { is_preferred: true }
    default:
      return {}
  }
}

/** A language of one's own is spoken in this chat too. */
function spoken(
  change: ChangeOf<'changeSetting' | 'undoSetting'>,
  memberId: string | undefined,
): Readonly<Record<string, Value>> {
  const value = change.kind === 'changeSetting' ? change.after : change.value
  return change.key === 'speech' && change.memberId === memberId
    ? { language: value === 'en' ? 'en' : 'vi' }
    : {}
}

/** The open sheet without its place in this conversation. */
const withoutSheet = `CASE WHEN conversation->'focus'->>'at' = 'sheet'
  THEN '{"focus":{"at":"nothing"}}'::jsonb
  ELSE conversation - 'sheet' END`

/**
 * Also takes the sheet: one statement cannot update a row twice. A turn that was read there before
 * is read anew.
 */
export function preferHere(
  change: ChangeOf<'preferHere'>,
  { snapshot }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE account SET is_preferred = false, version = version + 1,
      conversation = ${withoutSheet}
      WHERE member_id = ${bind(change.memberId)}::uuid AND id <> ${bind(snapshot.account.id)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function takeSheet(
  change: ChangeOf<'takeSheet'>,
  { snapshot }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE account SET version = version + 1, conversation = ${withoutSheet}
      WHERE member_id = ${bind(change.memberId)}::uuid AND id <> ${bind(snapshot.account.id)}::uuid
        AND conversation->'sheet' IS NOT NULL AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * A code works once; the member's other chats on this bot are let go, and prompts on their way
 * there with them.
 */
export function linkAccount(
  change: ChangeOf<'linkAccount'>,
  { now, snapshot }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) =>
      `UPDATE link_code SET used_at = ${bind(now)}
        WHERE id = ${bind(change.codeId)}::uuid AND used_at IS NULL
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE account SET member_id = NULL, state = 'new',
      conversation = '{"focus":{"at":"nothing"}}'::jsonb, version = version + 1
      WHERE member_id = ${bind(change.memberId)}::uuid AND bot_id = ${bind(snapshot.from.bot)}
        AND id <> ${bind(snapshot.account.id)}::uuid AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE outbox SET state = 'skipped', reason = 'relinked', body = NULL,
      settled_at = ${bind(now)}
      WHERE member_id = ${bind(change.memberId)}::uuid AND bot_id = ${bind(snapshot.from.bot)}
        AND state = 'pending' AND EXISTS (SELECT 1
        FROM held)`,
    (bind) =>
      `UPDATE member SET language = coalesce(${bind(snapshot.account.language)}, language)
        WHERE id = ${bind(change.memberId)}::uuid
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function speak(change: ChangeOf<'speak'>, { snapshot }: ChangeContext): readonly Fragment[] {
  if (snapshot.member === null) return []
  const memberId = snapshot.member.id
  return [
    (bind) =>
      `UPDATE member SET language = ${bind(change.language)}
        WHERE id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

export function countWrongCode({ hour }: ChangeOf<'countWrongCode'>): readonly Fragment[] {
  if (hour === null) return []
  return [
    (bind) =>
      `INSERT INTO wrong_code_hour (hour, count) SELECT ${bind(hour)}::timestamptz, 1 FROM held
        ON CONFLICT (hour) DO UPDATE
        SET count = wrong_code_hour.count + 1`,
  ]
}

export function consent(
  change: ChangeOf<'consent'>,
  { id, now, snapshot }: ChangeContext,
): readonly Fragment[] {
  const { notice } = change
  return [
    (
      bind,
    ) => `INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
      is_granted, recorded_by, bot_id, at)
      SELECT ${bind(id())}::uuid, ${bind(change.memberId)}::uuid, ${bind(notice.version)},
        ${bind(notice.hash)}, ${bind(notice.meaningHash)},
        ${bind(change.purpose)},
        ${bind(change.isGranted)}::boolean, ${bind(change.recordedBy ?? null)}::uuid,
        ${bind(snapshot.from.bot)}, ${bind(now)}::timestamptz FROM held`,
  ]
}
