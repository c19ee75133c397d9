import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeAlphabet, codeDays, codeLength } from '../../src/domain/code.ts'
import {
  type LockState,
  afterWrongTry,
  codeGate,
  freshLock,
  triesLeft,
} from '../../src/domain/lockout.ts'

const start = new Date('2026-11-27T13:10:00Z')
const hour = 3_600_000
const day = 24 * hour
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)
const tryAt = (...minutes: readonly number[]): LockState =>
  minutes.reduce((state, minute) => afterWrongTry(state, after(minute)), freshLock)

/** Every guess that a chat can make from the start on, waiting between them as it likes. */
function guesses(lastsMs: number, waitMs: number): number {
  let [now, state, count] = [start, freshLock, 0]
  while (now.getTime() - start.getTime() < lastsMs) {
    const gate = codeGate(state, now)
    if (gate.isOpen) {
      state = afterWrongTry(state, now)
      count += 1
      now = new Date(now.getTime() + waitMs)
    } else now = gate.until
  }
  return count
}

/** Of the best of these ways to wait, from no wait to a week and a little more. */
const mostGuesses = (lastsMs: number): number =>
  Math.max(
    ...[1000, hour, 2 * hour, day, 1.75 * day, 7 * day - 1000, 7 * day].map((waitMs) =>
      guesses(lastsMs, waitMs),
    ),
  )

describe('one chat', () => {
  it('is told how many tries are left, and locked by the fifth for an hour', () => {
    expect(
      [tryAt(0), tryAt(0, 1), tryAt(0, 1, 2), tryAt(0, 1, 2, 3)].map((state) =>
        triesLeft(state, after(3)),
      ),
    ).toEqual([4, 3, 2, 1])
    const locked = tryAt(0, 1, 2, 3, 4)
    expect(triesLeft(locked, after(5))).toBe(0)
    expect(codeGate(locked, after(63.9))).toEqual({ isOpen: false, until: after(64) })
    expect(codeGate(locked, after(64))).toEqual({ isOpen: true })
    expect(triesLeft(locked, after(64))).toBe(5)
  })

  it('is locked twice as long each time, a week at most', () => {
    let [now, state] = [start, freshLock]
    const hours: number[] = []
    for (let lock = 0; lock < 10; lock += 1) {
      for (let count = 0; count < 5; count += 1) state = afterWrongTry(state, now)
      hours.push(((state.lockedUntil?.getTime() ?? 0) - now.getTime()) / hour)
      now = state.lockedUntil ?? now
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 168, 168])
  })

  it('gains nothing by waiting a little, and is forgiven after a calm week', () => {
    const minutesInWeek = 7 * 24 * 60
    expect(triesLeft(tryAt(0, 1, 2, 3), after(minutesInWeek))).toBe(1)
    expect(tryAt(0, 1, 2, 3, minutesInWeek).lockedUntil).not.toBeNull()
    expect(triesLeft(tryAt(0, 1, 2, 3, 3 + minutesInWeek), after(3 + minutesInWeek))).toBe(4)
    expect(tryAt(...[0, 1, 2, 3].map((week) => week * minutesInWeek)).lockedUntil).toBeNull()
  })

  it('never lets six wrong tries within an hour past', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 * 60_000 }), { minLength: 5, maxLength: 40 }),
        (gaps) => {
          let [now, state] = [start, freshLock]
          const tried: Date[] = []
          for (const gap of gaps) {
            now = new Date(now.getTime() + gap)
            if (!codeGate(state, now).isOpen) continue
            state = afterWrongTry(state, now)
            tried.push(now)
          }
          return !tried.some((at, place) => {
            const fifthBefore = tried[place - 5]
            return fifthBefore !== undefined && at.getTime() - fifthBefore.getTime() < hour
          })
        },
      ),
    )
  })
})

// No limit over all chats stands behind these: it could be used up by anybody, and would refuse
// right codes. So a chat's own limit has to keep the chance of a hit low by itself.
describe('all chats', () => {
  const signs = codeAlphabet.length ** codeLength
  const members = 240_000
  const chanceOf = (chats: number, guessesOfEach: number, openCodes: number): number =>
    1 - (1 - openCodes / signs) ** (chats * guessesOfEach)

  it('a chat makes some hundreds of guesses in a year, however it waits', () => {
    expect(mostGuesses(365 * day)).toBeLessThan(320)
  })

  it('in a year of guessing by 500 chats, with a code open for one in 200, the chance of any hit is below one in a thousand', () => {
    expect(chanceOf(500, mostGuesses(365 * day), members / 200)).toBeLessThan(1e-3)
  })

  it('while the first codes of all are open, so is that of 25 chats', () => {
    expect(chanceOf(25, mostGuesses(codeDays * day), members)).toBeLessThan(1e-3)
  })
})
