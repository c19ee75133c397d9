// A bot whose plan allows so many people and groups: the next one gets a clear answer, and keeps the code.
import { beforeAll, expect, it } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import { onEveryDatabase } from '../support/database.ts'
import { buildHouse, type House, openHouse, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa', 'A3|Lê Văn Thọ', 'B1|Phạm Văn Ba|secretary|official|CB6']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onEveryDatabase('a bot that is full', (open) => {
  let house: House
  let codes: ReadonlyMap<string, string>
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members, { plans: new Map([['telegram', { people: 3, groups: 1 }]]) })
    codes = await house.codes()
    await house.knows('lam', 'A1')
    await house.knows('ba', 'B1')
  })
  const warnings = (key: string) => house.rows(`SELECT id FROM outbox WHERE dedupe_key LIKE $1`, `${key}:%`)

  it('links up to its plan, then answers clearly, keeps the code and tells the secretary once', async () => {
    // Both have seen their name before the last place was taken.
    await house.says('hoa', codes.get('A2') ?? '')
    await house.says('tho', codes.get('A3') ?? '')
    expect(textOf(await house.says('hoa', '1'))).toContain('xin ý kiến đồng chí về ba việc')
    for (const typed of ['1', codes.get('A3') ?? '', codes.get('A3') ?? '']) {
      expect(textOf(await house.says('tho', typed)), typed).toMatch(/^Bot này đã đủ 3 người.*Mã của đồng chí vẫn còn dùng được/u)
    }
    expect(house.newest('lam')?.text).toMatch(/^Một đồng chí của Chi bộ Tổ dân phố số 5 vừa nhập mã, nhưng bot này đã đủ 3 người/u)
    expect(await warnings('bot-full')).toHaveLength(1)
  })

  it('lets one who has a place link again, and one more as soon as somebody leaves', async () => {
    await house.says('hoa2', await house.codeFor('A2'))
    expect(textOf(await house.says('hoa2', '1'))).toContain('xin ý kiến đồng chí về ba việc')
    expect(textOf(await house.says('tho', codes.get('A3') ?? ''))).toMatch(/^Bot này đã đủ/u)
    await house.rows(`UPDATE account SET member_id = NULL, state = 'new' WHERE member_id = $1::uuid`, await memberIdOf(house, 'A2'))
    expect(textOf(await house.says('tho', codes.get('A3') ?? ''))).toMatch(/^Xin xác nhận/u)
    const wide = await openHouse(house.database, { keyring: house.keyring })
    expect(wide.app.budgets.plans.size).toBe(0)
  })

  it('serves as many groups as its plan allows: the next gets an answer, its code stays, its secretary is told', async () => {
    const group = (chat: string): Address => ({ bot: 'telegram', chat, kind: 'group' })
    const codeFrom = async (secretary: string): Promise<string> => /\/nhom (\w{8})/u.exec(textOf(await house.says(secretary, '/nhom')))?.[1] ?? ''
    expect(textOf(await house.says('lam', `/nhom ${await codeFrom('lam')}`, group('-1')))).toMatch(/^Kính gửi/u)
    const code = await codeFrom('ba')
    expect(textOf(await house.says('ba', `/nhom ${code}`, group('-2')))).toMatch(/^Bot này đã phục vụ đủ 1 nhóm/u)
    expect(house.newest('ba')?.text).toMatch(/^Chưa nối được nhóm của .*đủ 1 nhóm/u)
    // A branch that has a group may change it, and a group that is gone leaves its place.
    expect(textOf(await house.says('lam', `/nhom ${await codeFrom('lam')}`, group('-3')))).toMatch(/^Kính gửi/u)
    await house.rows(`UPDATE branch_group SET state = 'removed'`)
    expect(textOf(await house.says('ba', `/nhom ${code}`, group('-2')))).toMatch(/^Kính gửi/u)
  })
})
