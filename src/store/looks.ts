// What the service shows an officer of its own accord is a look like one they ask for: it leaves
// the same row in the audit's chain.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Deed } from '../domain/rights.ts'
import type { Keyring } from '../sealing/keyring.ts'

interface Look {
  /** The member who is shown it. */
  readonly actor: string
  readonly deed: Deed
  readonly branchId: string
}

/**
 * In the transaction that queues what is shown. Fails when another row of the chain was written at
 * the same moment: try again.
 */
export async function recordLook(
  transaction: Queryable,
  keyring: Keyring,
  { actor, deed, branchId }: Look,
  now: Date,
): Promise<void> {
  // The same row as changes/person.ts writes: the chain is checked over both.
  const mac = keyring.auditMac(
    new Uint8Array(0),
    JSON.stringify([now.toISOString(), actor, deed, branchId, null, true]),
  )
  await transaction.query(sql('look-record')`
    INSERT INTO audit (at, actor, action, branch_id, subject_member_id, is_allowed, mac, previous,
      hash)
    SELECT ${now}::timestamptz, ${actor}, ${deed}, ${branchId}::uuid, NULL, true, ${mac}::bytea,
      last.hash, sha256(last.hash || ${mac}::bytea)
    FROM (SELECT coalesce((SELECT hash FROM audit ORDER BY seq DESC
      LIMIT 1), ''::bytea) AS hash) last`)
}
