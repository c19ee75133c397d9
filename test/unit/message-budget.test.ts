import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'
import {
  allowanceOf,
  type BranchMonth,
  budgetLevel,
  budgetLevels,
  forecastBranch,
  hasRoom,
  isAtLeast,
  isLeftOut,
  isRemedyLeftOut,
  momentsIn,
  type Plan,
} from '../../src/domain/message-budget.ts'
import { period } from '../../src/domain/period.ts'
import { timelineOf } from '../../src/domain/timeline.ts'

const basic: Plan = { people: 50, groups: 3, messagesPerMonth: 3000 }
const zone = 'Asia/Ho_Chi_Minh'
/** A meeting of the third has its round in the month before. */
const december = ['2026-12-03', '2027-01-03'].flatMap((date) => {
  return momentsIn(
    period('2026-12'),
    timelineOf({ date: localDate(date), startsAt: localTime('19:30') }, {}, zone).moments,
  )
})
const branch = (fields: Partial<BranchMonth> = {}): BranchMonth => {
  return {
    people: 20,
    officers: 1,
    hasGroup: true,
    remedies: 0,
    moments: december,
    history: null,
    ...fields,
  }
}
const anyBranch = fc.record({
  people: fc.nat(50),
  officers: fc.nat(3),
  hasGroup: fc.boolean(),
  remedies: fc.nat(60),
  moments: fc.subarray([...december]),
  history: fc.option(fc.record({ replies: fc.nat(2000), bulk: fc.nat(2000) })),
})

describe('what a plan allows', () => {
  it('keeps a tenth for replies, and of it a little for the last words', () => {
    expect(allowanceOf(basic)).toEqual({ bulk: 2700, replies: 2940, all: 3000 })
    expect(allowanceOf({ people: 50 })).toBeNull()
  })

  it('has its parts in order, whatever the limit', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (messagesPerMonth) => {
        const { bulk, replies, all } = allowanceOf({ messagesPerMonth }) ?? {
          bulk: -1,
          replies: -1,
          all: -1,
        }
        expect(bulk >= 0 && bulk <= replies && replies <= all && all === messagesPerMonth).toBe(
          true,
        )
      }),
    )
  })

  it.each([
    [0, 0, 'free'],
    [2400, 0, 'free'],
    [0, 2400, 'free'],
    [2401, 0, 'tight'],
    [0, 2401, 'tight'],
    [0, 9999, 'tight'],
    [2699, 0, 'tight'],
    [2700, 0, 'repliesOnly'],
    [2939, 0, 'repliesOnly'],
    [2940, 0, 'spent'],
    [3100, 0, 'spent'],
  ] as const)('%i used, %i expected: %s', (used, expected, level) => {
    expect(budgetLevel(basic, used, expected)).toBe(level)
    expect(budgetLevel({}, used, expected)).toBe('free')
  })

  it('never becomes freer as more is used or expected', () => {
    const count = fc.nat(4000)
    fc.assert(
      fc.property(count, count, count, count, (used, expected, more, further) => {
        const [before, after] = [
          budgetLevel(basic, used, expected),
          budgetLevel(basic, used + more, expected + further),
        ]
        expect(isAtLeast(after, before)).toBe(true)
      }),
    )
  })

  it('says whether one more fits', () => {
    expect([hasRoom(50, 49), hasRoom(50, 50), hasRoom(50, 51), hasRoom(undefined, 999)]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})

describe('what a month will cost', () => {
  it('is counted from the timelines that reach into it', () => {
    // December's last reminder is on 01/12, January's round opens on 27/12 and its first reminder
    // is on 30/12.
    expect(forecastBranch(branch())).toEqual({
      prompts: 40,
      groupNotices: 6,
      officers: 5,
      replies: 280,
      total: 331,
    })
    expect(forecastBranch(branch({ hasGroup: false, people: 0 }))).toEqual({
      prompts: 0,
      groupNotices: 0,
      officers: 5,
      replies: 0,
      total: 5,
    })
  })

  it('is what was really sent, where that was more', () => {
    expect(forecastBranch(branch({ history: { replies: 500, bulk: 111 } }))).toMatchObject({
      prompts: 100,
      replies: 500,
      total: 611,
    })
    expect(forecastBranch(branch({ history: { replies: 120, bulk: 5 } }))).toMatchObject({
      prompts: 40,
      replies: 120,
    })
  })

  it('is the sum of its parts, grows with the people, and is never more when merged', () => {
    fc.assert(
      fc.property(anyBranch, fc.nat(20), (one, more) => {
        const [plain, merged, larger] = [
          forecastBranch(one),
          forecastBranch(one, true),
          forecastBranch({ ...one, people: one.people + more }),
        ]
        expect(plain.total).toBe(
          plain.prompts + plain.groupNotices + plain.officers + plain.replies,
        )
        expect(Object.values(plain).every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
        expect(merged.total).toBeLessThanOrEqual(plain.total)
        expect(larger.total).toBeGreaterThanOrEqual(plain.total)
        if (one.history !== null) expect(plain.total).toBeGreaterThanOrEqual(one.history.bulk)
      }),
    )
  })
})

describe('what is left out while the month is tight', () => {
  it('is the first private reminder and the group’s word of the opening, never the invitation or the last reminder', () => {
    const rules = [
      'open',
      'windowOpening',
      'remindFirst',
      'announceFirst',
      'windowClosing',
      'remindLast',
      'announceLast',
      'close',
    ]
    for (const level of budgetLevels) {
      expect(rules.filter((rule) => isLeftOut(rule, level))).toEqual(
        level === 'free' ? [] : ['windowOpening', 'remindFirst'],
      )
    }
  })

  it('leaves a remedy two reminders', () => {
    const days = [-3, 0, 7, 14, 21, 28]
    expect(days.filter((day) => !isRemedyLeftOut(day, 'tight'))).toEqual([-3, 7])
    expect(days.filter((day) => !isRemedyLeftOut(day, 'free'))).toEqual(days)
  })
})
