// Instances on one PostgreSQL: who lives is seen by all, and the books are kept however busy the
// turns are.
import { afterEach, describe, expect, test } from 'vitest'
import { createService } from '../../src/composition.ts'
import type { Database } from '../../src/database/database.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { type Instance, joinInstances } from '../../src/instance.ts'
import { realTimer } from '../../src/outbox/timer.ts'
import { databaseKinds, openTestDatabase } from '../support/database.ts'
import { papers, questionnaires, words } from '../support/house.ts'
import { FakePlatform } from './fake-platform.ts'
import { keyring, World } from './world.ts'

describe.runIf(databaseKinds.includes('postgresql'))('instances (postgresql)', () => {
  const after: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const step of after.splice(0).toReversed()) await step()
  })

  async function open(): Promise<{ database: Database; join: () => Promise<Instance> }> {
    const { database, url = '', close } = await openTestDatabase('postgresql')
    after.push(close)
    const join = async (): Promise<Instance> => {
      const own = await connectPostgresql(url, { poolSize: 1 })
      const joined = await joinInstances(own, ['bot'], { url, dataDir: '' })
      let isLeft = false
      const leave = async (): Promise<void> => {
        if (isLeft) return
        isLeft = true
        await joined.leave()
        await own.close()
      }
      after.push(leave)
      return { ...joined, leave }
    }
    return { database, join }
  }

  test('each sees which of the others live; one leads', async () => {
    const { join } = await open()
    const [one, two] = [await join(), await join()]
    expect([one.isLeader('bot'), two.isLeader('bot')]).toEqual([true, false])
    const asked = [one.instance, two.instance, 'somebody who never was']
    expect(await one.living(asked)).toEqual([one.instance, two.instance])
    expect(await two.living(asked)).toEqual([one.instance, two.instance])
    await one.leave()
    expect(await two.living(asked)).toEqual([two.instance])
  })

  test('with every connection of the turns at work, what waits is sent, what a dead one held is taken over, and both are written down', async () => {
    const { database, join } = await open()
    const world = new World(database)
    const at = world.clock.now()
    await world.queue([world.draft('left', { chat: 'c1', notBefore: at })])
    await world.database.query({
      name: 'test-left',
      text: `UPDATE outbox SET state = 'sending', attempts = 1, owner = 'dead', lease_until = $1`,
      values: [new Date(at.getTime() + 30_000)],
    })
    await world.queue([world.draft('waiting', { chat: 'c2', notBefore: at })])
    const joined = await join()
    const platform = new FakePlatform('bot', {
      elapsed: () => performance.now(),
      timer: realTimer,
    })
    const turns: Database = {
      ...joined.bookkeeping,
      kind: 'postgresql',
      query: () => Promise.reject(new Error('every connection is at work')),
      transact: () => Promise.reject(new Error('every connection is at work')),
    }
    const { sender } = createService({
      database: turns,
      bookkeeping: joined.bookkeeping,
      keyring,
      platforms: new Map([['bot', platform]]),
      words,
      questionnaires,
      papers,
      now: () => at,
      zone: 'Asia/Ho_Chi_Minh',
      instance: joined.instance,
      isLeader: joined.isLeader,
      living: joined.living,
    })
    await sender.drain()
    expect(platform.delivered.map(({ text }) => text).toSorted()).toEqual(['left', 'waiting'])
    expect(await world.states()).toEqual(['sent', 'sent'])
  })
})
