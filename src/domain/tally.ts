import { type Participant, type RosterCounts, countRoster } from './participation.ts'
import type { Period } from './period.ts'
import type { ManifestationGroupId } from './questionnaire.ts'
import type { DueRemedies } from './remedy.ts'

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
 * The counts of one branch in one period, without identities, made once, when the round closes. Not
 * for anyone's eyes and kept nowhere: with few sheets they are those sheets. What may be shown
 * comes from `publish` of suppression.ts.
 */
export interface Tally extends ContentCounts {
  readonly period: Period
  readonly roster: RosterCounts
  /**
   * Of those who answered themselves; `entered`: of those whose codes the secretary entered from
   * paper; absent: nobody's.
   */
  readonly entered?: ContentCounts
  /** Of the sheets, those of who cannot read what is published. */
  readonly others: number
  readonly remedies: DueRemedies
  /** Words to the committee that this closing may bring. */
  readonly voices: number
}

/** As v0.1.0 kept it with every closed round. */
export interface OldTally extends ContentCounts {
  readonly period: Period
  readonly roster: RosterCounts
  readonly entered?: ContentCounts
  readonly voices: { readonly named: number; readonly anonymous: number }
}

interface ContentCounts {
  /** Respondents with content: not those on paper, not the late. */
  readonly sheets: number
  readonly heads: Readonly<Record<string, LevelCounts>>
  readonly groups: Readonly<Record<CountedGroup, LevelCounts>>
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
  /** May read what is published of the branch. */
  readonly isReader: boolean
  /** Null: nothing handed in, or on paper. */
  readonly content: SheetContent | null
}

interface TallyInput {
  readonly period: Period
  readonly scales: Scales
  /** Ids in the pack's order; a head nobody answered counts zero. */
  readonly heads: readonly string[]
  readonly rows: readonly TallyRow[]
  readonly remedies: DueRemedies
  readonly voices: number
}

/**
 * Counts a round. Content counts only of those who are done, in time and not exempt. Throws on a
 * level the scale does not have.
 */
export function tallyOf({ period, scales, heads, rows, remedies, voices }: TallyInput): Tally {
  const counted = rows.filter(
    ({ isExempt, state, isLate }) => !isExempt && state === 'done' && !isLate,
  )
  const own = counted.filter(({ content, isEntered = false }) => content !== null && !isEntered)
  const entered = counted.filter(({ isEntered = false }) => isEntered).flatMap(contentOf)
  return {
    period,
    roster: countRoster(rows),
    ...countContent(own.flatMap(contentOf), heads, scales),
    ...(entered.length === 0 ? {} : { entered: countContent(entered, heads, scales) }),
    others: own.filter(({ isReader }) => !isReader).length,
    remedies,
    voices,
  }
}

function contentOf({ content }: TallyRow): readonly SheetContent[] {
  return content === null ? [] : [content]
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
