// A bot whose plan allows so many people and groups: the next one gets a clear answer, and keeps
// the code.
import { beforeAll, expect, it } from 'vitest'
import { createVocabulary } from '../../src/conversation/commands.ts'
import type { Address } from '../../src/messaging/address.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { createTurns } from '../../src/store/turns.ts'
import { createReceive, type Received } from '../../src/usecases/receive.ts'
import { onOneDatabase } from '../support/database.ts'
import { bot, buildHouse, type House, openHouse, type Said, words } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa',
  'A3|Lê Văn Thọ',
  'B1|Phạm Văn Ba|secretary|official|CB6',
]

/** Two messages of two people: both are decided before either is written. */
async function atOnce(
  house: House,
  inbounds: readonly [Inbound, Inbound],
): Promise<readonly Received[]> {
  const turns = createTurns({ ...house.app, sender: { instance: 'test', isDirect: () => false } })
  let arrived = 0
  let open: () => void = () => undefined
  const bothDecided = new Promise<void>((resolve) => {
    open = resolve
  })
  const receive = createReceive({
    ...house.app,
    vocabulary: createVocabulary(words),
    onWritten: () => undefined,
    turns: {
      begin: turns.begin,
      commit: async (...args) => {
        arrived += 1
        if (arrived === inbounds.length) open()
        await bothDecided
        return turns.commit(...args)
      },
    },
  })
  return Promise.all(inbounds.map(receive))
}

function typed(person: string, text: string, from: Address): Inbound {
  const arrival = {
    key: `once:${person}:${text}`,
    from,
    sender: { id: person },
    sentAt: new Date('2026-11-20T02:00:00Z'),
    messageId: 'm',
  }
  return { ...arrival, kind: 'text', text, edited: false }
}

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('a bot that is full', (open) => {
  let house: House
  let codes: ReadonlyMap<string, string>
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members, {
      plans: new Map([['telegram', { people: 3, groups: 1 }]]),
    })
    codes = await house.codes()
    await house.knows('lam', 'A1')
    await house.knows('ba', 'B1')
  })
  const warnings = (key: string) =>
    house.rows(`SELECT id FROM outbox WHERE dedupe_key LIKE $1`, `${key}:%`)

  it('links up to its plan, then answers clearly, keeps the code and tells the secretary once', async () => {
    // Both have seen their name before the last place was taken.
    await house.says('hoa', codes.get('A2') ?? '')
    await house.says('tho', codes.get('A3') ?? '')
    expect(textOf(await house.says('hoa', '1'))).toContain('cho ý kiến về ba nội dung')
    for (const typed of ['1', codes.get('A3') ?? '', codes.get('A3') ?? '']) {
      expect(textOf(await house.says('tho', typed)), typed).toMatch(
        /^Bot này đã đủ 3 người.*Mã của đồng chí vẫn còn dùng được/u,
      )
    }
    expect(house.newest('lam')?.text).toMatch(
      /^Một đồng chí của Chi bộ Tổ dân phố số 5 vừa nhập mã, nhưng bot này đã đủ 3 người/u,
    )
    expect(await warnings('bot-full')).toHaveLength(1)
  })

  it('lets one who has a place link again, and one more as soon as somebody leaves', async () => {
    await house.says('hoa2', await house.codeFor('A2'))
    expect(textOf(await house.says('hoa2', '1'))).toContain('cho ý kiến về ba nội dung')
    expect(textOf(await house.says('tho', codes.get('A3') ?? ''))).toMatch(/^Bot này đã đủ/u)
    await house.rows(
      `UPDATE account SET member_id = NULL, state = 'new' WHERE member_id = $1::uuid`,
      await memberIdOf(house, 'A2'),
    )
    expect(textOf(await house.says('tho', codes.get('A3') ?? ''))).toMatch(/^Xin xác nhận/u)
    const wide = await openHouse(house.database, { keyring: house.keyring })
    expect(wide.app.budgets.plans.size).toBe(0)
  })

  it('serves as many groups as its plan allows: the next gets an answer, its code stays, its secretary is told', async () => {
    const group = (chat: string): Address => ({ bot: 'telegram', chat, kind: 'group' })
    const codeFrom = async (secretary: string): Promise<string> =>
      /\/nhom (\w{8})/u.exec(textOf(await house.says(secretary, '/nhom')))?.[1] ?? ''
    expect(textOf(await house.says('lam', `/nhom ${await codeFrom('lam')}`, group('-1')))).toMatch(
      /^Kính gửi/u,
    )
    const code = await codeFrom('ba')
    expect(textOf(await house.says('ba', `/nhom ${code}`, group('-2')))).toMatch(
      /^Bot này đã phục vụ đủ 1 nhóm/u,
    )
    expect(house.newest('ba')?.text).toMatch(/^Chưa nối được nhóm của .*đủ 1 nhóm/u)
    // A branch that has a group may change it, and a group that is gone leaves its place.
    expect(textOf(await house.says('lam', `/nhom ${await codeFrom('lam')}`, group('-3')))).toMatch(
      /^Kính gửi/u,
    )
    await house.rows(`UPDATE branch_group SET state = 'removed'`)
    expect(textOf(await house.says('ba', `/nhom ${code}`, group('-2')))).toMatch(/^Kính gửi/u)
  })

  it('gives its last place to one of two who confirm at the same instant; the other hears so and keeps the code', async () => {
    await house.rows(
      `UPDATE account SET member_id = NULL, state = 'new', conversation =
        '{"focus":{"at":"nothing"}}'
      WHERE member_id = ANY($1::uuid[])`,
      [await memberIdOf(house, 'A2'), await memberIdOf(house, 'A3')],
    )
    const refs = new Map([
      ['yen', 'A2'],
      ['vinh', 'A3'],
    ])
    for (const [person, ref] of refs) await house.says(person, await house.codeFor(ref))
    const alone = (person: string): Address => ({ bot, chat: person, kind: 'private' })
    expect(
      await atOnce(house, [typed('yen', '1', alone('yen')), typed('vinh', '1', alone('vinh'))]),
    ).toEqual(['done', 'done'])
    const said = await house.heard()
    const heardBy = [...refs.keys()].map((person) =>
      textOf(said.filter(({ chat }) => chat === person)),
    )
    expect(heardBy.filter((text) => text.includes('cho ý kiến về ba nội dung'))).toHaveLength(1)
    expect(heardBy.filter((text) => text.startsWith('Bot này đã đủ 3 người'))).toHaveLength(1)
    expect(
      said.filter(({ chat, text }) => chat === 'lam' && text.includes('đã đủ 3 người')),
    ).toHaveLength(1)
    const [{ linked } = { linked: 0 }] = await house.rows<{ linked: number }>(
      `SELECT count(*)::int AS linked FROM account WHERE member_id IS NOT NULL`,
    )
    expect(linked).toBe(3)
  })

  it('gives its last place for a group to one of two that are bound at the same instant', async () => {
    await house.rows(`UPDATE branch_group SET state = 'removed'`)
    const group = (chat: string): Address => ({ bot, chat, kind: 'group' })
    const commandOf = async (secretary: string): Promise<string> =>
      /\/nhom \w{8}/u.exec(textOf(await house.says(secretary, '/nhom')))?.[0] ?? ''
    const [ours, theirs] = [await commandOf('lam'), await commandOf('ba')]
    await atOnce(house, [typed('lam', ours, group('-4')), typed('ba', theirs, group('-5'))])
    const said = (await house.heard()).filter(({ chat }) => chat.startsWith('-'))
    expect(said.map(({ text }) => text.slice(0, 8)).toSorted()).toEqual(['Bot này ', 'Kính gửi'])
    const [{ bound } = { bound: 0 }] = await house.rows<{ bound: number }>(
      `SELECT count(*)::int AS bound FROM branch_group WHERE state = 'bound'`,
    )
    expect(bound).toBe(1)
  })
})
