// What of a tally may be seen. A question is published as figures, as "most chose this", as
// "mixed", or not at all, so that no count of one or two people comes out: not by itself, not by
// subtraction from a total, not from an earlier publication.
import {
  type Block,
  type Said,
  fewApart,
  fewestRespondents,
  nextCheckpoint,
  smallestCount,
  wouldTell,
} from './checkpoint.ts'
import type { Period } from './period.ts'
import type { RemedyCounts } from './remedy.ts'
import type { CountedGroup, LevelCounts, LevelOrder, Scales, Tally } from './tally.ts'

/**
 * One head or manifestation group as published, and among how many. `mixed`: no figures and no
 * majority. Words may be older than the publication they stand in: then `respondents` is smaller
 * than its sheets. `said`: what this round's checkpoints said of it.
 */
export type PublishedRow =
  | { readonly kind: 'figures'; readonly respondents: number; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'majority'
      readonly respondents: number
      readonly level: string
      readonly said: readonly Said[]
    }
  | { readonly kind: 'mixed'; readonly respondents: number; readonly said: readonly Said[] }
  | { readonly kind: 'fewRespondents' }

type Stage = 'checkpoint' | 'closing'

/**
 * Without `noMeasure`: new remedies and those without a measure add up to the admitted levels,
 * which must not come out.
 */
export type PublishedRemedies = Omit<RemedyCounts, 'noMeasure'>

/**
 * What a secretary may see of a round: plain JSON. Only this is shown and compared, never the tally
 * behind it.
 */
export interface Published {
  readonly version: 1
  readonly period: Period
  readonly stage: Stage
  readonly scales: Scales
  readonly sheets: number
  /** Sheets entered from paper, at closing: in the figures, beside `sheets`. Absent: none. */
  readonly entered?: number
  readonly heads: Readonly<Record<string, PublishedRow>>
  readonly groups: Readonly<Record<CountedGroup, PublishedRow>>
  /** Null at a checkpoint: what is new since would come from the few who handed in since. */
  readonly remedies: PublishedRemedies | null
  /**
   * Null at a checkpoint. Named and anonymous in one number: apart, the anonymous could be told by
   * who was seen to speak.
   */
  readonly voices: number | null
}

/**
 * Publishes a tally. `earlier` is the round's last checkpoint, null when there was none; a
 * checkpoint that is not yet due gives it back as it was. At a checkpoint only words are published,
 * and figures at closing: figures on the way would, subtracted from the last ones, give the answers
 * of the few who came in between. What was entered from paper is known to whoever entered it and
 * would be subtracted too: all is decided without it, and it is added to the figures of the closing
 * alone. Throws on an earlier publication of another period.
 */
export function publish(
  tally: Tally,
  scales: Scales,
  stage: Stage,
  earlier: Published | null,
): Published {
  if (earlier !== null && earlier.period !== tally.period)
    throw new RangeError('the earlier publication is of another period')
  if (
    stage === 'checkpoint' &&
    earlier !== null &&
    !nextCheckpoint(earlier.sheets, tally.sheets).isDue
  )
    return earlier
  const isFinal = stage === 'closing'
  const row = (
    counts: LevelCounts,
    known: LevelCounts | undefined,
    scale: LevelOrder,
    before: PublishedRow | undefined,
  ): PublishedRow => {
    if (tally.sheets < fewestRespondents) return { kind: 'fewRespondents' }
    return addKnown(
      publishRow(inOrder(counts, scale), stage, saidOf(before)),
      inOrder(known ?? {}, scale),
    )
  }
  const { created, inProgress, overdue, done, dueInPeriod, doneOfDue } = tally.remedies
  const { entered } = tally
  const group = (id: CountedGroup) =>
    row(tally.groups[id], entered?.groups[id], scales.groups, earlier?.groups[id])
  return {
    version: 1,
    period: tally.period,
    stage,
    scales,
    sheets: tally.sheets,
    ...(entered === undefined || !isFinal ? {} : { entered: entered.sheets }),
    heads: Object.fromEntries(
      Object.entries(tally.heads).map(([head, counts]) => [
        head,
        row(counts, entered?.heads[head], scales.heads, earlier?.heads[head]),
      ]),
    ),
    groups: { I: group('I'), II: group('II') },
    remedies: isFinal ? { created, inProgress, overdue, done, dueInPeriod, doneOfDue } : null,
    voices: isFinal ? tally.voices.named + tally.voices.anonymous : null,
  }
}

/**
 * Anonymous texts are shown, shuffled, only with so many respondents in the same publication (issue
 * 2 §4).
 */
export function mayShowAnonymousTexts({ sheets }: Published): boolean {
  return sheets >= fewestRespondents
}

/**
 * `ordered`: one single-level block a level, best first, zeros included. Exported for the test that
 * tries to break it.
 */
export function publishRow(
  ordered: readonly Block[],
  stage: Stage,
  said: readonly Said[],
): PublishedRow {
  const respondents = total(ordered)
  if (respondents < fewestRespondents) return { kind: 'fewRespondents' }
  return stage === 'checkpoint' ? speak(ordered, said) : settle(ordered, said)
}

/** Of a question that has figures, those of sheets entered from paper as well. */
function addKnown(row: PublishedRow, known: readonly Block[]): PublishedRow {
  if (row.kind !== 'figures') return row
  const countOf = ({ levels }: Block): number =>
    total(known.filter((each) => levels.includes(levelOf(each) ?? '')))
  const blocks = row.blocks.map((block) => ({ ...block, count: block.count + countOf(block) }))
  return { ...row, respondents: total(blocks), blocks }
}

/**
 * One more statement, if there are enough newcomers. A majority may be lost and not won: with time
 * only those apart add up.
 */
function speak(ordered: readonly Block[], said: readonly Said[]): PublishedRow {
  const respondents = total(ordered)
  const last = said.at(-1)
  if (last !== undefined && !nextCheckpoint(last.respondents, respondents).isDue)
    return words(said, last)
  const level = levelOf(ordered.find(({ count }) => count >= respondents - fewApart))
  const now = { respondents, level: last === undefined || last.level === level ? level : null }
  return words([...said, now], now)
}

/**
 * Figures where nobody can be told from them; else what was said before; else, for the first time,
 * words.
 */
function settle(ordered: readonly Block[], said: readonly Said[]): PublishedRow {
  const respondents = total(ordered)
  const blocks = merge(ordered)
  if (blocks.length > 1 && !said.some((earlier) => wouldTell(earlier, blocks)))
    return { kind: 'figures', respondents, blocks }
  const last = said.at(-1)
  if (last !== undefined) return words(said, last)
  const isMost = ({ count }: Block) =>
    count >= respondents - fewApart || (respondents >= surelyMost && count * 2 > respondents)
  return words(said, { respondents, level: levelOf(ordered.find(isMost)) })
}

/**
 * From nine respondents on, a question that cannot be split into counts of three has one level with
 * more than half: at most two on either side of it. With fewer that is not so, and "most" for some
 * of them would give the others away.
 */
const surelyMost = 9

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

function words(said: readonly Said[], { respondents, level }: Said): PublishedRow {
  return level === null
    ? { kind: 'mixed', respondents, said }
    : { kind: 'majority', respondents, level, said }
}

function saidOf(row: PublishedRow | undefined): readonly Said[] {
  return row?.kind === 'majority' || row?.kind === 'mixed' ? row.said : []
}

function levelOf(block: Block | undefined): string | null {
  return block?.levels[0] ?? null
}

function inOrder(counts: LevelCounts, scale: LevelOrder): readonly Block[] {
  if (Object.keys(counts).some((level) => !scale.includes(level)))
    throw new RangeError('a level that the scale does not have')
  return scale.map((level) => ({ levels: [level], count: counts[level] ?? 0 }))
}

function total(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { count }) => sum + count, 0)
}
