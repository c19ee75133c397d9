import { type RosterCounts, percentOf, tookPart, unfinished } from './participation.ts'
import type { Period } from './period.ts'
import { reachesMark } from './remedy.ts'
import {
  type Block,
  type DoneOfDue,
  fewestRespondents,
  type Published,
  type PublishedRow,
} from './suppression.ts'
import type { LevelOrder } from './tally.ts'

/**
 * Why a part of the summary is not there. `roundOpen`: it comes with the closing. `shownEarly`: see
 * `Published`. `fewOwners`: of remedies alone.
 */
export type MissingReason = 'fewRespondents' | 'shownEarly' | 'fewOwners' | 'roundOpen' | 'noRound'

interface Missing {
  readonly kind: 'missing'
  readonly reason: MissingReason
}

/** Whose turn it is to review themselves, as member ids: this month and the next. */
export interface Turns {
  readonly now: readonly string[]
  readonly next: readonly string[]
}

export interface SummaryInput {
  readonly period: Period
  readonly round: 'none' | 'open' | 'closed'
  /** As it is now; null without a round. */
  readonly roster: RosterCounts | null
  /** Null while the round is open: nothing is said before it closes. */
  readonly published: Published | null
  /** Of the month before, as it was at its closing. */
  readonly previousRoster: RosterCounts | null
  readonly previous: Published | null
  readonly turns: Turns | null
}

/**
 * A summary of a branch for one period, without words: sections I to VI of month.md §4 in their
 * order, then what to do.
 */
export interface Summary {
  readonly period: Period
  readonly isOpen: boolean
  readonly participation: ParticipationPart | Missing
  readonly content: ContentPart | Missing
  readonly remedies: RemediesPart | Missing
  readonly voices: VoicesPart | Missing
  readonly turns: Turns | null
  /** Id of the head to bring up at the meeting. */
  readonly topic: string | null
  readonly nextSteps: readonly NextStep[]
}

export interface ParticipationPart extends RosterCounts {
  readonly kind: 'shown'
  readonly tookPart: number
  readonly percent: number | null
  readonly previousPercent: number | null
}

/**
 * `sheets`: respondents with content in what is published, which may be fewer than have handed in
 * by now.
 */
export interface ContentPart {
  readonly kind: 'shown'
  readonly sheets: number
  /** Of these, entered from paper. */
  readonly entered: number
  readonly heads: readonly SummaryRow[]
  readonly groups: readonly SummaryRow[]
}

export interface SummaryRow {
  readonly id: string
  readonly row: PublishedRow
  readonly changes: readonly Change[]
}

/** A block that stands in both months: its number then, and how much it grew. */
interface Change {
  readonly levels: readonly string[]
  readonly before: number
  readonly difference: number
}

export interface RemediesPart extends DoneOfDue {
  readonly kind: 'shown'
  readonly percent: number | null
  readonly reachesMark: boolean | null
}

interface VoicesPart {
  readonly kind: 'shown'
  readonly count: number
}

export type NextStep = 'remindUnfinished' | 'reachMark' | 'readVoices' | 'raiseTopic'

/**
 * Puts the summary together, from what was published alone: whatever is compared or singled out
 * here was already shown, so nothing more can be drawn from it.
 */
export function summarise(input: SummaryInput): Summary {
  const { period, round, roster, published, previous, turns } = input
  const remedies = remediesPart(input)
  const voices = voicesPart(input)
  const topic = published === null ? null : suggestTopic(published, previous)
  const steps: readonly (readonly [NextStep, boolean])[] = [
    ['remindUnfinished', round === 'open' && roster !== null && unfinished(roster) > 0],
    ['reachMark', remedies.kind === 'shown' && remedies.reachesMark === false],
    ['readVoices', voices.kind === 'shown' && voices.count > 0],
    ['raiseTopic', topic !== null],
  ]
  return {
    period,
    isOpen: round === 'open',
    participation: participationPart(input),
    content: contentPart(input),
    remedies,
    voices,
    turns,
    topic,
    nextSteps: steps.flatMap(([step, isDue]) => (isDue ? [step] : [])),
  }
}

/**
 * The head to talk about: where the best level's share changed most since last month; without
 * anything to compare, where it is smallest. Null where nothing of the best level was published
 * apart, or everybody chose it.
 */
export function suggestTopic(published: Published, previous: Published | null): string | null {
  const best = published.scales.heads[0] ?? ''
  const comparable = isComparable(published, previous) ? previous : null
  const heads = Object.entries(published.heads).flatMap(([id, row]) => {
    const share = shareOf(row, best)
    const before = shareOf(comparable?.heads[id], best)
    return share === null
      ? []
      : [{ id, share, change: before === null ? 0 : Math.abs(share - before) }]
  })
  const byChange = heads.filter(({ change }) => change > 0).toSorted((a, b) => b.change - a.change)
  const byShare = heads.filter(({ share }) => share < 1).toSorted((a, b) => a.share - b.share)
  return (byChange[0] ?? byShare[0])?.id ?? null
}

/** Changes since last month of the blocks that stand, with the same levels, in both. */
function changesOf(row: PublishedRow, before: PublishedRow | undefined): readonly Change[] {
  if (row.kind !== 'figures' || before?.kind !== 'figures') return []
  const same = (a: Block, b: Block) => isSameOrder(a.levels, b.levels)
  return row.blocks.flatMap((block) => {
    const then = before.blocks.find((other) => same(other, block))
    return then === undefined
      ? []
      : [{ levels: block.levels, before: then.count, difference: block.count - then.count }]
  })
}

function participationPart({ roster, previousRoster }: SummaryInput): ParticipationPart | Missing {
  if (roster === null) return { kind: 'missing', reason: 'noRound' }
  const percent = (of: RosterCounts) => percentOf(tookPart(of), of.expected)
  return {
    ...roster,
    kind: 'shown',
    tookPart: tookPart(roster),
    percent: percent(roster),
    previousPercent: previousRoster === null ? null : percent(previousRoster),
  }
}

/** Why nothing but participation is said of a round that closed; null: more is. */
export function silenceOf({
  isShownEarly,
  sheets,
}: Pick<Published, 'isShownEarly' | 'sheets'>): MissingReason | null {
  if (isShownEarly === true) return 'shownEarly'
  return sheets < fewestRespondents ? 'fewRespondents' : null
}

function silence({ round, published }: SummaryInput): MissingReason | null {
  if (round === 'none') return 'noRound'
  return published === null ? 'roundOpen' : silenceOf(published)
}

function contentPart(input: SummaryInput): ContentPart | Missing {
  const { published, previous } = input
  const reason = silence(input)
  if (reason !== null || published === null)
    return { kind: 'missing', reason: reason ?? 'roundOpen' }
  const comparable = isComparable(published, previous) ? previous : null
  const rowsOf = (
    rows: Readonly<Record<string, PublishedRow>>,
    before: Readonly<Record<string, PublishedRow>> | undefined,
  ) => Object.entries(rows).map(([id, row]) => ({ id, row, changes: changesOf(row, before?.[id]) }))
  return {
    kind: 'shown',
    sheets: published.sheets + (published.entered ?? 0),
    entered: published.entered ?? 0,
    heads: rowsOf(published.heads, comparable?.heads),
    groups: rowsOf(published.groups, comparable?.groups),
  }
}

function remediesPart(input: SummaryInput): RemediesPart | Missing {
  const remedies = input.published?.remedies ?? null
  const reason = silence(input)
  if (reason !== null || remedies === null)
    return { kind: 'missing', reason: reason ?? 'fewOwners' }
  const { due, done } = remedies
  return {
    kind: 'shown',
    due,
    done,
    percent: percentOf(done, due),
    reachesMark: reachesMark(remedies),
  }
}

function voicesPart(input: SummaryInput): VoicesPart | Missing {
  const count = input.published?.voices ?? null
  const reason = silence(input)
  return reason !== null || count === null
    ? { kind: 'missing', reason: reason ?? 'roundOpen' }
    : { kind: 'shown', count }
}

/** Only closings with the same scales: another scale asks another question. */
function isComparable(published: Published, previous: Published | null): previous is Published {
  if (previous === null) return false
  const { heads, groups } = previous.scales
  return isSameOrder(published.scales.heads, heads) && isSameOrder(published.scales.groups, groups)
}

function isSameOrder(a: LevelOrder, b: LevelOrder): boolean {
  return a.length === b.length && a.every((level, place) => level === b[place])
}

/**
 * The share of the best level where it was published apart; a majority counts as all or, of another
 * level, none.
 */
function shareOf(row: PublishedRow | undefined, best: string): number | null {
  if (row?.kind === 'majority') return row.level === best ? 1 : 0
  if (row?.kind !== 'figures') return null
  const block = row.blocks.find(({ levels }) => levels.length === 1 && levels[0] === best)
  return block === undefined ? null : block.count / row.respondents
}
