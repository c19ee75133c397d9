import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { pendingCounts } from '../../src/outbox/pending-counts.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, type Script } from './fake-platform.ts'
import { World } from './world.ts'

const day = 86_400_000

onEveryDatabase('pending counts', (open) => {
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
