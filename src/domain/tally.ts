import { type Participant, type RosterCounts, countRoster } from './participation.ts'
import type { Period } from './period.ts'
import type { ManifestationGroupId } from './questionnaire.ts'
import type { RemedyCounts } from './remedy.ts'

/** Group III is acknowledged, never asked, so there is nothing of it to count. */
export type CountedGroup = Exclude<ManifestationGroupId, 'III'>
/** Ids of a scale's levels, best first. */
export type LevelOrder = readonly string[]
export type LevelCounts = Readonly<Record<string, number>>

/** The scales of the round's frozen pack: of the heads, and of the manifestations. */
export interface Scales {
  readonly heads: LevelOrder
  readonly groups: LevelOrder
}

/**
 * The counts of one branch (or, added up, of many) in one period: plain JSON without identities,
 * made once, when the round closes. Not for anyone's eyes: what may be shown comes from `publish`
 * of suppression.ts.
 */
export interface Tally extends ContentCounts {
  readonly version: 1
  readonly period: Period
  readonly roster: RosterCounts
  /**
   * Of those who answered themselves; `entered`: of those whose codes the secretary entered from
   * paper; absent: nobody's.
   */
  readonly entered?: ContentCounts
  readonly remedies: RemedyCounts
  readonly voices: VoiceCounts
}

interface ContentCounts {
  /** Respondents with content: not those on paper, not the late. */
  readonly sheets: number
  readonly heads: Readonly<Record<string, LevelCounts>>
  readonly groups: Readonly<Record<CountedGroup, LevelCounts>>
}

export interface VoiceCounts {
  readonly named: number
  readonly anonymous: number
}

/**
 * One member's levels: by head, and of each manifestation on their sheet. What was skipped is left
 * out.
 */
export interface SheetContent {
  readonly heads: Readonly<Record<string, string>>
  readonly manifestations: readonly { readonly group: CountedGroup; readonly level: string }[]
}

export interface TallyRow extends Participant {
  /** Null: nothing handed in, or on paper. */
  readonly content: SheetContent | null
}

interface TallyInput {
  readonly period: Period
  readonly scales: Scales
  /** Ids in the pack's order; a head nobody answered counts zero. */
  readonly heads: readonly string[]
  readonly rows: readonly TallyRow[]
  readonly remedies: RemedyCounts
  readonly voices: VoiceCounts
}

/**
 * Counts a round. Content counts only of those who are done, in time and not exempt. Throws on a
 * level the scale does not have.
 */
export function tallyOf({ period, scales, heads, rows, remedies, voices }: TallyInput): Tally {
  const counted = rows.filter(
    ({ isExempt, state, isLate }) => !isExempt && state === 'done' && !isLate,
  )
  const sheetsOf = (wanted: boolean) =>
    counted
      .filter(({ isEntered = false }) => isEntered === wanted)
      .flatMap(({ content }) => content ?? [])
  const entered = sheetsOf(true)
  return {
    version: 1,
    period,
    roster: countRoster(rows),
    ...countContent(sheetsOf(false), heads, scales),
    ...(entered.length === 0 ? {} : { entered: countContent(entered, heads, scales) }),
    remedies,
    voices,
  }
}

/**
 * Sums for an upper level. Additive: in any order and any grouping the same. Throws on tallies of
 * different periods.
 */
export function addTallies(first: Tally, ...others: readonly Tally[]): Tally {
  return others.reduce(addTwo, first)
}

function countContent(
  sheets: readonly SheetContent[],
  heads: readonly string[],
  scales: Scales,
): ContentCounts {
  const levels = (head: string) => sheets.flatMap((sheet) => sheet.heads[head] ?? [])
  return {
    sheets: sheets.length,
    heads: Object.fromEntries(heads.map((head) => [head, countLevels(scales.heads, levels(head))])),
    groups: {
      I: countGroup('I', sheets, scales.groups),
      II: countGroup('II', sheets, scales.groups),
    },
  }
}

/**
 * People, not answers: of the up to three items a member had in a group, the worst level counts.
 * Were answers counted, one person's three could pass for three people and get past the smallest
 * count that is shown.
 */
function countGroup(
  group: CountedGroup,
  sheets: readonly SheetContent[],
  scale: LevelOrder,
): LevelCounts {
  const worst = sheets.flatMap(({ manifestations }) => {
    const places = manifestations
      .filter((item) => item.group === group)
      .map(({ level }) => placeOf(scale, level))
    return places.length > 0 ? (scale[Math.max(...places)] ?? []) : []
  })
  return countLevels(scale, worst)
}

function countLevels(scale: LevelOrder, chosen: readonly string[]): LevelCounts {
  const places = chosen.map((level) => placeOf(scale, level))
  return Object.fromEntries(
    scale.map((level, place) => [level, places.filter((at) => at === place).length]),
  )
}

function placeOf(scale: LevelOrder, level: string): number {
  const place = scale.indexOf(level)
  if (place < 0) throw new RangeError('a level that the scale of the round does not have')
  return place
}

function addTwo(a: Tally, b: Tally): Tally {
  if (a.period !== b.period) throw new RangeError('tallies of different periods do not add up')
  const entered =
    a.entered === undefined || b.entered === undefined
      ? (a.entered ?? b.entered)
      : addContent(a.entered, b.entered)
  return {
    version: 1,
    period: a.period,
    roster: addRosters(a.roster, b.roster),
    ...addContent(a, b),
    ...(entered === undefined ? {} : { entered }),
    remedies: addCounts(a.remedies, b.remedies),
    voices: addCounts(a.voices, b.voices),
  }
}

function addContent(a: ContentCounts, b: ContentCounts): ContentCounts {
  const heads = [...new Set([...Object.keys(a.heads), ...Object.keys(b.heads)])]
  return {
    sheets: a.sheets + b.sheets,
    heads: Object.fromEntries(
      heads.map((head) => [head, addCounts<string>(a.heads[head] ?? {}, b.heads[head] ?? {})]),
    ),
    groups: {
      I: addCounts<string>(a.groups.I, b.groups.I),
      II: addCounts<string>(a.groups.II, b.groups.II),
    },
  }
}

function addRosters(
  { entered: enteredOfA = 0, ...a }: RosterCounts,
  { entered: enteredOfB = 0, ...b }: RosterCounts,
): RosterCounts {
  const entered = enteredOfA + enteredOfB
  return { ...addCounts<keyof typeof a>(a, b), ...(entered === 0 ? {} : { entered }) }
}

function addCounts<K extends string>(
  a: Readonly<Record<K, number>>,
  b: Readonly<Record<K, number>>,
): Record<K, number> {
  const sums = new Map<string, number>()
  for (const [key, count] of [...Object.entries<number>(a), ...Object.entries<number>(b)])
    sums.set(key, (sums.get(key) ?? 0) + count)
  return Object.fromEntries(sums) as Record<K, number>
}
