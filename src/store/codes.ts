import { randomUUID } from 'node:crypto'
import type { Database, Transaction } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { codeDays, makeCode } from '../domain/code.ts'
import { byGivenName } from '../domain/given-name.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { lookups } from './contexts.ts'
import { openMember } from './roster-members.ts'
import type { SealedMember } from './roster-members.ts'

/** A code in the clear, once: only its hash is kept. */
export interface IssuedCode {
  readonly memberId: string
  readonly memberRef: string
  readonly fullName: string
  readonly code: string
}

export interface IssuedCodes {
  readonly codes: readonly IssuedCode[]
  readonly expiresAt: Date
}

export interface CodeRequest {
  readonly branchId: string
  /**
   * `unlinked`: all without an account on a bot that serves the branch, except those exempt; an
   * exempt member gets one when named.
   */
  readonly members: readonly string[] | 'unlinked'
  readonly now: Date
  readonly randomBytes: (count: number) => Uint8Array
}

/**
 * New one-time codes, good for 14 days, for members of one branch. Older codes of theirs stop
 * working. Members of another branch, gone or erased get none. In the order of the given names, as
 * Vietnamese lists are.
 */
export async function issueMemberCodes(
  database: Database,
  keyring: Keyring,
  request: CodeRequest,
): Promise<IssuedCodes> {
  const { branchId, now, randomBytes } = request
  const expiresAt = new Date(now.getTime() + codeDays * 86_400_000)
  return database.transact(async (transaction) => {
    const candidates = await readCandidates(transaction, request)
    const codes = candidates.flatMap((candidate) => {
      const person = openMember(keyring, candidate)
      return person ? [{ memberId: candidate.id, ...person, code: makeCode(randomBytes) }] : []
    })
    const ids = codes.map(({ memberId }) => memberId)
    const hashes = codes.map(({ code }) => keyring.lookupHash(lookups.linkCode, code))
    await transaction.query(sql('revoke-codes')`
      UPDATE link_code SET revoked_at = ${now}
      WHERE purpose = 'member' AND member_id = ANY(${ids}::uuid[]) AND used_at IS NULL
        AND revoked_at IS NULL`)
    await transaction.query(sql('issue-codes')`
      INSERT INTO link_code (id, purpose, code_hash, branch_id, member_id, created_at, expires_at)
      SELECT n.id, 'member', n.hash, ${branchId}::uuid, n.member_id, ${now}::timestamptz,
        ${expiresAt}::timestamptz
      FROM unnest(${ids.map(() => randomUUID())}::uuid[], ${hashes}::bytea[],
        ${ids}::uuid[]) AS n (id, hash, member_id)`)
    return { codes: codes.toSorted((a, b) => byGivenName(a.fullName, b.fullName)), expiresAt }
  })
}

async function readCandidates(
  transaction: Transaction,
  { branchId, members }: CodeRequest,
): Promise<readonly SealedMember[]> {
  if (members !== 'unlinked') {
    return transaction.query(sql<SealedMember>('code-candidates-named')`
      SELECT m.id, m.ref, m.name, k.wrapped FROM member m JOIN member_key k ON k.member_id = m.id
      WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL
        AND m.id = ANY(${members}::uuid[])`)
  }
  return transaction.query(sql<SealedMember>('code-candidates-unlinked')`
    SELECT m.id, m.ref, m.name, k.wrapped FROM member m JOIN member_key k ON k.member_id = m.id
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
