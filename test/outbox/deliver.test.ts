import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import { chatHashOf, openAddress } from '../../src/outbox/sealed-address.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { accept, refuse, type Script } from './fake-platform.ts'
import { keyring, World } from './world.ts'

const timeout: SendOutcome = { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }
const noConnection: SendOutcome = { kind: 'unreachable', reason: 'connect', delivered: 'no' }
const second = 1000

/** The n-th call gets the n-th outcome, later ones are accepted. */
const inTurn =
  (...outcomes: readonly SendOutcome[]): Script =>
  (sending) => {
    const outcome = outcomes[sending.call - 1]
    return outcome === undefined ? accept(sending) : { outcome, delivered: outcome === timeout }
  }

onEveryDatabase('delivering', (open) => {
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

  test('sends what is due, in order, and wipes the texts', async () => {
    await world.queue([
      world.draft('a'),
      world.draft('b'),
      world.prompt('c'),
      world.draft('later', { notBefore: world.clock.in(second) }),
    ])
    await world.clock.until(world.sender().drain())
    expect(world.bot.textsTo('c1')).toEqual(['a', 'b', 'c'])
    const rows = await world.rows()
    expect(rows.map(({ state, hasBody, externalId }) => [state, hasBody, externalId])).toEqual([
      ['sent', false, 'm1'],
      ['sent', false, 'm2'],
      ['sent', false, 'm3'],
      ['pending', true, null],
    ])
    expect(world.outcomes.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
      ['sent', 1],
    ])
  })

  test('a reply handed over is sent without a statement before it', async () => {
    const sender = world.sender()
    await world.clock.until(sender.drain())
    world.statements = []
    const [row] = await world.queue([world.draft('a')], undefined)
    expect(row?.state).toBe('pending')
    const drafts = [world.draft('b', { chat: 'c2' })]
    const queued = await world.queue(drafts, sender)
    expect([queued[0]?.state, world.bot.calls.map(({ text }) => text)]).toEqual(['sending', ['b']])
    await world.clock.until(sender.drain())
    expect(await world.states()).toEqual(['sent', 'sent'])
  })

  test('a prompt whose fate is unknown is sent until it arrives, ever less often', async () => {
    world.bot.script = inTurn(timeout, timeout, timeout, timeout)
    await world.queue([world.prompt('a')])
    const sender = world.sender('me', { random: () => 0.999_999 })
    sender.start()
    await world.clock.pass(16 * second)
    expect(world.bot.calls.map(({ at }) => Math.floor(at / second))).toEqual([0, 1, 3, 7, 15])
    expect(await world.states()).toEqual(['sent'])
    expect(world.outcomes.map(({ state, attempts }) => [state, attempts])).toEqual([['sent', 5]])
    await world.clock.until(sender.stop())
  })

  test('a reply that never arrives for certain is given up after a day, and is told to be in doubt', async () => {
    world.bot.script = () => ({ outcome: timeout, delivered: true })
    const sender = world.sender('me', { pollMs: 60 * second })
    sender.start()
    await world.clock.quiet()
    await world.queue([world.draft('a')], sender)
    await world.clock.pass(25 * 3600 * second)
    expect(await world.states()).toEqual(['unknown: expired'])
    expect(world.bot.calls.length).toBeGreaterThan(10)
    expect(world.bot.calls.length).toBeLessThanOrEqual(18)
    expect(world.outcomes.map(({ state, reason }) => `${state} ${String(reason)}`)).toEqual([
      'unknown expired',
    ])
    await world.clock.until(sender.stop())
  })

  test('a reply in doubt for the third time no longer keeps its chat waiting', async () => {
    world.bot.script = (sending) =>
      sending.text === 'a' ? { outcome: timeout, delivered: false } : accept(sending)
    const sender = world.sender('me', { random: () => 0.999_999 })
    sender.start()
    await world.clock.quiet()
    await world.queue([world.draft('a'), world.draft('b')], sender)
    await world.clock.pass(2 * second)
    expect(world.bot.calls.map(({ text }) => text)).toEqual(['a', 'a'])
    await world.clock.pass(3 * second)
    expect(world.bot.calls.map(({ text }) => text)).toEqual(['a', 'a', 'a', 'b'])
    await world.queue([world.draft('c')], sender)
    await world.clock.pass(second)
    expect(world.bot.textsTo('c1')).toEqual(['b', 'c'])
    await world.clock.until(sender.stop())
  })

  test('a group notice in doubt is never sent again, and keeps its text for the secretary', async () => {
    world.bot.script = inTurn(timeout)
    await world.queue([world.notice('n')])
    const sender = world.sender()
    await world.clock.until(sender.drain())
    await world.clock.pass(600 * second)
    await world.clock.until(sender.drain())
    expect(world.bot.calls).toHaveLength(1)
    expect((await world.rows()).map(({ state, hasBody }) => [state, hasBody])).toEqual([
      ['unknown', true],
    ])
  })

  test('what certainly was not delivered is sent again after 1 s, 2 s, 4 s, whatever its class', async () => {
    world.bot.script = inTurn(noConnection, noConnection, noConnection)
    await world.queue([world.notice('n')])
    const sender = world.sender('me', { random: () => 0.999_999 })
    sender.start()
    await world.clock.pass(9 * second)
    expect(world.bot.calls.map(({ at }) => Math.floor(at / second))).toEqual([0, 1, 3, 7])
    expect(await world.states()).toEqual(['sent'])
    await world.clock.until(sender.stop())
  })

  test.each([
    noConnection,
    timeout,
    { kind: 'throttled', retryAfterMs: 2000, scope: 'chat' },
  ] as const)(
    'replies that are behind one that is sent again wait for it: $kind',
    async (outcome) => {
      world.bot.script = inTurn(outcome)
      const sender = world.sender()
      sender.start()
      await world.clock.quiet()
      expect(
        (
          await world.queue(
            ['a', 'b', 'c'].map((text) => world.draft(text)),
            sender,
          )
        ).map(({ state }) => state),
      ).toEqual(['sending', 'sending', 'sending'])
      await world.clock.pass(10 * second)
      expect(world.bot.calls.map(({ text }) => text)).toEqual(['a', 'a', 'b', 'c'])
      await world.clock.until(sender.stop())
    },
  )

  test.each([
    {
      outcome: { kind: 'rejected', code: '400', reason: 'message text is empty' },
      state: 'failed: rejected 400',
    },
    { outcome: { kind: 'rejected', code: '4\u00000', reason: '' }, state: 'failed: rejected 40' },
    {
      outcome: { kind: 'rejected', code: `${'4'.repeat(190)}😀`, reason: '' },
      state: `failed: rejected ${'4'.repeat(190)}\uFFFD`,
    },
    { outcome: 'throw', state: 'pending: resend' },
  ] as const)('$outcome', async ({ outcome, state }) => {
    world.bot.script = () => ({ outcome, delivered: false })
    await world.queue([world.draft('a')])
    await world.clock.until(world.sender().drain())
    expect(await world.states()).toEqual([state])
  })

  test('a row that cannot be opened fails alone', async () => {
    await world.queue([world.draft('a'), world.draft('b'), world.draft('c', { chat: 'c2' })])
    await world.database.query({
      name: 'test-flip',
      text: `UPDATE outbox SET body = set_byte(body, 20, get_byte(body, 20) # 1)
        WHERE seq = (SELECT min(seq) FROM outbox)`,
      values: [],
    })
    await world.clock.until(world.sender().drain())
    expect(await world.states()).toEqual(['failed: unreadable', 'sent', 'sent'])
  })

  describe('a chat that is gone', () => {
    test('marks the account, in the transaction of the message', async () => {
      await world.account('c1')
      await world.account('c2')
      world.bot.script = ({ to, call, text }) =>
        to.chat === 'c1' ? refuse({ kind: 'gone', reason: 'blocked' }) : accept({ to, call, text })
      await world.queue([world.draft('a'), world.draft('b', { chat: 'c2' })])
      await world.clock.until(world.sender().drain())
      const text = 'SELECT state, unreachable_reason AS reason FROM account ORDER BY state'
      expect(await world.database.query({ name: 'test-accounts', text, values: [] })).toEqual([
        { state: 'linked', reason: null },
        { state: 'unreachable', reason: 'blocked' },
      ])
      expect((await world.states()).toSorted()).toEqual(['failed: blocked', 'sent'])
    })

    test('marks the group', async () => {
      await world.group('g1')
      world.bot.script = () => refuse({ kind: 'gone', reason: 'kicked' })
      await world.queue([world.notice('n')])
      await world.clock.until(world.sender().drain())
      expect(
        await world.database.query({
          name: 'test-groups',
          text: 'SELECT state, removed_at AS at FROM branch_group',
          values: [],
        }),
      ).toEqual([{ state: 'removed', at: world.clock.now() }])
      expect(await world.states()).toEqual(['failed: kicked'])
    })
  })

  describe('a group that became a supergroup', () => {
    const moved: Script = (sending) =>
      sending.to.chat === 'g1' ? refuse({ kind: 'migrated', toChat: '-1001' }) : accept(sending)
    const hashOf = (chat: string): string =>
      Buffer.from(chatHashOf(keyring, { bot: 'bot', chat, kind: 'group' })).toString('hex')

    async function group(): Promise<unknown> {
      const rows = await world.database.query<{ hash: Uint8Array; address: Uint8Array }>({
        name: 'test-group-address',
        text: 'SELECT chat_hash AS hash, address FROM branch_group',
        values: [],
      })
      return rows.map(({ hash, address }) => [
        Buffer.from(hash).toString('hex'),
        openAddress(keyring, { sealed: address, chatHash: hash }).chat,
      ])
    }

    test('is followed: the notice and all behind it go to the new chat, each once', async () => {
      await world.group('g1')
      world.bot.script = moved
      await world.queue([
        world.notice('n1'),
        world.notice('n2'),
        world.draft('reply', { chat: 'g1', in: 'group' }),
        world.notice('later', { notBefore: world.clock.in(second) }),
      ])
      const sender = world.sender()
      await world.clock.until(sender.drain())
      await world.clock.pass(second)
      await world.clock.until(sender.drain())
      expect(world.bot.textsTo('-1001')).toEqual(['n1', 'n2', 'reply', 'later'])
      expect(world.bot.calls).toHaveLength(5)
      expect(await group()).toEqual([[hashOf('-1001'), '-1001']])
      expect(await world.states()).toEqual(['sent', 'sent', 'sent', 'sent'])
    })

    test("the platform's own notice may come first", async () => {
      await world.group('-1001')
      world.bot.script = moved
      await world.queue([world.notice('n1')])
      await world.clock.until(world.sender().drain())
      expect([world.bot.textsTo('-1001'), await group()]).toEqual([
        ['n1'],
        [[hashOf('-1001'), '-1001']],
      ])
      expect(world.events).toContainEqual({ kind: 'groupMoved', bot: 'bot', groups: 0 })
    })

    test('is followed once only', async () => {
      world.bot.script = ({ to }) => refuse({ kind: 'migrated', toChat: `${to.chat}1` })
      await world.queue([world.notice('n1')])
      await world.clock.until(world.sender().drain())
      expect([world.bot.calls.length, await world.states()]).toEqual([2, ['failed: moved twice']])
    })

    test('a database that fails while following leaves the notice waiting', async () => {
      world.bot.script = moved
      let failures = 1
      world.beforeStatement = (name) => {
        if (name === 'outbox-move-group' && failures-- > 0) throw new Error('down')
      }
      await world.queue([world.notice('n1')])
      await world.clock.until(world.sender().drain())
      expect([world.bot.textsTo('-1001'), await world.states()]).toEqual([['n1'], ['sent']])
    })
  })

  test('several due reminders of one kind become the newest; what is past its time is said to be', async () => {
    await world.queue([
      world.prompt('1', { mergeKey: 'remind' }),
      world.prompt('2', { mergeKey: 'remind' }),
      world.prompt('stale', { chat: 'c2', notAfter: world.clock.in(-1) }),
    ])
    await world.clock.until(world.sender().drain())
    expect(world.bot.calls.map(({ text }) => text)).toEqual(['2'])
    expect(await world.states()).toEqual(['skipped: merged', 'sent', 'skipped: expired'])
    expect(
      world.outcomes.map(({ state, reason }) => `${state} ${String(reason)}`).toSorted(),
    ).toEqual(['sent null', 'skipped expired', 'skipped merged'])
  })

  test('a database that fails keeps nothing from being settled once', async () => {
    let failures = 3
    world.beforeStatement = (name) => {
      if (name === 'outbox-settle' && failures-- > 0) throw new Error('down')
    }
    const sender = world.sender()
    sender.start()
    await world.queue([world.draft('a'), world.draft('b')])
    await world.clock.pass(20 * second)
    expect([world.bot.textsTo('c1'), await world.states()]).toEqual([
      ['a', 'b'],
      ['sent', 'sent'],
    ])
    expect(world.events.filter(({ kind }) => kind === 'trouble')).toHaveLength(3)
    await world.clock.until(sender.stop())
  })

  test('nothing that is told holds a text or an address', async () => {
    const canary = 'KIM-TUOC-4711'
    const outcomes = [
      timeout,
      noConnection,
      { kind: 'rejected', code: '400', reason: canary },
      { kind: 'throttled', retryAfterMs: 10, scope: 'chat' },
      { kind: 'gone', reason: 'blocked' },
    ] as const
    world.bot.script = ({ call }) => ({
      outcome: call % 7 === 0 ? 'throw' : (outcomes[call % 7] ?? { kind: 'sent', externalId: 'm' }),
      delivered: false,
    })
    world.beforeStatement = (name) => {
      if (name === 'outbox-claim' && world.bot.calls.length === 3) throw new Error(canary)
    }
    await world.queue(
      Array.from({ length: 30 }, (_, index) =>
        world.draft(canary, {
          chat: `${canary}${String(index % 9)}`,
          class: index % 5 === 0 ? 'document' : 'reply',
        }),
      ),
    )
    const sender = world.sender()
    sender.start()
    await world.clock.pass(60 * second)
    await world.clock.until(sender.stop())
    expect(world.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['leading', 'settled', 'retried', 'throttled', 'trouble']),
    )
    expect(JSON.stringify([world.events, world.outcomes])).not.toContain('KIM')
    expect(
      JSON.stringify(
        await world.database.query({
          name: 'test-all',
          text: 'SELECT outbox::text FROM outbox',
          values: [],
        }),
      ),
    ).not.toContain('KIM')
  })
})
