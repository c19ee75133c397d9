import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, refuse } from './fake-platform.ts'
import { World } from './world.ts'

const noConnection: SendOutcome = { kind: 'unreachable', reason: 'connect', delivered: 'no' }
const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

onEveryDatabase('in trouble', (open, kind) => {
  let opened: TestDatabase
  let world: World
  afterEach(() => world.end())
  beforeAll(async () => {
    opened = await open()
  })
  beforeEach(async () => {
    await emptyTables(opened.database)
    world = new World(opened.database, { bot: { perSecond: 30, inFlight: 10 }, other: {} })
  })

  describe('throttled', () => {
    test('one chat: it waits as long as was asked, no other does, and its order holds', async () => {
      world.bot.script = (sending) =>
        sending.call === 1
          ? refuse({ kind: 'throttled', retryAfterMs: 7 * second, scope: 'chat' })
          : accept(sending)
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      await world.queue(
        [
          world.draft('a1', { chat: 'a' }),
          world.draft('a2', { chat: 'a' }),
          world.draft('b1', { chat: 'b' }),
        ],
        sender,
      )
      await world.clock.pass(second)
      await world.queue(
        [world.draft('a3', { chat: 'a' }), world.prompt('b2', { chat: 'b' })],
        sender,
      )
      await world.clock.pass(5 * second)
      expect(world.bot.delivered.map(({ text }) => text)).toEqual(['b1', 'b2'])
      await world.clock.pass(3 * second)
      expect(world.bot.textsTo('a')).toEqual(['a1', 'a2', 'a3'])
      expect(world.bot.calls.filter(({ chat }) => chat === 'a')[1]?.at).toBeGreaterThanOrEqual(
        7 * second,
      )
      await world.clock.until(sender.stop())
    })

    test('the whole bot: nothing leaves before, replies go by the table meanwhile, another bot is not concerned', async () => {
      world.bot.script = (sending) =>
        sending.call === 1
          ? refuse({ kind: 'throttled', retryAfterMs: 10 * second, scope: 'bot' })
          : accept(sending)
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      await world.queue([world.draft('a1', { chat: 'a' })], sender)
      await world.clock.pass(second)
      expect([sender.isDirect('bot'), sender.isDirect('other')]).toEqual([false, true])
      await world.queue(
        [world.draft('b1', { chat: 'b' }), world.draft('else', { bot: 'other' })],
        sender,
      )
      await world.clock.pass(8 * second)
      expect([world.bot.delivered, world.platforms.get('other')?.delivered.length]).toEqual([[], 1])
      await world.clock.pass(3 * second)
      expect(world.bot.delivered.map(({ text }) => text).toSorted()).toEqual(['a1', 'b1'])
      expect(world.events).toContainEqual({
        kind: 'throttled',
        bot: 'bot',
        scope: 'bot',
        retryAfterMs: 10 * second,
      })
      await world.clock.until(sender.stop())
    })
  })

  describe('a platform that does not answer', () => {
    test('is left alone after five failures, tried with one message, and used again when it answers', async () => {
      let isDown = true
      world.bot.script = (sending) => (isDown ? refuse(noConnection) : accept(sending))
      const sender = world.sender('me', { pollMs: 30_000, random: () => 0.99 })
      sender.start()
      await world.clock.quiet()
      await world.queue(
        Array.from({ length: 60 }, (_, index) => world.prompt('p', { chat: `c${String(index)}` })),
        sender,
      )
      await world.clock.pass(30 * minute)
      const tries = world.bot.calls.length
      expect(tries).toBeLessThanOrEqual(5 + 9 + 20)
      expect(sender.isDirect('bot')).toBe(false)
      await world.clock.pass(30 * minute)
      expect(world.bot.calls.length - tries).toBeLessThanOrEqual(15)
      isDown = false
      await world.clock.pass(12 * minute)
      expect(new Set(await world.states())).toEqual(new Set(['sent']))
      expect(
        world.events
          .filter(({ kind }) => kind === 'circuit')
          .map((event) => (event.kind === 'circuit' ? event.phase : '')),
      ).toEqual(['open', 'closed'])
      await world.clock.until(sender.stop())
    })

    // A simulated day is some 600 statements, and each takes the embedded database ten times as
    // long.
    const days = kind === 'postgresql' ? 7 : 1
    test('for days: the queue empties itself by what is past its time, with the reason; another bot works on', async () => {
      world.bot.script = () => refuse(noConnection)
      const sender = world.sender('me', { pollMs: 3_600_000, random: () => 0.99 })
      sender.start()
      for (let n = 0; n < days; n++) {
        const notAfter = world.clock.in(day / 2)
        await world.queue(
          [
            ...Array.from({ length: 20 }, (_, index) =>
              world.prompt('p', { chat: `c${String(index)}`, notAfter }),
            ),
            world.notice('n', { notAfter }),
            world.prompt('else', { bot: 'other' }),
          ],
          sender,
        )
        await world.clock.pass(day)
      }
      const states = await world.states()
      expect(states.filter((state) => state === 'skipped: expired')).toHaveLength(days * 21)
      expect(states.filter((state) => state === 'sent')).toHaveLength(days)
      expect(world.platforms.get('other')?.delivered).toHaveLength(days)
      expect(world.outcomes.filter(({ reason }) => reason === 'expired')).toHaveLength(days * 21)
      await world.clock.until(sender.stop())
    }, 120_000)

    test('what may be sent but once is not spent on trying whether it is back', async () => {
      world.bot.script = () => ({
        outcome: { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' },
        delivered: false,
      })
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      await world.queue(
        Array.from({ length: 5 }, (_, index) => world.draft('r', { chat: `c${String(index)}` })),
        sender,
      )
      await world.clock.pass(100)
      await world.queue(
        [
          world.notice('n1', { chat: 'g1' }),
          world.notice('n2', { chat: 'g2' }),
          world.prompt('p', { chat: 'p' }),
        ],
        sender,
      )
      await world.clock.pass(10 * second)
      expect(world.bot.calls.slice(5).some(({ text }) => text.startsWith('n'))).toBe(false)
      await world.clock.until(sender.stop())
    })
  })

  describe('two instances', () => {
    test('one sends; when it loses the lock it stops, gives back what it had in hand, and the other goes on', async () => {
      world.leader = 'first'
      const [first, other] = [world.sender('first'), world.sender('second')]
      for (const each of [first, other]) each.start()
      await world.queue(
        Array.from({ length: 100 }, (_, index) => world.prompt('p', { chat: `c${String(index)}` })),
        first,
      )
      await world.clock.pass(2 * second)
      expect([first.isDirect('bot'), other.isDirect('bot')]).toEqual([true, false])
      const sent = world.bot.calls.length
      expect(sent).toBeGreaterThan(40)
      world.leader = 'nobody'
      await world.clock.pass(2 * second)
      expect(world.bot.calls).toHaveLength(sent)
      expect((await world.rows()).filter(({ state }) => state === 'sending')).toEqual([])
      world.leader = 'second'
      await world.clock.pass(10 * second)
      expect([world.bot.calls.length, first.isDirect('bot'), other.isDirect('bot')]).toEqual([
        100,
        false,
        true,
      ])
      await world.clock.until(Promise.all([first.stop(), other.stop()]))
    })

    test('a reply taken by the one that does not send leaves through the other within a poll', async () => {
      world.leader = 'first'
      const [first, other] = [world.sender('first'), world.sender('second')]
      for (const each of [first, other]) each.start()
      await world.clock.pass(second)
      const queued = await world.queue([world.draft('a')], other)
      expect(queued.map(({ state }) => state)).toEqual(['pending'])
      await world.clock.pass(600)
      expect(world.bot.textsTo('c1')).toEqual(['a'])
      await world.clock.until(Promise.all([first.stop(), other.stop()]))
    })

    test('a verdict of the one whose message became the other’s changes nothing', async () => {
      world.leader = 'first'
      world.bot.latencyMs = 20 * second
      const [first, other] = [world.sender('first'), world.sender('second')]
      for (const each of [first, other]) each.start()
      await world.clock.quiet()
      await world.queue([world.draft('a')], first)
      world.leader = 'second'
      await world.database.query({
        name: 'test-lease',
        text: `UPDATE outbox SET lease_until = $1`,
        values: [world.clock.in(-1)],
      })
      await world.clock.pass(16 * second)
      const [row] = await world.rows()
      expect([row?.state, row?.owner, row?.attempts]).toEqual(['sending', 'second', 2])
      await world.clock.pass(4200)
      expect((await world.rows()).map(({ owner }) => owner)).toEqual(['second'])
      await world.clock.pass(second)
      expect(await world.states()).toEqual(['sent'])
      expect(world.outcomes).toHaveLength(1)
      await world.clock.until(Promise.all([first.stop(), other.stop()]))
    })
  })

  describe('stopping', () => {
    test('waits for what is under way, gives back the rest, and takes nothing more', async () => {
      world = new World(opened.database, { bot: { inFlight: 2 } })
      world.bot.latencyMs = 3 * second
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      await world.queue(
        ['a', 'b', 'c', 'd'].map((chat) => world.draft(chat, { chat })),
        sender,
      )
      const stopping = sender.stop()
      expect(sender.isDirect('bot')).toBe(false)
      await world.queue([world.draft('e', { chat: 'e' })], sender)
      await world.clock.until(stopping)
      expect(world.clock.elapsed()).toBeLessThan(3500)
      expect((await world.rows()).map(({ state, attempts }) => [state, attempts])).toEqual([
        ['sent', 1],
        ['sent', 1],
        ['pending', 0],
        ['pending', 0],
        ['pending', 0],
      ])
      const next = world.sender('next')
      world.leader = 'next'
      await world.clock.until(next.drain())
      expect(world.bot.delivered.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e'])
    })

    test('takes ten seconds at most', async () => {
      world.bot.script = () => ({ outcome: 'hang', delivered: false })
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      await world.queue([world.draft('a')], sender)
      await world.clock.until(sender.stop())
      expect(world.clock.elapsed()).toBe(10 * second)
      expect(await world.states()).toEqual(['sending'])
    })
  })

  test('a clock that jumps a day changes no pace and loses nothing', async () => {
    let jump = 0
    const sender = world.sender('me', { now: () => new Date(world.clock.now().getTime() + jump) })
    sender.start()
    await world.queue(
      Array.from({ length: 200 }, (_, index) => world.prompt('p', { chat: `c${String(index)}` })),
      sender,
    )
    await world.clock.pass(2 * second)
    for (const by of [day, -2 * day, day]) {
      jump += by
      await world.clock.pass(second)
    }
    await world.clock.pass(10 * second)
    expect(world.bot.delivered).toHaveLength(200)
    expect(new Set(world.bot.calls.map(({ chat }) => chat)).size).toBe(200)
    await world.clock.until(sender.stop())
  })
})
