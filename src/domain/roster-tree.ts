import { guessKind } from './roster-words.ts'
import type { RosterFault, RosterPlace } from './roster-row.ts'

export interface PlannedOrganisation {
  readonly code: string
  readonly name: string
  readonly kind: string
  /** Undefined: the file does not say; it stays where it is, or is a root. */
  readonly parentCode: string | null | undefined
  readonly hasMembers: boolean
}

interface Tree {
  readonly organisations: readonly PlannedOrganisation[]
  readonly faults: readonly RosterFault[]
}

interface Mention {
  readonly line: number
  readonly code: string
  readonly name: string
  readonly column: 'branch_code' | 'parent_code'
  readonly parentCode?: string | null
}

/**
 * The organisations that rows speak of, each once, and where rows contradict each other about one.
 * `withMembers` are codes.
 */
export function plantTree(places: readonly RosterPlace[], withMembers: ReadonlySet<string>): Tree {
  const first = new Map<string, Mention>()
  const parents = new Map<string, Mention>()
  const spelling = new Map<string, Mention>()
  const faults: RosterFault[] = []
  for (const mention of places.flatMap(mentions)) {
    const { line, code, column, parentCode } = mention
    const known = remember(first, code, mention)
    const nameColumn = column === 'branch_code' ? 'branch_name' : 'parent_name'
    if (known.name !== mention.name)
      faults.push({ line, column: nameColumn, reason: 'nameDiffers', otherLine: known.line })
    const spelt = remember(spelling, code.toLowerCase(), mention)
    if (spelt.code !== code)
      faults.push({ line, column, reason: 'codeDiffersByCase', otherLine: spelt.line })
    if (parentCode === undefined) continue
    const placed = remember(parents, code, mention)
    if (placed.parentCode !== parentCode)
      faults.push({ line, column: 'parent_code', reason: 'parentDiffers', otherLine: placed.line })
  }
  const organisations = [...first.values()].map(({ code, name }) => {
    const parentCode = parents.get(code)?.parentCode
    const hasMembers = withMembers.has(code)
    return { code, name, kind: hasMembers ? 'branch' : guessKind(name), parentCode, hasMembers }
  })
  return { organisations, faults: [...faults, ...circles(parents)] }
}

/**
 * The path of every organisation, `/PAH/CB5/`, from the parent of each. `circle`: a code that is
 * above itself.
 */
export function pathsOf(parentOf: ReadonlyMap<string, string | null>): {
  paths: ReadonlyMap<string, string>
  circle?: string
} {
  const paths = new Map<string, string>()
  for (const code of parentOf.keys()) {
    const chain = chainOf(code, parentOf)
    if (chain === null) return { paths, circle: code }
    paths.set(code, `/${chain.join('/')}/`)
  }
  return { paths }
}

/** The codes from the root down to this one; null: they go in a circle. */
function chainOf(
  code: string,
  parentOf: ReadonlyMap<string, string | null>,
): readonly string[] | null {
  const chain: string[] = []
  const seen = new Set<string>()
  for (let at: string | null = code; at !== null; at = parentOf.get(at) ?? null) {
    if (seen.has(at)) return null
    seen.add(at)
    chain.unshift(at)
  }
  return chain
}

function circles(parents: ReadonlyMap<string, Mention>): readonly RosterFault[] {
  const parentOf = new Map(
    [...parents].map(([code, mention]) => [code, mention.parentCode ?? null]),
  )
  const { circle } = pathsOf(parentOf)
  const mention = circle === undefined ? undefined : parents.get(circle)
  return mention ? [{ line: mention.line, column: 'parent_code', reason: 'circle' }] : []
}

function mentions({
  line,
  branchCode,
  branchName,
  parentCode,
  parentName,
}: RosterPlace): readonly Mention[] {
  const branch = {
    line,
    code: branchCode,
    name: branchName,
    column: 'branch_code',
    parentCode,
  } as const
  if (parentCode === null || parentName === null) return [branch]
  return [branch, { line, code: parentCode, name: parentName, column: 'parent_code' }]
}

/** What stands under the key: the new mention, where nothing did. */
function remember(map: Map<string, Mention>, key: string, mention: Mention): Mention {
  const known = map.get(key)
  if (known) return known
  map.set(key, mention)
  return mention
}
