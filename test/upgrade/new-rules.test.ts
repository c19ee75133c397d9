// What v0.1.0 left meets the rules that came after it: a sheet's code links nobody, a link that
// follows another has no past, and a round of which something was shown before its closing closes
// without figures.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds } from '../support/database.ts'
import type { House, Said } from '../support/house.ts'
import { answersOf, memberIdOf } from '../support/reveal.ts'
import { left, upgrade, type Upgraded } from '../support/upgrade.ts'

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
/** What tells of answers: levels of the heads, in figures or in words. */
const figures = /đa số|làm tốt|cần cố gắng|cần khắc phục|nhiều mức/iu

describe.each(databaseKinds)('what v0.1.0 left, under the new rules (%s)', (kind) => {
  let upgraded: Upgraded
  let house: House
  const says = async (who: string, text: string): Promise<string> =>
    textOf(await house.says(who, text))
  beforeAll(async () => {
    upgraded = await upgrade(kind)
    house = upgraded.house
    await house.heard()
  })
  afterAll(() => upgraded.close())

  describe('a code', () => {
    it.each(['sheet', 'sheetOfDeputy', 'octoberSheet'] as const)(
      'of a sheet (%s) links nobody, and says what it is for',
      async (code) => {
        const said = await says(`finder-${code}`, left.codes[code])
        expect(said).toMatch(/phiếu giấy[^]*không dùng để kết nối/u)
        expect(said).not.toMatch(/Cao Thị Quế|Trịnh Văn Sơn/u)
        expect(await says(`finder-${code}`, 'đúng')).not.toContain('Nội dung 1/3')
      },
    )

    it('of one who was never linked has everything of theirs, sheets entered from paper too', async () => {
      expect(await says('que', left.codes.invitationOfPaperMember)).toContain('Cao Thị Quế')
      await says('que', 'đúng')
      for (const typed of ['đồng ý', 'đồng ý', 'đồng ý']) await says('que', typed)
      expect(await says('que', '/dulieucuatoi')).toContain('đồng chí Trần Thị Lâm nhập hộ mã số')
    })

    it('of one who is linked tells the earlier chat at once, and opens no word of the past', async () => {
      await says('thief', left.codes.careless)
      const told = await house.happens(
        'thief',
        { bot: 'telegram', chat: 'thief', kind: 'private' },
        { kind: 'text', text: 'đúng', edited: false },
      )
      expect(textOf(told)).not.toMatch(/Đến họp trước mười phút/u)
      const warned = house.newest('giang')
      expect(warned?.labels.join('\n')).toContain('Không phải tôi')
      for (const typed of ['đồng ý', 'đồng ý', 'đồng ý']) await says('thief', typed)
      for (const typed of ['/dulieucuatoi', '/tusua', '/tusoi', 'sửa 1', '/aidaxem'])
        expect(await says('thief', typed), typed).not.toContain('Đến họp trước mười phút')
      const before = await answersOf(house, 'A6')
      await says('thief', '/xoadulieu')
      await says('thief', 'đồng ý')
      expect(await answersOf(house, 'A6')).toEqual(before)
    })

    it('and “Không phải tôi” ends what it linked', async () => {
      await house.presses('giang', 'Không phải tôi')
      const rows = await house.rows<{ state: string }>(
        `SELECT state FROM account WHERE member_id = $1::uuid AND state = 'linked'`,
        await memberIdOf(house, 'A6'),
      )
      expect(rows).toHaveLength(1)
      expect(await says('giang', '/tusua')).toContain('Đến họp trước mười phút')
      expect(await says('thief', '/lichhop')).not.toContain('03/12/2026')
    })
  })

  describe('figures', () => {
    it('of the open round are told no more, though six sheets are in', async () => {
      const said = await says('lam', '/tonghop')
      expect(said).toContain('Đã tham gia 6')
      expect(said).not.toMatch(figures)
      expect(await says('lam', '/xemgopy')).not.toContain('Xin thêm sách cho tủ sách')
    })

    it('of remedies are those of the last closing, and never how many are new', async () => {
      const said = await says('lam', '/khacphuc')
      expect(said).toContain('10/2026')
      expect(said).not.toMatch(/mới/iu)
    })

    it('of a round of which words were shown are not told at its closing', async () => {
      house.moveTo('2026-12-02T13:01:00Z')
      const told = await house.runs()
      const brief = textOf(told.filter(({ chat }) => chat === 'lam'))
      expect(brief).toContain('CHUẨN BỊ SINH HOẠT')
      expect(brief).not.toMatch(figures)
      const said = await says('lam', '/tonghop')
      expect(said).toContain('THÁNG 11/2026')
      expect(said).not.toMatch(figures)
      expect(await says('lam', '/xemgopy')).not.toContain('Xin thêm sách cho tủ sách')
    })

    it('are not in the group', async () => {
      house.moveTo('2026-12-13T01:00:00Z')
      const group = (await house.runs()).filter(({ chat }) => chat === '-100')
      expect(group).toHaveLength(1)
      const said = textOf(group).replaceAll('Chi bộ Tổ dân phố số 5', '')
      expect(said).toContain('tự sửa')
      expect(said.replace(/tháng \d\d?\/\d{4}/gu, '')).not.toMatch(/\d/u)
    })
  })
})
