import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { keyIdOf, seal, unseal } from '../../sealing/seal.ts'
import type { Change } from '../change.ts'
import { contexts } from '../contexts.ts'
import type { Erasure } from './context.ts'

/**
 * Opens name and reference one last time with the old key and seals them with a fresh one; null
 * when nobody is erased.
 */
export async function prepareErasure(
  database: Database,
  keyring: Keyring,
  changes: readonly Change[],
): Promise<Erasure | null> {
  const memberId = changes.find((change) => change.kind === 'eraseMember')?.memberId
  if (memberId === undefined) return null
  const [row] = await database.query(sql<{ name: Buffer; ref: Buffer; wrapped: Buffer }>(
    'erasure-read',
    { isIdempotent: true },
  )`
    SELECT m.name, m.ref, k.wrapped FROM member m JOIN member_key k ON k.member_id = m.id
      WHERE m.id = ${memberId}::uuid`)
  if (row === undefined) return null
  const old = keyring.dataKeys.open(row.wrapped, contexts.memberKey(memberId))
  const fresh = keyring.dataKeys.make(contexts.memberKey(memberId))
  keyring.dataKeys.forget(row.wrapped, contexts.memberKey(memberId))
  return {
    wrapped: fresh.wrapped,
    kekId: keyIdOf(fresh.wrapped),
    name: seal(
      fresh.key,
      unseal(old, row.name, contexts.memberName(memberId)),
      contexts.memberName(memberId),
    ),
    ref: seal(
      fresh.key,
      unseal(old, row.ref, contexts.memberRef(memberId)),
      contexts.memberRef(memberId),
    ),
  }
}
