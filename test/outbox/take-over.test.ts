// A process ends with messages in its hands, once or again and again: who waits is answered by the
// next one at once, whoever lives keeps what is theirs, and a message that kills goes last.
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import type { Sender, SenderOptions } from '../../src/outbox/sender.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, type Script } from './fake-platform.ts'
import { Mortal } from './mortal.ts'
import { World } from './world.ts'

const second = 1000
const hour = 3_600_000

onEveryDatabase('after the end of a process', (open) => {
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

  interface Life {
    readonly sender: Sender
    readonly mortal: Mortal
  }

  let life: Life
  /** A sender that has just begun to lead. */
  async function live(name: string, options: Partial<SenderOptions> = {}): Promise<Life> {
    const mortal = new Mortal()
    life = {
      mortal,
      sender: world.sender(name, { ...mortal.options(world, name), ...options }),
    }
    world.leader = name
    life.sender.start()
    await world.clock.quiet()
    return life
  }

  /** Ends the life that is at it whenever one of these texts arrives. */
  const killing =
    (...texts: readonly string[]): Script =>
    (sending) => {
      if (texts.includes(sending.text)) life.mortal.die()
      return accept(sending)
    }

  const others = (count: number): readonly OutboxDraft[] =>
    Array.from({ length: count }, (_, index) =>
      world.draft(`other ${String(index)}`, { chat: `c${String(index + 2)}` }),
    )

  test('a reply whose sending ends five processes in a row arrives with the sixth', async () => {
    await live('life 0')
    world.bot.script = killing('a')
    await world.queue([world.draft('a')], life.sender)
    for (let n = 1; n <= 5; n += 1) {
      // 0, 0, 0, 5 seconds.
      await world.clock.pass(21 * second)
      expect([life.mortal.isDead, await world.states()]).toEqual([
        true,
        [n === 1 ? 'sending' : 'sending: resend'],
      ])
      if (n === 5) world.bot.script = accept
      await live(`life ${String(n)}`)
    }
    await world.clock.pass(21 * second)
    expect(await world.states()).toEqual(['sent'])
    expect((await world.rows()).map(({ crashes, doubts }) => [crashes, doubts])).toEqual([[5, 5]])
    await world.clock.until(life.sender.stop())
  })

  test('a message that kills every process blocks nobody for long, its own chat neither, and has an end', async () => {
    const pollMs = 600 * second
    await live('life 0', { pollMs })
    world.bot.script = killing('poison')
    await world.queue([world.draft('poison'), world.draft('behind'), ...others(8)], life.sender)
    const end = world.clock.in(25 * hour)
    let lives = 1
    while (world.clock.now() < end) {
      if (life.mortal.isDead) await live(`life ${String(lives++)}`, { pollMs })
      else await world.clock.pass(pollMs)
    }
    const arrived = (text: string): number | undefined =>
      world.bot.delivered.find((delivery) => delivery.text === text)?.at
    for (const text of ['behind', ...others(8).map(({ message }) => message.text)])
      expect(arrived(text), text).toBeLessThan(second)
    expect(world.bot.textsTo('c1').filter((text) => text === 'poison')).toHaveLength(11)
    expect(lives).toBe(12)
    const [poison, ...rest] = await world.states()
    expect([poison, new Set(rest)]).toEqual(['unknown: expired', new Set(['sent'])])
    await world.clock.until(life.sender.stop())
  })

  test('what a process ended with is in hand by 32, by four, and from the third time on alone', async () => {
    world = new World(opened.database, { bot: { inFlight: 32 } })
    // Each call takes longer than it takes to start all of them.
    world.bot.latencyMs = 100
    await live('life 0')
    world.bot.script = killing('poison')
    await world.queue([world.draft('poison'), ...others(49)], life.sender)
    const counted: number[][] = []
    let before = 0
    for (let n = 1; n <= 3; n += 1) {
      await world.clock.pass(second)
      expect(life.mortal.isDead).toBe(true)
      world.bot.mostAtOnce = 0
      before = world.bot.calls.length
      await live(`life ${String(n)}`)
      const rows = await world.rows()
      counted.push([1, 2, 3].map((least) => rows.filter((row) => row.crashes >= least).length))
    }
    expect(counted).toEqual([
      [50, 0, 0],
      [50, 32, 0],
      [50, 50, 4],
    ])
    // The four that were there three times go one by one, the one that kills first.
    await world.clock.pass(second)
    expect([life.mortal.isDead, world.bot.calls.length - before]).toEqual([true, 1])
    expect(world.bot.mostAtOnce).toBe(1)
    await live('life 4')
    await world.clock.pass(4 * second)
    expect([life.mortal.isDead, new Set((await world.states()).slice(1))]).toEqual([
      false,
      new Set(['sent']),
    ])
    await world.clock.until(life.sender.stop())
  })

  test('what a statement of the dead one put there after the lead was won is taken over within a poll', async () => {
    const first = await live('first')
    first.mortal.die()
    const next = await live('next')
    await world.clock.pass(second)
    const nobody = (): void => undefined
    const late = { ...first.sender, instance: 'first', isDirect: () => true, wake: nobody }
    await world.queue(
      [world.draft('reply'), world.draft('file', { class: 'document', chat: 'c2' })],
      { ...late, handOver: nobody },
    )
    expect(await world.states()).toEqual(['sending', 'sending'])
    await world.clock.pass(600)
    expect(await world.states()).toEqual(['sent', 'unknown: crash'])
    await world.clock.until(next.sender.stop())
  })

  test('one that lost the lead and lives keeps what it is sending: nothing is said twice', async () => {
    world.bot.latencyMs = 3 * second
    const first = await live('first')
    await world.queue(
      [world.draft('reply'), world.notice('notice'), world.draft('other', { chat: 'c2' })],
      first.sender,
    )
    await world.clock.pass(second)
    const next = await live('next')
    await world.clock.pass(20 * second)
    expect(world.bot.calls.map(({ text }) => text).toSorted()).toEqual(['notice', 'other', 'reply'])
    expect(await world.states()).toEqual(['sent', 'sent', 'sent'])
    await world.clock.until(Promise.all([first.sender.stop(), next.sender.stop()]))
  })

  test('one that was stopped in the call of a notice, and taken for dead, says it no second time and hears no other one say it', async () => {
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
    first.start()
    await world.clock.quiet()
    void world.queue([world.notice('n1'), world.notice('n2', { chat: 'g2' })], first)
    while (world.bot.calls.length === 0) await new Promise((resolve) => setImmediate(resolve))
    // Stopped (SIGSTOP), its connections cut by the server: the lead and the life are gone.
    world.bot.busy--
    world.dead.add('first')
    const next = await live('next')
    await world.clock.pass(second)
    expect(await world.states()).toEqual(['unknown: crash', 'sent'])
    await world.clock.pass(60 * second)
    // It goes on, and believes for a moment that it still leads.
    world.leader = 'first'
    world.bot.busy++
    release()
    await world.clock.pass(second)
    world.leader = 'next'
    await world.clock.pass(60 * second)
    expect(world.bot.calls.map(({ text }) => text)).toEqual(['n1', 'n2'])
    expect(await world.states()).toEqual(['unknown: crash', 'sent'])
    await world.clock.until(Promise.all([first.stop(), next.sender.stop()]))
  })
})
