import fc from 'fast-check'
import { afterEach, describe, expect, it, test } from 'vitest'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import type { LocalDate } from '../../src/domain/local-date.ts'
import {
  instantOf,
  isLocalTime,
  localOf,
  localTime,
  minutesOf,
  parseLocalTime,
  timeOfMinutes,
} from '../../src/domain/local-time.ts'

// Hundreds of years of dates: seconds on a machine whose cores are taken by other tests.
const hoChiMinh = 'Asia/Ho_Chi_Minh'
const minute = 60_000
const changing = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Tehran',
  'America/Havana',
  'Asia/Beirut',
  'Pacific/Kwajalein',
  'Europe/Dublin',
  'America/Caracas',
  'Asia/Pyongyang',
]

/** The instants, to the minute, at which the zone's clocks were changed between 1990 and 2030. */
function changesOf(zone: string): readonly number[] {
  const offset = (at: number): number => {
    const { date, time } = localOf(new Date(at), zone)
    return Date.parse(`${date}T${time}:00Z`) - at
  }
  const found: number[] = []
  for (let day = Date.UTC(1990, 0, 1); day < Date.UTC(2030, 0, 1); day += 2 * 86_400_000) {
    let [low, high] = [day, day + 2 * 86_400_000]
    if (offset(low) === offset(high)) continue
    while (high - low > minute) {
      const middle = Math.floor((low + high) / 2 / minute) * minute
      if (offset(middle) === offset(low)) low = middle
      else high = middle
    }
    found.push(high)
  }
  return found
}

const anyTime = fc.integer({ min: 0, max: 1439 }).map(timeOfMinutes)
const anyDate = fc
  .integer({ min: 0, max: 25_000 })
  .map((days) => addDays(localDate('1970-01-01'), days))
const nearAChange = fc
  .constantFrom(...changing.flatMap((zone) => changesOf(zone).map((at) => ({ zone, at }))))
  .chain(({ zone, at }) =>
    fc
      .integer({ min: -1600, max: 1600 })
      .map((minutes) => ({ zone, instant: new Date(at + minutes * minute) })),
  )

function shown(instant: Date, zone: string): string {
  const { date, time } = localOf(instant, zone)
  return `${date}T${time}`
}

/**
 * By definition: the clock has reached the wanted time at that instant, and had not a second
 * before.
 */
function expectFirst(date: LocalDate, time: string, zone: string): void {
  const found = instantOf(date, localTime(time), zone)
  expect(shown(found, zone) >= `${date}T${time}`).toBe(true)
  expect(shown(new Date(found.getTime() - 1000), zone) < `${date}T${time}`).toBe(true)
}

describe('wall time and instants', () => {
  test.each([
    ['2026-12-03', '19:30', hoChiMinh, '2026-12-03T12:30:00.000Z'],
    ['2026-12-03', '05:30', hoChiMinh, '2026-12-02T22:30:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'], // skipped: 03:00 EDT
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'], // twice: the first, EDT
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'], // half an hour, twice
    ['2011-12-30', '10:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // the whole day skipped: the 31st begins
    ['2018-11-04', '00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'], // midnight skipped
    ['1905-01-01', '12:00', hoChiMinh, '1905-01-01T04:53:30.000Z'], // local mean time, with seconds
  ])('%s %s in %s is %s', (date, time, zone, instant) => {
    expect(instantOf(localDate(date), localTime(time), zone).toISOString()).toBe(instant)
  })

  it('drops the seconds of an instant', () => {
    expect(localOf(new Date('2026-12-31T16:59:59.999Z'), hoChiMinh)).toEqual({
      date: '2026-12-31',
      time: '23:59',
    })
    expect(localOf(new Date('2026-12-31T17:00:00Z'), hoChiMinh)).toEqual({
      date: '2027-01-01',
      time: '00:00',
    })
  })

  test('any time of any day in any zone is the first instant that shows it', () => {
    fc.assert(
      fc.property(
        anyDate,
        anyTime,
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        expectFirst,
      ),
      { numRuns: 1500 },
    )
  })

  test('around every change of the clocks too', () => {
    fc.assert(
      fc.property(nearAChange, anyTime, ({ zone, instant }, time) => {
        const { date } = localOf(instant, zone)
        expectFirst(date, localOf(instant, zone).time, zone)
        expectFirst(date, time, zone)
      }),
      { numRuns: 1500 },
    )
  })

  test('the instant found for what a clock shows shows the same, and is never later', () => {
    fc.assert(
      fc.property(nearAChange, ({ zone, instant }) => {
        const { date, time } = localOf(instant, zone)
        const again = instantOf(date, time, zone)
        expect(localOf(again, zone)).toEqual({ date, time })
        expect(again.getTime()).toBeLessThanOrEqual(instant.getTime())
      }),
      { numRuns: 1500 },
    )
  })
})

describe('the zone of the process', () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  it('plays no part, on any day of 2027', () => {
    process.env['TZ'] = 'America/New_York'
    expect(new Date(2027, 6, 1).getTimezoneOffset()).toBe(240)
    for (let day = 0; day < 365; day += 1) {
      const date = addDays(localDate('2027-01-01'), day)
      const at = instantOf(date, localTime('08:00'), hoChiMinh)
      expect(at.toISOString()).toBe(`${date}T01:00:00.000Z`)
      expect(localOf(at, hoChiMinh)).toEqual({ date, time: '08:00' })
    }
  })
})

describe('a local time', () => {
  test.each([
    ['00:00', true],
    ['23:59', true],
    ['24:00', false],
    ['7:00', false],
    ['07:60', false],
    ['07:00:00', false],
  ])('%s: %s', (text, real) => {
    expect(isLocalTime(text)).toBe(real)
  })

  test.each([
    [0, '00:00'],
    [1439, '23:59'],
    [1440, '00:00'],
    [-30, '23:30'],
    [450, '07:30'],
  ])('%s minutes are %s', (minutes, time) => {
    expect(timeOfMinutes(minutes)).toBe(time)
    expect(minutesOf(localTime(time))).toBe(((minutes % 1440) + 1440) % 1440)
  })

  test.each([
    ['19:30', '19:30'],
    ['7:05', '07:05'],
    ['19h30', '19:30'],
    ['19h30p', '19:30'],
    ['19 h 30', '19:30'],
    ['19.30', '19:30'],
    ['19h', '19:00'],
    ['19 giờ', '19:00'],
    ['19 giờ 30', '19:30'],
    ['19 giờ 30 phút', '19:30'],
    ['lúc 19 giờ 30', '19:30'],
    ['19', '19:00'],
    ['１９：３０', '19:30'],
    ['7 giờ tối', '19:00'],
    ['7h30 tối', '19:30'],
    ['7 giờ sáng', '07:00'],
    ['2 giờ chiều', '14:00'],
    ['11 giờ trưa', '11:00'],
    ['1 giờ trưa', '13:00'],
    ['12 giờ trưa', '12:00'],
    ['7 rưỡi tối', '19:30'],
    ['7 giờ rưỡi', '07:30'],
    ['7h rưỡi sáng', '07:30'],
    ['7:30 pm', '19:30'],
    ['19H30', '19:30'],
    ['19 GIỜ 30 PHÚT.', '19:30'],
    ['19 gio 30', '19:30'],
    ['0h', '00:00'],
    ['24:00', null],
    ['19:60', null],
    ['25h', null],
    ['tối', null],
    ['', null],
    ['19:3', null],
    ['19:30:00', null],
    ['giờ', null],
    ['1930', null],
  ])('typed "%s" is %s', (typed, time) => {
    expect(parseLocalTime(typed)).toBe(time)
  })
})
