import { expect, test } from 'vitest'
import type { Closing } from '../../src/domain/closings.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import type { PeriodSpan } from '../../src/domain/period-span.ts'
import { publish } from '../../src/domain/suppression.ts'
import { trendFrom, trendOf, within } from '../../src/domain/trend.ts'

const scales = { heads: ['good', 'mend'], groups: ['none', 'mend'] }
const roster = {
  members: 12,
  exempt: 0,
  away: 0,
  expected: 10,
  done: 8,
  onPaper: 1,
  inProgress: 1,
  notBegun: 0,
  late: 0,
}
function closing(of: string): Closing {
  const counts = { none: 5, mend: 3 }
  const published = publish(
    {
      period: period(of),
      roster,
      sheets: 8,
      others: 8,
      heads: { duties: { good: 5, mend: 3 } },
      groups: { I: counts, II: counts },
      remedies: { due: 9, done: 7, owners: 6, otherOwners: 6 },
      voices: 0,
    },
    scales,
  )
  return { period: period(of), closedOn: localDate(`${of}-28`), roster, published }
}
const year: PeriodSpan = { kind: 'year', from: period('2019-01'), to: period('2019-12') }
const quarter: PeriodSpan = { kind: 'quarter', from: period('2026-10'), to: period('2026-12') }

test('as a commune compared 2017 and 2019: who took part, and nothing of what anybody declared', () => {
  const closings = [
    closing('2017-03'),
    closing('2017-09'),
    closing('2019-04'),
    closing('2019-05'),
    closing('2019-06'),
  ]
  expect(trendOf(year, closings)).toEqual([
    {
      span: { kind: 'year', from: '2017-01', to: '2017-12' },
      rounds: 2,
      percent: 90,
    },
    { span: year, rounds: 3, percent: 90 },
  ])
})

test.each<[string, readonly Closing[], readonly string[]]>([
  [
    'the same quarter of other years only',
    [closing('2025-09'), closing('2025-10'), closing('2026-03'), closing('2026-12')],
    ['2025-10', '2026-10'],
  ],
  ['one year has nothing to compare with', [closing('2026-10')], []],
  ['nor has a span without a closing', [closing('2025-10'), closing('2024-10')], []],
])('%s', (_, closings, from) => {
  expect(trendOf(quarter, closings).map(({ span }) => span.from)).toEqual(from)
})

test('asks for two years more, and parts them', () => {
  expect(trendFrom(quarter)).toBe('2024-10')
  const [before, of] = [closing('2026-09'), closing('2026-10')]
  expect(within(quarter, [before, of])).toEqual([of])
})
