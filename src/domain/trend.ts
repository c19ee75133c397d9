// Year against year: the same months of several years, from what was published at their closings
// and from nothing else.
import type { Closing } from './closings.ts'
import { percentOf, tookPart } from './participation.ts'
import { addPeriods, type Period } from './period.ts'
import type { PeriodSpan } from './period-span.ts'

/**
 * The year asked for and the two before: as a commune compared 2017 and 2019 (domain reference
 * §1.3).
 */
const yearsBack = 2

/** One year's part of a trend: how many took part, and nothing of what they said. */
export interface TrendYear {
  readonly span: PeriodSpan
  readonly rounds: number
  readonly percent: number | null
}

/** The first month that a trend of this span needs closings of. */
export function trendFrom({ from }: PeriodSpan): Period {
  return addPeriods(from, -12 * yearsBack)
}

/** The closings of the span itself. */
export function within<C extends Pick<Closing, 'period'>>(
  { from, to }: PeriodSpan,
  closings: readonly C[],
): readonly C[] {
  return closings.filter(({ period }) => period >= from && period <= to)
}

/**
 * The same months of each year that had a closing in them, oldest first; empty where there is no
 * other year to compare with.
 */
export function trendOf(span: PeriodSpan, closings: readonly Closing[]): readonly TrendYear[] {
  const years = Array.from(
    { length: yearsBack + 1 },
    (_, place) => (place - yearsBack) * 12,
  ).flatMap((months) => {
    const shifted = {
      ...span,
      from: addPeriods(span.from, months),
      to: addPeriods(span.to, months),
    }
    const found = within(shifted, closings)
    return found.length === 0 ? [] : [yearOf(shifted, found)]
  })
  return years.length < 2 || years.at(-1)?.span.from !== span.from ? [] : years
}

function yearOf(span: PeriodSpan, closings: readonly Closing[]): TrendYear {
  const sum = (of: (closing: Closing) => number): number =>
    closings.reduce((total, closing) => total + of(closing), 0)
  return {
    span,
    rounds: closings.length,
    percent: percentOf(
      sum(({ roster }) => tookPart(roster)),
      sum(({ roster }) => roster.expected),
    ),
  }
}
