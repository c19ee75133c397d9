import { beforeAll, expect, test } from 'vitest'
import type { Sender } from '../../src/outbox/sender.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, refuse, type Script } from './fake-platform.ts'
import { Mortal } from './mortal.ts'
import { World } from './world.ts'

const hour = 3_600_000

/** A run in which the first sender dies at its n-th step, and another takes over. */
async function lifeAndDeath(
  opened: TestDatabase,
  dieAt: number,
  script: Script = accept,
): Promise<{ world: World; mortal: Mortal }> {
  await emptyTables(opened.database)
  const world = new World(opened.database)
  const mortal = new Mortal(dieAt)
  world.bot.script = script
  await world.queue([
    world.notice('n1'),
    world.prompt('p1', { chat: 'c1' }),
    world.notice('n2'),
    world.prompt('p2', { chat: 'c2' }),
    world.notice('n3', { chat: 'g2' }),
  ])
  const first = world.sender('first', mortal.options(world))
  world.leader = 'first'
  first.start()
  await world.clock.quiet()
  await world.queue(
    [
      world.draft('r1', { chat: 'c3' }),
      world.draft('d1', { chat: 'c4', class: 'document' }),
      world.draft('r2', { chat: 'c1' }),
      world.draft('r3', { chat: 'c3' }),
    ],
    first,
  )
  await world.clock.pass(3000)
  world.leader = 'second'
  const second = world.sender('second')
  second.start()
  // No lease is over by then: what a dead one held is taken over at once.
  await world.clock.pass(5000)
  await world.clock.until(second.stop())
  return { world, mortal }
}

const timesDelivered = (world: World, text: string): number =>
  world.bot.delivered.filter((delivery) => delivery.text === text).length

async function check(world: World, at: number): Promise<void> {
  const rows = await world.rows()
  const where = `killed at step ${String(at)}`
  expect(
    rows.filter(({ state }) => state === 'pending' || state === 'sending'),
    where,
  ).toEqual([])
  for (const text of ['n1', 'n2', 'n3', 'd1'])
    expect(timesDelivered(world, text), `${text} ${where}`).toBeLessThanOrEqual(1)
  for (const text of ['p1', 'p2', 'r1', 'r2', 'r3']) {
    expect(timesDelivered(world, text), `${text} ${where}`).toBeGreaterThanOrEqual(1)
    expect(timesDelivered(world, text), `${text} ${where}`).toBeLessThanOrEqual(2)
  }
  // One at a time: one crash leaves at most one group notice in doubt.
  expect(
    rows.filter(({ state, hasBody }) => state === 'unknown' && hasBody).length,
    where,
  ).toBeLessThanOrEqual(1)
  expect([...new Set(world.bot.textsTo('c1'))], where).toEqual(['p1', 'r2'])
  expect([...new Set(world.bot.textsTo('c3'))], where).toEqual(['r1', 'r3'])
}

onEveryDatabase('a crash at every step', (open, kind) => {
  let opened: TestDatabase
  beforeAll(async () => {
    opened = await open()
  })
  // Killing at each step takes half a minute on the embedded database; there every fifth step will
  // do.
  const stride = kind === 'postgresql' ? 1 : 5

  test('loses nothing, says nothing twice in a group, and leaves nothing stuck', async () => {
    let at = 1
    for (; ; at += stride) {
      const { world, mortal } = await lifeAndDeath(opened, at)
      await check(world, at)
      if (!mortal.isDead) break
    }
    expect(at).toBeGreaterThan(25)
  }, 300_000)

  test('while a group is followed to its new chat', async () => {
    const moved: Script = (sending) =>
      sending.to.chat === 'g1' ? refuse({ kind: 'migrated', toChat: '-100' }) : accept(sending)
    for (let at = 1; ; at += stride) {
      const { world, mortal } = await lifeAndDeath(opened, at, moved)
      await check(world, at)
      if (!mortal.isDead) break
    }
  }, 300_000)
})

onEveryDatabase('a process that was stopped', (open) => {
  test('and goes on after ten minutes sends nothing that became another one’s', async () => {
    const opened = await open()
    const world = new World(opened.database, { bot: { inFlight: 1 } })
    let release: () => void = () => undefined
    const stopped = new Promise<void>((resolve) => {
      release = resolve
    })
    world.bot.script = async (sending) => {
      if (sending.call === 1) await stopped
      return accept(sending)
    }
    world.leader = 'first'
    const first = world.sender('first')
    await world.clock.until(first.drain())
    const drafts = ['a', 'b', 'c'].map((chat) => world.draft(chat, { chat }))
    void world.queue(drafts, first)
    while (world.bot.calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
    // The first is stopped in its first call; its two other replies wait in its memory.
    world.bot.busy--
    world.leader = 'second'
    const second = world.sender('second')
    second.start()
    await world.clock.pass(600_000)
    expect(world.bot.calls.map(({ text }) => text)).toEqual(['a', 'a', 'b', 'c'])
    world.leader = 'first'
    world.bot.busy++
    release()
    await world.clock.pass(hour)
    expect(world.bot.calls).toHaveLength(4)
    expect(await world.states()).toEqual(['sent', 'sent', 'sent'])
    await world.clock.until(Promise.all([first.stop(), second.stop()]))
  })
})

onEveryDatabase('a process that was stopped between commit and hand-over', (open) => {
  test('does not send what the other instance has judged meanwhile', async () => {
    const opened = await open()
    const world = new World(opened.database)
    world.leader = 'first'
    const [first, second] = [world.sender('first'), world.sender('second')]
    await world.clock.until(first.drain())
    const draft = world.draft('d', { class: 'document' })
    const handOvers: (readonly OutboxDraft[])[] = []
    const stopped: Sender = {
      ...first,
      instance: 'first',
      isDirect: () => true,
      wake: () => undefined,
      handOver: (drafts) => handOvers.push(drafts),
    }
    await world.queue([draft], stopped)
    world.leader = 'second'
    second.start()
    await world.clock.pass(60_000)
    expect(await world.states()).toEqual(['unknown: crash'])
    world.leader = 'first'
    for (const drafts of handOvers) first.handOver(drafts)
    await world.clock.pass(60_000)
    expect([handOvers.length, world.bot.calls, await world.states()]).toEqual([
      1,
      [],
      ['unknown: crash'],
    ])
    await world.clock.until(Promise.all([first.stop(), second.stop()]))
  })
})

onEveryDatabase('a claim whose answer was lost', (open) => {
  test('was certainly not sent: even a group notice is sent after all, once', async () => {
    const opened = await open()
    const world = new World(opened.database)
    const sender = world.sender()
    sender.start()
    await world.clock.quiet()
    let losses = 1
    world.afterStatement = (name) =>
      name === 'outbox-claim' && losses-- > 0
        ? Promise.reject(new Error('connection lost'))
        : Promise.resolve()
    await world.queue(
      [
        world.notice('n'),
        world.prompt('p'),
        world.draft('d', { class: 'document', chat: 'c2', lane: 1 }),
      ],
      sender,
    )
    await world.clock.pass(10_000)
    expect((await world.states()).filter((state) => state === 'sending')).toHaveLength(2)
    await world.clock.pass(40_000)
    expect(await world.states()).toEqual(['sent', 'sent', 'sent'])
    expect(world.bot.calls.map(({ text }) => text).toSorted()).toEqual(['d', 'n', 'p'])
    await world.clock.until(sender.stop())
  })
})
