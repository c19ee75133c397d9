import type { Database, Transaction } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { RosterPlan } from '../domain/roster.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { assignBots } from './bots.ts'
import { openMember, readMembers, writeMembers } from './roster-members.ts'
import type { MembersWritten } from './roster-members.ts'
import { writeOrganisations } from './roster-organisations.ts'
import type { Moment } from './roster-organisations.ts'

/** A member the file no longer names, or an office-holder it replaced. */
export interface RosterPerson {
  readonly branchCode: string
  readonly memberRef: string
  readonly fullName: string
}

type ImportOutcome =
  | {
      readonly ok: true
      readonly organisations: { readonly added: number; readonly changed: number }
      readonly members: MembersWritten
      /** In a branch of the file, and not in the file: kept as they are. */
      readonly missing: readonly RosterPerson[]
      /**
       * Of those: secretaries whose branch has another one in the file, and who are now members.
       */
      readonly stoodDown: readonly RosterPerson[]
    }
  /**
   * With what is stored already, this organisation would stand above itself; nothing was written.
   */
  | { readonly ok: false; readonly circle: string }

/**
 * Writes a checked roster in one transaction, all or nothing. Repeatable: organisations are found
 * by code and members by ref, so nothing doubles. A person who is missing is reported and never
 * deleted.
 */
export async function importRoster(
  database: Database,
  keyring: Keyring,
  plan: RosterPlan,
  moment: Moment,
): Promise<ImportOutcome> {
  return database.transact(async (transaction) => {
    // Two imports at once would both find a member new. The number is this lock's, and nobody
    // else's.
    await transaction.query(sql('roster-lock')`SELECT pg_advisory_xact_lock(7240113)`)
    const organisations = await writeOrganisations(transaction, keyring, plan.organisations, moment)
    if ('circle' in organisations) return { ok: false, circle: organisations.circle }
    const { added, changed, ids } = organisations
    const members = await writeMembers(transaction, keyring, plan.rows, ids, moment.now)
    await assignBots(transaction, moment.now)
    const left = await reconcile(transaction, keyring, plan, ids)
    await voidCodesWithoutOffice(transaction, [...ids.values()], moment.now)
    return { ok: true, organisations: { added, changed }, members, ...left }
  })
}

/**
 * Codes that these members issued, or members of these branches, as secretaries that they are no
 * more.
 */
async function voidCodesWithoutOffice(
  transaction: Transaction,
  branchIds: readonly string[],
  now: Date,
): Promise<void> {
  await transaction.query(sql('roster-void-codes')`
    UPDATE link_code c SET revoked_at = ${now} FROM member i
    WHERE c.issued_by = i.id::text AND c.used_at IS NULL AND c.revoked_at IS NULL
      AND c.purpose IN ('member', 'group')
      AND (c.branch_id = ANY(${branchIds}::uuid[]) OR i.branch_id = ANY(${branchIds}::uuid[]))
      AND (i.role <> 'secretary' OR i.branch_id <> c.branch_id OR i.left_at IS NOT NULL)`)
}

/**
 * Who of the file's branches is not in the file; a secretary among them makes room for the file's.
 */
async function reconcile(
  transaction: Transaction,
  keyring: Keyring,
  { rows }: RosterPlan,
  ids: ReadonlyMap<string, string>,
): Promise<{ missing: readonly RosterPerson[]; stoodDown: readonly RosterPerson[] }> {
  const codes = new Map(rows.map(({ branchCode }) => [ids.get(branchCode) ?? '', branchCode]))
  const withSecretary = new Set(
    rows.filter(({ role }) => role === 'secretary').map(({ branchCode }) => branchCode),
  )
  const refs = new Set(rows.map(({ memberRef }) => memberRef))
  const present = (await readMembers(transaction, { branchIds: [...codes.keys()] })).filter(
    ({ hasLeft }) => !hasLeft,
  )
  const missing = present.flatMap((row) => {
    const person = openMember(keyring, row)
    const branchCode = codes.get(row.branchId) ?? ''
    if (!person || refs.has(person.memberRef)) return []
    return [
      {
        id: row.id,
        branchCode,
        ...person,
        isReplaced: row.role === 'secretary' && withSecretary.has(branchCode),
      },
    ]
  })
  const stoodDown = missing.filter(({ isReplaced }) => isReplaced)
  if (stoodDown.length > 0) {
    const down = stoodDown.map(({ id }) => id)
    await transaction.query(
      sql('roster-stand-down')`UPDATE member SET role = 'member' WHERE id = ANY(${down}::uuid[])`,
    )
  }
  return { missing: missing.map(toPerson), stoodDown: stoodDown.map(toPerson) }
}

function toPerson({ branchCode, memberRef, fullName }: RosterPerson): RosterPerson {
  return { branchCode, memberRef, fullName }
}

/** A node of the tree, with the members of its own. */
export interface OrganisationLine {
  readonly code: string
  readonly name: string
  readonly kind: string
  /** 0: a root. */
  readonly depth: number
  readonly members: number
  readonly exempt: number
  readonly linked: number
}

/** The whole tree, each organisation after the one above it. */
export async function organisationTree(database: Database): Promise<readonly OrganisationLine[]> {
  const rows = await database.query(sql<Omit<OrganisationLine, 'depth'> & { path: string }>(
    'organisation-tree',
    { isIdempotent: true },
  )`
    SELECT o.code, o.name, o.kind, o.path, count(m.id) AS members,
      count(m.id) FILTER (WHERE m.status = 'exempt') AS exempt,
      count(m.id) FILTER (WHERE EXISTS (SELECT FROM account a WHERE a.member_id = m.id)) AS linked
    FROM organisation o LEFT JOIN member m ON m.branch_id = o.id AND m.left_at IS NULL
    GROUP BY o.id`)
  // Not sorted by the database: its collation may not keep an organisation's own together.
  const sorted = rows.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return sorted.map(({ path, ...line }) => ({ ...line, depth: path.split('/').length - 3 }))
}

export interface BranchLine {
  readonly id: string
  readonly code: string
  readonly name: string
}

/** The branch of a code, in any case where only one fits; null: there is none. */
export async function findBranch(database: Database, code: string): Promise<BranchLine | null> {
  const wanted = code.trim().normalize('NFC')
  const rows = await database.query(sql<BranchLine>('find-branch', { isIdempotent: true })`
    SELECT o.id, o.code, o.name FROM organisation o JOIN branch b ON b.id = o.id
      WHERE lower(o.code) = lower(${wanted})`)
  return rows.find((row) => row.code === wanted) ?? (rows.length === 1 ? (rows[0] ?? null) : null)
}
