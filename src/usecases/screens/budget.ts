// Private words to a secretary about how many messages the month still has.
import { message, type Moment } from '../../conversation/turn.ts'
import type { Period } from '../../domain/period.ts'
import { formatNumber, formatPeriod } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'

/**
 * `forecast`: before the month. The others: four fifths used; the reserve reached; replies stopped.
 */
export type BudgetMark = 'forecast' | 'tight' | 'repliesOnly' | 'spent'

interface BudgetFigures {
  readonly month: Period
  readonly used: number
  readonly expected: number
  readonly limit: number
  readonly branch: string
  /** Of the branch, expected. */
  readonly own: number
}

export function budgetScreen(
  mark: BudgetMark,
  { month, used, expected, limit, branch, own }: BudgetFigures,
  { t }: Moment,
): Outbound {
  const number = (value: number): string => formatNumber(value, t.language)
  const of = formatPeriod(month)
  if (mark === 'forecast') {
    const figures = {
      month: of,
      limit: number(limit),
      expected: number(expected),
      own: number(own),
      branch,
    }
    return message([t('budget.forecast', figures)])
  }
  return message([t(`budget.${mark}`, { month: of, limit: number(limit), used: number(used) })])
}
