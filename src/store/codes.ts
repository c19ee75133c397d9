import { randomUUID } from 'node:crypto'
import type { Database, Transaction } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { codeDays, makeCode } from '../domain/code.ts'
import { byGivenName } from '../domain/given-name.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { operator } from './audit-chain.ts'
import { lookups } from './contexts.ts'
import { lockChain, recordDeeds } from './looks.ts'
import { openMember } from './roster-members.ts'
import type { SealedMember } from './roster-members.ts'

/** A code in the clear, once: only its hash is kept. */
export interface IssuedCode {
  readonly memberId: string
  readonly memberRef: string
  readonly fullName: string
  readonly code: string
}

/** A member who has or had a chat: a code of theirs links one more (domain/link-reach.ts). */
export interface LinkedMember {
  readonly memberRef: string
  readonly fullName: string
  /** The bots by which they will hear of it, a name for each chat that can be reached. */
  readonly told: readonly string[]
  /** Chats that cannot be reached. */
  readonly untold: number
}

export interface IssuedCodes {
  readonly codes: readonly IssuedCode[]
  readonly expiresAt: Date
  /** Those among whom the codes were asked for that are linked: issued one only to replace. */
  readonly linked: readonly LinkedMember[]
}

export interface CodeRequest {
  readonly branchId: string
  /**
   * `unlinked`: all without an account on a bot that serves the branch, except those exempt; an
   * exempt member gets one when named.
   */
  readonly members: readonly string[] | 'unlinked'
  /**
   * Also for those who have or had a chat. Where one of those named has, and this is not: for none.
   */
  readonly mayReplace?: boolean
  readonly now: Date
  readonly randomBytes: (count: number) => Uint8Array
}

interface Candidate extends SealedMember {
  readonly had_chat: boolean
  readonly chats: readonly { readonly bot: string; readonly isReached: boolean }[] | null
}

/**
 * New one-time codes by the operator, good for 14 days, for members of one branch. Older codes of
 * theirs stop working. Members of another branch, gone or erased get none. In the order of the
 * given names, as Vietnamese lists are.
 */
export async function issueMemberCodes(
  database: Database,
  keyring: Keyring,
  request: CodeRequest,
): Promise<IssuedCodes> {
  const { branchId, now, randomBytes, mayReplace = false } = request
  const expiresAt = new Date(now.getTime() + codeDays * 86_400_000)
  return database.transact(async (transaction) => {
    const people = (await readCandidates(transaction, request)).flatMap((candidate) => {
      const person = openMember(keyring, candidate)
      return person ? [{ candidate, person }] : []
    })
    const linked = people.flatMap(({ candidate, person }) =>
      candidate.had_chat ? [{ ...person, ...toldOf(candidate) }] : [],
    )
    if (linked.length > 0 && !mayReplace && request.members !== 'unlinked')
      return { codes: [], expiresAt, linked }
    const codes = people
      .filter(({ candidate }) => mayReplace || !candidate.had_chat)
      .map(({ candidate: { id }, person }) => {
        return { memberId: id, ...person, code: makeCode(randomBytes) }
      })
    await lockChain(transaction)
    const ids = codes.map(({ memberId }) => memberId)
    const hashes = codes.map(({ code }) => keyring.lookupHash(lookups.linkCode, code))
    await transaction.query(sql('revoke-codes')`
      UPDATE link_code SET revoked_at = ${now}
      WHERE purpose = 'member' AND member_id = ANY(${ids}::uuid[]) AND used_at IS NULL
        AND revoked_at IS NULL`)
    await transaction.query(sql('issue-codes')`
      INSERT INTO link_code (id, purpose, code_hash, branch_id, member_id, issued_by, created_at,
        expires_at)
      SELECT n.id, 'member', n.hash, ${branchId}::uuid, n.member_id, ${operator}::text,
        ${now}::timestamptz, ${expiresAt}::timestamptz
      FROM unnest(${ids.map(() => randomUUID())}::uuid[], ${hashes}::bytea[],
        ${ids}::uuid[]) AS n (id, hash, member_id)`)
    const rows = ids.map((subjectMemberId) => {
      const deed = 'inviteMembers' as const
      return { actor: operator, deed, branchId, subjectMemberId, isAllowed: true }
    })
    await recordDeeds(transaction, keyring, rows, now)
    const inOrder = codes.toSorted((a, b) => byGivenName(a.fullName, b.fullName))
    return { codes: inOrder, expiresAt, linked }
  })
}

function toldOf({ chats }: Candidate): Pick<LinkedMember, 'told' | 'untold'> {
  const told = (chats ?? []).filter(({ isReached }) => isReached).map(({ bot }) => bot)
  return { told, untold: (chats ?? []).length - told.length }
}

async function readCandidates(
  transaction: Transaction,
  { branchId, members }: CodeRequest,
): Promise<readonly Candidate[]> {
  if (members !== 'unlinked') {
    return transaction.query(sql<Candidate>('code-candidates-named')`
      SELECT m.id, m.ref, m.name, k.wrapped, m.first_linked_at IS NOT NULL
          OR EXISTS (SELECT FROM account a WHERE a.member_id = m.id) AS had_chat,
        (SELECT json_agg(json_build_object('bot', coalesce(t.title, t.id), 'isReached',
          a.state IN ('linked', 'relinked')) ORDER BY t.id)
          FROM account a JOIN bot t ON t.id = a.bot_id WHERE a.member_id = m.id) AS chats
      FROM member m JOIN member_key k ON k.member_id = m.id
      WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL
        AND m.id = ANY(${members}::uuid[])`)
  }
  return transaction.query(sql<Candidate>('code-candidates-unlinked')`
    SELECT m.id, m.ref, m.name, k.wrapped, m.first_linked_at IS NOT NULL
        OR EXISTS (SELECT FROM account a WHERE a.member_id = m.id) AS had_chat,
      (SELECT json_agg(json_build_object('bot', coalesce(t.title, t.id), 'isReached',
        a.state IN ('linked', 'relinked')) ORDER BY t.id)
        FROM account a JOIN bot t ON t.id = a.bot_id WHERE a.member_id = m.id) AS chats
    FROM member m JOIN member_key k ON k.member_id = m.id
      JOIN branch b ON b.id = m.branch_id
    WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL AND m.status <> 'exempt'
      AND NOT EXISTS (SELECT FROM account a WHERE a.member_id = m.id AND (b.bot_ids = '{}'
        OR a.bot_id = ANY(b.bot_ids)))`)
}

/** Members of a branch by their refs, and the refs of nobody there. */
export async function membersByRef(
  database: Database,
  keyring: Keyring,
  branchId: string,
  refs: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly unknown: readonly string[] }> {
  const hashes = refs.map((ref) =>
    keyring.lookupHash(lookups.memberRef, ref.trim().normalize('NFC')),
  )
  const rows = await database.query(sql<{ id: string; refHash: Uint8Array }>('members-by-ref', {
    isIdempotent: true,
  })`
    SELECT id, ref_hash AS "refHash" FROM member
    WHERE branch_id = ${branchId}::uuid AND left_at IS NULL AND ref_hash = ANY(${hashes}::bytea[])`)
  const found = new Set(rows.map(({ refHash }) => Buffer.from(refHash).toString('hex')))
  const isUnknown = (_: string, index: number): boolean =>
    !found.has(Buffer.from(hashes[index] ?? []).toString('hex'))
  return { ids: rows.map(({ id }) => id), unknown: refs.filter(isUnknown) }
}
