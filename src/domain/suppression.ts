// What of a round may be seen. It is said once, when the round closes, and stays as it was said:
// who has handed in is known by name, so whatever moved afterwards, or came before and again, would
// tell of those few. A question is published as figures, as "most chose this", as "mixed", or not
// at all, so that no count of one or two people comes out, not even by subtraction from a total.
import type { Period } from './period.ts'
import type { DueRemedies } from './remedy.ts'
import type { CountedGroup, LevelCounts, LevelOrder, OldTally, Scales, Tally } from './tally.ts'

/** Fewest respondents of whom anything but participation is said (issue 2 §4). */
export const fewestRespondents = 5
/** The smallest count of people that is shown. */
const smallestCount = 3

/**
 * How many may stand apart from a level for it to be called that of the majority, without figures
 * (issue 2 §4).
 */
const fewApart = 2

/** Fewest whose remedies a figure rests on, besides whoever reads it or hears it read out. */
const fewestOwners = 4
/**
 * Fewest who sent a sheet and cannot read the figure. That it is there at all tells that four of
 * them own something due: with eight, one of them and two colleagues who all own nothing still
 * leave five, and of no one of these it is certain.
 */
const fewestAsked = 8

/** Neighbouring levels under one number. */
export interface Block {
  readonly levels: readonly string[]
  readonly count: number
}

/**
 * One head or manifestation group as published, and among how many. `mixed`: no figures and no
 * majority. `withheld`: nothing of the round is said.
 */
export type PublishedRow =
  | { readonly kind: 'figures'; readonly respondents: number; readonly blocks: readonly Block[] }
  | { readonly kind: 'majority'; readonly respondents: number; readonly level: string }
  | { readonly kind: 'mixed'; readonly respondents: number }
  | { readonly kind: 'fewRespondents' }
  | { readonly kind: 'withheld' }

/** Of the remedies that fell due in the month, how many are done. */
export interface DoneOfDue {
  readonly due: number
  readonly done: number
}

/**
 * What was said of a round when it closed: plain JSON, kept with the round. Only this is shown and
 * compared, whatever becomes of the sheets behind it.
 */
export interface Published {
  readonly version: 2
  readonly period: Period
  readonly scales: Scales
  readonly sheets: number
  /** Sheets entered from paper: in the figures, beside `sheets`. Absent: none. */
  readonly entered?: number
  /**
   * v0.1.0 had said something of it before it closed. With figures on top, whoever came or went in
   * between could be told, so nothing but participation is said of it.
   */
  readonly isShownEarly?: true
  readonly heads: Readonly<Record<string, PublishedRow>>
  readonly groups: Readonly<Record<CountedGroup, PublishedRow>>
  /** Null: there are too few whose they are. */
  readonly remedies: DoneOfDue | null
  /**
   * Words to the committee that are read from this closing on. Named and anonymous in one number:
   * apart, the anonymous could be told by who was seen to speak. Null: they wait for the next one.
   */
  readonly voices: number | null
}

/** Whether anything but participation is said of a round, with so many sheets in time. */
export function saysContent(sheets: number, isShownEarly: boolean): boolean {
  return sheets >= fewestRespondents && !isShownEarly
}

/**
 * Publishes a tally, once. What was entered from paper is known to whoever entered it and would be
 * subtracted: all is decided without it, and it is added to the figures.
 */
export function publish(tally: Tally, scales: Scales, isShownEarly = false): Published {
  const { entered, sheets } = tally
  const isSaid = saysContent(sheets, isShownEarly)
  const row = (
    counts: LevelCounts,
    known: LevelCounts | undefined,
    scale: LevelOrder,
  ): PublishedRow => {
    if (isShownEarly) return { kind: 'withheld' }
    if (!isSaid) return { kind: 'fewRespondents' }
    return addKnown(publishRow(inOrder(counts, scale)), inOrder(known ?? {}, scale))
  }
  const group = (id: CountedGroup) => row(tally.groups[id], entered?.groups[id], scales.groups)
  return {
    version: 2,
    period: tally.period,
    scales,
    sheets,
    ...(entered === undefined ? {} : { entered: entered.sheets }),
    ...(isShownEarly ? { isShownEarly } : {}),
    heads: Object.fromEntries(
      Object.entries(tally.heads).map(([head, counts]) => [
        head,
        row(counts, entered?.heads[head], scales.heads),
      ]),
    ),
    groups: { I: group('I'), II: group('II') },
    remedies: isSaid ? publishDue(tally.remedies, tally.others) : null,
    voices: isSaid ? tally.voices : null,
  }
}

/**
 * A month that v0.1.0 closed, as it was said then. It kept no owners of remedies, so of those there
 * is no figure any more.
 */
export function publishOld(old: OldTally, scales: Scales, isShownEarly: boolean): Published {
  const { named, anonymous } = old.voices
  const remedies = { due: 0, done: 0, owners: 0, otherOwners: 0 }
  return publish({ ...old, others: 0, remedies, voices: named + anonymous }, scales, isShownEarly)
}

/** `others`: sheets of those who cannot read the figure. */
export function publishDue(
  { due, done, owners, otherOwners }: DueRemedies,
  others: number,
): DoneOfDue | null {
  // An owner who hears it read out is one of the owners: one more, so that four others are left.
  const isShown = otherOwners >= fewestOwners && owners > fewestOwners && others >= fewestAsked
  return isShown ? { due, done } : null
}

/**
 * Figures where the levels can be split, else words. `ordered`: one single-level block a level,
 * best first, zeros included. Exported for the test that tries to break it.
 */
export function publishRow(ordered: readonly Block[]): PublishedRow {
  const respondents = total(ordered)
  if (respondents < fewestRespondents) return { kind: 'fewRespondents' }
  const blocks = merge(ordered)
  if (blocks.length > 1) return { kind: 'figures', respondents, blocks }
  const isMost = ({ count }: Block) =>
    count >= respondents - fewApart || (respondents >= surelyMost && count * 2 > respondents)
  const level = ordered.find(isMost)?.levels[0]
  return level === undefined
    ? { kind: 'mixed', respondents }
    : { kind: 'majority', respondents, level }
}

/**
 * From nine respondents on, a question that cannot be split into counts of three has one level with
 * more than half: at most two on either side of it. With fewer that is not so, and "most" for some
 * of them would give the others away.
 */
const surelyMost = 9

/** Of a question that has figures, those of sheets entered from paper as well. */
function addKnown(row: PublishedRow, known: readonly Block[]): PublishedRow {
  if (row.kind !== 'figures') return row
  const countOf = ({ levels }: Block): number =>
    total(known.filter((each) => levels.includes(each.levels[0] ?? '')))
  const blocks = row.blocks.map((block) => ({ ...block, count: block.count + countOf(block) }))
  return { ...row, respondents: total(blocks), blocks }
}

/**
 * From best to worst, levels are gathered until they hold three people; what is left over at the
 * end joins the block before. Of a block of several levels all but one hold two people at most, and
 * may hold none, so its number cannot be split up again.
 */
function merge(ordered: readonly Block[]): readonly Block[] {
  const full: Block[] = []
  let open: Block = { levels: [], count: 0 }
  for (const level of ordered) {
    open = join(open, level)
    if (open.count < smallestCount) continue
    full.push(open)
    open = { levels: [], count: 0 }
  }
  if (open.levels.length === 0) return full
  const last = full.pop()
  return [...full, last === undefined ? open : join(last, open)]
}

function join(a: Block, b: Block): Block {
  return { levels: [...a.levels, ...b.levels], count: a.count + b.count }
}

function inOrder(counts: LevelCounts, scale: LevelOrder): readonly Block[] {
  if (Object.keys(counts).some((level) => !scale.includes(level)))
    throw new RangeError('a level that the scale does not have')
  return scale.map((level) => ({ levels: [level], count: counts[level] ?? 0 }))
}

function total(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { count }) => sum + count, 0)
}
