// A quarter or a year of a branch: sums over what was published at each closing, and over nothing
// else. What a month withheld stays withheld, so nothing comes out here that the months' own
// summaries did not say.
import type { LocalDate } from './local-date.ts'
import { type RosterCounts, percentOf, tookPart } from './participation.ts'
import type { Period } from './period.ts'
import { reachesMark } from './remedy.ts'
import type { NextStep } from './summary.ts'
import type { Block, Published, PublishedRow } from './suppression.ts'
import type { LevelOrder } from './tally.ts'

/** One month as it was at its closing. */
export interface Closing {
  readonly period: Period
  readonly closedOn: LocalDate
  readonly roster: RosterCounts
  readonly published: Published
}

/** `months`: how many closings gave figures. `withheld`: none did, or none that go together. */
type SummedRow =
  | {
      readonly kind: 'figures'
      readonly months: number
      readonly respondents: number
      readonly blocks: readonly Block[]
    }
  | { readonly kind: 'withheld' }

/** In `expected` and `tookPart` a member stands once for every month. */
export interface SummedClosings {
  readonly expected: number
  readonly tookPart: number
  readonly percent: number | null
  readonly heads: readonly { readonly id: string; readonly row: SummedRow }[]
  readonly groups: readonly { readonly id: string; readonly row: SummedRow }[]
  /** Null: none of the closings said how many. */
  readonly voices: number | null
  readonly nextSteps: readonly NextStep[]
}

/**
 * Oldest first, at least one. Remedies are not added: what is overdue is due in every month until
 * it is done.
 */
export function sumClosings(closings: readonly Closing[]): SummedClosings {
  const last = closings.at(-1)?.published
  if (last === undefined) throw new RangeError('no closing to sum up')
  const sum = (of: (closing: Closing) => number) =>
    closings.reduce((total, closing) => total + of(closing), 0)
  const [expected, took] = [
    sum(({ roster }) => roster.expected),
    sum(({ roster }) => tookPart(roster)),
  ]
  const spoken = closings.flatMap(({ published }) => published.voices ?? [])
  const voices = spoken.length === 0 ? null : spoken.reduce((total, count) => total + count, 0)
  const steps: readonly (readonly [NextStep, boolean])[] = [
    ['reachMark', last.remedies !== null && reachesMark(last.remedies) === false],
    ['readVoices', (voices ?? 0) > 0],
  ]
  return {
    expected,
    tookPart: took,
    percent: percentOf(took, expected),
    heads: sumKind('heads', closings, last),
    groups: sumKind('groups', closings, last),
    voices,
    nextSteps: steps.flatMap(([step, isDue]) => (isDue ? [step] : [])),
  }
}

/** Another scale asks another question: only months with the last one's scale are added. */
function sumKind(
  kind: 'heads' | 'groups',
  closings: readonly Closing[],
  last: Published,
): SummedClosings['heads'] {
  const scale = last.scales[kind]
  const alike = closings
    .map(({ published }) => published)
    .filter(({ scales }) => scales[kind].join() === scale.join())
  return Object.keys(last[kind]).map((id) => {
    const rows = alike.map(
      (published): PublishedRow | undefined =>
        (published[kind] as Readonly<Record<string, PublishedRow>>)[id],
    )
    return { id, row: sumRows(rows, scale) }
  })
}

/** Figures of several months, in the finest blocks that all of them have. */
export function sumRows(rows: readonly (PublishedRow | undefined)[], scale: LevelOrder): SummedRow {
  const figures = rows.flatMap((row) => (row?.kind === 'figures' ? [row] : []))
  const ends = figures.map(({ blocks }) => new Set(blocks.map(({ levels }) => levels.at(-1))))
  const summed: Block[] = []
  let open: readonly string[] = []
  for (const level of scale) {
    open = [...open, level]
    if (!ends.every((end) => end.has(level))) continue
    const levels = open
    const within = figures.flatMap(({ blocks }) =>
      blocks.filter((block) => block.levels.every((each) => levels.includes(each))),
    )
    summed.push({ levels, count: within.reduce((total, { count }) => total + count, 0) })
    open = []
  }
  if (figures.length === 0 || summed.length < 2) return { kind: 'withheld' }
  const respondents = figures.reduce((total, row) => total + row.respondents, 0)
  return { kind: 'figures', months: figures.length, respondents, blocks: summed }
}
