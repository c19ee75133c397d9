// When content may be published, and what an earlier publication of the same round forbids a later
// one to say. Who has handed in is known by name, so what changes between two publications is known
// to come from those few.

/**
 * Fewest respondents whose content is shown, and fewest more before it is shown again (issue 2 §4).
 */
export const fewestRespondents = 5
/** The smallest count that is shown. */
export const smallestCount = 3

/**
 * How many may stand apart from a level for it to be called that of the majority, without figures
 * (issue 2 §4).
 */
export const fewApart = 2

/**
 * What was said of one question at a checkpoint: the level that all but two at most had chosen,
 * null when there was none.
 */
export interface Said {
  readonly respondents: number
  readonly level: string | null
}

/** Neighbouring levels under one number. */
export interface Block {
  readonly levels: readonly string[]
  readonly count: number
}

interface Checkpoint {
  readonly isDue: boolean
  /** How many more respondents until the next. 0 when due. */
  readonly missing: number
}

/**
 * Whether content is published before the round closes: at five respondents, then at five more than
 * were published last.
 */
export function nextCheckpoint(publishedRespondents: number, respondents: number): Checkpoint {
  const missing = Math.max(0, publishedRespondents + fewestRespondents - respondents)
  return { isDue: missing === 0, missing }
}

/**
 * Would these figures, beside what was said before, tell of a named few how they answered? True
 * when some count of those before, or of the newcomers, is certain to be 1 or 2, or all newcomers
 * are certain to be in one block. A reader's best reasoning is done here in their stead: how many
 * of each block can have been there before, at least and at most.
 */
export function wouldTell(said: Said, blocks: readonly Block[]): boolean {
  const newcomers = blocks.reduce((sum, { count }) => sum + count, 0) - said.respondents
  if (newcomers === 0) return false
  const scaleSize = blocks.reduce((sum, { levels }) => sum + levels.length, 0)
  const before = narrow(
    blocks.map((block) => countBefore(said, block, newcomers, scaleSize)),
    said.respondents,
  )
  return blocks.some(({ count }, place) => {
    const was = before[place]
    if (was === undefined || was.low > was.high) return true
    const came = { low: count - was.high, high: count - was.low }
    return isCertainlySmall(was) || isCertainlySmall(came) || came.low === newcomers
  })
}

interface Range {
  readonly low: number
  readonly high: number
}

function isCertainlySmall({ low, high }: Range): boolean {
  return low > 0 && high < smallestCount
}

/**
 * How many in the block had answered before, as far as what was said and the block's own figure
 * tell.
 */
function countBefore(
  { respondents, level }: Said,
  { levels, count }: Block,
  newcomers: number,
  scaleSize: number,
): Range {
  // Where no level had all but two, three at least stood outside of each.
  const atMost = (size: number) =>
    size === 0 ? 0 : size === 1 ? respondents - fewApart - 1 : respondents
  const told =
    level === null
      ? { low: respondents - atMost(scaleSize - levels.length), high: atMost(levels.length) }
      : levels.includes(level)
        ? { low: respondents - fewApart, high: respondents }
        : { low: 0, high: fewApart }
  return { low: Math.max(told.low, count - newcomers), high: Math.min(told.high, count) }
}

/** Each range as the others and the known total leave it. */
function narrow(ranges: readonly Range[], total: number): readonly Range[] {
  const lows = ranges.reduce((sum, { low }) => sum + low, 0)
  const highs = ranges.reduce((sum, { high }) => sum + high, 0)
  return ranges.map(({ low, high }) => ({
    low: Math.max(low, total - (highs - high)),
    high: Math.min(high, total - (lows - low)),
  }))
}
