import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { holidayOn } from '../../src/domain/holidays.ts'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import type { LocalDate, Weekday } from '../../src/domain/local-date.ts'
import { instantOf, localOf, localTime, timeOfMinutes } from '../../src/domain/local-time.ts'
import { nextMeetings } from '../../src/domain/meeting-rule.ts'
import type { MeetingRule } from '../../src/domain/meeting-rule.ts'
import { isQuiet, nightRest } from '../../src/domain/quiet-hours.ts'
import { timelineOf } from '../../src/domain/timeline.ts'
import { overrideFaults } from '../../src/domain/timeline-faults.ts'
import { defaultMonth, rulesOf } from '../../src/domain/timeline-rules.ts'
import type { Moment, Timeline } from '../../src/domain/timeline.ts'
import type { RuleId, TimelineOverrides } from '../../src/domain/timeline-rules.ts'

// Hundreds of years of dates: seconds on a machine whose cores are taken by other tests.
const zone = 'Asia/Ho_Chi_Minh'
const evening = localTime('19:30')

function timelineFor(
  date: string,
  startsAt = '19:30',
  overrides: TimelineOverrides = {},
  previous?: string,
  next?: string,
): Timeline {
  const near = {
    previous: previous === undefined ? null : localDate(previous),
    next: next === undefined ? null : localDate(next),
  }
  return timelineOf({ date: localDate(date), startsAt: localTime(startsAt) }, overrides, zone, near)
}

function shown(at: Date): string {
  const { date, time } = localOf(at, zone)
  return `${date} ${time}`
}

function find(timeline: Timeline, ruleId: RuleId): Moment | undefined {
  return timeline.moments.find((moment) => moment.ruleId === ruleId)
}

function dueTimes(timeline: Timeline, ids: readonly RuleId[]): readonly (string | undefined)[] {
  return ids.map((id) => find(timeline, id)).map((moment) => moment && shown(moment.dueAt))
}

describe('the default month', () => {
  it('of a branch that meets on 03/12/2026 at 19:30', () => {
    const { round, moments, dropped } = timelineFor(
      '2026-12-03',
      '19:30',
      {},
      '2026-11-03',
      '2027-01-03',
    )
    expect(round && [shown(round.opensAt), shown(round.closesAt)]).toEqual([
      '2026-11-26 08:00',
      '2026-12-02 20:00',
    ])
    const rows = moments.map(({ dueAt, audience, action, includes, usefulUntil }) => [
      shown(dueAt),
      audience,
      [action, ...includes].join('+'),
      shown(usefulUntil),
    ])
    expect(rows).toEqual([
      ['2026-11-26 08:00', 'system', 'openRound', '2026-12-01 08:00'],
      ['2026-11-26 08:00', 'group', 'windowOpening', '2026-11-28 08:00'],
      ['2026-11-29 19:00', 'members', 'remindUnfinished', '2026-11-30 19:00'],
      ['2026-11-30 08:00', 'group', 'announceMeeting+windowClosing', '2026-12-01 08:00'],
      ['2026-12-01 19:00', 'members', 'remindUnfinished', '2026-12-02 17:00'],
      ['2026-12-02 08:00', 'group', 'announceMeeting', '2026-12-02 20:00'],
      ['2026-12-02 09:00', 'secretary', 'askDocuments', '2026-12-03 09:00'],
      ['2026-12-02 20:00', 'system', 'closeRound', '2026-12-27 08:00'],
      ['2026-12-03 17:30', 'group', 'announceMeeting', '2026-12-03 19:30'],
      ['2026-12-05 09:00', 'secretary', 'askMinutes', '2026-12-07 09:00'],
      ['2026-12-05 19:00', 'secretary', 'askMinutes', '2026-12-06 09:00'],
      ['2026-12-13 08:00', 'group', 'remindRemediation', '2026-12-15 08:00'],
      ['2026-12-23 08:00', 'group', 'remindRemediation', '2026-12-25 08:00'],
    ])
    expect(dropped).toEqual([])
  })

  it('tells those whose turn it is to review themselves seven and two days before, where the branch chose so', () => {
    const own: TimelineOverrides = {
      reviewFirst: { on: true },
      reviewLast: { on: true, days: -1, at: localTime('10:00') },
    }
    const of = (overrides: TimelineOverrides) =>
      timelineFor('2026-12-03', '19:30', overrides)
        .moments.filter(({ action }) => action === 'remindReviewees')
        .map(({ dueAt, audience, usefulUntil }) => [shown(dueAt), audience, shown(usefulUntil)])
    expect(of({})).toEqual([])
    expect(of({ reviewFirst: { on: true }, reviewLast: { on: true } })).toEqual([
      ['2026-11-26 08:00', 'members', '2026-11-29 08:00'],
      ['2026-12-01 19:00', 'members', '2026-12-03 19:00'],
    ])
    expect(overrideFaults(own)).toEqual([])
    expect(of(own).map(([due]) => due)).toEqual(['2026-11-26 08:00', '2026-12-02 10:00'])
    expect(
      overrideFaults({ reviewFirst: { on: true, days: -3 }, reviewLast: { on: true, days: -6 } }),
    ).toEqual([{ ruleId: 'reviewLast', fault: 'wrongOrder' }])
  })

  it('is data that keeps its own rules', () => {
    expect(overrideFaults({})).toEqual([])
    expect(new Set(defaultMonth.map(({ id }) => id)).size).toBe(defaultMonth.length)
    for (const { when, between, graceHours } of defaultMonth) {
      if (when.from === 'meeting')
        expect(when.days >= (between?.[0] ?? NaN) && when.days <= (between?.[1] ?? NaN)).toBe(true)
      expect(graceHours).toBeGreaterThan(0)
    }
  })

  test.each([
    ['19:30', '2026-12-03 17:30'],
    ['09:00', '2026-12-03 07:00'], // on the dot of the quiet's end
    ['08:59', '2026-12-03 07:00'],
    ['08:00', '2026-12-03 07:00'], // waits for the morning, an hour is notice enough
    ['07:59', '2026-12-02 20:30'],
    ['07:00', '2026-12-02 20:30'],
    ['05:30', '2026-12-02 20:30'],
    ['00:30', '2026-12-02 20:30'], // the evening before
    ['22:59', '2026-12-03 20:59'],
    ['23:00', '2026-12-03 20:30'],
    ['23:59', '2026-12-03 20:30'],
  ])('tells the group shortly before a meeting at %s: %s', (startsAt, due) => {
    const moment = find(timelineFor('2026-12-03', startsAt), 'announceSoon')
    expect(moment && shown(moment.dueAt)).toBe(due)
    expect(
      moment && moment.usefulUntil <= instantOf(localDate('2026-12-03'), localTime(startsAt), zone),
    ).toBe(true)
  })
})

describe('meetings close together', () => {
  it('leave out what would come after the next opening', () => {
    const { dropped } = timelineFor('2026-12-03', '19:30', {}, undefined, '2026-12-25') // opens on the 18th
    expect(dropped).toEqual([
      { ruleId: 'remediationLast', localDate: '2026-12-23', reason: 'afterNextOpening' },
    ])
  })

  it('cut short what is still useful when the next round opens', () => {
    const moment = find(
      timelineFor('2026-12-03', '19:30', {}, undefined, '2026-12-31'),
      'remediationLast',
    )
    expect(moment && shown(moment.usefulUntil)).toBe('2026-12-24 08:00')
  })

  it('delay the opening until the last meeting is done with', () => {
    const timeline = timelineFor('2026-12-08', '19:30', {}, '2026-12-03')
    expect(dueTimes(timeline, ['open', 'windowOpening'])).toEqual([
      '2026-12-06 08:00',
      '2026-12-06 08:00',
    ])
    expect(timeline.dropped).toEqual([
      { ruleId: 'remindFirst', localDate: '2026-12-04', reason: 'outsideRound' },
      { ruleId: 'windowClosing', localDate: '2026-12-05', reason: 'outsideRound' },
    ])
    expect(find(timeline, 'announceFirst')?.includes).toEqual([])
  })

  it('leave no time for a round, but the meeting is announced', () => {
    const { round, moments, dropped } = timelineFor('2026-12-06', '19:30', {}, '2026-12-03')
    expect(round).toBeNull()
    expect(dropped.map(({ ruleId, reason }) => `${ruleId} ${reason}`)).toEqual([
      'open tooCloseToPrevious',
      'windowOpening tooCloseToPrevious',
      'remindFirst tooCloseToPrevious',
      'windowClosing tooCloseToPrevious',
      'remindLast tooCloseToPrevious',
      'close tooCloseToPrevious',
    ])
    expect(moments.map(({ ruleId }) => ruleId).slice(0, 4)).toEqual([
      'announceFirst',
      'announceLast',
      'askDocuments',
      'announceSoon',
    ])
  })
})

describe("a branch's own timeline", () => {
  it('moves, times and turns off', () => {
    const timeline = timelineFor('2026-12-03', '19:30', {
      open: { days: -10, at: localTime('09:30') },
      remindFirst: { on: false },
      announceLast: { days: 0 },
      close: { at: localTime('18:00') },
    })
    expect(dueTimes(timeline, ['open', 'windowOpening', 'announceLast', 'close'])).toEqual([
      '2026-11-23 09:30',
      '2026-11-23 09:30',
      '2026-12-03 08:00',
      '2026-12-02 18:00',
    ])
    expect(find(timeline, 'remindFirst')).toBeUndefined()
    expect(timeline.dropped).toEqual([])
  })

  it('says the closing by itself when the announcement it goes with is off or moved', () => {
    for (const overrides of [
      { announceFirst: { on: false } },
      { announceFirst: { days: -4 } },
      { windowClosing: { days: -2 } },
    ]) {
      expect(
        find(timelineFor('2026-12-03', '19:30', overrides), 'windowClosing')?.includes,
      ).toEqual([])
    }
  })

  it('says that an announcement is due after the meeting begins', () => {
    const { dropped } = timelineFor('2026-12-03', '08:00', { announceLast: { days: 0 } })
    expect(dropped).toEqual([
      { ruleId: 'announceLast', localDate: '2026-12-03', reason: 'afterStart' },
    ])
  })

  test.each<[TimelineOverrides, string[]]>([
    [{ open: { on: false } }, ['open cannotBeOff']],
    [{ close: { on: false } }, ['close cannotBeOff']],
    [{ announceFirst: { on: false }, windowOpening: { on: false } }, []],
    [
      { open: { days: -3 } },
      ['open dayOutOfRange', 'windowClosing wrongOrder', 'remindFirst wrongOrder'],
    ],
    [{ open: { days: -15 } }, ['open dayOutOfRange']],
    [{ open: { days: -7.5 } }, ['open dayOutOfRange']],
    [{ askMinutes: { days: 3 } }, ['askMinutes dayOutOfRange', 'askMinutesLast wrongOrder']],
    [{ remindLast: { at: localTime('21:00') } }, ['remindLast quietHours']],
    [{ remindLast: { at: localTime('06:59') } }, ['remindLast quietHours']],
    [{ windowOpening: { days: -6 } }, ['windowOpening cannotMove']],
    [{ announceSoon: { at: localTime('18:00') } }, ['announceSoon cannotMove']],
    [{ remindFirst: { days: -2, at: localTime('19:00') } }, ['remindLast wrongOrder']],
    [{ remindLast: { days: -1, at: localTime('20:00') } }, ['close wrongOrder']],
    [
      { remediationFirst: { days: 14 }, remediationLast: { days: 13 } },
      ['remediationLast wrongOrder'],
    ],
  ])('%j: %j', (overrides, faults) => {
    expect(
      overrideFaults(overrides)
        .map(({ ruleId, fault }) => `${ruleId} ${fault}`)
        .sort(),
    ).toEqual([...faults].sort())
  })
})

const weekday = fc.constantFrom<Weekday[]>(1, 2, 3, 4, 5, 6, 7)
const anyRule: fc.Arbitrary<MeetingRule> = fc.oneof(
  fc.integer({ min: 1, max: 31 }).map((day) => ({ kind: 'fixedDay' as const, day })),
  fc
    .tuple(fc.constantFrom<(1 | 2 | 3 | 4 | 'last')[]>(1, 2, 3, 4, 'last'), weekday)
    .map(([nth, day]) => ({ kind: 'nthWeekday' as const, nth, weekday: day })),
)
const anyStart = fc.integer({ min: 0, max: 1439 }).map(timeOfMinutes)
const anyZone = fc.constantFrom(zone, 'America/New_York', 'Australia/Lord_Howe')

function timelinesOf(
  dates: readonly LocalDate[],
  startsAt = evening,
  where = zone,
): readonly Timeline[] {
  return dates.map((date, place) =>
    timelineOf({ date, startsAt }, {}, where, {
      previous: dates[place - 1] ?? null,
      next: dates[place + 1] ?? null,
    }),
  )
}

describe('over the years, moved meetings among them', () => {
  const years = fc
    .record({ rule: anyRule, startsAt: anyStart, where: anyZone })
    .map(({ rule, startsAt, where }) => {
      const dates = nextMeetings(rule, localDate('2025-01-01'), 36, holidayOn).map(
        ({ date }) => date,
      )
      return { dates, startsAt, where, timelines: timelinesOf(dates, startsAt, where) }
    })

  test('each slot is one of its kind, and none is in the quiet hours', () => {
    fc.assert(
      fc.property(years, ({ timelines, where }) => {
        const moments = timelines.flatMap((timeline) => timeline.moments)
        expect(new Set(moments.map(({ ruleId, localDate: on }) => `${ruleId} ${on}`)).size).toBe(
          moments.length,
        )
        const wrong = moments.filter(({ dueAt, usefulUntil, localDate: on }) => {
          const { date, time } = localOf(dueAt, where)
          return date !== on || isQuiet(time, nightRest) || usefulUntil <= dueAt
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  test('open < reminders < close < meeting, seven days from the day it was moved to, and over before the next opens', () => {
    fc.assert(
      fc.property(years, ({ dates, startsAt, where, timelines }) => {
        for (const [place, timeline] of timelines.entries()) {
          const date = dates[place] ?? localDate('0001-01-01')
          const due = (id: RuleId): number => find(timeline, id)?.dueAt.getTime() ?? NaN
          const start = instantOf(date, startsAt, where).getTime()
          expect(find(timeline, 'open')?.localDate).toBe(addDays(date, -7))
          expect(find(timeline, 'close')?.localDate).toBe(addDays(date, -1))
          const inOrder = [
            due('open'),
            due('remindFirst'),
            due('remindLast'),
            due('close'),
            due('announceSoon'),
            start,
            due('askMinutes'),
          ]
          expect(inOrder.slice(1).every((at, step) => at > (inOrder[step] ?? NaN))).toBe(true)
          const nextOpens = timelines[place + 1]?.round?.opensAt ?? new Date('2100-01-01')
          expect(timeline.moments.filter(({ usefulUntil }) => usefulUntil > nextOpens)).toEqual([])
        }
      }),
      { numRuns: 12 },
    )
  })

  test('meetings set by hand, however close: what is due is in order, what is not has its reason', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 2, maxLength: 12 }),
        anyStart,
        (gaps, startsAt) => {
          const dates: LocalDate[] = [localDate('2026-01-05')]
          for (const gap of gaps)
            dates.push(addDays(dates[dates.length - 1] ?? localDate('2026-01-05'), gap))
          const timelines = timelinesOf(dates, startsAt)
          for (const [place, timeline] of timelines.entries()) {
            const told = timeline.moments.flatMap(({ includes }) => includes).length
            expect(timeline.moments.length + told + timeline.dropped.length).toBe(
              rulesOf({}).length,
            )
            const [open, next] = [
              find(timeline, 'open'),
              timelines[place + 1] && find(timelines[place + 1] ?? timeline, 'open'),
            ]
            if (open !== undefined && place > 0)
              expect(open.localDate >= addDays(dates[place - 1] ?? open.localDate, 3)).toBe(true)
            for (const { ruleId, dueAt } of timeline.moments) {
              if (open && ['remindFirst', 'remindLast', 'close'].includes(ruleId))
                expect(dueAt > open.dueAt).toBe(true)
              if (next && !ruleId.startsWith('announce')) expect(dueAt < next.dueAt).toBe(true)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
