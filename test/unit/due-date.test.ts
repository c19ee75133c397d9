import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { dueDateChoices, remedyMoments } from '../../src/domain/due-date.ts'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import { localOf } from '../../src/domain/local-time.ts'

describe('due dates offered', () => {
  test.each([
    ['2026-11-27', '2026-12-03', { nextMeeting: '2026-12-03', endOfMonth: '2026-12-31' }], // too near; the same day twice
    [
      '2026-11-21',
      '2026-12-03',
      { nextMeeting: '2026-12-03', endOfMonth: '2026-11-30', endOfQuarter: '2026-12-31' },
    ],
    ['2026-11-25', null, { endOfMonth: '2026-11-30', endOfQuarter: '2026-12-31' }], // five days off
    ['2026-11-26', null, { endOfMonth: '2026-12-31' }],
    ['2026-12-28', null, { endOfMonth: '2027-01-31', endOfQuarter: '2027-03-31' }],
    ['2026-12-31', '2026-12-31', { endOfMonth: '2027-01-31', endOfQuarter: '2027-03-31' }], // a meeting today is none to wait for
    ['2026-12-20', '2026-12-03', { endOfMonth: '2026-12-31' }],
    ['2026-11-10', '2026-11-30', { nextMeeting: '2026-11-30', endOfQuarter: '2026-12-31' }],
  ])('on %s with the next meeting on %s: %j', (today, nextMeeting, offered) => {
    const choices = dueDateChoices(
      localDate(today),
      nextMeeting === null ? null : localDate(nextMeeting),
    )
    expect(Object.fromEntries(choices.map(({ id, date }) => [id, date]))).toEqual(offered)
  })

  test('are all after today and each a day of its own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: -40, max: 40 }),
        (start, ahead) => {
          const today = addDays(localDate('2024-01-01'), start)
          const dates = dueDateChoices(today, addDays(today, ahead)).map(({ date }) => date)
          expect(dates.every((date) => date > today)).toBe(true)
          expect(new Set(dates).size).toBe(dates.length)
          expect(dates.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('reminders of a remedy', () => {
  const moments = remedyMoments(localDate('2026-12-31'), 'Asia/Ho_Chi_Minh')

  it('come three days before, that day, and four times weekly', () => {
    expect(moments.map(({ ruleId, localDate: on }) => `${ruleId} ${on}`)).toEqual([
      'remedySoon 2026-12-28',
      'remedyToday 2026-12-31',
      'remedyOverdue 2027-01-07',
      'remedyOverdue 2027-01-14',
      'remedyOverdue 2027-01-21',
      'remedyOverdue 2027-01-28',
    ])
  })

  it('are due at 08:30 and say nothing that is no longer so', () => {
    for (const { dueAt } of moments) expect(localOf(dueAt, 'Asia/Ho_Chi_Minh').time).toBe('08:30')
    for (const [place, { dueAt }] of moments.slice(1).entries())
      expect(moments[place]?.usefulUntil.getTime()).toBeLessThan(dueAt.getTime())
    expect(moments[1]?.usefulUntil).toEqual(new Date('2026-12-31T14:00:00Z'))
  })
})
