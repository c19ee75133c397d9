import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { cleanOutbox } from '../../src/outbox/cleaner.ts'
import { pendingCounts } from '../../src/outbox/pending-counts.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, type Script } from './fake-platform.ts'
import { World } from './world.ts'

const day = 86_400_000

onEveryDatabase('upkeep', (open) => {
  let opened: TestDatabase
  let world: World
  afterEach(() => world.end())
  beforeAll(async () => {
    opened = await open()
  })
  beforeEach(async () => {
    await emptyTables(opened.database)
    world = new World(opened.database)
  })

  const doubtful: Script = (sending) =>
    sending.text === 'n'
      ? {
          outcome: { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' },
          delivered: true,
        }
      : accept(sending)

  test('settled rows and inbox keys go after 30 days, a text in doubt after 7; what waits stays', async () => {
    world.bot.script = doubtful
    await world.queue([
      world.draft('a'),
      world.notice('n'),
      world.draft('later', { notBefore: world.clock.in(60 * day) }),
    ])
    await world.database.query({
      name: 'test-inbox',
      text: `INSERT INTO inbox (bot_id, key, at) VALUES ('bot', '1', $1)`,
      values: [world.clock.now()],
    })
    const sender = world.sender()
    await world.clock.until(sender.drain())
    const clean = (days: number): Promise<unknown> =>
      cleanOutbox(world.database, world.clock.in(days * day))
    expect(await clean(6.9)).toEqual({ messages: 0, inboxKeys: 0, bodies: 0 })
    expect(await clean(7.1)).toEqual({ messages: 0, inboxKeys: 0, bodies: 1 })
    expect(await clean(29.9)).toEqual({ messages: 0, inboxKeys: 0, bodies: 0 })
    expect(await clean(30.1)).toEqual({ messages: 2, inboxKeys: 1, bodies: 0 })
    expect((await world.rows()).map(({ state, hasBody }) => [state, hasBody])).toEqual([
      ['pending', true],
    ])
  })

  test('counts say what waits, what is under way and what is in doubt', async () => {
    world.bot.script = doubtful
    await world.queue([world.draft('a'), world.notice('n')])
    await world.clock.until(world.sender().drain())
    await world.queue([
      world.prompt('p1'),
      world.prompt('p2', { notBefore: world.clock.in(day) }),
      world.draft('b'),
      world.draft('c', { bot: 'other' }),
    ])
    const counts = await pendingCounts(world.database, ['bot'])
    expect(
      counts.map(({ lane, state, count, oldestDue }) => [
        lane,
        state,
        count,
        oldestDue.getTime() - world.clock.now().getTime(),
      ]),
    ).toEqual([
      [0, 'pending', 1, 0],
      [1, 'pending', 2, 0],
      [1, 'unknown', 1, 0],
    ])
  })
})
