// The organisations of a roster, written: new ones added, known ones renamed or moved, and every
// path made right again.
import { randomUUID } from 'node:crypto'
import type { Transaction } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { PlannedOrganisation } from '../domain/roster-tree.ts'
import { pathsOf } from '../domain/roster-tree.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { contexts } from './contexts.ts'

interface Node {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly parentCode: string | null
  readonly path: string
  readonly isBranch: boolean
}

interface OrganisationsWritten {
  readonly added: number
  readonly changed: number
  /** By code. */
  readonly ids: ReadonlyMap<string, string>
}

export interface Moment {
  readonly now: Date
  /** Of new branches. */
  readonly timeZone: string
}

/**
 * Writes the planned organisations. Gives the code of one that would stand above itself, and then
 * has written nothing.
 */
export async function writeOrganisations(
  transaction: Transaction,
  keyring: Keyring,
  planned: readonly PlannedOrganisation[],
  moment: Moment,
): Promise<OrganisationsWritten | { readonly circle: string }> {
  const before = await readNodes(transaction)
  const after = merge(before, planned)
  const { paths, circle } = pathsOf(
    new Map([...after.values()].map(({ code, parentCode }) => [code, parentCode])),
  )
  if (circle !== undefined) return { circle }
  const nodes = [...after.values()].map((node) => ({ ...node, path: paths.get(node.code) ?? '' }))
  const added = nodes.filter(({ code }) => !before.has(code))
  const changed = nodes.filter((node) => isChanged(before.get(node.code), node))
  const ids = new Map(nodes.map(({ code, id }) => [code, id]))
  const parentId = ({ parentCode }: Node): string | null =>
    parentCode === null ? null : (ids.get(parentCode) ?? null)
  if (added.length > 0)
    await transaction.query(insertOrganisations(added, added.map(parentId), moment.now))
  if (changed.length > 0)
    await transaction.query(updateOrganisations(changed, changed.map(parentId)))
  const newBranches = nodes.filter(
    ({ code, isBranch }) => isBranch && before.get(code)?.isBranch !== true,
  )
  if (newBranches.length > 0)
    await transaction.query(insertBranches(newBranches, keyring, moment.timeZone))
  return { added: added.length, changed: changed.length, ids }
}

async function readNodes(transaction: Transaction): Promise<ReadonlyMap<string, Node>> {
  const rows = await transaction.query(sql<Node>('roster-organisations')`
    SELECT o.id, o.code, o.name, o.kind, p.code AS "parentCode", o.path,
      b.id IS NOT NULL AS "isBranch"
    FROM organisation o LEFT JOIN organisation p ON p.id = o.parent_id
      LEFT JOIN branch b ON b.id = o.id`)
  return new Map(rows.map((row) => [row.code, row]))
}

/**
 * What the tree will be. A file that does not say what is above an organisation leaves it where it
 * is.
 */
function merge(
  before: ReadonlyMap<string, Node>,
  planned: readonly PlannedOrganisation[],
): ReadonlyMap<string, Node> {
  const after = new Map(before)
  for (const { code, name, kind, parentCode, hasMembers } of planned) {
    const known = before.get(code)
    after.set(code, {
      id: known?.id ?? randomUUID(),
      code,
      name,
      kind: hasMembers || known === undefined ? kind : known.kind,
      parentCode: parentCode === undefined ? (known?.parentCode ?? null) : parentCode,
      path: '',
      isBranch: hasMembers || known?.isBranch === true,
    })
  }
  return after
}

function isChanged(before: Node | undefined, after: Node): boolean {
  if (!before) return false
  return (
    before.name !== after.name ||
    before.kind !== after.kind ||
    before.path !== after.path ||
    before.parentCode !== after.parentCode
  )
}

const insertOrganisations = (
  nodes: readonly Node[],
  parents: readonly (string | null)[],
  now: Date,
) => sql('roster-insert-organisations')`
  INSERT INTO organisation (id, code, name, kind, path, parent_id, created_at)
  SELECT n.id, n.code, n.name, n.kind, n.path, n.parent_id, ${now}::timestamptz
  FROM unnest(${nodes.map(({ id }) => id)}::uuid[], ${nodes.map(({ code }) => code)}::text[],
    ${nodes.map(({ name }) => name)}::text[],
    ${nodes.map(({ kind }) => kind)}::text[], ${nodes.map(({ path }) => path)}::text[],
      ${parents}::uuid[])
    AS n (id, code, name, kind, path, parent_id)`

const updateOrganisations = (nodes: readonly Node[], parents: readonly (string | null)[]) => sql(
  'roster-update-organisations',
)`
  UPDATE organisation o SET name = n.name, kind = n.kind, path = n.path, parent_id = n.parent_id
  FROM unnest(${nodes.map(({ id }) => id)}::uuid[], ${nodes.map(({ name }) => name)}::text[],
    ${nodes.map(({ kind }) => kind)}::text[],
    ${nodes.map(({ path }) => path)}::text[], ${parents}::uuid[]) AS n (id, name, kind, path,
      parent_id)
  WHERE o.id = n.id`

const insertBranches = (nodes: readonly Node[], keyring: Keyring, timeZone: string) => sql(
  'roster-insert-branches',
)`
  INSERT INTO branch (id, time_zone, wrapped_key)
  SELECT n.id, ${timeZone}, n.wrapped_key
  FROM unnest(${nodes.map(({ id }) => id)}::uuid[],
    ${nodes.map(({ id }) => keyring.dataKeys.make(contexts.branchKey(id)).wrapped)}::bytea[]) AS n
      (id, wrapped_key)`
