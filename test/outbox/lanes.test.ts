import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/live-service.ts'
import { World } from './world.ts'

const telegram = { perSecond: 30, privateChatGapMs: 1000, groupPerMinute: 20, inFlight: 30 }

onEveryDatabase('two lanes', (open) => {
  let opened: TestDatabase
  let world: World
  afterEach(() => world.end())
  beforeAll(async () => {
    opened = await open()
  })
  beforeEach(async () => {
    await emptyTables(opened.database)
    world = new World(opened.database, { bot: telegram })
    world.bot.latencyMs = 60
  })

  test('behind 1,000 bulk messages a reply still leaves at once, and bulk uses its pace to the full', async () => {
    const sender = world.sender()
    sender.start()
    await world.queue(
      Array.from({ length: 1000 }, (_, index) =>
        world.prompt(`bulk ${String(index)}`, { chat: `c${String(index)}` }),
      ),
      sender,
    )
    await world.clock.pass(5000)
    const before = world.bot.calls.length
    expect(before).toBeGreaterThanOrEqual(120 * 0.98)
    expect(before).toBeLessThanOrEqual(120 + 4)
    expect(
      (await world.rows()).filter(({ state }) => state === 'sending').length,
    ).toBeLessThanOrEqual(20)
    const asked = world.clock.elapsed()
    const queued = await world.queue(
      [
        world.draft('reply to one who had theirs', { chat: 'c3' }),
        world.draft('reply to a stranger', { chat: 'new' }),
      ],
      sender,
    )
    expect(queued.map(({ state }) => state)).toEqual(['sending', 'sending'])
    expect(world.bot.calls.slice(before).map(({ text, at }) => [text, at - asked])).toEqual([
      ['reply to one who had theirs', 0],
      ['reply to a stranger', 0],
    ])
    await world.clock.until(sender.stop())
  })

  test('a reply to one whose bulk still waits is sent at once too, right behind it', async () => {
    const sender = world.sender()
    sender.start()
    await world.queue(
      Array.from({ length: 500 }, (_, index) =>
        world.prompt(`bulk ${String(index)}`, { chat: `c${String(index)}` }),
      ),
      sender,
    )
    await world.clock.pass(2000)
    const asked = world.clock.elapsed()
    await world.queue([world.draft('reply', { chat: 'c400' })], sender)
    await world.clock.pass(1000)
    const told = world.bot.calls.filter(({ chat }) => chat === 'c400')
    expect(told.map(({ text }) => text)).toEqual(['bulk 400', 'reply'])
    expect((told[1]?.at ?? Infinity) - asked).toBeLessThanOrEqual(150)
    await world.clock.until(sender.stop())
  })

  test('requests under way stay under the cap, and bulk leaves room for replies', async () => {
    world = new World(opened.database, { bot: { ...telegram, perSecond: 1000, inFlight: 10 } })
    world.bot.latencyMs = 1000
    const sender = world.sender()
    sender.start()
    await world.queue(
      Array.from({ length: 50 }, (_, index) => world.prompt('bulk', { chat: `c${String(index)}` })),
      sender,
    )
    await world.clock.pass(100)
    expect(world.bot.calls).toHaveLength(8)
    await world.queue(
      Array.from({ length: 5 }, (_, index) => world.draft('reply', { chat: `r${String(index)}` })),
      sender,
    )
    expect([world.bot.calls.length, world.bot.mostAtOnce]).toEqual([10, 10])
    await world.clock.pass(1000)
    expect(world.bot.calls.filter(({ text }) => text === 'reply')).toHaveLength(5)
    expect(world.bot.mostAtOnce).toBe(10)
    await world.clock.until(sender.stop())
  })

  test('group notices go one at a time, and no faster to one group than it allows', async () => {
    world.bot.latencyMs = 100
    const sender = world.sender()
    sender.start()
    await world.queue(
      [
        ...Array.from({ length: 25 }, () => world.notice('n', { chat: 'g1' })),
        world.notice('other', { chat: 'g2' }),
      ],
      sender,
    )
    await world.clock.pass(59_000)
    expect([world.bot.delivered.length, world.bot.mostAtOnce]).toEqual([21, 1])
    await world.clock.pass(70_000)
    expect(world.bot.delivered).toHaveLength(26)
    await world.clock.until(sender.stop())
  })

  test('the gap between two bulk messages to one person is kept', async () => {
    const sender = world.sender()
    sender.start()
    await world.queue(
      ['a', 'b', 'c'].map((text) => world.prompt(text)),
      sender,
    )
    await world.clock.pass(10_000)
    const [first = 0, ...later] = world.bot.calls.map(({ at }) => at)
    expect(
      later
        .map((at, index) => at - ([first, ...later][index] ?? 0))
        .every((gap) => gap >= 1000 && gap < 1600),
    ).toBe(true)
    await world.clock.until(sender.stop())
  })

  test('what is queued while another message of its chat is under way goes right behind it', async () => {
    const sender = world.sender('me', { pollMs: 3_600_000 })
    await world.queue([world.prompt('first', { chat: 'c1' })])
    const draining = sender.drain()
    await eventually(() => world.bot.calls.length === 1)
    await world.queue([world.prompt('second', { chat: 'c1' })], sender)
    await world.clock.until(draining)
    expect(world.bot.delivered.map(({ text }) => text)).toEqual(['first', 'second'])
    await world.clock.until(sender.stop())
  })
})
