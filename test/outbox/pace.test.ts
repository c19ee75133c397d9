import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pace } from '../../src/messaging/platform.ts'
import { BotPace, type Destination, type Lane } from '../../src/outbox/pace.ts'

const telegram: Pace = { perSecond: 30, privateChatGapMs: 1000, groupPerMinute: 20, inFlight: 30 }
const to = (chat: string, isGroup = false): Destination => ({ chat, isGroup })

interface Sent {
  readonly at: number
  readonly lane: Lane
}

/** Bulk as fast as allowed to ever new chats until `end`, with replies at the given times. */
function run(limits: Pace, end: number, replies: readonly number[] = []): readonly Sent[] {
  const pace = new BotPace(limits)
  const sent: Sent[] = []
  const due = replies.toSorted((a, b) => a - b)
  for (let at = 0, chats = 0; at < end;) {
    const reply = due[0]
    if (reply !== undefined && reply <= at) {
      due.shift()
      pace.sent(0, to('someone'), at)
      sent.push({ at, lane: 0 })
      continue
    }
    const wait = pace.wait(1, to(`c${String(chats)}`), at)
    if (wait <= 0) {
      pace.sent(1, to(`c${String(chats++)}`), at)
      sent.push({ at, lane: 1 })
    } else at = Math.min(at + Math.ceil(wait), reply ?? Infinity)
  }
  return sent
}

const within = (sent: readonly Sent[], from: number, ms: number): readonly Sent[] =>
  sent.filter(({ at }) => at >= from && at < from + ms)

describe('bulk', () => {
  test('uses its four fifths of the pace to the full', () => {
    expect(run(telegram, 60_000)).toHaveLength(24 * 60 + 3)
  })

  test('makes up for a late timer', () => {
    const pace = new BotPace(telegram)
    let count = 0
    for (let at = 0; at < 10_000; at += 30) {
      for (; pace.wait(1, to(`c${String(count)}`), at) <= 0; count++)
        pace.sent(1, to(`c${String(count)}`), at)
    }
    expect(count).toBeGreaterThanOrEqual(240 * 0.98)
  })

  test('leaves a fifth free, and all it sends with the replies stays under the pace', () => {
    const pace = fc.record({
      perSecond: fc.integer({ min: 1, max: 60 }),
      privateChatGapMs: fc.constant(0),
      groupPerMinute: fc.constant(20),
      inFlight: fc.constant(8),
    })
    const times = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 60 })
    fc.assert(
      fc.property(pace, times, fc.integer({ min: 0, max: 3000 }), (limits, replies, from) => {
        const sent = run(limits, 4000, replies)
        const bulk = within(sent, from, 1000).filter(({ lane }) => lane === 1)
        expect(bulk.length).toBeLessThanOrEqual(limits.perSecond * 0.8 * 1.1 + 1)
        // Replies alone may exceed the pace; bulk is never what makes a second too full.
        for (const [index, { at, lane }] of sent.entries()) {
          if (lane === 1)
            expect(
              sent.slice(0, index + 1).filter((before) => before.at > at - 1000).length,
            ).toBeLessThanOrEqual(limits.perSecond)
        }
      }),
    )
  })

  test('gives way when replies take more than their fifth', () => {
    const replies = Array.from({ length: 25 * 5 }, (_, index) => index * 40)
    const sent = run(telegram, 5000, replies)
    expect(sent.filter(({ lane }) => lane === 0)).toHaveLength(125)
    for (let from = 1000; from <= 4000; from += 100)
      expect(within(sent, from, 1000).length).toBeLessThanOrEqual(31)
  })

  test('keeps the gap between two messages to one chat; a reply does not', () => {
    const pace = new BotPace(telegram)
    pace.sent(1, to('c'), 0)
    expect(pace.wait(1, to('c'), 400)).toBe(600)
    expect(pace.wait(1, to('d'), 400)).toBeLessThanOrEqual(0)
    expect(pace.wait(0, to('c'), 400)).toBeLessThanOrEqual(0)
  })

  test('keeps to the limit of a group, in which replies count too', () => {
    const pace = new BotPace(telegram)
    for (let n = 0; n < 20; n++) pace.sent(n % 2 === 0 ? 0 : 1, to('g', true), n * 1000)
    expect(pace.wait(1, to('g', true), 20_000)).toBe(40_000)
    expect(pace.wait(0, to('g', true), 20_000)).toBeLessThanOrEqual(0)
    expect(pace.wait(1, to('h', true), 20_000)).toBeLessThanOrEqual(0)
    expect(pace.wait(1, to('g', true), 60_000)).toBeLessThanOrEqual(0)
  })

  test('is foretold for claiming', () => {
    const pace = new BotPace(telegram)
    expect(pace.bulkWithin(250, 0)).toBe(7)
    expect(new BotPace({ ...telegram, perSecond: 1 }).bulkWithin(250, 0)).toBe(1)
    pace.throttled('bot', 'c', 5000, 0, 0)
    expect(pace.bulkWithin(250, 0)).toBe(0)
  })
})

describe('a reply', () => {
  test('is never held back by our own pace', () => {
    const pace = new BotPace(telegram)
    for (let n = 0; n < 500; n++) {
      expect(pace.wait(0, to('c'), 1)).toBeLessThanOrEqual(0)
      pace.sent(0, to('c'), 1)
    }
  })

  test('waits in a throttled chat only', () => {
    const pace = new BotPace(telegram)
    pace.throttled('chat', 'c', 3000, 0, 0.5)
    expect(pace.wait(0, to('c'), 1000)).toBe(2500)
    expect(pace.wait(1, to('c'), 1000)).toBe(2500)
    expect(pace.wait(0, to('d'), 1000)).toBeLessThanOrEqual(0)
    expect(pace.botWait(1000)).toBe(0)
  })

  test('waits for a throttled bot, and keeps to the pace for a minute after', () => {
    const pace = new BotPace(telegram)
    pace.throttled('bot', 'c', 3000, 0, 0)
    expect([pace.wait(0, to('d'), 1000), pace.botWait(1000)]).toEqual([2000, 2000])
    for (let n = 0; n < 30; n++) {
      expect(pace.wait(0, to('d'), 3000)).toBeLessThanOrEqual(0)
      pace.sent(0, to('d'), 3000)
    }
    expect(pace.wait(0, to('d'), 3400)).toBe(600)
    for (let n = 0; n < 40; n++) pace.sent(0, to('d'), 63_000)
    expect(pace.wait(0, to('d'), 63_000)).toBeLessThanOrEqual(0)
  })

  test('a shorter throttling does not shorten a longer one', () => {
    const pace = new BotPace(telegram)
    pace.throttled('bot', 'c', 9000, 0, 0)
    pace.throttled('bot', 'c', 1000, 0, 0)
    pace.throttled('chat', 'e', 9000, 0, 0)
    pace.throttled('chat', 'e', 1000, 0, 0)
    expect([pace.botWait(0), pace.wait(0, to('e'), 0)]).toEqual([9000, 9000])
  })
})

test('forgetting changes no wait', () => {
  const step = fc.record({
    lane: fc.constantFrom<Lane>(0, 1),
    chat: fc.constantFrom('a', 'b'),
    isGroup: fc.boolean(),
    after: fc.integer({ min: 0, max: 3000 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [kept, pruned] = [new BotPace(telegram), new BotPace(telegram)]
      let at = 0
      for (const { lane, chat, isGroup, after } of steps) {
        at += after
        pruned.forget(at)
        for (const pace of [kept, pruned]) pace.sent(lane, to(chat, isGroup), at)
        expect(Math.max(0, pruned.wait(1, to(chat, isGroup), at))).toBe(
          Math.max(0, kept.wait(1, to(chat, isGroup), at)),
        )
      }
    }),
  )
})
