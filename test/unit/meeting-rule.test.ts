import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { holidayOn } from '../../src/domain/holidays.ts'
import { localDate, weekdayOf } from '../../src/domain/local-date.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import {
  nextMeetings,
  parseMeetingRule,
  periodOfMeeting,
  plannedMeeting,
} from '../../src/domain/meeting-rule.ts'
import type { HeldMeeting, MeetingRule } from '../../src/domain/meeting-rule.ts'
import { addPeriods, monthOf, nextPeriod, period } from '../../src/domain/period.ts'

// Hundreds of years of dates: seconds on a machine whose cores are taken by other tests.
const fixed = (day: number): MeetingRule => ({ kind: 'fixedDay', day })
const nth = (which: 1 | 2 | 3 | 4 | 'last', weekday: Weekday): MeetingRule => ({
  kind: 'nthWeekday',
  nth: which,
  weekday,
})
const byHand: MeetingRule = { kind: 'byHand' }

const anyRule = fc.oneof(
  fc.integer({ min: 1, max: 31 }).map(fixed),
  fc
    .tuple(
      fc.constantFrom<(1 | 2 | 3 | 4 | 'last')[]>(1, 2, 3, 4, 'last'),
      fc.constantFrom<Weekday[]>(1, 2, 3, 4, 5, 6, 7),
    )
    .map(([which, day]) => nth(which, day)),
)
const anyMonth = fc
  .integer({ min: 0, max: 12 * 14 })
  .map((months) => addPeriods(period('2024-01'), months))

describe('the meeting of a month', () => {
  test.each([
    [fixed(3), '2026-12', '2026-12-03', null, '2026-12-03'],
    [fixed(31), '2026-11', '2026-11-30', null, '2026-11-30'],
    [fixed(30), '2027-02', '2027-02-28', null, '2027-02-28'],
    [fixed(29), '2028-02', '2028-02-29', null, '2028-02-29'],
    [nth(1, 6), '2026-12', '2026-12-05', null, '2026-12-05'],
    [nth(2, 5), '2026-12', '2026-12-11', null, '2026-12-11'],
    [nth(4, 7), '2026-12', '2026-12-27', null, '2026-12-27'],
    [nth('last', 7), '2027-01', '2027-01-31', null, '2027-01-31'],
    [nth('last', 1), '2027-01', '2027-01-25', null, '2027-01-25'],
    [fixed(1), '2027-01', '2027-01-01', 'newYear', '2027-01-02'],
    [fixed(17), '2026-02', '2026-02-17', 'tet', '2026-02-22'], // the whole block, to the Sunday after
    [fixed(15), '2026-02', '2026-02-15', 'tet', '2026-02-22'],
    [fixed(14), '2026-02', '2026-02-14', null, '2026-02-14'],
    [nth(1, 6), '2027-02', '2027-02-06', 'tet', '2027-02-11'],
    [fixed(31), '2025-01', '2025-01-31', 'tet', '2025-01-26'], // the block runs into February: before it
    [fixed(30), '2027-04', '2027-04-30', 'reunification', '2027-04-29'], // 1/5 is the next month, and a holiday
    [fixed(1), '2027-05', '2027-05-01', 'labour', '2027-05-02'],
    [fixed(2), '2026-09', '2026-09-02', 'national', '2026-09-03'],
    [fixed(1), '2026-09', '2026-09-01', 'national', '2026-09-03'],
    [fixed(24), '2026-11', '2026-11-24', 'culture', '2026-11-25'],
    [fixed(26), '2026-04', '2026-04-26', 'hungKings', '2026-04-27'],
  ])('%j in %s is nominally %s, moved for %s to %s', (rule, month, nominalDate, moved, date) => {
    const meeting = plannedMeeting(rule, period(month), holidayOn)
    expect([meeting?.nominalDate, meeting?.movedFor?.id ?? null, meeting?.date]).toEqual([
      nominalDate,
      moved,
      date,
    ])
  })

  test('is never on a holiday, never in another month, and moved only with a reason', () => {
    fc.assert(
      fc.property(anyRule, anyMonth, (rule, month) => {
        const meeting = plannedMeeting(rule, month, holidayOn)
        if (meeting === null) throw new Error('a rule gives a meeting')
        expect(holidayOn(meeting.date)).toBeNull()
        expect([monthOf(meeting.date), monthOf(meeting.nominalDate)]).toEqual([month, month])
        expect(meeting.movedFor === null).toBe(meeting.date === meeting.nominalDate)
        if (rule.kind === 'nthWeekday') expect(weekdayOf(meeting.nominalDate)).toBe(rule.weekday)
      }),
      { numRuns: 1000 },
    )
  })

  it('is set by hand where the rule says so', () => {
    expect(plannedMeeting(byHand, period('2026-12'), holidayOn)).toBeNull()
    expect(nextMeetings(byHand, localDate('2026-12-01'), 3, holidayOn)).toEqual([])
  })

  test.each([
    [fixed(3), '2026-11-21', ['2026-12-03', '2027-01-03', '2027-02-08']],
    [fixed(3), '2026-12-03', ['2026-12-03', '2027-01-03', '2027-02-08']],
    [fixed(3), '2026-12-04', ['2027-01-03', '2027-02-08', '2027-03-03']],
    [fixed(17), '2026-02-18', ['2026-02-22', '2026-03-17', '2026-04-17']],
  ])('%j from %s: the next are %j', (rule, from, dates) => {
    // 3 February 2027 is before Tết (4–10): the holiday calendar here moves it, to tell the lookup
    // apart from the real one.
    const calendar: typeof holidayOn = (date) => {
      if (date >= '2027-02-03' && date <= '2027-02-07')
        return { id: 'tet', names: { vi: 'Tết', en: 'Tết' } }
      return date.startsWith('2027') ? null : holidayOn(date)
    }
    expect(nextMeetings(rule, localDate(from), 3, calendar).map(({ date }) => date)).toEqual(dates)
  })
})

describe('the period of a meeting', () => {
  test.each([
    [fixed(3), '2026-12-03', '2026-11'],
    [fixed(10), '2026-12-10', '2026-11'],
    [fixed(11), '2026-12-11', '2026-12'],
    [fixed(3), '2027-01-03', '2026-12'],
    [fixed(31), '2027-02-28', '2027-02'],
    [nth(1, 6), '2026-12-05', '2026-11'],
    [nth(2, 2), '2026-12-08', '2026-12'],
    [nth('last', 7), '2026-12-27', '2026-12'],
    [byHand, '2026-12-10', '2026-11'],
    [byHand, '2026-12-11', '2026-12'],
  ])('%j on %s looks back on %s', (rule, date, of) => {
    expect(periodOfMeeting(rule, localDate(date))).toBe(of)
  })

  test('by a rule every month has one, none left out and none twice, holidays or not', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const meetings = nextMeetings(rule, localDate('2024-01-01'), 120, holidayOn)
        const periods = meetings.map(({ nominalDate }) => periodOfMeeting(rule, nominalDate))
        expect(meetings).toHaveLength(120)
        for (const [place, of] of periods.slice(1).entries())
          expect(of).toBe(nextPeriod(periods[place] ?? period('0001-01')))
      }),
    )
  })

  test('by hand too, whatever day of every month', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 28 }), { minLength: 2, maxLength: 30 }),
        (days) => {
          let last: HeldMeeting | null = null
          for (const [place, day] of days.entries()) {
            const nominalDate = localDate(
              `${addPeriods(period('2026-01'), place)}-${String(day).padStart(2, '0')}`,
            )
            const of = periodOfMeeting(byHand, nominalDate, last)
            if (last !== null) expect(of).toBe(nextPeriod(last.period))
            expect(of === monthOf(nominalDate) || nextPeriod(of) === monthOf(nominalDate)).toBe(
              true,
            )
            last = { nominalDate, period: of }
          }
        },
      ),
    )
  })

  test.each([
    ['2026-12-20', '2026-12-03', '2026-11', '2026-12'], // a second meeting in the month, after the first tenth
    ['2026-12-05', '2026-12-02', '2026-12', '2026-12'], // never back
    ['2027-03-04', '2026-12-20', '2026-12', '2027-02'], // months without a meeting are gone: the day tells anew
  ])('by hand on %s after %s (%s) looks back on %s', (date, before, had, of) => {
    expect(
      periodOfMeeting(byHand, localDate(date), {
        nominalDate: localDate(before),
        period: period(had),
      }),
    ).toBe(of)
  })
})

describe('a rule as a secretary types it', () => {
  test.each<[string, MeetingRule]>([
    ['ngày 3', fixed(3)],
    ['ngay 3', fixed(3)],
    ['mùng 3 hằng tháng', fixed(3)],
    ['mồng 3', fixed(3)],
    ['ngày mùng 3 hàng tháng', fixed(3)],
    ['3', fixed(3)],
    ['03', fixed(3)],
    ['Ngày 03 hằng tháng.', fixed(3)],
    ['mùng ba', fixed(3)],
    ['mùng năm', fixed(5)],
    ['ngày mùng mười', fixed(10)],
    ['ngày 31', fixed(31)],
    ['３', fixed(3)],
    ['họp ngày 25 mỗi tháng', fixed(25)],
    ['cuối tháng', fixed(31)],
    ['ngày cuối tháng', fixed(31)],
    ['ngày cuối cùng của tháng', fixed(31)],
    ['day 3', fixed(3)],
    ['the 3rd of every month', fixed(3)],
    ['last day of the month', fixed(31)],
    ['thứ bảy đầu tiên', nth(1, 6)],
    ['thu bay dau tien', nth(1, 6)],
    ['thứ 7 tuần 1', nth(1, 6)],
    ['thứ bảy đầu tháng', nth(1, 6)],
    ['T7 tuần 1', nth(1, 6)],
    ['thứ bảy tuần đầu tiên của tháng', nth(1, 6)],
    ['thứ bảy thứ nhất', nth(1, 6)],
    ['thứ sáu tuần thứ hai', nth(2, 5)],
    ['thứ 6 tuần 2', nth(2, 5)],
    ['tuần 2 thứ sáu', nth(2, 5)],
    ['tuần thứ hai, thứ sáu', nth(2, 5)],
    ['thứ bảy thứ hai', nth(2, 6)],
    ['thứ hai thứ hai', nth(2, 1)],
    ['thứ hai tuần thứ ba', nth(3, 1)],
    ['thứ tư tuần thứ tư', nth(4, 3)],
    ['thứ tư tuần cuối', nth('last', 3)],
    ['thứ ba lần 3 hằng tháng', nth(3, 2)],
    ['chủ nhật cuối', nth('last', 7)],
    ['chủ nhật cuối cùng', nth('last', 7)],
    ['chủ nhật cuối tháng', nth('last', 7)],
    ['CN cuối', nth('last', 7)],
    ['CHỦ NHẬT CUỐI THÁNG', nth('last', 7)],
    ['thứ năm đầu tiên', nth(1, 4)],
    ['thứ 2 đầu tiên', nth(1, 1)],
    ['thứ bảy tuần một', nth(1, 6)],
    ['first Saturday', nth(1, 6)],
    ['the last Friday of the month', nth('last', 5)],
    ['second Monday', nth(2, 1)],
    ['tự đặt', byHand],
    ['tu dat', byHand],
    ['không cố định', byHand],
    ['từng tháng', byHand],
    ['by hand', byHand],
  ])('"%s" is %j', (typed, rule) => {
    expect(parseMeetingRule(typed)).toEqual({ ok: true, rule })
    expect(parseMeetingRule(typed.normalize('NFD'))).toEqual({ ok: true, rule })
  })

  test.each([
    ['ngày 32', 'noSuchDay'],
    ['0', 'noSuchDay'],
    ['mùng 0', 'noSuchDay'],
    ['thứ bảy', 'whichWeek'],
    ['chủ nhật', 'whichWeek'],
    ['thứ hai', 'whichWeek'],
    ['thứ bảy hằng tháng', 'whichWeek'],
    ['thứ bảy tuần 5', 'whichWeek'],
    ['thứ sáu tuần thứ năm', 'whichWeek'],
    ['thứ bảy hằng tuần', 'notARule'],
    ['mùng 3 âm lịch', 'notARule'],
    ['ngày 3 và 17', 'notARule'],
    ['thứ tám', 'notARule'],
    ['thứ 9 đầu tiên', 'notARule'],
    ['tuần đầu', 'notARule'],
    ['', 'notARule'],
    ['hằng tháng', 'notARule'],
    ['xin chào', 'notARule'],
    ['3/12', 'notARule'],
    ['333', 'notARule'],
    ['thứ bảy hoặc chủ nhật cuối', 'notARule'],
  ])('"%s" is refused: %s', (typed, reason) => {
    expect(parseMeetingRule(typed)).toEqual({ ok: false, reason })
  })

  test('anything typed is answered, and a rule found is one a month can follow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        const found = parseMeetingRule(typed)
        if (!found.ok || found.rule.kind === 'byHand') return
        expect(
          plannedMeeting(found.rule, period('2027-02'), holidayOn)?.date.startsWith('2027-02'),
        ).toBe(true)
      }),
    )
  })
})
