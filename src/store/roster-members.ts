// The members of a roster, written: new ones added with a key of their own, known ones (by their
// ref) brought up to date.
import { randomUUID } from 'node:crypto'
import type { Transaction } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { RosterRow } from '../domain/roster-row.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { keyIdOf, seal, unseal } from '../sealing/seal.ts'
import { contexts, lookups } from './contexts.ts'

interface MemberRow {
  readonly id: string
  readonly branchId: string
  readonly refHash: Uint8Array
  readonly ref: Uint8Array
  readonly name: Uint8Array
  readonly role: string
  readonly status: string
  readonly hasLeft: boolean
  /** Null: destroyed, and with it the name. */
  readonly wrapped: Uint8Array | null
}

export interface MembersWritten {
  readonly added: number
  /** With another name, role, status or branch than before, or come back. */
  readonly changed: number
  /** Of those changed: into another branch. */
  readonly moved: number
  readonly unchanged: number
  /** Rows of people whose data were erased; they stay erased, whatever the file says. */
  readonly erased: number
}

type Verdict = 'added' | 'changed' | 'moved' | 'unchanged' | 'erased'
interface Written extends Omit<MemberRow, 'hasLeft'> {
  readonly verdict: Verdict
}

/** Rows a statement; keeps one far below the five seconds that a statement may take. */
const batchRows = 500

/** Members with one of the refs' hashes, or of one of the branches. */
export async function readMembers(
  transaction: Transaction,
  {
    refHashes = [],
    branchIds = [],
  }: { readonly refHashes?: readonly Uint8Array[]; readonly branchIds?: readonly string[] },
): Promise<readonly MemberRow[]> {
  return transaction.query(sql<MemberRow>('roster-members')`
    SELECT m.id, m.branch_id AS "branchId", m.ref_hash AS "refHash", m.ref, m.name, m.role,
      m.status,
      m.left_at IS NOT NULL AS "hasLeft", k.wrapped
    FROM member m LEFT JOIN member_key k ON k.member_id = m.id
    WHERE m.ref_hash = ANY(${refHashes}::bytea[]) OR m.branch_id = ANY(${branchIds}::uuid[])`)
}

/** Writes the rows; `branchIds` by code. */
export async function writeMembers(
  transaction: Transaction,
  keyring: Keyring,
  rows: readonly RosterRow[],
  branchIds: ReadonlyMap<string, string>,
  now: Date,
): Promise<MembersWritten> {
  const verdicts = new Map<Verdict, number>()
  for (let at = 0; at < rows.length; at += batchRows) {
    const written = await writeBatch(
      transaction,
      keyring,
      rows.slice(at, at + batchRows),
      branchIds,
      now,
    )
    for (const { verdict } of written) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
  }
  const count = (verdict: Verdict): number => verdicts.get(verdict) ?? 0
  const moved = count('moved')
  return {
    added: count('added'),
    changed: count('changed') + moved,
    moved,
    unchanged: count('unchanged'),
    erased: count('erased'),
  }
}

async function writeBatch(
  transaction: Transaction,
  keyring: Keyring,
  rows: readonly RosterRow[],
  branchIds: ReadonlyMap<string, string>,
  now: Date,
): Promise<readonly Written[]> {
  const hashes = rows.map(({ memberRef }) => keyring.lookupHash(lookups.memberRef, memberRef))
  const known = new Map(
    (await readMembers(transaction, { refHashes: hashes })).map((row) => [hex(row.refHash), row]),
  )
  const written = rows.map((row, index) => {
    const refHash = hashes[index] ?? new Uint8Array()
    const branchId = branchIds.get(row.branchCode) ?? ''
    const before = known.get(hex(refHash))
    return before ? update(keyring, before, row, branchId) : add(keyring, row, branchId, refHash)
  })
  const added = written.filter(({ verdict }) => verdict === 'added')
  const changed = written.filter(({ verdict }) => verdict === 'changed' || verdict === 'moved')
  if (added.length > 0) await transaction.query(insertMembers(added, now))
  if (added.length > 0) await transaction.query(insertKeys(added))
  if (changed.length > 0) await transaction.query(updateMembers(changed, now))
  return written
}

function add(
  keyring: Keyring,
  { fullName, memberRef, role, status }: RosterRow,
  branchId: string,
  refHash: Uint8Array,
): Written {
  const id = randomUUID()
  const { key, wrapped } = keyring.dataKeys.make(contexts.memberKey(id))
  const name = seal(key, fullName, contexts.memberName(id))
  const ref = seal(key, memberRef, contexts.memberRef(id))
  return { id, branchId, refHash, ref, name, role, status, wrapped, verdict: 'added' }
}

function update(
  keyring: Keyring,
  before: MemberRow,
  { fullName, role, status }: RosterRow,
  branchId: string,
): Written {
  if (!before.wrapped) return { ...before, verdict: 'erased' }
  const key = keyring.dataKeys.open(before.wrapped, contexts.memberKey(before.id))
  const isRenamed = unseal(key, before.name, contexts.memberName(before.id)) !== fullName
  const name = isRenamed ? seal(key, fullName, contexts.memberName(before.id)) : before.name
  const isChanged = isRenamed || before.hasLeft || before.role !== role || before.status !== status
  const verdict = before.branchId !== branchId ? 'moved' : isChanged ? 'changed' : 'unchanged'
  return { ...before, branchId, name, role, status, verdict }
}

export type SealedMember = Pick<MemberRow, 'id' | 'ref' | 'name' | 'wrapped'>

/** Who a member is; null: their key was destroyed, and nobody knows any more. */
export function openMember(
  keyring: Keyring,
  { id, ref, name, wrapped }: SealedMember,
): { memberRef: string; fullName: string } | null {
  if (!wrapped) return null
  const key = keyring.dataKeys.open(wrapped, contexts.memberKey(id))
  return {
    memberRef: unseal(key, ref, contexts.memberRef(id)),
    fullName: unseal(key, name, contexts.memberName(id)),
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const insertMembers = (rows: readonly Written[], now: Date) => sql('roster-insert-members')`
  INSERT INTO member (id, branch_id, ref_hash, ref, name, role, status, created_at)
  SELECT n.id, n.branch_id, n.ref_hash, n.ref, n.name, n.role, n.status, ${now}::timestamptz
  FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ branchId }) => branchId)}::uuid[],
    ${rows.map(({ refHash }) => refHash)}::bytea[], ${rows.map(({ ref }) => ref)}::bytea[],
      ${rows.map(({ name }) => name)}::bytea[],
    ${rows.map(({ role }) => role)}::text[], ${rows.map(({ status }) => status)}::text[])
    AS n (id, branch_id, ref_hash, ref, name, role, status)`

const insertKeys = (rows: readonly Written[]) => sql('roster-insert-keys')`
  INSERT INTO member_key (member_id, kek_id, wrapped)
  SELECT * FROM unnest(${rows.map(({ id }) => id)}::uuid[],
    ${rows.map(({ wrapped }) => keyIdOf(wrapped ?? new Uint8Array()))}::text[],
    ${rows.map(({ wrapped }) => wrapped)}::bytea[])`

const updateMembers = (rows: readonly Written[], now: Date) => sql('roster-update-members')`
  UPDATE member m SET moved_at = CASE WHEN m.branch_id = n.branch_id THEN m.moved_at
    ELSE ${now}::timestamptz END,
    branch_id = n.branch_id, name = n.name, role = n.role, status = n.status, left_at = NULL
  FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ branchId }) => branchId)}::uuid[],
    ${rows.map(({ name }) => name)}::bytea[], ${rows.map(({ role }) => role)}::text[],
      ${rows.map(({ status }) => status)}::text[])
    AS n (id, branch_id, name, role, status)
  WHERE m.id = n.id`
