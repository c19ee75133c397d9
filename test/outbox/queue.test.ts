import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutboxDraft } from '../../src/outbox/draft.ts'
import { openBody } from '../../src/outbox/body.ts'
import { inChunks, queueParameter, queueSql } from '../../src/outbox/queue.ts'
import { openAddress, sealAddress } from '../../src/outbox/sealed-address.ts'
import { emptyTables, onEveryDatabase, type TestDatabase } from '../support/database.ts'
import { keyring, World } from './world.ts'

const everyBot = { instance: 'me', isDirect: () => true }

onEveryDatabase('queueing', (open) => {
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

  async function queue(
    drafts: readonly OutboxDraft[],
    sender = everyBot,
  ): Promise<readonly string[]> {
    const parameter = queueParameter(drafts, { keyring, now: world.clock.now(), sender })
    const rows = await world.database.query<{ state: string }>({
      name: 'test-queue',
      text: queueSql('$1'),
      values: [parameter],
    })
    return rows.map(({ state }) => state)
  }

  test('keeps the order, and one message per dedupe key', async () => {
    await queue([world.draft('a', { dedupeKey: 'one' }), world.draft('b', { dedupeKey: 'two' })])
    expect(
      await queue([
        world.draft('c', { dedupeKey: 'one' }),
        world.draft('d', { dedupeKey: 'three' }),
      ]),
    ).toHaveLength(1)
    expect((await world.rows()).map(({ key }) => key)).toEqual(['one', 'two', 'three'])
  })

  test('stands inside a CTE of the store', async () => {
    const parameter = queueParameter([world.draft('a')], { keyring, now: world.clock.now() })
    const text = `WITH marked AS (SELECT $2::text AS word), queued AS (${queueSql('$1')})
      SELECT word, state FROM marked, queued`
    expect(
      await world.database.query({ name: 'test-cte', text, values: [parameter, 'x'] }),
    ).toEqual([{ word: 'x', state: 'pending' }])
  })

  test('seals body and address; the address opens with the context of account and group', async () => {
    const draft = world.draft('Đồng chí đã gửi phiếu', {
      chat: '84901234567',
      branchId: randomUUID(),
    })
    await queue([draft])
    const text =
      'SELECT id, address, body, chat_hash AS "chatHash", branch_id AS "branchId", outbox::text AS all FROM outbox'
    const [row] = await world.database.query<{
      id: string
      address: Uint8Array
      body: Uint8Array
      chatHash: Uint8Array
      branchId: string
      all: string
    }>({ name: 'test-sealed', text, values: [] })
    if (row === undefined) throw new Error('Nothing was queued')
    expect(openBody(keyring, row.id, row.body)).toEqual(draft.message)
    expect(openAddress(keyring, { sealed: row.address, chatHash: row.chatHash })).toEqual(
      draft.address,
    )
    expect(row.branchId).toBe(draft.branchId)
    expect(row.all).not.toMatch(/84901234567|phiếu/)
    expect(Buffer.from(row.body).toString('latin1')).not.toContain('phi')
  })

  test('copies an address that is sealed already', async () => {
    const address = sealAddress(keyring, { bot: 'bot', chat: 'c9', kind: 'private' })
    await queue([world.draft('a', { address })])
    const [row] = await world.database.query<{ address: Uint8Array; chatHash: Uint8Array }>({
      name: 'test-address',
      text: 'SELECT address, chat_hash AS "chatHash" FROM outbox',
      values: [],
    })
    expect(
      [row?.address, row?.chatHash].map((bytes) => Buffer.from(bytes ?? []).toString('hex')),
    ).toEqual([address.sealed, address.chatHash].map((bytes) => Buffer.from(bytes).toString('hex')))
  })

  const later = 60_000
  interface Case {
    readonly what: string
    readonly drafts: () => OutboxDraft[]
    readonly before?: () => OutboxDraft[]
    readonly states: readonly string[]
  }
  const cases: readonly Case[] = [
    {
      what: 'replies go by hand',
      drafts: () => [world.draft('a'), world.draft('b'), world.draft('c', { chat: 'c2' })],
      states: ['sending', 'sending', 'sending'],
    },
    { what: 'bulk waits', drafts: () => [world.prompt('a')], states: ['pending'] },
    {
      what: 'a group notice waits, whatever its lane',
      drafts: () => [world.notice('a', { lane: 0 })],
      states: ['pending'],
    },
    {
      what: 'quiet hours wait and hold nothing up',
      drafts: () => [world.draft('a', { notBefore: world.clock.in(later) }), world.draft('b')],
      states: ['pending', 'sending'],
    },
    {
      what: 'a reply behind bulk of its own batch waits',
      drafts: () => [world.prompt('a'), world.draft('b'), world.draft('c', { chat: 'c2' })],
      states: ['pending', 'pending', 'sending'],
    },
    {
      what: 'a reply behind due bulk of its chat waits',
      before: () => [world.prompt('a')],
      drafts: () => [world.draft('b'), world.draft('c', { chat: 'c2' })],
      states: ['pending', 'sending'],
    },
    {
      what: 'a reply passes what is for tomorrow',
      before: () => [world.prompt('a', { notBefore: world.clock.in(later) })],
      drafts: () => [world.draft('b')],
      states: ['sending'],
    },
    {
      what: 'a reply follows what is in the same hands',
      before: () => [world.draft('a')],
      drafts: () => [world.draft('b')],
      states: ['sending'],
    },
  ]
  test.each(cases)('$what', async ({ before, drafts, states }) => {
    if (before !== undefined) await queue(before())
    expect(await queue(drafts())).toEqual(states)
  })

  test('a reply waits behind what another instance has in hand, and behind what is tried again later', async () => {
    await queue([world.draft('a')], { ...everyBot, instance: 'other' })
    expect(await queue([world.draft('b')])).toEqual(['pending'])
    await world.database.query({
      name: 'test-retry',
      text: `UPDATE outbox SET state = 'pending', reason = 'throttled', not_before = $1`,
      values: [world.clock.in(later)],
    })
    expect(await queue([world.draft('c')])).toEqual(['pending'])
  })

  test('without a sender, and for a bot it does not lead, everything waits', async () => {
    expect(await queue([world.draft('a')], { ...everyBot, isDirect: () => false })).toEqual([
      'pending',
    ])
    expect((await world.queue([world.draft('b')])).map(({ state }) => state)).toEqual(['pending'])
  })

  test('many at once are all queued, in chunks, each once', async () => {
    const drafts = Array.from({ length: 1200 }, (_, index) =>
      world.prompt('Kính gửi', { chat: `c${String(index)}`, dedupeKey: `k${String(index)}` }),
    )
    const chunks = inChunks(drafts)
    expect(chunks.map(({ length }) => length)).toEqual([500, 500, 200])
    for (const chunk of [...chunks, ...chunks]) await queue(chunk)
    expect(await world.rows()).toHaveLength(1200)
  })
})
