import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { localDate } from '../../src/domain/local-date.ts'
import {
  addPeriods,
  firstDayOf,
  isPeriod,
  lastDayOf,
  monthOf,
  nextPeriod,
  parsePeriod,
  period,
  periodIndex,
  periodParts,
  previousPeriod,
} from '../../src/domain/period.ts'

const anyPeriod = fc
  .integer({ min: 1900 * 12, max: 2100 * 12 })
  .map((months) => addPeriods(period('0001-01'), months - 12))

describe('a period', () => {
  test.each([
    ['2026-11', true],
    ['2026-00', false],
    ['2026-13', false],
    ['2026-1', false],
    ['2026-11-01', false],
  ])('%s: %s', (text, real) => {
    expect(isPeriod(text)).toBe(real)
  })

  it('knows its neighbours, its days and its parts', () => {
    expect([nextPeriod(period('2026-12')), previousPeriod(period('2027-01'))]).toEqual([
      '2027-01',
      '2026-12',
    ])
    expect([firstDayOf(period('2028-02')), lastDayOf(period('2028-02'))]).toEqual([
      '2028-02-01',
      '2028-02-29',
    ])
    expect(monthOf(localDate('2026-11-30'))).toBe('2026-11')
    expect(periodParts(period('2026-11'))).toEqual({ year: 2026, month: 11, quarter: 4 })
    expect(periodIndex(period('2026-11'))).toBe(2026 * 12 + 11)
  })

  test('neighbours are one apart, and steps add up', () => {
    fc.assert(
      fc.property(anyPeriod, fc.integer({ min: -600, max: 600 }), (of, months) => {
        expect(periodIndex(addPeriods(of, months)) - periodIndex(of)).toBe(months)
        expect(previousPeriod(nextPeriod(of))).toBe(of)
        expect(addPeriods(of, months) > of).toBe(months > 0)
      }),
    )
  })

  test.each([
    ['11/2026', '2026-11'],
    ['1/2026', '2026-01'],
    ['01/2026', '2026-01'],
    ['11-2026', '2026-11'],
    ['11.2026', '2026-11'],
    ['11 / 2026', '2026-11'],
    ['11/26', '2026-11'],
    ['2026-11', '2026-11'],
    ['2026-9', '2026-09'],
    ['tháng 11', '2026-11'],
    ['Tháng 11', '2026-11'],
    ['thang 11', '2026-11'],
    ['THÁNG 11', '2026-11'],
    ['tháng 11/2026', '2026-11'],
    ['tháng 11 năm 2025', '2025-11'],
    ['11', '2026-11'],
    ['12', '2025-12'],
    ['1', '2026-01'],
    ['tháng 12', '2025-12'],
    ['kỳ tháng 10', '2026-10'],
    ['tháng này', '2026-11'],
    ['tháng trước', '2026-10'],
    ['１１/２０２６', '2026-11'],
    ['tháng 3 năm ngoái', '2025-03'],
    ['tháng 3 năm nay', '2026-03'],
    ['  11/2026. ', '2026-11'],
    ['11/2020', '2020-11'],
  ])('in November 2026 "%s" is %s', (typed, found) => {
    expect(parsePeriod(typed, period('2026-11'))).toEqual({ ok: true, period: found })
  })

  test.each([
    ['13/2026', 'notAMonth'],
    ['0', 'notAMonth'],
    ['00/2026', 'notAMonth'],
    ['tháng 13', 'notAMonth'],
    ['tháng', 'notAMonth'],
    ['', 'notAMonth'],
    ['xin chào', 'notAMonth'],
    ['11/11/2026', 'notAMonth'],
    ['2026', 'notAMonth'],
    ['11/226', 'notAMonth'],
    ['12/2026', 'inTheFuture'],
    ['1/2027', 'inTheFuture'],
    ['tháng 12 năm nay', 'inTheFuture'],
    ['2026-12', 'inTheFuture'],
  ])('"%s" is refused: %s', (typed, reason) => {
    expect(parsePeriod(typed, period('2026-11'))).toEqual({ ok: false, reason })
  })
})
