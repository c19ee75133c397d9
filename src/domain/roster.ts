import { readRow, tidy } from './roster-row.ts'
import type { Cell, RawRow, ReadRow, RosterFault, RosterRow } from './roster-row.ts'
import { plantTree } from './roster-tree.ts'
import type { PlannedOrganisation } from './roster-tree.ts'
import { readHeading, rosterColumns } from './roster-words.ts'
import type { RosterColumn } from './roster-words.ts'

/** What an import will do: the organisations, each once, and the members, one a row. */
export interface RosterPlan {
  readonly organisations: readonly PlannedOrganisation[]
  readonly rows: readonly RosterRow[]
}

export type RosterCheck =
  | { readonly ok: true; readonly plan: RosterPlan; readonly ignoredColumns: readonly string[] }
  | { readonly ok: false; readonly faults: readonly RosterFault[] }

/**
 * Reads the rows of a roster file (design §4): the first row that is not empty is the header, each
 * further one a member (or, without a person, an organisation). Columns are found by their
 * headings, in any order; unknown ones are named in `ignoredColumns`. One fault anywhere and there
 * is no plan: an import does all or nothing. Faults come in the order of the lines.
 */
export function checkRoster(raw: readonly RawRow[]): RosterCheck {
  const [header, ...rest] = raw.filter(
    ({ cells, damaged = [] }) => damaged.length > 0 || cells.some((cell) => tidy(cell) !== ''),
  )
  if (!header) return { ok: false, faults: [{ line: 1, column: null, reason: 'noRows' }] }
  const { places, ignored, faults } = readHeader(header)
  if (faults.length > 0) return { ok: false, faults }
  if (rest.length === 0)
    return { ok: false, faults: [{ line: header.line, column: null, reason: 'noRows' }] }
  const found: RosterFault[] = []
  const read = rest.flatMap((row) => readAt(row, places, found) ?? [])
  const rows = read.flatMap(({ member }) => member ?? [])
  const { organisations, faults: contradictions } = plantTree(
    read.map(({ place }) => place),
    new Set(rows.map(({ branchCode }) => branchCode)),
  )
  const all = [...found, ...contradictions, ...repeats(rows)].toSorted((a, b) => a.line - b.line)
  return all.length > 0
    ? { ok: false, faults: all }
    : { ok: true, plan: { organisations, rows }, ignoredColumns: ignored }
}

type Places = ReadonlyMap<RosterColumn, number>

function readHeader({ line, cells }: RawRow): {
  places: Places
  ignored: readonly string[]
  faults: readonly RosterFault[]
} {
  const places = new Map<RosterColumn, number>()
  const ignored: string[] = []
  const faults: RosterFault[] = []
  cells.forEach((cell, index) => {
    const column = readHeading(cell)
    if (column && places.has(column)) faults.push({ line, column, reason: 'columnRepeated' })
    else if (column) places.set(column, index)
    else if (tidy(cell) !== '') ignored.push(tidy(cell))
  })
  for (const column of rosterColumns)
    if (!places.has(column)) faults.push({ line, column, reason: 'columnMissing' })
  return { places, ignored, faults }
}

function readAt(
  { line, cells, damaged = [] }: RawRow,
  places: Places,
  faults: RosterFault[],
): ReadRow | null {
  const lost = rosterColumns.filter((column) => damaged.includes(places.get(column) ?? -1))
  for (const column of lost) faults.push({ line, column, reason: 'unreadable' })
  const cell: Cell = (column) => tidy(cells[places.get(column) ?? -1] ?? '')
  // What is lost has been told; that it is also missing is not told.
  return readRow(line, cell, (column, reason) => {
    if (!lost.includes(column)) faults.push({ line, column, reason })
  })
}

/** Two rows with one key, and a branch with two secretaries. */
function repeats(rows: readonly RosterRow[]): readonly RosterFault[] {
  const refs = new Map<string, number>()
  const secretaries = new Map<string, number>()
  const faults: RosterFault[] = []
  for (const { line, memberRef, branchCode, role } of rows) {
    const otherRef = refs.get(memberRef)
    if (otherRef === undefined) refs.set(memberRef, line)
    else faults.push({ line, column: 'member_ref', reason: 'refRepeated', otherLine: otherRef })
    if (role !== 'secretary') continue
    const otherSecretary = secretaries.get(branchCode)
    if (otherSecretary === undefined) secretaries.set(branchCode, line)
    else faults.push({ line, column: 'role', reason: 'secondSecretary', otherLine: otherSecretary })
  }
  return faults
}
