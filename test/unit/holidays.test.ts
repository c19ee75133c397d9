import { describe, expect, it, test } from 'vitest'
import { holidayOn } from '../../src/domain/holidays.ts'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'

function daysOf(year: number): readonly LocalDate[] {
  const first = localDate(`${String(year)}-01-01`)
  return Array.from({ length: 366 }, (_, day) => addDays(first, day)).filter((date) =>
    date.startsWith(String(year)),
  )
}

/**
 * Mùng 1 and Giỗ Tổ (10/3 âm lịch) from the Vietnamese lunar calendar; in 2030 it differs from the
 * Chinese one by a day.
 */
const lunar = [
  [2024, '2024-02-10', '2024-04-18'],
  [2025, '2025-01-29', '2025-04-07'],
  [2026, '2026-02-17', '2026-04-26'],
  [2027, '2027-02-06', '2027-04-16'],
  [2028, '2028-01-26', '2028-04-04'],
  [2029, '2029-02-13', '2029-04-23'],
  [2030, '2030-02-02', '2030-04-12'],
] as const

describe('public holidays of Viet Nam', () => {
  test.each(lunar)('Tết %s: mùng 1 is %s, from 29 or 28 tháng Chạp to mùng 5', (year, first) => {
    const tet = daysOf(year).filter((date) => holidayOn(date)?.id === 'tet')
    expect(tet).toEqual([-2, -1, 0, 1, 2, 3, 4].map((days) => addDays(localDate(first), days)))
  })

  test.each(lunar)('Giỗ Tổ %s', (year, _, day) => {
    expect(daysOf(year).filter((date) => holidayOn(date)?.id === 'hungKings')).toEqual([day])
  })

  // As the government's notices of those years said.
  test.each([
    [2021, '2021-09-02', '2021-09-03'],
    [2022, '2022-09-01', '2022-09-02'],
    [2023, '2023-09-01', '2023-09-02'],
    [2024, '2024-09-02', '2024-09-03'],
    [2025, '2025-09-01', '2025-09-02'],
    [2026, '2026-09-01', '2026-09-02'],
  ])('Quốc khánh %s is %s and %s', (year, first, second) => {
    expect(daysOf(year).filter((date) => holidayOn(date)?.id === 'national')).toEqual([
      first,
      second,
    ])
  })

  test.each([
    ['2027-01-01', 'newYear'],
    ['2027-04-30', 'reunification'],
    ['2027-05-01', 'labour'],
    ['2027-09-02', 'national'],
    ['2027-11-24', 'culture'],
    ['2026-11-24', 'culture'],
    ['2025-11-24', null],
    ['2027-02-03', null],
    ['2027-02-11', null],
    ['2026-12-25', null],
    ['2026-02-03', null],
    ['2026-04-27', null],
  ])('%s is %s', (date, id) => {
    expect(holidayOn(localDate(date))?.id ?? null).toBe(id)
  })

  it('knows each by name in both languages', () => {
    const ids = new Map(
      daysOf(2027)
        .flatMap((date) => holidayOn(date) ?? [])
        .map(({ id, names }) => [id, names]),
    )
    expect([...ids.keys()].sort()).toEqual([
      'culture',
      'hungKings',
      'labour',
      'national',
      'newYear',
      'reunification',
      'tet',
    ])
    expect(ids.get('tet')).toEqual({ vi: 'Tết Nguyên Đán', en: 'Lunar New Year' })
    expect(ids.get('national')).toEqual({ vi: 'Quốc khánh', en: 'National Day' })
    for (const { vi, en } of ids.values()) expect(vi).not.toBe(en)
  })

  it('gives a year 14 days and never two kinds on one', () => {
    for (const year of [2026, 2027, 2028, 2029, 2030])
      expect(daysOf(year).filter((date) => holidayOn(date) !== null)).toHaveLength(14)
  })
})
