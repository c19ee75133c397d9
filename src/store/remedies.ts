// Remedies whose day has come near, has come or has passed: read for their reminders.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Leave } from '../domain/absence.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'
import { localTime } from '../domain/local-time.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { contexts } from './contexts.ts'
import { chatOf, languageOf } from './months.ts'
import type { Chat } from './reminders.ts'
import type { RemedyView } from './snapshot.ts'
import { openRemedy } from './turns/open.ts'
import type { RemedyRow } from './turns/snapshot-row.ts'

/** Where its owner is and what they agreed to; sealed still. */
export interface DueRemedy {
  readonly id: string
  readonly memberId: string
  readonly branchId: string
  readonly dueOn: LocalDate
  readonly createdAt: Date
  readonly isExempt: boolean
  readonly isElder: boolean
  readonly mayRemind: boolean
  readonly language: 'vi' | 'en'
  readonly zone: string
  readonly quiet: QuietHours
  readonly chat: Chat | null
  /** Their sheet is spoken of in another chat, which may not know of this: never in one message. */
  readonly isApart: boolean
  /** Days its owner said they are away, past ones too. */
  readonly leaves: readonly Leave[]
  /** Opens its words; null where the member's key is gone. */
  open(keyring: Keyring): RemedyView | null
}

interface Row {
  readonly remedy: RemedyRow & { readonly due_on: string }
  readonly member_id: string
  readonly branch_id: string
  readonly created_at: Date
  readonly is_exempt: boolean
  readonly is_elder: boolean
  readonly may_remind: boolean | null
  readonly language: string
  readonly time_zone: string
  readonly quiet_from: string
  readonly quiet_to: string
  readonly wrapped: Buffer | null
  readonly chat: { readonly bot: string; readonly address: string; readonly chat: string } | null
  readonly is_apart: boolean
  readonly leaves: readonly Leave[] | null
}

/**
 * A promise is spoken of in a chat that may know it: a whole one, or the one it was made in.
 * Active remedies due on one of these days, of members who have not left; `purpose` is what their
 * owner must have agreed to.
 * `branchId`: of one branch; null: of all.
 */
export async function readRemediesDueOn(
  queryable: Queryable,
  days: readonly LocalDate[],
  purpose: 'remedies',
  meaningHash: string,
  branchId: string | null = null,
): Promise<readonly DueRemedy[]> {
  const rows = await queryable.query(sql<Row>('remedies-due', { isIdempotent: true })`
    SELECT json_build_object('id', d.id, 'round_id', d.round_id, 'question', d.question, 'status',
      d.status, 'due_on', d.due_on,
        'moves', d.moves, 'body', encode(d.body, 'base64')) AS remedy,
      m.id AS member_id, m.branch_id, d.created_at, m.status = 'exempt' AS is_exempt, m.is_elder,
      coalesce(a.language, m.language) AS language,
      (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = ${purpose}
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1) AS may_remind,
      b.time_zone, b.quiet_from, b.quiet_to, k.wrapped,
      a.id IS DISTINCT FROM p.id AS is_apart,
      CASE WHEN a.id IS NOT NULL THEN json_build_object('bot', a.bot_id, 'address',
        encode(a.address, 'base64'),
        'chat', encode(a.chat_hash, 'base64')) END AS chat,
      (SELECT json_agg(json_build_object('from', x.from_on, 'to', x.to_on)) FROM absence x
        WHERE x.member_id = m.id) AS leaves
    FROM remedy d JOIN member m ON m.id = d.member_id AND m.left_at IS NULL
      JOIN branch b ON b.id = m.branch_id
      LEFT JOIN member_key k ON k.member_id = m.id
      LEFT JOIN LATERAL (SELECT * FROM account WHERE member_id = m.id AND (state = 'linked'
          OR state = 'relinked' AND relink_id = d.relink_id)
        ORDER BY (bot_id = ANY(b.bot_ids)) DESC, state = 'linked' DESC, is_preferred DESC, linked_at
        LIMIT 1) a ON true
      LEFT JOIN LATERAL (SELECT id FROM account WHERE member_id = m.id
          AND state IN ('linked', 'relinked')
        ORDER BY (bot_id = ANY(b.bot_ids)) DESC, state = 'linked' DESC, is_preferred DESC, linked_at
        LIMIT 1) p ON true
    WHERE d.status IN ('open', 'inProgress') AND d.due_on = ANY(${days}::date[])
      AND (${branchId}::uuid IS NULL OR d.branch_id = ${branchId}::uuid)
        ORDER BY m.branch_id, m.id, d.due_on, d.id`)
  return rows.map(openRow)
}

function openRow(row: Row): DueRemedy {
  const { wrapped, member_id: memberId } = row
  return {
    id: row.remedy.id,
    memberId,
    branchId: row.branch_id,
    dueOn: localDate(row.remedy.due_on),
    createdAt: row.created_at,
    isExempt: row.is_exempt,
    isElder: row.is_elder,
    mayRemind: row.may_remind === true,
    language: languageOf(row.language),
    zone: row.time_zone,
    quiet: { from: localTime(row.quiet_from), to: localTime(row.quiet_to) },
    chat: row.chat === null ? null : chatOf(row.chat),
    isApart: row.is_apart,
    leaves: row.leaves ?? [],
    open: (keyring) => {
      if (wrapped === null) return null
      return openRemedy(
        row.remedy,
        memberId,
        keyring.dataKeys.open(wrapped, contexts.memberKey(memberId)),
      )
    },
  }
}

/**
 * Which of these are still to be done. Until this transaction ends nobody can settle one of them.
 */
export async function lockActiveRemedies(
  transaction: Queryable,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query(sql<{ id: string }>('remedies-lock')`
    SELECT id FROM remedy WHERE id = ANY(${ids}::uuid[]) AND status IN ('open', 'inProgress')
      ORDER BY id FOR SHARE`)
  return new Set(rows.map(({ id }) => id))
}
