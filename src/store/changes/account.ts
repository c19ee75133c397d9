// Changes of the account are columns of its one update; what they do elsewhere is a fragment.
import { json, type Value } from '../../database/statement.ts'
import { chatHashOf } from '../../outbox/sealed-address.ts'
import type { Change, ChangeOf } from '../change.ts'
import { noRelink, type Relink } from '../relink.ts'
import type { Fragment } from '../turns/writing.ts'
import { type ChangeContext, relinkOf } from './context.ts'

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
        ...standingColumns(relinkAfter(change, snapshot.account.relink)),
        linked_at: now,
        link_code_id: change.codeId,
        unreachable_reason: null,
        is_preferred: false,
        wrong_tries: 0,
        wrong_since: null,
        locked_until: null,
      }
    case 'changeSetting':
    case 'undoSetting':
      return spoken(change, snapshot.member?.id)
    case 'preferHere':
      return { is_preferred: true }
    default:
      return {}
  }
}

/** As a chat stands after this: the same one keeps what it had, with whatever code. */
function relinkAfter(
  { of, codeId }: ChangeOf<'linkAccount'>,
  before: Relink | null,
): Relink | null {
  if (of === 'sameChat') return before
  return of === 'firstChat' ? null : codeId
}

/** The two columns that say how a chat stands, which never differ. */
export function standingColumns(relink: Relink | null): Readonly<Record<string, Value>> {
  return { relink_id: relink ?? noRelink, state: relink === null ? 'linked' : 'relinked' }
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
 * A code works once. No other chat of the member is touched: whoever holds a code may be anybody.
 * What was on its way here for somebody this chat belonged to before is dropped.
 */
export function linkAccount(
  change: ChangeOf<'linkAccount'>,
  { now, snapshot, keyring }: ChangeContext,
): readonly Fragment[] {
  const chatHash = chatHashOf(keyring, snapshot.from)
  const own = change.of === 'again' ? null : snapshot.account.language
  return [
    (bind) =>
      `UPDATE link_code SET used_at = ${bind(now)}
        WHERE id = ${bind(change.codeId)}::uuid AND used_at IS NULL
        AND EXISTS (SELECT 1 FROM held)`,
    (bind) => `UPDATE outbox SET state = 'skipped', reason = 'relinked', body = NULL,
      settled_at = ${bind(now)}
      WHERE bot_id = ${bind(snapshot.from.bot)} AND chat_hash = ${bind(chatHash)}
        AND member_id <> ${bind(change.memberId)}::uuid
        AND state = 'pending' AND EXISTS (SELECT 1 FROM held)`,
    (bind) =>
      `UPDATE member SET first_linked_at = coalesce(first_linked_at, ${bind(now)}::timestamptz),
        language = coalesce(${bind(own)}, language)
        WHERE id = ${bind(change.memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * What the member's other chats are told offers a choice: a typed number means it there, unless
 * something is being asked. Only chats that were never linked again may object.
 */
export function offerObjection(
  change: ChangeOf<'offerObjection'>,
  { snapshot }: ChangeContext,
): readonly Fragment[] {
  return [
    (bind) => `UPDATE account a SET version = a.version + 1,
        conversation = jsonb_set('{"focus":{"at":"nothing"}}'::jsonb || a.conversation, '{menu}',
          ${bind(json(change.menu))}::jsonb)
      WHERE a.member_id = ${bind(change.memberId)}::uuid
        AND a.id <> ${bind(snapshot.account.id)}::uuid
        AND a.relink_id = ${bind(noRelink)}::uuid
        AND coalesce(a.conversation->'focus'->>'at', 'nothing') = 'nothing'
        AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/** A chat linked again speaks for itself and not for its member. */
export function speak(change: ChangeOf<'speak'>, { snapshot }: ChangeContext): readonly Fragment[] {
  if (snapshot.member === null || snapshot.account.relink !== null) return []
  const memberId = snapshot.member.id
  return [
    (bind) =>
      `UPDATE member SET language = ${bind(change.language)}
        WHERE id = ${bind(memberId)}::uuid AND EXISTS (SELECT 1 FROM held)`,
  ]
}

/**
 * In a group: of the person who typed it there. In a private chat it is a column of the account.
 */
export function countGroupCode(
  { wrongTries, wrongSince, lockedUntil }: ChangeOf<'countGroupCode'>,
  { snapshot, keyring, personHash }: ChangeContext,
): readonly Fragment[] {
  const chatHash = chatHashOf(keyring, snapshot.from)
  return [
    (bind) => `INSERT INTO group_code_try (bot_id, chat_hash, person_hash, wrong_tries, wrong_since,
      locked_until)
      SELECT ${bind(snapshot.from.bot)}, ${bind(chatHash)}::bytea, ${bind(personHash)}::bytea,
        ${bind(wrongTries)}::int, ${bind(wrongSince)}::timestamptz,
        ${bind(lockedUntil)}::timestamptz FROM held
      ON CONFLICT (bot_id, chat_hash, person_hash) DO UPDATE SET
        wrong_tries = excluded.wrong_tries, wrong_since = excluded.wrong_since,
        locked_until = excluded.locked_until`,
  ]
}

export function consent(change: ChangeOf<'consent'>, context: ChangeContext): readonly Fragment[] {
  const { id, now, snapshot } = context
  const { notice } = change
  return [
    (
      bind,
    ) => `INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
      is_granted, recorded_by, bot_id, relink_id, at)
      SELECT ${bind(id())}::uuid, ${bind(change.memberId)}::uuid, ${bind(notice.version)},
        ${bind(notice.hash)}, ${bind(notice.meaningHash)},
        ${bind(change.purpose)},
        ${bind(change.isGranted)}::boolean, ${bind(change.recordedBy ?? null)}::uuid,
        ${bind(snapshot.from.bot)}, ${bind(relinkOf(context))}::uuid, ${bind(now)}::timestamptz
      FROM held`,
  ]
}
