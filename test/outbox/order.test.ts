import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import { overtakenAt } from '../../src/outbox/doubt.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, type Reaction } from './fake-platform.ts'
import { World } from './world.ts'

type Fault =
  | 'none'
  | 'timeout'
  | 'timeout, delivered'
  | 'no connection'
  | 'chat throttled'
  | 'bot throttled'
  | 'rejected'
  | 'gone'
  | 'throw'

const outcomes: Readonly<Record<Exclude<Fault, 'none' | 'throw'>, SendOutcome>> = {
  timeout: { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' },
  'timeout, delivered': { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' },
  'no connection': { kind: 'unreachable', reason: 'connect', delivered: 'no' },
  'chat throttled': { kind: 'throttled', retryAfterMs: 2000, scope: 'chat' },
  'bot throttled': { kind: 'throttled', retryAfterMs: 1000, scope: 'bot' },
  rejected: { kind: 'rejected', code: '400', reason: '' },
  gone: { kind: 'gone', reason: 'blocked' },
}

function react(fault: Fault, call: number): Reaction {
  if (fault === 'none')
    return accept({ call, text: '', to: { bot: 'bot', chat: '', kind: 'private' } }) as Reaction
  return fault === 'throw'
    ? { outcome: 'throw', delivered: false }
    : { outcome: outcomes[fault], delivered: fault === 'timeout, delivered' }
}

interface Step {
  readonly what: 'reply' | 'prompt' | 'notice' | 'document' | 'pass' | 'change leader'
  readonly chat: number
  readonly ms: number
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom<Step['what'][]>(
    'reply',
    'reply',
    'reply',
    'prompt',
    'prompt',
    'notice',
    'document',
    'pass',
    'change leader',
  ),
  chat: fc.integer({ min: 0, max: 2 }),
  ms: fc.integer({ min: 0, max: 1500 }),
})
const fault = fc.constantFrom<Fault[]>(
  'none',
  'none',
  'none',
  ...(Object.keys(outcomes) as Fault[]),
  'throw',
)

function draftOf(world: World, { what, chat }: Step, text: string): OutboxDraft {
  if (what === 'notice') return world.notice(text, { chat: `g${String(chat)}` })
  const fields = { chat: `c${String(chat)}` }
  return what === 'prompt'
    ? world.prompt(text, fields)
    : world.draft(text, { ...fields, class: what === 'document' ? 'document' : 'reply' })
}

const isInOrder = (texts: readonly string[]): boolean => {
  const first = [...new Set(texts)].map(Number)
  return first.every((value, index) => index === 0 || value > (first[index - 1] ?? 0))
}

onEveryDatabase('whatever the platform does, and whoever leads', (open, kind) => {
  let opened: TestDatabase
  beforeAll(async () => {
    opened = await open()
  })

  async function play(
    steps: readonly Step[],
    faults: readonly Fault[],
    latencyMs: number,
  ): Promise<void> {
    await emptyTables(opened.database)
    const world = new World(opened.database, { bot: { inFlight: 4, privateChatGapMs: 100 } })
    world.leader = 'a'
    world.bot.latencyMs = latencyMs
    world.bot.script = ({ call }) => react(faults[call - 1] ?? 'none', call)
    const senders = [world.sender('a'), world.sender('b')] as const
    for (const sender of senders) sender.start()
    await world.clock.quiet()
    for (const [index, each] of steps.entries()) {
      if (each.what === 'pass') await world.clock.pass(each.ms)
      else if (each.what === 'change leader') world.leader = world.leader === 'a' ? 'b' : 'a'
      else await world.queue([draftOf(world, each, String(index))], senders[each.ms % 2])
    }
    await world.clock.pass(180_000)
    await world.clock.until(Promise.all(senders.map((sender) => sender.stop())))
    await judge(world, steps)
  }

  async function judge(world: World, steps: readonly Step[]): Promise<void> {
    const rows = await world.rows()
    expect(rows.filter(({ state }) => state === 'pending' || state === 'sending')).toEqual([])
    const texts = [...steps.entries()].flatMap(([index, { what }]) =>
      what === 'pass' || what === 'change leader' ? [] : [String(index)],
    )
    const doubts = new Map(rows.map((row, place) => [texts[place], row.doubts]))
    for (const chat of ['c0', 'c1', 'c2', 'g0', 'g1', 'g2']) {
      // What is in doubt again and again is overtaken.
      const said = world.bot.textsTo(chat).filter((text) => (doubts.get(text) ?? 0) < overtakenAt)
      expect([said, isInOrder(said)]).toEqual([said, true])
    }
    for (const text of texts) {
      const { what } = steps[Number(text)] ?? { what: 'notice' }
      const times = world.bot.delivered.filter((delivery) => delivery.text === text).length
      const isOnce = what === 'notice' || what === 'document'
      expect(times).toBeLessThanOrEqual(isOnce ? 1 : 1 + (doubts.get(text) ?? 0))
      // Its end is a day away: it arrived, or was refused for good.
      if (what === 'reply' || what === 'prompt')
        expect(rows[texts.indexOf(text)]?.state).toMatch(/^(sent|failed)$/)
    }
    expect(world.outcomes).toHaveLength(rows.length)
    expect(rows.filter(({ state }) => state === 'sent').length).toBeLessThanOrEqual(
      new Set(world.bot.delivered.map(({ text }) => text)).size,
    )
  }

  test('each chat hears its messages in order, nothing is stuck, and at most once is at most once', async () => {
    const runs = kind === 'postgresql' ? 40 : 10
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(fault, { maxLength: 15 }),
        fc.constantFrom(0, 0, 30, 700),
        play,
      ),
      { numRuns: runs, endOnFailure: true },
    )
  }, 600_000)
})

onEveryDatabase('a reply that is handed over', (open) => {
  test('while the answer to a claim is on its way does not overtake what the claim took', async () => {
    const opened = await open()
    const world = new World(opened.database)
    const sender = world.sender()
    await world.clock.until(sender.drain())
    await world.queue([world.prompt('bulk')])
    let arrive: () => void = () => undefined
    world.afterStatement = (name) =>
      name === 'outbox-claim'
        ? new Promise((resolve) => {
            arrive = resolve
          })
        : Promise.resolve()
    sender.wake()
    while ((await world.states())[0] !== 'sending')
      await new Promise((resolve) => setImmediate(resolve))
    const queued = await world.queue([world.draft('reply')], sender)
    expect([queued.map(({ state }) => state), world.bot.calls]).toEqual([['sending'], []])
    world.afterStatement = () => Promise.resolve()
    arrive()
    await world.clock.until(sender.drain())
    expect(world.bot.textsTo('c1')).toEqual(['bulk', 'reply'])
    await world.end()
  })
})
