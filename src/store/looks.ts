// What the service shows an officer of its own accord, and what the operator does by command, is a
// deed like one asked for in chat: it leaves the same row in the audit's chain.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Deed } from '../domain/rights.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { type AuditRow, chainParameter, chainSql } from './audit-chain.ts'

interface Look {
  /** The member who is shown it. */
  readonly actor: string
  readonly deed: Deed
  readonly branchId: string
}

/**
 * In the transaction of the deeds themselves. Fails when another row of the chain was written at
 * the same moment: try again.
 */
export async function recordDeeds(
  transaction: Queryable,
  keyring: Keyring,
  rows: readonly AuditRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  await transaction.query({
    name: 'audit-chain',
    text: chainSql('$1::jsonb'),
    values: [chainParameter(rows, { keyring, now })],
  })
}

/**
 * Nobody else adds to the chain until this transaction ends: for what cannot simply be tried again.
 */
export async function lockChain(transaction: Queryable): Promise<void> {
  await transaction.query(sql('audit-lock')`LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE`)
}

/** One look, in the transaction that queues what is shown. */
export function recordLook(
  transaction: Queryable,
  keyring: Keyring,
  look: Look,
  now: Date,
): Promise<void> {
  return recordDeeds(
    transaction,
    keyring,
    [{ ...look, subjectMemberId: null, isAllowed: true }],
    now,
  )
}
