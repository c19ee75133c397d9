import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { claim, type ClaimQuota } from '../../src/outbox/claim.ts'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import type { Database } from '../../src/database/database.ts'
import type { Statement } from '../../src/database/statement.ts'
import { openBody } from '../../src/outbox/body.ts'
import { recover } from '../../src/outbox/recover.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { keyring, World } from './world.ts'

const all: ClaimQuota = { replies: 10, bulk: 10, once: 1, total: 20, again: [32, 4, 1] }
const second = 1000
const minute = 60_000

onEveryDatabase('claiming', (open) => {
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

  /** The texts that were claimed, in order; what was settled instead in brackets. */
  async function take(quota: Partial<ClaimQuota> = {}, owner = 'me'): Promise<readonly string[]> {
    const rows = await claim(world.database, 'bot', owner, { ...all, ...quota }, world.clock.now())
    return rows
      .toSorted((a, b) => a.seq - b.seq)
      .map((row) =>
        row.state === 'sending'
          ? openBody(keyring, row.id, row.body).text
          : `(${row.state}: ${String(row.reason)})`,
      )
  }

  async function settle(state = 'sent'): Promise<void> {
    await world.database.query({
      name: `test-settle-${state}`,
      text: `UPDATE outbox SET state = '${state}' WHERE state = 'sending'`,
      values: [],
    })
  }

  test('gives one message per chat, the oldest, and nothing of a chat in which one is under way', async () => {
    await world.queue([world.draft('a1'), world.draft('a2'), world.draft('b1', { chat: 'c2' })])
    expect(await take()).toEqual(['a1', 'b1'])
    expect(await take()).toEqual([])
    await settle()
    expect(await take()).toEqual(['a2'])
  })

  test('leaves what is not due, and it holds nothing up', async () => {
    await world.queue([
      world.prompt('tomorrow', { notBefore: world.clock.in(minute) }),
      world.draft('now'),
    ])
    expect(await take()).toEqual(['now'])
    await settle()
    await world.clock.pass(minute)
    expect(await take()).toEqual(['tomorrow'])
  })

  test('what is tried again later holds its chat up', async () => {
    await world.queue([world.draft('a1'), world.draft('a2')])
    await take({})
    const values = [world.clock.in(minute)]
    await world.database.query({
      name: 'test-retry',
      text: `UPDATE outbox SET state = 'pending', reason = 'throttled', not_before = $1
        WHERE state = 'sending'`,
      values,
    })
    expect(await take()).toEqual([])
    await world.clock.pass(minute)
    expect(await take()).toEqual(['a1'])
  })

  test('a reply draws the bulk of its chat before it; other bulk waits for its quota', async () => {
    await world.queue([
      world.prompt('bulk 1', { chat: 'c1' }),
      world.prompt('bulk 2', { chat: 'c2' }),
      world.draft('reply 2', { chat: 'c2' }),
    ])
    expect(await take({ bulk: 0 })).toEqual(['bulk 2'])
    await settle()
    expect(await take({ bulk: 0 })).toEqual(['reply 2'])
    expect(await take()).toEqual(['bulk 1'])
  })

  test('keeps to its quotas', async () => {
    const chats = Array.from({ length: 6 }, (_, index) => `c${String(index)}`)
    await world.queue(
      chats.flatMap((chat) => [
        world.draft(`r${chat}`, { chat: `r${chat}` }),
        world.prompt(`b${chat}`, { chat }),
      ]),
    )
    expect(await take({ replies: 2, bulk: 3, total: 5 })).toEqual([
      'rc0',
      'bc0',
      'rc1',
      'bc1',
      'bc2',
    ])
    expect(await take({ replies: 1, bulk: 1, total: 1 })).toEqual(['rc2'])
  })

  test('gives at-most-once messages one at a time, and first one that a reply waits behind', async () => {
    await world.queue([
      world.notice('n1', { chat: 'g1' }),
      world.notice('n2', { chat: 'g2' }),
      world.draft('reply', { chat: 'g2', in: 'group' }),
    ])
    expect(await take({ once: 0 })).toEqual([])
    expect(await take()).toEqual(['n2'])
    await settle()
    expect(await take()).toEqual(['n1', 'reply'])
  })

  test('a reply to a person waits behind a document to them, not behind other documents', async () => {
    const documents = ['c1', 'c2', 'c3'].map((chat) =>
      world.draft(`document ${chat}`, { class: 'document', lane: 1, chat }),
    )
    await world.queue([...documents, world.draft('reply', { chat: 'c3' })])
    expect(await take()).toEqual(['document c3'])
  })

  describe('what is not to be sent any more', () => {
    const merged = '(skipped: merged)'
    const cases: readonly {
      what: string
      drafts: () => OutboxDraft[]
      given: readonly (readonly string[])[]
    }[] = [
      {
        what: 'a message past its time',
        drafts: () => [world.prompt('late', { notAfter: world.clock.in(-1) }), world.draft('b')],
        given: [['(skipped: expired)'], ['b']],
      },
      {
        what: 'all but the newest of one merge key',
        drafts: () => ['1', '2', '3'].map((text) => world.prompt(text, { mergeKey: 'remind' })),
        given: [[merged], [merged], ['3']],
      },
      {
        what: 'not for another chat, another key or another time',
        drafts: () => [
          world.prompt('1', { mergeKey: 'remind' }),
          world.prompt('2', { mergeKey: 'remind', chat: 'c2' }),
          world.prompt('3', { mergeKey: 'other', chat: 'c1' }),
          world.prompt('4', { mergeKey: 'remind', notBefore: world.clock.in(minute) }),
        ],
        given: [['1', '2'], ['3']],
      },
      {
        what: 'not for one that is itself too late',
        drafts: () => [
          world.prompt('1', { mergeKey: 'remind' }),
          world.prompt('2', { mergeKey: 'remind', notAfter: world.clock.in(-1) }),
        ],
        given: [['1'], ['(skipped: expired)']],
      },
    ]
    test.each(cases)('$what', async ({ drafts, given }) => {
      await world.queue(drafts())
      for (const expected of given) {
        expect(await take()).toEqual(expected)
        await settle()
      }
      expect(
        (await world.rows()).filter(
          ({ state, hasBody, settledAt }) => state === 'skipped' && (hasBody || settledAt === null),
        ),
      ).toEqual([])
    })

    test('what may have arrived is not called expired', async () => {
      await world.queue([world.prompt('late', { notAfter: world.clock.in(minute) })])
      await take()
      await recover(world.database, {
        bot: 'bot',
        owner: 'next',
        dead: ['me'],
        isFresh: true,
        held: [],
        now: world.clock.now(),
        month: '2026-11',
      })
      await world.clock.pass(2 * minute)
      expect(await take()).toEqual(['(unknown: expired)'])
    })
  })

  test('two that claim at once share, and take nothing twice', async () => {
    await world.queue(
      Array.from({ length: 40 }, (_, index) =>
        world.prompt(String(index), { chat: `c${String(index)}` }),
      ),
    )
    const taken = await Promise.all(
      ['a', 'b', 'c', 'd'].map((owner) => take({ bulk: 15, total: 15 }, owner)),
    )
    const texts = taken.flat()
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.length).toBeGreaterThanOrEqual(15)
  })

  test('however many messages wait, a claim reads the outbox by its indexes', async () => {
    await world.queue([world.prompt('seed', { chat: 'seed', dedupeKey: 'seed' })])
    const copy = `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body,
      state, not_before, created_at)
      SELECT gen_random_uuid(), bot_id, 'copy ' || n, class, lane, sha256(n::text::bytea), address,
        body, state, not_before, created_at
      FROM outbox, generate_series(1, 5000) n WHERE dedupe_key = 'seed'`
    await world.database.query({ name: 'test-copy', text: copy, values: [] })
    await world.database.query({ name: 'test-analyze', text: 'ANALYZE outbox', values: [] })
    let asked: Statement<unknown> | undefined
    const listening: Database = {
      ...world.database,
      query: (statement) => ((asked = statement), Promise.resolve([])),
    }
    await claim(
      listening,
      'bot',
      'me',
      { replies: 30, bulk: 7, once: 1, total: 37, again: [32, 4, 1] },
      world.clock.now(),
    )
    const explain = {
      name: '',
      text: `EXPLAIN (FORMAT JSON) ${asked?.text ?? ''}`,
      values: asked?.values ?? [],
    }
    const plan = JSON.stringify(await world.database.query(explain))
    expect(plan).toContain('Index Scan')
    expect(plan).not.toContain('Seq Scan')
  })
})

onEveryDatabase('recovering', (open) => {
  let opened: TestDatabase
  let world: World
  afterEach(() => world.end())
  beforeAll(async () => {
    opened = await open()
  })
  beforeEach(async () => {
    await emptyTables(opened.database)
    world = new World(opened.database)
    await world.queue([
      world.draft('reply', { chat: 'c1' }),
      world.prompt('prompt', { chat: 'c2' }),
      world.notice('notice'),
    ])
    await world.queue([world.draft('document', { class: 'document', chat: 'c3' })])
    await claim(world.database, 'bot', 'dead', all, world.clock.now())
    await claim(world.database, 'bot', 'dead', all, world.clock.now())
  })

  async function look(fields: Partial<Parameters<typeof recover>[1]>): Promise<readonly string[]> {
    await recover(world.database, {
      bot: 'bot',
      owner: 'me',
      dead: [],
      isFresh: true,
      held: [],
      now: world.clock.now(),
      month: '2026-11',
      ...fields,
    })
    return world.states()
  }

  const lost = ['pending: resend', 'pending: resend', 'unknown: crash', 'unknown: crash']
  const untouched = ['sending', 'sending', 'sending', 'sending']

  test('waits for the lease of another instance, then judges by class', async () => {
    expect(await look({ isFresh: false })).toEqual(untouched)
    await world.clock.pass(30_001)
    expect(await look({ isFresh: false })).toEqual(lost)
  })

  test('does not wait for an instance that is gone, and takes nothing of one that lives', async () => {
    expect(await look({ dead: ['another'] })).toEqual(untouched)
    expect(await look({ isFresh: false, dead: ['another', 'dead'] })).toEqual(lost)
    expect((await world.rows()).map(({ hasBody }) => hasBody)).toEqual([true, true, true, false])
    expect((await world.rows()).map(({ doubts, crashes }) => [doubts, crashes])).toEqual(
      Array.from({ length: 4 }, () => [1, 1]),
    )
  })

  test('a lease that is over is a doubt and no crash', async () => {
    await world.clock.pass(30_001)
    await look({})
    expect((await world.rows()).map(({ doubts, crashes }) => [doubts, crashes])).toEqual(
      Array.from({ length: 4 }, () => [1, 0]),
    )
  })

  test('does not wait for its own former life, but never touches what it holds', async () => {
    expect(await look({ owner: 'dead', isFresh: false })).toEqual(untouched)
    const [first] = await world.rows()
    expect(await look({ owner: 'dead', held: [first?.id ?? ''] })).toEqual([
      'sending',
      ...lost.slice(1),
    ])
  })

  test('what crashes again and again waits ever longer, and ends in doubt when its time is over', async () => {
    const waits: number[] = []
    for (let crash = 1; crash <= 11; crash += 1) {
      await look({ dead: ['dead'] })
      const [row] = await world.rows()
      if (row?.state !== 'pending') break
      waits.push(row.notBefore.getTime() - world.clock.now().getTime())
      await world.clock.pass(Math.max(0, waits.at(-1) ?? 0))
      await claim(world.database, 'bot', 'dead', all, world.clock.now())
    }
    expect(waits).toEqual(
      [0, 0, 0, 5, 20, 80, 320, 1280, 5120, 20_480].map((wait) => wait * second),
    )
    const [reply] = await world.rows()
    expect([reply?.state, reply?.reason, reply?.crashes]).toEqual(['unknown', 'expired', 11])
  })

  test('another bot is left alone', async () => {
    expect(await look({ bot: 'other', owner: 'dead', dead: ['dead'] })).toEqual(untouched)
  })
})
