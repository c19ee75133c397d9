import { beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import type { OutboxBudget } from '../../src/outbox/budget.ts'
import type { Sender, SenderOptions } from '../../src/outbox/sender.ts'
import { quotaRestMs } from '../../src/outbox/quota-rest.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, refuse } from './fake-platform.ts'
import { World } from './world.ts'

const branch = '11111111-1111-4111-8111-111111111111'
const minute = 60_000
const month = '2026-11'
const nextMonth = new Date('2026-12-01T01:00:00Z')
const unknown: SendOutcome = { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }

/** Bulk up to 6, replies up to 8, ten in all. */
const budget: OutboxBudget = {
  allowances: new Map([['bot', { bulk: 6, replies: 8, all: 10 }]]),
  monthOf: (now) => now.toISOString().slice(0, 7),
  nextMonth: () => nextMonth,
  closingWord: { vi: { text: 'hết lượt' }, en: { text: 'used up' } },
}

onEveryDatabase('the budget of a bot', (open) => {
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

  const sender = (options: Partial<SenderOptions> = {}): Sender =>
    world.sender('me', { budget, ...options })
  const counts = () =>
    world.database.query<{
      bot: string
      month: string
      branch: string
      replies: number
      bulk: number
    }>({
      name: 'test-counts',
      text: `SELECT bot_id AS bot, month, left(branch_id::text, 1) AS branch, replies, bulk
        FROM message_count ORDER BY branch_id`,
      values: [],
    })
  const use = (replies: number, of = month) =>
    world.database.query({
      name: 'test-use',
      text: 'INSERT INTO message_count (bot_id, month, branch_id, replies, bulk) VALUES ($1, $2, $3, $4, 0)',
      values: ['bot', of, branch, replies],
    })
  const drain = (of: Sender): Promise<void> => world.clock.until(of.drain())
  const prompts = (count: number, fields: Parameters<World['prompt']>[1] = {}) =>
    Array.from({ length: count }, (_, index) =>
      world.prompt(`p${String(index)}`, { chat: `c${String(index)}`, ...fields }),
    )

  test('counts what was sent by branch and lane, in the statement that settles it; groups and parts too', async () => {
    world.bot.script = (sending) =>
      sending.text === 'long'
        ? { outcome: { kind: 'sent', externalId: 'l', messages: 3 }, delivered: true }
        : accept(sending)
    const drafts = [
      world.draft('a'),
      world.draft('long', { chat: 'c2', branchId: branch }),
      world.prompt('b', { chat: 'c3', branchId: branch }),
      world.notice('n', { branchId: branch }),
    ]
    const one = world.sender()
    await drain(one)
    world.statements = []
    await world.queue(drafts, one)
    await drain(one)
    expect(await counts()).toEqual([
      { bot: 'bot', month, branch: '0', replies: 1, bulk: 0 },
      { bot: 'bot', month, branch: '1', replies: 3, bulk: 2 },
    ])
    expect(new Set(world.statements)).toEqual(
      new Set(['test-queue', 'outbox-claim', 'outbox-settle', 'test-counts']),
    )
  })

  test('what may have arrived counts, what certainly did not does not', async () => {
    const outcomes: readonly SendOutcome[] = [
      unknown,
      { kind: 'unreachable', reason: 'connect', delivered: 'no' },
      { kind: 'rejected', code: '400', reason: 'no' },
      { kind: 'gone', reason: 'blocked' },
    ]
    for (const outcome of outcomes) {
      world.bot.script = () => refuse(outcome)
      await world.queue([world.notice('n', { chat: `g${outcome.kind}` })])
      await drain(sender())
    }
    expect((await counts()).map(({ bulk }) => bulk)).toEqual([1])
  })

  test('what a crash left in doubt is counted by whoever finds it', async () => {
    await world.queue([world.prompt('a'), world.notice('n')])
    world.bot.script = () => ({ outcome: 'hang', delivered: true })
    void sender().drain()
    await world.clock.quiet()
    expect(await counts()).toEqual([])
    world.bot.script = accept
    await world.clock.pass(31_000)
    await drain(sender())
    expect(await world.states()).toEqual(['sent', 'unknown: crash'])
    // The prompt twice: once in doubt, once sent again.
    expect((await counts()).map(({ bulk }) => bulk)).toEqual([3])
  })

  test('bulk stops at its part: what is of use next month waits for it, the rest is dropped with the reason', async () => {
    const late = { notAfter: new Date('2026-12-24T00:00:00Z') }
    const soon = { notAfter: new Date('2026-11-30T00:00:00Z') }
    await world.queue([
      ...prompts(6, soon),
      world.prompt('late', { chat: 'x1', ...late }),
      world.notice('soon', { ...soon }),
    ])
    await drain(sender())
    expect(await world.states()).toEqual([
      ...Array<string>(6).fill('sent'),
      'pending',
      'skipped: budget',
    ])
    const rows = await world.rows()
    expect([rows[6]?.notBefore, rows[6]?.attempts, rows[6]?.hasBody]).toEqual([nextMonth, 0, true])
    expect((await counts()).map(({ bulk }) => bulk)).toEqual([6])
    // And what waits holds up nobody's reply.
    await world.queue([world.draft('reply', { chat: 'x1' })])
    await drain(sender())
    expect(world.bot.textsTo('x1')).toEqual(['reply'])
  })

  test('replies use the reserve, then one closing word a person, then nothing', async () => {
    await use(6)
    const one = sender()
    await drain(one)
    const say = async (chat: string): Promise<void> => {
      await world.queue([world.draft(`to ${chat}`, { chat })], one)
      await drain(one)
    }
    for (const chat of ['a', 'a', 'a', 'a', 'b', 'c', 'a']) await say(chat)
    expect(world.bot.delivered.map(({ chat, text }) => `${chat}: ${text}`)).toEqual([
      'a: to a',
      'a: to a',
      'a: hết lượt',
      'b: hết lượt',
    ])
    expect((await world.states()).slice(3)).toEqual([
      'skipped: budget',
      'sent',
      'skipped: budget',
      'skipped: budget',
    ])
    expect((await counts()).reduce((sum, { replies }) => sum + replies, 0)).toBe(10)
  })

  test('the closing word is in the language of the reply, and said once a month over a restart and another leader', async () => {
    await use(7)
    for (const chat of ['a', 'b']) await world.account(chat)
    const say = async (of: Sender, chat: string, language?: 'en'): Promise<void> => {
      await drain(of)
      await world.queue(
        [
          world.draft(`to ${chat}`, {
            chat,
            message: { text: `to ${chat}`, ...(language && { language }) },
          }),
        ],
        of,
      )
      await drain(of)
    }
    const texts = () => world.bot.delivered.map(({ chat, text }) => `${chat}: ${text}`)
    const one = sender()
    world.bot.script = (sending) =>
      sending.text === 'used up'
        ? refuse({ kind: 'rejected', code: '400', reason: 'no' })
        : accept(sending)
    for (const chat of ['x', 'a']) await say(one, chat, 'en')
    world.bot.script = accept
    // What certainly did not arrive is still to be said.
    for (const chat of ['a', 'a']) await say(one, chat, 'en')
    expect(texts()).toEqual(['x: to x', 'a: used up'])
    const two = world.sender('two', { budget })
    world.leader = 'two'
    await say(two, 'a', 'en')
    await say(two, 'b')
    expect(texts()).toEqual(['x: to x', 'a: used up', 'b: hết lượt'])
    await world.clock.pass(8 * 24 * 60 * minute)
    await use(8, '2026-12')
    const three = world.sender('two', { budget })
    for (const repeated of ['b', 'b']) await say(three, repeated)
    expect(texts().slice(3)).toEqual(['b: hết lượt'])
  })

  test('bulk that stands in a reply’s way takes nothing of the reserve', async () => {
    await use(6)
    await world.queue([
      world.prompt('bulk', { notAfter: world.clock.in(minute) }),
      world.draft('reply'),
    ])
    await drain(sender())
    expect(await world.states()).toEqual(['skipped: budget', 'sent'])
  })

  test('a warning of the budget goes as long as anything does', async () => {
    await use(9)
    await world.queue([world.draft('warning', { class: 'prompt', lane: 0 })])
    await drain(sender())
    expect(await world.states()).toEqual(['sent'])
  })

  test('a new leader and a new month begin with what the table says', async () => {
    await use(10)
    await use(3, '2026-10')
    await world.queue([world.draft('a')])
    await drain(sender())
    expect(await world.states()).toEqual(['skipped: budget'])
    await world.clock.pass(8 * 24 * 60 * minute)
    await world.queue([world.draft('b'), world.prompt('c', { chat: 'c2' })])
    await drain(sender())
    expect((await world.states()).slice(1)).toEqual(['sent', 'sent'])
    expect((await counts()).map((row) => [row.month, row.replies, row.bulk])).toContainEqual([
      '2026-12',
      1,
      1,
    ])
  })

  test('never more than the plan allows, however much is asked for at once', async () => {
    await world.queue(
      Array.from({ length: 40 }, (_, index) => world.draft('x', { chat: `c${String(index)}` })),
    )
    await world.queue(prompts(40, { notAfter: world.clock.in(minute) }))
    await drain(sender())
    expect(world.bot.delivered).toHaveLength(10)
    expect(await world.states()).not.toContain('pending')
  })

  test('"too many" may mean the quota: a bot with a plan rests ever longer, and then tries one message', async () => {
    world.bot.script = () => refuse({ kind: 'throttled', retryAfterMs: 0, scope: 'chat' })
    await world.queue(
      Array.from({ length: 5 }, (_, index) => world.draft('x', { chat: `c${String(index)}` })),
    )
    const one = sender({ pollMs: 5 * minute })
    one.start()
    await world.clock.pass(60 * minute)
    const first = world.bot.calls.length
    expect(first).toBeLessThanOrEqual(5 + 3)
    // A reply is of use for a day.
    await world.clock.pass(17 * 60 * minute)
    expect(world.bot.calls.length - first).toBeLessThanOrEqual(5)
    world.bot.script = accept
    await world.clock.pass(5 * 60 * minute)
    expect(await world.states()).toEqual(Array<string>(5).fill('sent'))
    await world.clock.until(one.stop())
  })
})

test('a bot without a plan is throttled as before, and the rest has a limit', () => {
  expect([1, 2, 3, 9, 99].map((times) => quotaRestMs(times, 0) / minute)).toEqual([
    1, 4, 16, 240, 240,
  ])
  expect(quotaRestMs(1, 5 * minute)).toBe(5 * minute)
  expect(quotaRestMs(0, 0)).toBe(minute)
})
