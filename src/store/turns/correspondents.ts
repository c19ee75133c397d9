// Whoever else hears of a turn: looked up only when somebody else does.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { Address } from '../../messaging/address.ts'
import type { SealedAddress } from '../../outbox/sealed-address.ts'
import type { Recipient, Reply } from '../change.ts'

/** Who hears what, by the recipient's `keyOf`; none: nobody who can be reached. */
export type Correspondents = ReadonlyMap<string, readonly Correspondent[]>

/** Under what a recipient's chats are found. */
export function keyOf(to: Exclude<Recipient, { kind: 'here' }>): string {
  switch (to.kind) {
    case 'member':
      return `member:${to.memberId}`
    case 'secretary':
      return `secretary:${to.branchId}`
    case 'otherChats':
      return `${to.standing}:${to.memberId}`
  }
}

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
  readonly account_id: string
  readonly account_state: string
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
 * The preferred chat of each member named, and of the secretaries of each branch named: never one
 * that was linked again. Where a member's other chats shall hear, all that can be reached but
 * `here`.
 */
export async function correspondents(
  database: Database,
  replies: readonly Reply[],
  here: string,
): Promise<Correspondents> {
  const members = replies.flatMap(({ to }) =>
    to.kind === 'member' || to.kind === 'otherChats' ? [to.memberId] : [],
  )
  const branches = replies.flatMap(({ to }) => (to.kind === 'secretary' ? [to.branchId] : []))
  if (members.length === 0 && branches.length === 0) return new Map()
  const rows = await database.query(sql<Row>('turn-correspondents', { isIdempotent: true })`
    SELECT a.id AS account_id, a.state AS account_state, m.id AS member_id, m.branch_id, m.role,
      m.language, m.is_elder, a.bot_id, a.address, a.chat_hash
    FROM member m JOIN branch b ON b.id = m.branch_id
      JOIN account a ON a.member_id = m.id AND a.state IN ('linked', 'relinked')
    WHERE m.left_at IS NULL AND (m.id = ANY(${members}::uuid[])
      OR (m.branch_id = ANY(${branches}::uuid[]) AND m.role = 'secretary'))
    ORDER BY m.id, (a.bot_id = ANY(b.bot_ids)) DESC, a.is_preferred DESC, a.linked_at`)
  const found = new Map<string, Correspondent[]>()
  for (const row of rows) {
    const correspondent = toCorrespondent(row)
    for (const key of keysOf(row, here)) {
      // A member hears in one chat, and so does a secretary; the other chats all hear.
      const before = found.get(key) ?? []
      if (before.length === 0 || isOfAll(key)) found.set(key, [...before, correspondent])
    }
  }
  return found
}

function isOfAll(key: string): boolean {
  return key.startsWith('whole:') || key.startsWith('again:')
}

function keysOf(row: Row, here: string): readonly string[] {
  const { member_id: memberId, branch_id: branchId } = row
  const isAgain = row.account_state === 'relinked'
  const standing = isAgain ? 'again' : 'whole'
  const others = row.account_id === here ? [] : [keyOf({ kind: 'otherChats', memberId, standing })]
  if (isAgain) return others
  const own = [...others, keyOf({ kind: 'member', memberId })]
  return row.role === 'secretary' ? [...own, keyOf({ kind: 'secretary', branchId })] : own
}

function toCorrespondent(row: Row): Correspondent {
  return {
    bot: row.bot_id,
    address: { sealed: row.address, chatHash: row.chat_hash },
    subject: row.member_id,
    memberId: row.member_id,
    language: row.language === 'en' ? 'en' : 'vi',
    isElder: row.is_elder,
  }
}
