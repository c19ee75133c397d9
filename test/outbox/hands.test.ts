// What is in memory between a claim and its ruling: lines of chats, holds, the appetite for more,
// and the ledger.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Appetite, type Load } from '../../src/outbox/appetite.ts'
import { ChatLines } from '../../src/outbox/chat-lines.ts'
import { Holds } from '../../src/outbox/holds.ts'
import { Ledger } from '../../src/outbox/ledger.ts'
import type { Lane } from '../../src/outbox/pace.ts'
import type { ClaimedRow, Parcel } from '../../src/outbox/parcel.ts'
import { RollingLimit } from '../../src/outbox/rolling-limit.ts'
import { VirtualClock } from './clock.ts'

let count = 0
const parcel = (chat: string, lane: Lane = 0): Parcel =>
  ({ id: String(count++), chat, isUrgent: lane === 0, lane }) as Parcel
const ids = (parcels: Iterable<Parcel>): readonly string[] => [...parcels].map(({ id }) => id)

describe('lines', () => {
  test('one message of a chat at a time, in the order they came', () => {
    const lines = new ChatLines()
    const [a, b, c] = [parcel('x'), parcel('x'), parcel('y')]
    for (const each of [a, b, c]) lines.add(each)
    expect(ids(lines.ready(0))).toEqual([a.id, c.id])
    lines.begin('x')
    expect([ids(lines.ready(0)), lines.underWay]).toEqual([[c.id], 1])
    lines.end('x')
    expect([ids(lines.ready(0)), lines.underWay]).toEqual([[c.id, b.id], 0])
  })

  test('a reply behind bulk makes the whole line a reply’s', () => {
    const lines = new ChatLines()
    const [a, b] = [parcel('x', 1), parcel('x', 0)]
    lines.add(a)
    expect([lines.readyCount(0), lines.readyCount(1)]).toEqual([0, 1])
    lines.add(b)
    expect([ids(lines.ready(0)), lines.readyCount(1)]).toEqual([[a.id], 0])
  })

  test('dropping leaves what is under way', () => {
    const lines = new ChatLines()
    const all = [parcel('x'), parcel('x'), parcel('y')]
    for (const each of all) lines.add(each)
    lines.begin('x')
    expect(ids(lines.dropAll())).toEqual([all[1]?.id, all[2]?.id])
    expect([lines.ids(), lines.chats]).toEqual([[all[0]?.id], 1])
    lines.end('x')
    expect([lines.ids(), lines.chats, lines.readyCount(0)]).toEqual([[], 0, 0])
  })
})

test('a held chat is held until its rows are written, and a statement’s time longer', () => {
  const holds = new Holds()
  holds.hold('x')
  expect([holds.isHeld('x', 1e9), holds.isHeld('y', 0)]).toEqual([true, false])
  holds.written('x', 1000)
  expect([holds.isHeld('x', 5999), holds.isHeld('x', 6000)]).toEqual([true, false])
  holds.forget(7000)
  expect(holds.isHeld('x', 1000)).toBe(false)
})

test('a rolling limit lets through at most its count in any window', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }),
      (limit, gaps) => {
        const rolling = new RollingLimit(limit, 100)
        const noted: number[] = []
        let at = 0
        for (const gap of gaps) {
          at += gap
          if (rolling.wait(at) > 0) continue
          rolling.note(at)
          noted.push(at)
        }
        for (const from of noted)
          expect(
            noted.filter((time) => time >= from && time < from + 100).length,
          ).toBeLessThanOrEqual(limit)
      },
    ),
  )
})

describe('the appetite', () => {
  const load: Load = {
    isProbing: false,
    underWay: 0,
    inFlight: 10,
    readyReplies: 0,
    readyBulk: 0,
    bulkSoon: 7,
    onceInHand: 0,
  }
  const row = (fields: Partial<ClaimedRow>): ClaimedRow =>
    ({ class: 'prompt', state: 'sending', isUrgent: false, ...fields }) as ClaimedRow

  test.each([
    {
      what: 'takes what can leave soon',
      load: {},
      quota: { replies: 20, bulk: 7, once: 1, total: 27 },
    },
    {
      what: 'waits until half is gone',
      load: { readyReplies: 11, readyBulk: 4 },
      quota: { replies: 0, bulk: 0, once: 1, total: 0 },
    },
    {
      what: 'takes at-most-once messages one by one',
      load: { onceInHand: 1, readyReplies: 20, readyBulk: 7 },
      quota: undefined,
    },
    {
      what: 'has one message ready even where the pace is slow',
      load: { bulkSoon: 0, readyReplies: 20, onceInHand: 1 },
      quota: { replies: 0, bulk: 1, once: 0, total: 1 },
    },
    {
      what: 'tries with one message, and with one that may be repeated',
      load: { isProbing: true },
      quota: { replies: 1, bulk: 1, once: 0, total: 1 },
    },
    {
      what: 'tries nothing more while one is tried',
      load: { isProbing: true, underWay: 1 },
      quota: undefined,
    },
  ])('$what', ({ load: change, quota }) => {
    expect(new Appetite().next({ ...load, ...change })).toEqual(quota)
  })

  test('asks no more for what it did not get, until woken', () => {
    const appetite = new Appetite()
    const quota = { replies: 20, bulk: 7, once: 1, total: 27 }
    appetite.took(quota, [row({}), row({ class: 'groupNotice' })])
    expect(appetite.next(load)).toEqual({ replies: 0, bulk: 7, once: 1, total: 7 })
    appetite.took(quota, [])
    expect(appetite.next(load)).toBeUndefined()
    appetite.wake()
    expect(appetite.next(load)).toEqual(quota)
  })

  test('woken while a claim is under way, asks again: that claim may have looked too early', () => {
    const appetite = new Appetite()
    const quota = appetite.next(load)
    appetite.wake()
    appetite.took(quota ?? { replies: 0, bulk: 0, once: 0, total: 0 }, [])
    expect(quota).toEqual({ replies: 20, bulk: 7, once: 1, total: 27 })
    expect(appetite.next(load)).toEqual(quota)
  })

  test('asks again for all where rows were merged or had expired', () => {
    const appetite = new Appetite()
    const quota = { replies: 20, bulk: 7, once: 1, total: 27 }
    appetite.took(quota, [row({ state: 'skipped' })])
    expect(appetite.next(load)).toEqual(quota)
  })

  test('tries with an at-most-once message only where there is no other', () => {
    const appetite = new Appetite()
    appetite.took({ replies: 1, bulk: 1, once: 0, total: 1 }, [])
    expect(appetite.next({ ...load, isProbing: true })).toEqual({
      replies: 0,
      bulk: 0,
      once: 1,
      total: 0,
    })
  })
})

describe('the ledger', () => {
  interface Made {
    readonly ledger: Ledger<string>
    readonly clock: VirtualClock
    readonly written: (readonly string[])[]
    failures: number
  }

  function make(): Made {
    const clock = new VirtualClock(() => 0)
    const written: (readonly string[])[] = []
    const write = (entries: readonly string[]): Promise<(entry: string) => boolean> => {
      if (made.failures-- > 0) return Promise.reject(new Error('down'))
      written.push(entries)
      return Promise.resolve((entry) => entry !== 'not ours')
    }
    const made: Made = {
      ledger: new Ledger({ write, timer: clock.timer, onTrouble: () => undefined }),
      clock,
      written,
      failures: 0,
    }
    return made
  }

  test('writes together what comes within 10 ms', async () => {
    const { ledger, clock, written } = make()
    const results = [ledger.note('a', false), ledger.note('not ours', false)]
    await clock.pass(9)
    expect(written).toEqual([])
    await clock.pass(1)
    expect([written, await Promise.all(results)]).toEqual([[['a', 'not ours']], [true, false]])
  })

  test('does not let an urgent one wait, nor many', async () => {
    const { ledger, clock, written } = make()
    void ledger.note('a', false)
    void ledger.note('b', true)
    await clock.quiet()
    expect(written).toEqual([['a', 'b']])
    for (let n = 0; n < 450; n++) void ledger.note(String(n), false)
    await clock.pass(10)
    expect(written.slice(1).map(({ length }) => length)).toEqual([200, 200, 50])
  })

  test('tries again in order when the database fails, ever less often, and never gives up', async () => {
    const made = make()
    const { ledger, clock, written } = made
    made.failures = 3
    const first = ledger.note('a', true)
    await clock.pass(100)
    void ledger.note('b', true)
    expect([written, ledger.isFailing]).toEqual([[], true])
    await clock.pass(250 + 500 + 1000)
    expect([written, await first, ledger.isFailing]).toEqual([[['a', 'b']], true, false])
  })

  test('flushing writes all there is, or gives up with the database', async () => {
    const made = make()
    for (let n = 0; n < 450; n++) void made.ledger.note(String(n), false)
    await made.ledger.flush()
    expect(made.written.flat()).toHaveLength(450)
    made.failures = 1
    void made.ledger.note('a', false)
    await made.ledger.flush()
    expect([made.written.flat().length, made.ledger.isFailing]).toEqual([450, true])
  })
})
