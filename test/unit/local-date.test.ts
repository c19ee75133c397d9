import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  addDays,
  addMonths,
  dateOf,
  dayOfMonth,
  daysBetween,
  endOfMonth,
  endOfQuarter,
  isLocalDate,
  localDate,
  partsOf,
  weekdayOf,
} from '../../src/domain/local-date.ts'

const anyDate = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 0, 1) / 86_400_000 })
  .map((day) => localDate(new Date(day * 86_400_000).toISOString().slice(0, 10)))

describe('a local date', () => {
  test.each([
    ['2026-11-21', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['0001-01-01', true],
    ['9999-12-31', true],
    ['2026-02-29', false],
    ['1900-02-29', false],
    ['2026-02-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-10-00', false],
    ['2026-1-1', false],
    ['26-01-01', false],
    ['2026-01-01T00:00', false],
    [' 2026-01-01', false],
    ['', false],
  ])('%s is real: %s', (text, real) => {
    expect(isLocalDate(text)).toBe(real)
  })

  test.each([
    [2026, 2, 31],
    [2026, 0, 1],
    [2026, 13, 1],
    [2026, 4, 31],
    [2026, 1.5, 1],
    [NaN, 1, 1],
  ])('%s-%s-%s is no day', (year, month, day) => {
    expect(dateOf(year, month, day)).toBeNull()
  })

  test.each([
    ['2026-11-16', 1],
    ['2026-11-21', 6],
    ['2026-11-22', 7],
    ['1970-01-01', 4],
    ['1969-12-31', 3],
    ['1945-09-02', 7],
    ['2000-02-29', 2],
  ])('%s is weekday %s', (date, weekday) => {
    expect(weekdayOf(localDate(date))).toBe(weekday)
  })

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2026-11-21', 13, '2027-12-21'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2026-12-05', 0, '2026-12-05'],
  ])('%s and %s months is %s', (date, months, then) => {
    expect(addMonths(localDate(date), months)).toBe(then)
  })

  test.each([
    ['2026-02-10', '2026-02-28', '2026-03-31'],
    ['2028-02-29', '2028-02-29', '2028-03-31'],
    ['2026-12-01', '2026-12-31', '2026-12-31'],
    ['2026-07-01', '2026-07-31', '2026-09-30'],
    ['9999-12-30', '9999-12-31', '9999-12-31'],
  ])('the month of %s ends on %s and its quarter on %s', (date, month, quarter) => {
    expect([endOfMonth(localDate(date)), endOfQuarter(localDate(date))]).toEqual([month, quarter])
  })

  it('refuses to be made of something else, without repeating what it was given', () => {
    expect(() => localDate('hôm nay')).toThrow(/^not a date of the form YYYY-MM-DD$/)
  })

  it('gives its parts as numbers', () => {
    expect(partsOf(localDate('2026-12-03'))).toEqual({ year: 2026, month: 12, day: 3, weekday: 4 })
  })

  test('adding days undoes counting them, keeps the order and turns the week', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        const then = addDays(date, days)
        expect(isLocalDate(then)).toBe(true)
        expect(daysBetween(date, then)).toBe(days)
        expect(then < date ? -1 : then > date ? 1 : 0).toBe(Math.sign(days))
        expect(Math.abs(weekdayOf(then) - weekdayOf(date) - days) % 7).toBe(0)
      }),
    )
  })

  test('a month ends on the day before the first of the next', () => {
    fc.assert(fc.property(anyDate, (date) => dayOfMonth(addDays(endOfMonth(date), 1)) === 1))
  })
})
