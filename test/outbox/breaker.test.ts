import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOffMs } from '../../src/outbox/back-off.ts'
import {
  afterSend,
  breakerPhase,
  breakerThreshold,
  closedBreaker,
  type Breaker,
} from '../../src/outbox/breaker.ts'

const fail = (breaker: Breaker, at: number): Breaker => afterSend(breaker, false, at, 0)
const failTimes = (times: number): Breaker =>
  Array.from({ length: times }).reduce<Breaker>((breaker) => fail(breaker, 0), closedBreaker)

test('it opens at the threshold, not before', () => {
  expect(breakerPhase(failTimes(breakerThreshold - 1), 0)).toBe('closed')
  expect(breakerPhase(failTimes(breakerThreshold), 0)).toBe('open')
})

test('after the pause one is tried; a failure doubles the pause, any answer closes it', () => {
  const open = failTimes(breakerThreshold)
  expect(breakerPhase(open, 499)).toBe('open')
  expect(breakerPhase(open, 500)).toBe('probing')
  const again = fail(open, 500)
  expect(again.openUntil).toBe(500 + 1000)
  expect(breakerPhase(afterSend(again, true, 1500, 0), 1500)).toBe('closed')
})

test('sends that were under way when it opened do not lengthen the pause', () => {
  const open = failTimes(breakerThreshold)
  expect(failTimes(breakerThreshold + 20).openUntil).toBe(open.openUntil)
})

test('the pause grows from 1 s to 5 min and stays within them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, chance) => {
        const wait = backOffMs(attempt, chance)
        expect(wait).toBeGreaterThanOrEqual(500)
        expect(wait).toBeLessThanOrEqual(300_000)
        expect(backOffMs(attempt + 1, chance)).toBeGreaterThanOrEqual(wait)
      },
    ),
  )
  expect([1, 2, 3, 9, 10, 99].map((attempt) => backOffMs(attempt, 0.999_999))).toEqual([
    1000, 2000, 4000, 256_000, 300_000, 300_000,
  ])
})
