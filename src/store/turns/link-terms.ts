// What a link rests on, asked once more within the transaction that writes it: that the code is
// good, and whether its member had a chat before.
import { sql, type Statement } from '../../database/statement.ts'
import type { Change, LinkOf } from '../change.ts'
import type { Bind } from './writing.ts'

export interface LinkTerms {
  readonly memberId: string
  readonly codeId: string
  readonly of: LinkOf
}

/** Those of a turn that links; null: it links nobody. */
export function linkTermsOf(changes: readonly Change[]): LinkTerms | null {
  return changes.find((change) => change.kind === 'linkAccount') ?? null
}

/**
 * Of two chats that would be a member's first at one moment the later waits here, and its condition
 * is asked in a statement that sees the earlier one.
 */
export function lockMember({ memberId }: LinkTerms): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'turn-lock-member',
  )`SELECT id FROM member WHERE id = ${memberId}::uuid FOR NO KEY UPDATE`
}

export function stillHolds({ memberId, codeId, of }: LinkTerms, bind: Bind): string {
  const isGood = `EXISTS (SELECT 1 FROM link_code c WHERE c.id = ${bind(codeId)}::uuid
    AND c.used_at IS NULL AND c.revoked_at IS NULL)`
  if (of !== 'firstChat') return isGood
  return `${isGood} AND NOT EXISTS (SELECT 1 FROM member f WHERE f.id = ${bind(memberId)}::uuid
    AND f.first_linked_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM account f WHERE f.member_id = ${bind(memberId)}::uuid)`
}
