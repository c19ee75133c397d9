import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LocalDate, addDays, localDate } from '../../src/domain/local-date.ts'
import {
  type OwnedRemedy,
  type RemedyState,
  type RemedyStatus,
  countDue,
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

describe('countDue', () => {
  const span = { from: localDate('2026-11-04'), to: today }
  const remedy = (
    status: RemedyStatus,
    dueOn: string | null,
    closedOn: string | null = null,
    owner = 'a',
  ): OwnedRemedy => ({
    status,
    dueOn: dueOn === null ? null : localDate(dueOn),
    closedOn: closedOn === null ? null : localDate(closedOn),
    owner,
    isReader: owner.startsWith('reader'),
  })

  it.each<[string, OwnedRemedy, readonly [due: number, done: number]]>([
    ['in time', remedy('open', '2026-12-31'), [0, 0]],
    ['no measure', remedy('noMeasure', null), [0, 0]],
    ['due today', remedy('inProgress', '2026-12-03'), [1, 0]],
    ['overdue', remedy('open', '2026-12-02'), [1, 0]],
    ['overdue since long', remedy('open', '2026-03-01'), [1, 0]],
    ['done in time', remedy('done', '2026-11-30', '2026-11-27'), [1, 1]],
    ['done late', remedy('done', '2026-03-01', '2026-11-27'), [1, 1]],
    ['done early', remedy('done', '2027-01-31', '2026-11-27'), [0, 0]],
    ['done before the span', remedy('done', '2026-10-30', '2026-11-03'), [0, 0]],
    ['dropped', remedy('dropped', '2026-11-30', '2026-11-28'), [0, 0]],
    ['withdrawn', remedy('withdrawn', '2026-11-30'), [0, 0]],
  ])('%s', (_, one, [due, done]) => {
    expect(countDue([one], span)).toEqual({ due, done, owners: due, otherOwners: due })
  })

  it('counts whose they are once, and apart those who do not read the figure', () => {
    const due = (owner: string) => remedy('open', '2026-12-02', null, owner)
    const all = [due('a'), due('a'), due('b'), due('reader'), remedy('open', null, null, 'c')]
    expect(countDue(all, span)).toEqual({ due: 4, done: 0, owners: 3, otherOwners: 2 })
  })

  it('never has more done than due, nor more owners than things', () => {
    const day = fc.integer({ min: -90, max: 90 }).map((days) => addDays(today, days))
    const any = fc.record({
      status: fc.constantFrom(...statuses),
      dueOn: fc.option(day),
      closedOn: fc.option(day),
      owner: fc.constantFrom('a', 'b', 'reader'),
      isReader: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(any), (remedies) => {
        const { due, done, owners, otherOwners } = countDue(remedies, span)
        return done <= due && owners <= due && otherOwners <= owners && due <= remedies.length
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
  expect(reachesMark({ due, done })).toBe(reached)
})
