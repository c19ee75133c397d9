import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type LockState,
  afterWrongTry,
  codeGate,
  freshLock,
  hourOf,
  triesLeft,
} from '../../src/domain/lockout.ts'

const start = new Date('2026-11-27T13:10:00Z')
const hour = 3_600_000
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)
function tryAt(...minutes: readonly number[]): LockState {
  return minutes.reduce((state, minute) => afterWrongTry(state, after(minute)), freshLock)
}

describe('one chat', () => {
  it('is told how many tries are left, and locked by the fifth for an hour', () => {
    expect(
      [tryAt(0), tryAt(0, 1), tryAt(0, 1, 2), tryAt(0, 1, 2, 3)].map((state) =>
        triesLeft(state, after(3)),
      ),
    ).toEqual([4, 3, 2, 1])
    const locked = tryAt(0, 1, 2, 3, 4)
    expect(triesLeft(locked, after(5))).toBe(0)
    expect(codeGate(locked, 0, after(63.9))).toEqual({
      isOpen: false,
      scope: 'chat',
      until: after(64),
    })
    expect(codeGate(locked, 0, after(64))).toEqual({ isOpen: true })
    expect(triesLeft(locked, after(64))).toBe(5)
  })

  it('forgets after an hour without a wrong try', () => {
    expect(triesLeft(tryAt(0, 1, 2, 3, 63), after(63))).toBe(4)
  })

  it('never lets five wrong tries within an hour past', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 * 60_000 }), { minLength: 5, maxLength: 40 }),
        (gaps) => {
          let now = start
          let state = freshLock
          const tried: Date[] = []
          for (const gap of gaps) {
            now = new Date(now.getTime() + gap)
            if (!codeGate(state, 0, now).isOpen) continue
            state = afterWrongTry(state, now)
            tried.push(now)
          }
          const isWithinHour = (last: Date, place: number) =>
            last.getTime() - (tried[place - 5]?.getTime() ?? -Infinity) < hour
          return !tried.some(isWithinHour)
        },
      ),
    )
  })
})

describe('the whole installation', () => {
  it.each([
    [999, true],
    [1000, false],
    [5000, false],
  ])('after %i wrong tries in this hour is open: %s', (wrong, isOpen) => {
    expect(codeGate(freshLock, wrong, start).isOpen).toBe(isOpen)
  })

  it('is locked until the hour of the clock ends', () => {
    expect(codeGate(freshLock, 1000, start)).toEqual({
      isOpen: false,
      scope: 'installation',
      until: new Date('2026-11-27T14:00:00Z'),
    })
    expect(hourOf(start)).toEqual(new Date('2026-11-27T13:00:00Z'))
  })
})
