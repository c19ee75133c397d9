import { expect, test } from 'vitest'
import { period } from '../../src/domain/period.ts'
import { lastMonths, parseSpan } from '../../src/domain/period-span.ts'

const november = period('2026-11')

test.each([
  ['11/2026', 'month 2026-11 2026-11'],
  ['tháng trước', 'month 2026-10 2026-10'],
  ['2', 'month 2026-02 2026-02'],
  ['12', 'month 2025-12 2025-12'],
  ['quý IV/2026', 'quarter 2026-10 2026-12'],
  ['Quý 4', 'quarter 2026-10 2026-12'],
  ['quy iii nam 2026', 'quarter 2026-07 2026-09'],
  ['q1/26', 'quarter 2026-01 2026-03'],
  ['quarter 2 2025', 'quarter 2025-04 2025-06'],
  ['quý này', 'quarter 2026-10 2026-12'],
  ['quý trước', 'quarter 2026-07 2026-09'],
  ['last quarter', 'quarter 2026-07 2026-09'],
  ['năm 2026', 'year 2026-01 2026-12'],
  ['2025', 'year 2025-01 2025-12'],
  ['năm nay', 'year 2026-01 2026-12'],
  ['cả năm ngoái', 'year 2025-01 2025-12'],
  ['this year', 'year 2026-01 2026-12'],
])('“%s” in November 2026 is %s', (typed, expected) => {
  const read = parseSpan(typed, november)
  expect(read.ok && [read.span.kind, read.span.from, read.span.to].join(' ')).toBe(expected)
})

test.each([
  ['quý 1/2027', 'inTheFuture'],
  ['2027', 'inTheFuture'],
  ['12/2026', 'inTheFuture'],
  ['quý 5', 'notAMonth'],
  ['quý', 'notAMonth'],
  ['quý 0/2026', 'notAMonth'],
  ['13/2026', 'notAMonth'],
  ['=HYPERLINK("x")', 'notAMonth'],
  ['năm 20266', 'notAMonth'],
  ['iv', 'notAMonth'],
])('“%s” is refused: %s', (typed, reason) => {
  expect(parseSpan(typed, november)).toEqual({ ok: false, reason })
})

test('a quarter named in January without a year is of the year before, unless it runs', () => {
  const january = period('2027-01')
  expect(parseSpan('quý 4', january)).toMatchObject({ span: { from: '2026-10', to: '2026-12' } })
  expect(parseSpan('quý trước', january)).toMatchObject({
    span: { from: '2026-10', to: '2026-12' },
  })
  expect(parseSpan('quý 1', january)).toMatchObject({ span: { from: '2027-01', to: '2027-03' } })
})

test('the last twelve months end with this one', () => {
  expect(lastMonths(12, november)).toEqual({ from: '2025-12', to: '2026-11' })
})
