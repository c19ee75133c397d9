// Those whose turn it is to review themselves at a meeting: named once, and where each is told.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Period } from '../domain/period.ts'
import { chatOf, languageOf } from './months.ts'
import type { Chat } from './reminders.ts'

/** Reachable, and agreed to be reminded. */
export interface RevieweeChat {
  readonly memberId: string
  readonly language: 'vi' | 'en'
  readonly chat: Chat
  /** Agreed that answers are kept: an outline is made of nothing else. */
  readonly mayStore: boolean
}

interface Row {
  readonly member_id: string
  readonly language: string
  readonly chat: { readonly bot: string; readonly address: string; readonly chat: string }
  readonly may_store: boolean | null
}

export async function readRevieweeChats(
  queryable: Queryable,
  memberIds: readonly string[],
  meaningHash: string,
): Promise<readonly RevieweeChat[]> {
  const rows = await queryable.query(sql<Row>('reviewees-chats', { isIdempotent: true })`
    SELECT m.id AS member_id, coalesce(a.language, m.language) AS language, json_build_object('bot',
      a.bot_id,
        'address', encode(a.address, 'base64'), 'chat', encode(a.chat_hash, 'base64')) AS chat,
      (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'store'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1) AS may_store
    FROM member m JOIN branch b ON b.id = m.branch_id
      JOIN LATERAL (SELECT * FROM account WHERE member_id = m.id AND state = 'linked'
        ORDER BY (bot_id = ANY(b.bot_ids)) DESC, is_preferred DESC, linked_at LIMIT 1) a ON true
    WHERE m.id = ANY(${memberIds}::uuid[]) AND m.left_at IS NULL
      AND (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'remind'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1)
    ORDER BY m.id`)
  return rows.map((row) => ({
    memberId: row.member_id,
    language: languageOf(row.language),
    chat: chatOf(row.chat),
    mayStore: row.may_store === true,
  }))
}

/**
 * Names members for the meeting of a period, and says who of them is named in the end: whoever the
 * secretary put off meanwhile stays put off.
 */
export async function nameReviewees(
  transaction: Queryable,
  branchId: string,
  period: Period,
  memberIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query(sql<{ member_id: string; state: string }>('reviewees-name')`
    INSERT INTO reviewee (branch_id, period, member_id, state, at)
    SELECT ${branchId}::uuid, ${period}, d.id, 'named', ${now}::timestamptz
      FROM unnest(${memberIds.toSorted()}::uuid[]) AS d(id)
    ON CONFLICT (branch_id, period, member_id) DO UPDATE SET state = reviewee.state
      RETURNING member_id, state`)
  return new Set(rows.filter(({ state }) => state === 'named').map(({ member_id }) => member_id))
}

/**
 * Named for the meeting of a period before, and passed over now (away since, exempt, gone): their
 * turn is not used up.
 */
export async function releaseReviewees(
  transaction: Queryable,
  branchId: string,
  period: Period,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return
  await transaction.query(sql('reviewees-release')`
    DELETE FROM reviewee WHERE branch_id = ${branchId}::uuid AND period = ${period}
      AND state = 'named'
      AND member_id = ANY(${memberIds.toSorted()}::uuid[])`)
}
