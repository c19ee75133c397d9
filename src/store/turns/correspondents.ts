// Whoever else hears of a turn: looked up only when somebody else does.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { Address } from '../../messaging/address.ts'
import type { SealedAddress } from '../../outbox/sealed-address.ts'
import type { Reply } from '../change.ts'

export interface Correspondent {
  readonly bot: string
  readonly address: Address | SealedAddress
  /** Whom the choices are signed for. */
  readonly subject: string
  readonly memberId: string | null
  readonly language: 'vi' | 'en'
  readonly isElder: boolean
}

interface Row {
  readonly member_id: string
  readonly branch_id: string
  readonly role: string
  readonly language: string
  readonly is_elder: boolean
  readonly bot_id: string
  readonly address: Buffer
  readonly chat_hash: Buffer
}

/**
 * One reachable chat of each member named, and of the secretaries of each branch named; the
 * preferred one first.
 */
export async function correspondents(
  database: Database,
  replies: readonly Reply[],
): Promise<ReadonlyMap<string, Correspondent>> {
  const members = replies.flatMap(({ to }) => (to.kind === 'member' ? [to.memberId] : []))
  const branches = replies.flatMap(({ to }) => (to.kind === 'secretary' ? [to.branchId] : []))
  if (members.length === 0 && branches.length === 0) return new Map()
  const rows = await database.query(sql<Row>('turn-correspondents', { isIdempotent: true })`
    SELECT DISTINCT ON (m.id) m.id AS member_id, m.branch_id, m.role, m.language, m.is_elder,
      a.bot_id, a.address, a.chat_hash
    FROM member m JOIN branch b ON b.id = m.branch_id
      JOIN account a ON a.member_id = m.id AND a.state = 'linked'
    WHERE m.left_at IS NULL AND (m.id = ANY(${members}::uuid[])
      OR (m.branch_id = ANY(${branches}::uuid[]) AND m.role = 'secretary'))
    ORDER BY m.id, (a.bot_id = ANY(b.bot_ids)) DESC, a.is_preferred DESC, a.linked_at`)
  return new Map(
    rows.flatMap((row) => {
      const correspondent: Correspondent = {
        bot: row.bot_id,
        address: { sealed: row.address, chatHash: row.chat_hash },
        subject: row.member_id,
        memberId: row.member_id,
        language: row.language === 'en' ? 'en' : 'vi',
        isElder: row.is_elder,
      }
      const entries: [string, Correspondent][] = [[row.member_id, correspondent]]
      return row.role === 'secretary'
        ? [...entries, [`secretary:${row.branch_id}`, correspondent]]
        : entries
    }),
  )
}
