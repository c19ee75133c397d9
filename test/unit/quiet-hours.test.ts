import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { localOf, localTime, minutesOf, timeOfMinutes } from '../../src/domain/local-time.ts'
import { afterQuiet, isQuiet, nightRest } from '../../src/domain/quiet-hours.ts'

const hoChiMinh = 'Asia/Ho_Chi_Minh'
const anyTime = fc.integer({ min: 0, max: 1439 }).map(timeOfMinutes)
const anyInstant = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) })
  .map((at) => new Date(at))

describe('quiet hours', () => {
  test.each([
    ['20:59', false],
    ['21:00', true],
    ['23:59', true],
    ['00:00', true],
    ['06:59', true],
    ['07:00', false],
    ['12:00', false],
  ])('at %s: %s', (time, quiet) => {
    expect(isQuiet(localTime(time), nightRest)).toBe(quiet)
  })

  test.each([
    ['12:00', '13:30', '11:59', false],
    ['12:00', '13:30', '12:00', true],
    ['12:00', '13:30', '13:30', false],
    ['08:00', '08:00', '08:00', false],
  ])('from %s to %s, at %s: %s', (from, to, time, quiet) => {
    expect(isQuiet(localTime(time), { from: localTime(from), to: localTime(to) })).toBe(quiet)
  })

  test.each([
    ['2026-12-03T13:59:59.999Z', '2026-12-03T13:59:59.999Z'], // 20:59:59
    ['2026-12-03T14:00:00.000Z', '2026-12-04T00:00:00.000Z'], // 21:00 → 07:00 tomorrow
    ['2026-12-03T20:30:17.250Z', '2026-12-04T00:00:00.000Z'], // 03:30:17 → 07:00 the same day
    ['2026-12-31T16:59:59.999Z', '2027-01-01T00:00:00.000Z'],
    ['2026-12-04T00:00:00.000Z', '2026-12-04T00:00:00.000Z'], // 07:00
  ])('in Viet Nam %s waits until %s', (instant, then) => {
    expect(afterQuiet(new Date(instant), nightRest, hoChiMinh).toISOString()).toBe(then)
  })

  test.each([
    ['21:00', '02:30', '2026-03-08T05:00:00Z', '2026-03-08T07:00:00.000Z'], // 02:30 is skipped: 03:00
    ['21:00', '07:00', '2026-03-08T05:00:00Z', '2026-03-08T11:00:00.000Z'], // an hour less of night
    ['21:00', '07:00', '2026-11-01T04:00:00Z', '2026-11-01T12:00:00.000Z'], // an hour more
    ['21:00', '01:30', '2026-11-01T06:10:00Z', '2026-11-01T06:30:00.000Z'], // the second 01:10: the first 01:30 is over
  ])('in New York, quiet from %s to %s, %s waits until %s', (from, to, instant, then) => {
    expect(
      afterQuiet(
        new Date(instant),
        { from: localTime(from), to: localTime(to) },
        'America/New_York',
      ).toISOString(),
    ).toBe(then)
  })

  test('a quiet that leaves only minutes goes on for a day where the clock skips those minutes', () => {
    const quiet = { from: localTime('02:22'), to: localTime('02:09') }
    expect(
      afterQuiet(new Date('2024-03-09T16:47:00Z'), quiet, 'America/New_York').toISOString(),
    ).toBe('2024-03-11T06:09:00.000Z')
  })

  test('nothing is brought forward, sent in the quiet, or kept longer than the quiet lasts', () => {
    const zones = fc.constantFrom(
      hoChiMinh,
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
    )
    fc.assert(
      fc.property(anyInstant, anyTime, anyTime, zones, (instant, from, to, zone) => {
        const then = afterQuiet(instant, { from, to }, zone)
        const waited = then.getTime() - instant.getTime()
        expect(waited).toBeGreaterThanOrEqual(0)
        const open = (minutesOf(from) - minutesOf(to) + 1440) % 1440
        expect(waited).toBeLessThanOrEqual((open <= 60 ? 49 : 25) * 3_600_000)
        expect(isQuiet(localOf(then, zone).time, { from, to })).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})
