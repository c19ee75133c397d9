// A member with two accounts: what one cannot take goes to the other, once. And one platform down
// for a week holds up nobody else.
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { sealAddress, chatHashOf } from '../../src/outbox/sealed-address.ts'
import type { Database } from '../../src/database/database.ts'
import type { Sender } from '../../src/outbox/sender.ts'
import type { Script } from './fake-platform.ts'
import { accept, refuse } from './fake-platform.ts'
import { keyring, World } from './world.ts'
import { onEveryDatabase } from '../support/database.ts'

const down: Script = () => refuse({ kind: 'unreachable', reason: 'connect', delivered: 'no' })
const hourMs = 3_600_000
const dayMs = 24 * hourMs

onEveryDatabase('two platforms', (open) => {
  let database: Database
  let world: World
  let sender: Sender
  const memberId = randomUUID()
  const branchId = randomUUID()
  const rowsOf = (text: string, values: readonly string[] = []) =>
    database.query<Record<string, unknown>>({ name: '', text, values })
  const platform = (bot: string) => {
    const found = world.platforms.get(bot)
    if (found === undefined) throw new Error(bot)
    return found
  }
  /** The member's chat at each bot; `a` was linked first. */
  const link = async (bot: string, chat: string, linkedAt: string): Promise<void> => {
    const address = { bot, chat, kind: 'private' } as const
    await database.query({
      name: '',
      text: `INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state,
        linked_at, created_at)
        VALUES ($1, $2, $3, $3, $4, $5, 'linked', $6::timestamptz, $6::timestamptz)`,
      values: [
        randomUUID(),
        bot,
        chatHashOf(keyring, address),
        sealAddress(keyring, address).sealed,
        memberId,
        linkedAt,
      ],
    })
  }
  const prompt = (text: string, fields: object = {}) =>
    world.prompt(text, {
      bot: 'a',
      chat: 'ma',
      memberId,
      branchId,
      notAfter: world.clock.in(2 * dayMs),
      ...fields,
    })

  beforeAll(async () => {
    const opened = await open()
    database = opened.database
    await rowsOf(`INSERT INTO bot (id, platform) VALUES ('a', 'telegram'), ('b', 'zalo-bot')`)
    await rowsOf(
      `INSERT INTO organisation (id, code, path, kind, name, created_at)
        VALUES ($1::uuid, 'CB5', '/CB5/', 'branch', 'Chi bộ', now())`,
      [branchId],
    )
    await rowsOf(
      `INSERT INTO branch (id, time_zone, wrapped_key)
        VALUES ($1::uuid, 'Asia/Ho_Chi_Minh', '\\x00')`,
      [branchId],
    )
    await rowsOf(
      `INSERT INTO member (id, branch_id, ref_hash, ref, name, role, status, created_at)
      VALUES ($1::uuid, $2::uuid, '\\x01', '\\x01', '\\x01', 'secretary', 'official', now())`,
      [memberId, branchId],
    )
  })
  beforeEach(async () => {
    await rowsOf('DELETE FROM outbox')
    await rowsOf('DELETE FROM account')
    world = new World(database, { a: {}, b: {} })
    await link('a', 'ma', '2026-01-01')
    await link('b', 'mb', '2026-02-01')
    sender = world.sender()
  })
  const run = async (ms: number): Promise<void> => {
    sender.start()
    await world.clock.pass(ms)
  }
  const stop = async (): Promise<void> => {
    await world.clock.until(sender.stop())
    await world.end()
  }

  it.each<[string, Script]>([
    ['blocked', () => refuse({ kind: 'gone', reason: 'blocked' })],
    ['refused', () => refuse({ kind: 'rejected', code: '-230', reason: 'window' })],
  ])(
    'a prompt that the first account cannot take (%s) goes to the second, and not to both',
    async (_, script) => {
      platform('a').script = script
      await rowsOf(
        `UPDATE account SET conversation =
          '{"focus":{"at":"nothing"},"menu":[{"label":"Bắt đầu","payload":"s|1|start"}]}'::jsonb
            WHERE bot_id = 'a'`,
      )
      await world.queue([prompt('Kính gửi')], sender)
      await run(5000)
      expect([platform('a').delivered, platform('b').textsTo('mb')]).toEqual([[], ['Kính gửi']])
      expect(await world.states()).toEqual(['sent'])
      const [account] = await rowsOf(
        `SELECT conversation->'menu'->0->>'label' AS label FROM account WHERE bot_id = 'b'`,
      )
      expect(account).toEqual({ label: 'Bắt đầu' })
      await stop()
    },
  )

  it('refused by both it fails for good, its text gone; what may have arrived is sent to nobody else', async () => {
    for (const bot of ['a', 'b'])
      platform(bot).script = () => refuse({ kind: 'rejected', code: '400', reason: 'no' })
    await world.queue([prompt('một')], sender)
    await run(5000)
    expect((await world.rows()).map(({ state, hasBody }) => [state, hasBody])).toEqual([
      ['failed', false],
    ])
    expect([platform('a').calls.length, platform('b').calls.length]).toEqual([1, 1])
    platform('a').script = () =>
      refuse({ kind: 'unreachable', reason: 'timeout', delivered: 'unknown' })
    platform('b').script = accept
    await world.queue([prompt('hai')], sender)
    await world.clock.pass(60_000)
    expect(platform('b').delivered).toEqual([])
    await stop()
  })

  it('a reply stays where it was asked for', async () => {
    platform('a').script = () => refuse({ kind: 'gone', reason: 'blocked' })
    await world.queue([world.draft('trả lời', { bot: 'a', chat: 'ma', memberId })], sender)
    await run(5000)
    expect([platform('b').delivered, await world.states()]).toEqual([[], ['failed: blocked']])
    await stop()
  })

  it('a group notice that fails keeps its text for the secretary', async () => {
    platform('a').script = () => refuse({ kind: 'rejected', code: '403', reason: 'not allowed' })
    await world.queue([world.notice('họp', { bot: 'a', branchId })], sender)
    await run(5000)
    expect((await world.rows()).map(({ state, hasBody }) => [state, hasBody])).toEqual([
      ['failed', true],
    ])
    await stop()
  })

  it('one down for a week: the other is on time every day, nothing stale comes after, and a second account is used meanwhile', async () => {
    platform('a').script = down
    // Looking into the table twice a second for a week would take the test minutes; the longest
    // pauses, for the same reason.
    sender = world.sender('me', { pollMs: hourMs / 2, random: () => 0.99 })
    sender.start()
    for (let day = 1; day <= 7; day += 1) {
      const [only, other] = [`chỉ a ${String(day)}`, `b ${String(day)}`]
      await world.queue(
        [
          ...Array.from({ length: 8 }, (_, index) =>
            world.prompt(only, {
              bot: 'a',
              chat: `x${String(index)}`,
              notAfter: world.clock.in(1.5 * dayMs),
            }),
          ),
          prompt(`cả hai ${String(day)}`),
          world.notice(`nhóm ${String(day)}`, {
            bot: 'a',
            branchId,
            notAfter: world.clock.in(dayMs / 2),
          }),
          world.prompt(other, { bot: 'b', chat: 'y' }),
        ],
        sender,
      )
      await world.clock.pass(2000)
      expect(platform('b').textsTo('y')).toHaveLength(day)
      await world.clock.pass(2 * hourMs)
      expect(platform('b').textsTo('mb')).toEqual(
        Array.from({ length: day }, (_, index) => `cả hai ${String(index + 1)}`),
      )
      await world.clock.pass(22 * hourMs - 2000)
    }
    expect(platform('a').delivered).toEqual([])
    // At most one probe in two and a half minutes, half of the longest pause.
    expect(platform('a').calls.length).toBeLessThan((7 * 24 * 60) / 2.5 + 60)
    expect((await world.rows()).filter(({ reason }) => reason === 'expired').length).toBe(6 * 8)
    expect(
      await rowsOf(
        `SELECT count(*)::int AS n FROM outbox WHERE class = 'groupNotice' AND state = 'failed'
          AND reason = 'waited' AND body IS NOT NULL`,
      ),
    ).toEqual([{ n: 7 }])
    platform('a').script = accept
    await world.clock.pass(hourMs)
    expect(new Set(platform('a').delivered.map(({ text }) => text))).toEqual(new Set(['chỉ a 7']))
    expect(
      (await world.rows()).filter(({ state }) => state === 'pending' || state === 'sending'),
    ).toEqual([])
    await stop()
  }, 180_000)
})
