import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Attachment } from '../../src/messaging/outbound.ts'
import { openBody, sealBody } from '../../src/outbox/body.ts'
import { emptyTables, onEveryDatabase } from '../support/database.ts'
import { keyring, World } from './world.ts'

const attachment: Attachment = {
  kind: 'document',
  fileName: 'lịch.ics',
  mediaType: 'text/calendar',
  bytes: Uint8Array.of(0, 255, 128),
  alt: 'Lịch',
  linkLine: 'Tải:',
}

onEveryDatabase('a message with a file', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(() => {
    world = new World(database)
  })
  afterEach(async () => {
    await world.end()
    await emptyTables(database)
  })

  it('waits in the table with its bytes, and none of them is left when it is out', async () => {
    expect(openBody(keyring, 'a', sealBody(keyring, 'a', { text: 'x', attachment }))).toEqual({
      text: 'x',
      attachment,
    })
    await world.queue([
      world.draft('Lịch họp', { class: 'document', message: { text: 'Lịch họp', attachment } }),
    ])
    const laidOut: Attachment[] = []
    await world
      .sender('me', {
        publish: (file) => Promise.resolve(`https://t.example/d/${String(laidOut.push(file))}`),
      })
      .drain()
    expect(laidOut).toEqual([attachment])
    expect(world.bot.delivered.map(({ text }) => text)).toEqual([
      'Lịch họp\n\nTải:\nhttps://t.example/d/1',
    ])
    expect(await world.rows()).toMatchObject([{ state: 'sent', hasBody: false }])
  })

  it('certainly was not sent where its link could not be written, and goes later', async () => {
    await world.queue([
      world.draft('Lịch họp', { class: 'document', message: { text: 'Lịch họp', attachment } }),
    ])
    const failing = world.sender('me', {
      publish: () => Promise.reject(new Error('the database is away')),
    })
    await failing.drain()
    expect(world.bot.calls).toEqual([])
    expect(await world.rows()).toMatchObject([
      { state: 'pending', reason: 'unreachable', hasBody: true },
    ])
    expect(world.events.filter(({ kind }) => kind === 'trouble')).toEqual([
      { kind: 'trouble', bot: 'bot', during: 'publish', error: 'Error' },
    ])
  })
})
