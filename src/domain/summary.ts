import type { Block } from './checkpoint.ts'
import { fewestRespondents, nextCheckpoint } from './checkpoint.ts'
import { type RosterCounts, percentOf, tookPart, unfinished } from './participation.ts'
import type { Period } from './period.ts'
import { reachesMark } from './remedy.ts'
import {
  type Published,
  type PublishedRemedies,
  type PublishedRow,
  mayShowAnonymousTexts,
} from './suppression.ts'
import type { LevelOrder } from './tally.ts'

/** Why a part of the summary is not there. `roundOpen`: it comes with the closing. */
export type MissingReason = 'fewRespondents' | 'notYetCheckpoint' | 'roundOpen' | 'noRound'

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
  readonly stage: Published['stage']
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

/**
 * `of`: the period whose closing the counts are of, this one's or, while the round is open, the one
 * before.
 */
export interface RemediesPart extends PublishedRemedies {
  readonly kind: 'shown'
  readonly of: Period
  readonly percent: number | null
  readonly reachesMark: boolean | null
}

interface VoicesPart {
  readonly kind: 'shown'
  readonly count: number
  readonly areAnonymousTextsShown: boolean
}

export type NextStep =
  'remindUnfinished' | 'reviewOverdue' | 'reachMark' | 'readVoices' | 'raiseTopic'

/**
 * Puts the summary together, from what was published alone: whatever is compared or singled out
 * here was already shown, so nothing more can be drawn from it.
 */
export function summarise(input: SummaryInput): Summary {
  const { period, round, roster, published, previous, turns } = input
  const remedies = remediesPart(input)
  const voices = voicesPart(published, round)
  const topic = published === null ? null : suggestTopic(published, previous)
  const steps: readonly (readonly [NextStep, boolean])[] = [
    ['remindUnfinished', round === 'open' && roster !== null && unfinished(roster) > 0],
    ['reviewOverdue', remedies.kind === 'shown' && remedies.overdue > 0],
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

function contentPart({ round, roster, published, previous }: SummaryInput): ContentPart | Missing {
  if (round === 'none') return { kind: 'missing', reason: 'noRound' }
  if (published === null)
    return {
      kind: 'missing',
      reason: nextCheckpoint(0, roster?.done ?? 0).isDue ? 'notYetCheckpoint' : 'roundOpen',
    }
  if (published.sheets < fewestRespondents) return { kind: 'missing', reason: 'fewRespondents' }
  const comparable = isComparable(published, previous) ? previous : null
  const rowsOf = (
    rows: Readonly<Record<string, PublishedRow>>,
    before: Readonly<Record<string, PublishedRow>> | undefined,
  ) => Object.entries(rows).map(([id, row]) => ({ id, row, changes: changesOf(row, before?.[id]) }))
  return {
    kind: 'shown',
    stage: published.stage,
    sheets: published.sheets + (published.entered ?? 0),
    entered: published.entered ?? 0,
    heads: rowsOf(published.heads, comparable?.heads),
    groups: rowsOf(published.groups, comparable?.groups),
  }
}

/**
 * While a round is open its new remedies come from the few who handed in since: the last closing's
 * counts stand until this one's.
 */
function remediesPart({ round, published, previous }: SummaryInput): RemediesPart | Missing {
  const source = published?.remedies ? published : previous
  if (!source?.remedies)
    return { kind: 'missing', reason: round === 'none' ? 'noRound' : 'roundOpen' }
  const { remedies, period } = source
  return {
    ...remedies,
    kind: 'shown',
    of: period,
    percent: percentOf(remedies.doneOfDue, remedies.dueInPeriod),
    reachesMark: reachesMark(remedies),
  }
}

function voicesPart(
  published: Published | null,
  round: SummaryInput['round'],
): VoicesPart | Missing {
  if (round === 'none') return { kind: 'missing', reason: 'noRound' }
  if (typeof published?.voices !== 'number') return { kind: 'missing', reason: 'roundOpen' }
  return {
    kind: 'shown',
    count: published.voices,
    areAnonymousTextsShown: mayShowAnonymousTexts(published),
  }
}

/**
 * Only closings with the same scales: a checkpoint is a part of a month, and another scale asks
 * another question.
 */
function isComparable(published: Published, previous: Published | null): previous is Published {
  if (previous === null || published.stage !== 'closing' || previous.stage !== 'closing')
    return false
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
