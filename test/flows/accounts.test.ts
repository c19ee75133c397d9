// One person in several chats, one branch by several bots: nothing is lost on the way from one to
// the other, nothing is asked twice.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { assignBots, keepBots, type KnownBot } from '../../src/store/bots.ts'
import type { Address } from '../../src/messaging/address.ts'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, memberIdOf } from '../support/reveal.ts'
import { answers } from '../support/walk.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa',
  'A3|Lê Văn Thọ',
  'B1|Phạm Văn Ba|secretary|official|CB6',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const zalo = (chat: string): Address => ({ bot: 'zalo-bot', chat: `z-${chat}`, kind: 'private' })
const both: readonly KnownBot[] = [
  { id: 'telegram', platform: 'telegram' },
  { id: 'zalo-bot', platform: 'zalo-bot' },
]

onOneDatabase('many bots, many accounts', (open) => {
  let house: House
  const keep = (bots: readonly KnownBot[]): Promise<void> =>
    keepBots(house.database, bots, house.now())
  const onZalo = async (person: string, text: string): Promise<string> =>
    textOf(await house.says(`z-${person}`, text, zalo(person)))
  /** Links by Zalo too, and agrees to everything there. */
  const linkOnZalo = async (person: string, ref: string): Promise<string> => {
    await onZalo(person, await house.codeFor(ref))
    const shown = await onZalo(person, 'đúng')
    for (let purpose = 0; purpose < 3; purpose += 1) await onZalo(person, 'đồng ý')
    return shown
  }
  /** As second chats of v0.1.0 stand: nothing is closed to them. */
  const linkWholeOnZalo = async (person: string, ref: string): Promise<void> => {
    await linkOnZalo(person, ref)
    await house.rows(`UPDATE consent SET relink_id = '00000000-0000-0000-0000-000000000000'`)
    await house.rows(
      `UPDATE account SET state = 'linked', relink_id = '00000000-0000-0000-0000-000000000000'`,
    )
  }
  const accountsOf = async (ref: string) =>
    house.rows<{ bot_id: string; state: string; is_preferred: boolean }>(
      'SELECT bot_id, state, is_preferred FROM account WHERE member_id = $1::uuid ORDER BY bot_id',
      await memberIdOf(house, ref),
    )
  const invitedBy = async (): Promise<readonly string[]> =>
    (
      await house.rows<{ bot_id: string }>(
        `SELECT bot_id FROM outbox WHERE dedupe_key LIKE 'invitation:%' ORDER BY 1`,
      )
    ).map(({ bot_id }) => bot_id)

  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
  })
  beforeEach(async () => {
    await house.heard()
    for (const table of [
      'voice',
      'answer',
      'assessment',
      'remedy',
      'round',
      'outbox',
      'slot',
      'branch_group',
      'consent',
      'account',
      'bot',
    ])
      await house.rows(`DELETE FROM ${table}`)
    await keep(both)
    house.pass(60)
  })

  it('a branch is served by the bots that name it, else by the nearest above it, else by those that name nobody, else by all', async () => {
    const cases: readonly (readonly [readonly KnownBot[], readonly string[]])[] = [
      [both, ['telegram', 'zalo-bot']],
      [
        [
          { id: 'a', platform: 'zalo-bot', branches: ['CB5'] },
          { id: 'b', platform: 'zalo-bot', subtree: 'PAH' },
        ],
        ['a'],
      ],
      [
        [
          { id: 'a', platform: 'zalo-bot', branches: ['CB6'] },
          { id: 'b', platform: 'zalo-bot', subtree: 'PAH' },
          ...both,
        ],
        ['b'],
      ],
      [
        [
          { id: 'a', platform: 'zalo-bot', subtree: 'CB5' },
          { id: 'b', platform: 'zalo-bot', subtree: 'PAH' },
        ],
        ['a'],
      ],
      [
        [
          { id: 'a', platform: 'zalo-bot', branches: ['CB5'] },
          { id: 'b', platform: 'telegram', branches: ['CB6', 'CB5'] },
        ],
        ['a', 'b'],
      ],
      [
        [
          { id: 'a', platform: 'zalo-bot', branches: ['CB6'] },
          { id: 'b', platform: 'telegram' },
        ],
        ['b'],
      ],
      [
        [
          { id: 'a', platform: 'zalo-bot', branches: ['CB6'] },
          { id: 'b', platform: 'telegram', subtree: 'ELSEWHERE' },
        ],
        ['a', 'b'],
      ],
    ]
    for (const [bots, expected] of cases) {
      await keep(bots)
      expect(
        await house.rows('SELECT bot_ids FROM branch WHERE id = $1::uuid', house.branchId),
        JSON.stringify(bots),
      ).toEqual([{ bot_ids: expected }])
    }
  })

  it('a code typed at a bot of another branch is answered kindly, counts as no wrong one, and stays good', async () => {
    await keep([
      { id: 'telegram', platform: 'telegram', branches: ['CB6'] },
      {
        id: 'zalo-bot',
        platform: 'zalo-bot',
        branches: ['CB5'],
        title: 'Bot An Hòa',
        link: 'https://zalo.me/77',
      },
    ])
    const code = await house.codeFor('A2')
    for (let count = 0; count < 6; count += 1) {
      expect(textOf(await house.says('hoa', code))).toMatch(
        /^Mã của đồng chí đúng[^]*– Bot An Hòa, trên Zalo: https:\/\/zalo\.me\/77\n[^]*Mã vẫn còn hiệu lực\.$/u,
      )
    }
    expect(await onZalo('hoa', code)).toMatch(/^Xin xác nhận: đồng chí Nguyễn Thị Hoa/u)
  })

  it('a group code as well', async () => {
    await keep([
      { id: 'telegram', platform: 'telegram', branches: ['CB6'] },
      { id: 'zalo-bot', platform: 'zalo-bot', branches: ['CB5'] },
    ])
    await linkOnZalo('lam', 'A1')
    const code = /\/nhom (\w{8})/u.exec(await onZalo('lam', '/nhom'))?.[1] ?? ''
    expect(
      textOf(
        await house.says('lam', `/nhom ${code}`, { bot: 'telegram', chat: '-1', kind: 'group' }),
      ),
    ).toMatch(/^Chi bộ này dùng trợ lý khác[^]*trên Zalo/u)
    expect(
      textOf(
        await house.says('lam', `/nhom ${code}`, { bot: 'zalo-bot', chat: 'zgr-1', kind: 'group' }),
      ),
    ).toMatch(/^Kính gửi/u)
  })

  it('the secretary who hands out codes says where they are typed', async () => {
    await keep([
      { id: 'telegram', platform: 'telegram', title: '@tusoi' },
      { id: 'zalo-bot', platform: 'zalo-bot' },
    ])
    await house.knows('lam', 'A1')
    const shown = textOf(await house.says('lam', '/moi'))
    expect(shown).toMatch(
      /Các đồng chí nhập mã tại:\n– @tusoi, trên Telegram\n– Trợ lý, trên Zalo\n/u,
    )
  })

  it('a second account leaves the first, which goes on being written to until “ở đây”', async () => {
    await house.knows('hoa', 'A2')
    house.pass(60)
    await linkWholeOnZalo('hoa', 'A2')
    expect(await accountsOf('A2')).toEqual([
      { bot_id: 'telegram', state: 'linked', is_preferred: false },
      { bot_id: 'zalo-bot', state: 'linked', is_preferred: false },
    ])
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    expect(await invitedBy()).toEqual(['telegram'])
    expect(await onZalo('hoa', 'Ở đây ạ')).toBe('Từ nay trợ lý gửi lời nhắc đến đây.')
    expect((await accountsOf('A2')).map(({ is_preferred }) => is_preferred)).toEqual([false, true])
    await house.rows('DELETE FROM assessment')
    await house.rows('DELETE FROM round')
    await house.rows('DELETE FROM outbox')
    await house.opens('2026-12', '2026-12-30T13:00:00Z')
    expect(await invitedBy()).toEqual(['zalo-bot'])
    await house.rows(`UPDATE account SET state = 'unreachable' WHERE bot_id = 'zalo-bot'`)
    await house.opens('2027-01', '2027-01-30T13:00:00Z')
    expect(await invitedBy()).toEqual(['telegram', 'zalo-bot'])
  })

  it('the secretary hears of each chat that is linked again, by the same bot or another', async () => {
    await house.knows('lam', 'A1')
    await house.knows('hoa', 'A2')
    await linkOnZalo('hoa', 'A2')
    await house.says('new-phone', await house.codeFor('A2'))
    await house.says('new-phone', 'đúng')
    const told = (
      await house.rows<{ key: string }>(
        `SELECT dedupe_key AS key FROM outbox WHERE dedupe_key LIKE 'account-changed:%'`,
      )
    ).length
    expect(told).toBe(2)
    expect(house.newest('lam')?.text).toMatch(
      /^Đồng chí Nguyễn Thị Hoa vừa kết nối lại bằng một cuộc trò chuyện khác/u,
    )
    expect(await accountsOf('A2')).toHaveLength(3)
  })

  it('a sheet begun in one chat goes on in another, and is open in one at a time', async () => {
    await house.knows('hoa', 'A2')
    house.pass(60)
    await linkWholeOnZalo('hoa', 'A2')
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    await house.says('hoa', '/tusoi')
    await answers(house, 'hoa', { press: 'good' })
    const second = house.newest('hoa')?.text ?? ''
    expect(await onZalo('hoa', 'xyz')).toMatch(/^Phiếu tự soi đang mở ở nơi khác/u)
    expect(await onZalo('hoa', '/tusoi ở đây')).toContain(
      second.split('\n').find((line) => line.includes('Câu 2/')) ?? 'nothing',
    )
    await onZalo('hoa', '1')
    expect((await answersOf(house, 'A2')).length).toBe(2)
    expect(textOf(await house.says('hoa', '1'))).toMatch(/^Phiếu tự soi đang mở ở nơi khác/u)
    expect(textOf(await house.says('hoa', 'làm tiếp'))).toContain('Câu 3/')
    expect((await answersOf(house, 'A2')).length).toBe(2)
    expect(await onZalo('hoa', '/huy')).toMatch(/^Đã dừng/u)
  })

  it('a branch that moves to another bot: links are kept, those who must link again are told by the old bot, the secretary how many', async () => {
    await keep([{ id: 'telegram', platform: 'telegram' }])
    await house.knows('lam', 'A1')
    await house.knows('hoa', 'A2')
    await house.knows('tho', 'A3')
    await keep([
      { id: 'telegram', platform: 'telegram' },
      { id: 'zalo-bot', platform: 'zalo-bot', branches: ['CB5'], title: 'Bot An Hòa' },
    ])
    const told = await house.runs()
    for (const chat of ['hoa', 'tho']) {
      expect(textOf(told.filter((said) => said.chat === chat))).toMatch(
        /^Kính gửi đồng chí[^]*– Bot An Hòa, trên Zalo[^]*mã 8 ký tự/u,
      )
    }
    expect(textOf(told.filter(({ chat }) => chat === 'lam'))).toMatch(/3 đồng chí cần kết nối lại/u)
    house.pass(3600)
    expect(await house.runs()).toEqual([])
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    expect(await invitedBy()).toEqual(['telegram', 'telegram', 'telegram'])
    expect(textOf(await house.says('lam', '/moi'))).toMatch(
      /Trong đó 3 đồng chí đã kết nối với trợ lý cũ/u,
    )
    expect(await linkOnZalo('hoa', 'A2')).toMatch(
      /^Đồng chí đã dùng trợ lý ở một cuộc trò chuyện khác/u,
    )
    expect(textOf(await house.says('lam', '/moi'))).toMatch(/Trong đó 2 đồng chí/u)
    expect(textOf(await house.says('hoa', 'ở đây'))).toMatch(/^Chi bộ nay dùng trợ lý sau/u)
    await house.opens('2026-12', '2026-12-30T13:00:00Z')
    expect(
      (
        await house.rows<{ bot_id: string }>(
          `SELECT bot_id FROM outbox WHERE dedupe_key LIKE 'invitation:%' AND member_id = $1::uuid
            ORDER BY seq`,
          await memberIdOf(house, 'A2'),
        )
      ).map(({ bot_id }) => bot_id),
    ).toEqual(['telegram', 'zalo-bot'])
  })

  it('a bot that is taken away keeps its links for when it comes back', async () => {
    await house.knows('hoa', 'A2')
    await house.rows(
      `INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, bound_at)
      VALUES (gen_random_uuid(), 'telegram', 'x', 'y', $1::uuid, $2)`,
      house.branchId,
      house.now(),
    )
    const states = () =>
      house.rows(
        `SELECT a.state, a.unreachable_reason AS reason, g.state AS "group"
          FROM account a, branch_group g`,
      )
    await keep([{ id: 'zalo-bot', platform: 'zalo-bot' }])
    expect(await states()).toEqual([{ state: 'unreachable', reason: 'botGone', group: 'botGone' }])
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    expect(await invitedBy()).toEqual([])
    await keep(both)
    expect(await states()).toEqual([{ state: 'linked', reason: null, group: 'bound' }])
    await assignBots(house.database, house.now())
  })
})
