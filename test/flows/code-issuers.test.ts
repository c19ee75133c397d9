// Whose codes link whom: a sheet's code nobody, a former secretary's nobody, and wrong ones typed
// in a group slow whoever types them there and nobody else.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { Database } from '../../src/database/database.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, importMembers, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Vũ Thị Loan',
  'A3|Lê Văn Thọ',
  'A4|Đỗ Văn Nam|deputy',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const codeIn = (text: string): string =>
  (/[0-9A-Z]{4} [0-9A-Z]{4}/u.exec(text)?.[0] ?? '').replace(' ', '')
const wrong = 'BBBB0000'

onOneDatabase('codes and who issued them', (open) => {
  let database: Database
  let house: House
  const isLinked = async (ref: string): Promise<boolean> =>
    (
      await house.rows(
        'SELECT 1 FROM account WHERE member_id = $1::uuid',
        await memberIdOf(house, ref),
      )
    ).length > 0

  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    house = await buildHouse(database, members)
    await house.knows('lam', 'A1')
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })

  describe('of a sheet on paper', () => {
    const sheetCode = async (person = 'lam'): Promise<string> => {
      await house.says(person, '/phieugiay')
      return codeIn(textOf(await house.says(person, '/phieugiay Vũ Thị Loan')))
    }
    const kind =
      /^Đây là mã của phiếu giấy, chỉ để chi bộ tìm phiếu, không dùng để kết nối\. .*mã mời của mình/u

    it('links nobody, whoever printed it and however often it is typed, and says so kindly', async () => {
      await house.knows('nam', 'A4')
      for (const printer of ['lam', 'nam']) {
        const code = await sheetCode(printer)
        expect(code).toHaveLength(8)
        for (let count = 0; count < 7; count += 1)
          expect(textOf(await house.says('stranger', `/start ${code}`))).toMatch(kind)
        expect(textOf(await house.says('stranger', 'đúng'))).not.toContain('Việc 1/3')
      }
      expect(await isLinked('A2')).toBe(false)
    })

    it('the sheets of v0.1.0 as well, used, void, over or half-way to a link', async () => {
      const code = await sheetCode()
      const asBefore = async (state: string): Promise<void> => {
        await house.rows(`UPDATE link_code SET ${state} WHERE purpose = 'sheet'`)
        expect(textOf(await house.says('stranger', code)), state).toMatch(kind)
      }
      await asBefore(`used_at = '2026-11-19T00:00:00Z'`)
      await asBefore(`used_at = NULL, revoked_at = '2026-11-19T00:00:00Z'`)
      await asBefore(`revoked_at = NULL, expires_at = '2026-11-19T00:00:00Z'`)
      await house.rows(`UPDATE account SET conversation = jsonb_build_object('focus',
        jsonb_build_object('at', 'confirmLink', 'codeId', c.id, 'memberId', c.member_id))
        FROM link_code c WHERE c.purpose = 'sheet' AND account.member_id IS NULL`)
      expect(textOf(await house.says('stranger', 'đúng'))).toMatch(kind)
      expect(await isLinked('A2')).toBe(false)
    })

    it('opens no old word of a member who is linked', async () => {
      const code = await sheetCode()
      await house.knows('loan', 'A2')
      for (const typed of [code, 'đúng', '1']) await house.says('thief', typed)
      expect(textOf(await house.says('thief', '/dulieucuatoi'))).toMatch(/nhập mã 8 ký tự/u)
    })

    it('is printed with a line that it connects nobody', async () => {
      const said = textOf(await house.says('lam', '/phieugiay Vũ Thị Loan'))
      expect(said).toContain('không dùng để kết nối')
      expect(said).not.toMatch(/kết nối được bằng mã này/u)
    })
  })

  describe('of a secretary', () => {
    it('end with the office that is handed over, those unused', async () => {
      const shown = textOf(await house.says('lam', '/moi'))
      const own = new Map(
        [...shown.matchAll(/– (.+): (\w{4} \w{4})/gu)].map(([, name = '', code = '']) => [
          name,
          code,
        ]),
      )
      const group = /\/nhom (\w{8})/u.exec(textOf(await house.says('lam', '/nhom')))?.[1] ?? ''
      await house.knows('nam', 'A4')
      await house.says('lam', '/caidat ban giao Đỗ Văn Nam')
      await house.says('lam', '1')
      const taken = textOf(await house.says('nam', '/caidat nhan'))
      expect(taken).toMatch(/^Từ nay đồng chí là bí thư[^]*Mã mời chưa dùng do bí thư trước cấp/u)
      expect(textOf(await house.says('loan', own.get('Vũ Thị Loan') ?? ''))).toMatch(
        /^Mã chưa đúng/u,
      )
      const chat: Address = { bot: 'telegram', chat: '-7', kind: 'group' }
      expect(textOf(await house.says('lam', `/nhom ${group}`, chat))).toMatch(/^Mã chưa đúng/u)
      const fresh = codeIn(textOf(await house.says('nam', '/moi')))
      expect(textOf(await house.says('someone', fresh))).toMatch(/^Xin xác nhận/u)
    })

    it('end with a role that the roster takes, and stay good where it leaves it', async () => {
      const codeOf = async (name: string): Promise<string> =>
        new RegExp(`– ${name}: (\\w{4} \\w{4})`, 'u').exec(
          textOf(await house.says('lam', '/moi')),
        )?.[1] ?? ''
      const first = await codeOf('Vũ Thị Loan')
      await importMembers(house.database, house.keyring, members, house.now())
      expect(textOf(await house.says('loan', first))).toMatch(/^Xin xác nhận/u)
      await house.says('loan', 'không phải')
      const changed = [
        'A1|Trần Văn Lâm',
        'A2|Vũ Thị Loan',
        'A3|Lê Văn Thọ|secretary',
        'A4|Đỗ Văn Nam',
      ]
      await importMembers(house.database, house.keyring, changed, house.now())
      expect(textOf(await house.says('loan', first))).toMatch(/^Mã chưa đúng/u)
      // Back in office, what was void stays so.
      await importMembers(house.database, house.keyring, members, house.now())
      expect(textOf(await house.says('loan', first))).toMatch(/^Mã chưa đúng/u)
    })

    it('of the operator are good whoever is secretary', async () => {
      const code = await house.codeFor('A2')
      const changed = [
        'A1|Trần Văn Lâm',
        'A2|Vũ Thị Loan',
        'A3|Lê Văn Thọ|secretary',
        'A4|Đỗ Văn Nam',
      ]
      await importMembers(house.database, house.keyring, changed, house.now())
      expect(textOf(await house.says('loan', code))).toMatch(/^Xin xác nhận/u)
    })

    it('are rows that each member sees of their own', async () => {
      await house.says('lam', '/moi')
      await house.knows('loan', 'A2')
      const said = textOf(await house.says('loan', '/aidaxem'))
      expect(said).toMatch(/riêng đến đồng chí:\n– .*: Trần Văn Lâm, lấy mã mời$/u)
      expect(said.match(/lấy mã mời/gu)).toHaveLength(1)
    })
  })

  describe('typed wrong in a group', () => {
    const chat: Address = { bot: 'telegram', chat: '-9', kind: 'group' }
    const types = async (person: string, code: string, where = chat): Promise<string> =>
      textOf(await house.says(person, `/nhom ${code}`, where))
    const groupCode = async (): Promise<string> =>
      /\/nhom (\w{8})/u.exec(textOf(await house.says('lam', '/nhom')))?.[1] ?? ''

    it('lock out who typed them there, from the right one too, and nobody else', async () => {
      const code = await groupCode()
      for (let count = 0; count < 5; count += 1)
        expect(await types('guesser', wrong)).toMatch(/^Mã chưa đúng/u)
      expect(await types('guesser', code)).toMatch(/nhập lại sau 60 phút; đồng chí khác vẫn nhập/u)
      expect(await types('lam', code)).toMatch(/^Kính gửi/u)
    })

    it('are counted per group, and open again in time', async () => {
      const code = await groupCode()
      for (let count = 0; count < 5; count += 1) await types('guesser', wrong)
      house.pass(61 * 60)
      expect(await types('guesser', code)).toMatch(/^Kính gửi/u)
      for (let count = 0; count < 5; count += 1) await types('guesser', wrong)
      const other: Address = { bot: 'telegram', chat: '-10', kind: 'group' }
      expect(await types('guesser', await groupCode(), other)).toMatch(/^Kính gửi/u)
    })

    it('what cannot be a code is no guess', async () => {
      for (let count = 0; count < 9; count += 1)
        expect(await types('guesser', 'abc')).toMatch(/^Mã chưa đúng/u)
    })
  })
})
