import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, cutShort, leaveOn, overlaps, parseLeave } from '../../src/domain/absence.ts'
import { addDays, localDate } from '../../src/domain/local-date.ts'

const today = localDate('2026-12-22')
const leave = (from: string, to: string) => ({ from: localDate(from), to: localDate(to) })

describe('parseLeave', () => {
  it.each([
    ['từ 24/12 đến 05/01', '2026-12-24', '2027-01-05'],
    ['tu 24/12 den het 05/01/2027', '2026-12-24', '2027-01-05'],
    ['từ ngày 24/12/2026 đến ngày 05/01/2027', '2026-12-24', '2027-01-05'],
    ['mặt từ 24-12 tới 28-12', '2026-12-24', '2026-12-28'],
    ['24/12 đến 28/12', '2026-12-24', '2026-12-28'],
    ['từ 20/12 đến 05/01', '2026-12-20', '2027-01-05'],
    ['đến 05/01', '2026-12-22', '2027-01-05'],
    ['từ mai đến hết tháng', '2026-12-23', '2026-12-31'],
    ['ngày 30/12', '2026-12-30', '2026-12-30'],
    ['hôm nay', '2026-12-22', '2026-12-22'],
    ['from 24/12 to 05/01', '2026-12-24', '2027-01-05'],
  ])('%s', (typed, from, to) => {
    expect(parseLeave(typed, today)).toEqual({ ok: true, leave: { from, to } })
  })

  it.each([
    ['từ 24/12 đến 20/12', 'endsBeforeStart'],
    ['từ 24/12/2026 đến 20/12/2026', 'endsBeforeStart'],
    ['từ 24/12/2026 đến 25/12/2027', 'tooLong'],
    ['từ 24/12/2026 đến 25/12/2030', 'tooLong'],
    ['từ 01/12 đến 20/12', 'past'],
    ['từ 01/10/2026 đến 05/10/2026', 'past'],
    ['từ 20/11/2028 đến 25/11/2028', 'tooFar'],
    ['từ 30/02 đến 05/03', 'notADate'],
    ['từ 24/12 đến 31/13', 'notADate'],
    ['mấy hôm nữa', 'notALeave'],
    ['có lý do', 'notALeave'],
    ['', 'notALeave'],
  ])('%s: %s', (typed, reason) => {
    expect(parseLeave(typed, today)).toMatchObject({ ok: false, reason })
  })

  it('never gives an absence that is over, ends before it begins or is longer than a year', () => {
    const day = fc.tuple(
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('', '/2026', '/2027', '/2028'),
    )
    const said = ([d, m, y]: readonly [number, number, string]): string =>
      `${String(d)}/${String(m)}${y}`
    fc.assert(
      fc.property(day, day, (one, other) => {
        const typed = parseLeave(`từ ${said(one)} đến ${said(other)}`, today)
        if (!typed.ok) return
        expect(typed.leave.to >= typed.leave.from && typed.leave.to >= today).toBe(true)
        expect(typed.leave.to <= addDays(typed.leave.from, 366)).toBe(true)
      }),
    )
  })
})

describe('days of absence', () => {
  const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(today, days))
  const anyLeave = fc
    .tuple(day, day)
    .map(([one, other]) => (one <= other ? { from: one, to: other } : { from: other, to: one }))

  it('two overlap exactly when some day is of both', () => {
    fc.assert(
      fc.property(anyLeave, anyLeave, (one, other) => {
        const days = Array.from({ length: 61 }, (_, step) => addDays(today, step))
        expect(overlaps(one, other)).toBe(
          days.some((each) => covers(one, each) && covers(other, each)),
        )
        expect(overlaps(other, one)).toBe(overlaps(one, other))
      }),
    )
  })

  it('whoever is back today is not away today nor later, and was away before as they said', () => {
    fc.assert(
      fc.property(anyLeave, day, day, (said, back, asked) => {
        const left = cutShort(said, back)
        expect(left !== null && covers(left, asked)).toBe(covers(said, asked) && asked < back)
      }),
    )
  })

  it('the one that lasts longest counts', () => {
    const leaves = [
      leave('2026-12-20', '2026-12-23'),
      leave('2026-12-21', '2026-12-30'),
      leave('2027-01-10', '2027-01-12'),
    ]
    expect(leaveOn(leaves, today)).toEqual(leaves[1])
    expect(leaveOn(leaves, localDate('2027-01-01'))).toBeNull()
  })
})
