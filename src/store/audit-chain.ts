// Rows of the audit's chain, any number in one statement, each following the one before it.
import { json } from '../database/statement.ts'
import type { Deed } from '../domain/rights.ts'
import type { Keyring } from '../sealing/keyring.ts'

/** Who did a deed where no member is known to have done it. */
export const operator = 'operator'
export const stranger = 'stranger'

export interface AuditRow {
  /** A member, `operator` or `stranger`. */
  readonly actor: string
  readonly deed: Deed
  readonly branchId: string
  readonly subjectMemberId: string | null
  readonly isAllowed: boolean
}

/** The rows as the one parameter of `chainSql`. */
export function chainParameter(
  rows: readonly AuditRow[],
  { keyring, now }: { readonly keyring: Keyring; readonly now: Date },
): string {
  return json(
    rows.map(({ actor, deed, branchId, subjectMemberId, isAllowed }, place) => {
      const told = [now.toISOString(), actor, deed, branchId, subjectMemberId, isAllowed]
      const mac = keyring.auditMac(new Uint8Array(0), JSON.stringify(told))
      return {
        place: place + 1,
        at: now.toISOString(),
        actor,
        action: deed,
        branch_id: branchId,
        subject: subjectMemberId,
        is_allowed: isAllowed,
        mac: Buffer.from(mac).toString('hex'),
      }
    }),
  )
}

/**
 * Puts the rows of a json parameter at the end of the chain. `previous` is unique, so of two that
 * write at one moment the later fails and is tried again.
 */
export function chainSql(rows: string): string {
  return `INSERT INTO audit (at, actor, action, branch_id, subject_member_id, is_allowed, mac,
      previous, hash)
    WITH RECURSIVE fresh AS (
      SELECT d.*, decode(d.mac, 'hex') AS mac_bytes FROM jsonb_to_recordset(${rows}) AS d(place int,
        at timestamptz, actor text, action text, branch_id uuid, subject uuid, is_allowed boolean,
        mac text)
    ), linked AS (
      SELECT f.*, l.hash AS previous, sha256(l.hash || f.mac_bytes) AS hash FROM fresh f,
        (SELECT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), ''::bytea) AS hash) l
      WHERE f.place = 1
      UNION ALL
      SELECT f.*, p.hash, sha256(p.hash || f.mac_bytes) FROM linked p
        JOIN fresh f ON f.place = p.place + 1
    )
    SELECT at, actor, action, branch_id, subject, is_allowed, mac_bytes, previous, hash FROM linked
    ORDER BY place`
}
