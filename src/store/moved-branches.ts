// Branches that another bot serves now, and who of them is linked only by one that does not.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'
import { chatOf, languageOf } from './months.ts'
import type { Chat } from './reminders.ts'

/** Rules of the slots by which each member, and each branch's secretary, is told once. */
export const movedRules = { member: 'linkAgain', secretary: 'branchMoved' } as const

export interface MovedBranch {
  readonly branchId: string
  /** The branch's date on which its bots were changed. */
  readonly since: LocalDate
  readonly mustLinkAgain: number
  readonly isGroupLeftBehind: boolean
  /** Those of them not yet told whom a former bot still reaches. */
  readonly untold: readonly {
    readonly memberId: string
    readonly language: 'vi' | 'en'
    readonly chat: Chat
  }[]
}

interface Row {
  readonly branch_id: string
  readonly since: string
  readonly count: number
  readonly is_group_left: boolean
  readonly untold:
    | readonly {
        readonly id: string
        readonly language: string
        readonly bot: string
        readonly address: string
        readonly chat: string
      }[]
    | null
}

/** Of branches whose bots changed since a moment, those with somebody or something to tell. */
export async function readMovedBranches(
  queryable: Queryable,
  changedSince: Date,
  atMost: number,
): Promise<readonly MovedBranch[]> {
  const rows = await queryable.query(sql<Row>('branches-moved', { isIdempotent: true })`
    WITH moved AS (
      SELECT b.id, b.bot_ids, (b.bots_since AT TIME ZONE b.time_zone)::date AS since FROM branch b
        WHERE b.bots_since >= ${changedSince}
    ), left_behind AS (
      SELECT v.id AS branch_id, v.since, m.id, m.language FROM moved v
        JOIN member m ON m.branch_id = v.id AND m.left_at IS NULL
      WHERE EXISTS (SELECT FROM account a WHERE a.member_id = m.id)
        AND NOT EXISTS (SELECT FROM account a WHERE a.member_id = m.id
          AND a.bot_id = ANY(v.bot_ids))
    ), untold AS (
      SELECT DISTINCT ON (l.id) l.branch_id, l.id, coalesce(a.language, l.language) AS language,
        a.bot_id, a.address, a.chat_hash
      FROM left_behind l JOIN account a ON a.member_id = l.id AND a.state = 'linked'
      WHERE NOT EXISTS (SELECT FROM slot s WHERE s.rule = ${movedRules.member} AND s.subject = l.id
        AND s.local_date = l.since)
      ORDER BY l.id, a.is_preferred DESC, a.linked_at
    ), found AS (
      SELECT v.id AS branch_id, v.since, (SELECT count(*)::int FROM left_behind l
        WHERE l.branch_id = v.id) AS count,
        EXISTS (SELECT FROM branch_group g WHERE g.branch_id = v.id
          AND g.state IN ('bound', 'botGone')
          AND g.bot_id <> ALL(v.bot_ids)) AS is_group_left,
        (SELECT json_agg(json_build_object('id', u.id, 'language', u.language, 'bot', u.bot_id,
          'address', encode(u.address, 'base64'),
          'chat', encode(u.chat_hash, 'base64'))) FROM untold u WHERE u.branch_id = v.id) AS untold,
        EXISTS (SELECT FROM slot s WHERE s.rule = ${movedRules.secretary} AND s.subject = v.id
          AND s.local_date = v.since) AS is_told
      FROM moved v
    )
    SELECT * FROM found WHERE untold IS NOT NULL OR NOT is_told AND (count > 0 OR is_group_left)
      ORDER BY branch_id LIMIT ${atMost}::int`)
  return rows.map((row) => ({
    branchId: row.branch_id,
    since: localDate(row.since),
    mustLinkAgain: row.count,
    isGroupLeftBehind: row.is_group_left,
    untold: (row.untold ?? []).map((one) => ({
      memberId: one.id,
      language: languageOf(one.language),
      chat: chatOf(one),
    })),
  }))
}
