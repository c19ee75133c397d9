import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LocalDate, addDays, localDate } from '../../src/domain/local-date.ts'
import {
  type CountedRemedy,
  type RemedyState,
  type RemedyStatus,
  countRemedies,
  isOverdue,
  isUnplanned,
  mostDueFirst,
  reachesMark,
} from '../../src/domain/remedy.ts'

const today = localDate('2026-12-03')
const later = localDate('2026-12-31')
const statuses: readonly RemedyStatus[] = [
  'open',
  'inProgress',
  'done',
  'dropped',
  'withdrawn',
  'noMeasure',
]
const at = (status: RemedyStatus, dueOn: LocalDate | null = today): RemedyState => ({
  status,
  dueOn,
})

const planned: readonly (readonly [RemedyStatus, string | null, string | null, boolean])[] = [
  ['noMeasure', null, null, true],
  ['noMeasure', null, 'Đọc báo', true],
  ['inProgress', null, null, true],
  ['open', '2026-12-20', null, true],
  ['open', '2026-12-20', 'Đọc báo', false],
  ['done', null, null, false],
  ['dropped', null, null, false],
  ['withdrawn', null, null, false],
]
it.each(planned)(
  '%s, due %s, measure %s: a measure can still be given: %s',
  (status, dueOn, measure, isOpen) => {
    expect(isUnplanned({ status, dueOn: dueOn === null ? null : localDate(dueOn), measure })).toBe(
      isOpen,
    )
  },
)

describe('isOverdue', () => {
  it.each(statuses)('%s', (status) => {
    const isActive = status === 'open' || status === 'inProgress'
    expect(isOverdue(at(status, addDays(today, -1)), today)).toBe(isActive)
    expect(isOverdue(at(status, today), today)).toBe(false)
    expect(isOverdue(at(status, null), today)).toBe(false)
  })
})

describe('mostDueFirst', () => {
  it('puts dates first, those without a measure last, and leaves out what is closed', () => {
    const closed = [at('done'), at('dropped'), at('withdrawn')]
    const all = [at('noMeasure', null), at('open', later), ...closed, at('inProgress', today)]
    expect(mostDueFirst(all).map(({ status }) => status)).toEqual([
      'inProgress',
      'open',
      'noMeasure',
    ])
  })
})

describe('countRemedies', () => {
  const span = { from: localDate('2026-11-04'), to: today }
  const remedy = (
    status: RemedyStatus,
    dueOn: string | null,
    createdOn: string,
    closedOn: string | null = null,
  ): CountedRemedy => ({
    status,
    dueOn: dueOn === null ? null : localDate(dueOn),
    createdOn: localDate(createdOn),
    closedOn: closedOn === null ? null : localDate(closedOn),
  })

  it.each<[string, CountedRemedy, Partial<ReturnType<typeof countRemedies>>]>([
    ['new, in time', remedy('open', '2026-12-31', '2026-11-27'), { created: 1, inProgress: 1 }],
    ['new, no measure', remedy('noMeasure', null, '2026-11-27'), { noMeasure: 1 }],
    [
      'old, due today',
      remedy('inProgress', '2026-12-03', '2026-10-01'),
      { inProgress: 1, dueInPeriod: 1 },
    ],
    ['old, overdue', remedy('open', '2026-12-02', '2026-10-01'), { overdue: 1, dueInPeriod: 1 }],
    [
      'overdue since long',
      remedy('open', '2026-03-01', '2026-01-01'),
      { overdue: 1, dueInPeriod: 1 },
    ],
    [
      'done in time',
      remedy('done', '2026-11-30', '2026-10-01', '2026-11-27'),
      { done: 1, dueInPeriod: 1, doneOfDue: 1 },
    ],
    ['done early', remedy('done', '2027-01-31', '2026-10-01', '2026-11-27'), { done: 1 }],
    ['done before the span', remedy('done', '2026-10-30', '2026-10-01', '2026-11-03'), {}],
    ['dropped', remedy('dropped', '2026-11-30', '2026-11-27', '2026-11-28'), {}],
    ['withdrawn', remedy('withdrawn', '2026-11-30', '2026-11-27'), {}],
  ])('%s', (_, one, counts) => {
    const none = {
      created: 0,
      noMeasure: 0,
      inProgress: 0,
      overdue: 0,
      done: 0,
      dueInPeriod: 0,
      doneOfDue: 0,
    }
    expect(countRemedies([one], span)).toEqual({ ...none, ...counts })
  })

  it('never counts one remedy twice among the states, and never more done than due', () => {
    const day = fc.integer({ min: -90, max: 90 }).map((days) => addDays(today, days))
    const any = fc.record({
      status: fc.constantFrom(...statuses),
      dueOn: fc.option(day),
      createdOn: day,
      closedOn: fc.option(day),
    })
    fc.assert(
      fc.property(fc.array(any), (all) => {
        const { noMeasure, inProgress, overdue, done, dueInPeriod, doneOfDue } = countRemedies(
          all,
          span,
        )
        const isOnce = noMeasure + inProgress + overdue + done <= all.length
        return isOnce && doneOfDue <= dueInPeriod && doneOfDue <= done && overdue <= dueInPeriod
      }),
    )
  })
})

const marks = [
  [9, 11, true],
  [4, 5, true],
  [799, 1000, false],
  [7996, 10_000, false],
  [0, 3, false],
  [0, 0, null],
] as const
it.each(marks)('%i of %i due reaches the mark: %s', (done, due, reached) => {
  expect(reachesMark({ dueInPeriod: due, doneOfDue: done })).toBe(reached)
})
