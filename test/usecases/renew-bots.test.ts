// An Official Account that nobody writes to for half a year: its tokens are kept alive, and one
// that was lost all the same is told of.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renewBots } from '../../src/usecases/renew-bots.ts'
import { keepBots } from '../../src/store/bots.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/database.ts'
import { zaloOaStoodIn } from '../support/stood-in.ts'
import { startStandIn, type StandIn } from '../support/zalo-oa/standin.ts'
import { createWorld } from './world.ts'
import { at } from './in-viet-nam.ts'

const dayMs = 86_400_000
const start = at('2026-11-20 09:00')
let [opened, standIn]: [TestDatabase?, StandIn?] = []
let now = start

beforeAll(async () => {
  opened = await openTestDatabase(databaseKinds[0] ?? 'embedded')
  standIn = await startStandIn({ now: () => now })
})
afterAll(async () => {
  await standIn?.close()
  await opened?.close()
})

it('the refresh token, which lives 90 days, is renewed in time; a lost one is reported until there is a new one', async () => {
  if (opened === undefined || standIn === undefined) throw new Error('not open')
  const world = createWorld(opened.database, start)
  await keepBots(opened.database, [{ id: 'zalo-oa', platform: 'zalo-oa' }], start)
  const platform = zaloOaStoodIn(standIn).connect({
    ...world.app,
    now: () => now,
    onEvent: () => undefined,
  })
  const app = { ...world.app, platforms: new Map([['zalo-oa', platform]]) }
  const to = { bot: 'zalo-oa', chat: '5510185758261927905', kind: 'private' } as const
  const person = standIn.person(to.chat)
  // Every 26 hours: at each look the access token has expired.
  for (let hours = 0; hours < 180 * 24; hours += 26) {
    now = new Date(start.getTime() + hours * 3_600_000)
    await renewBots(app)
  }
  expect(standIn.oauth.granted).toBeGreaterThan(150)
  expect(world.events).toEqual([])
  person.isKnown()
  expect(await platform.send(to, { text: 'Kính gửi' })).toMatchObject({ kind: 'sent' })

  now = new Date(now.getTime() + 91 * dayMs)
  await renewBots(app)
  expect(world.events).toEqual([{ code: 'bot.needsAuthorisation', bot: 'zalo-oa' }])
  expect(await platform.send(to, { text: 'Kính gửi' })).toMatchObject({
    kind: 'unreachable',
    delivered: 'no',
  })
  await renewBots({ ...app, platforms: new Map() })
  expect(world.events).toHaveLength(1)
})
