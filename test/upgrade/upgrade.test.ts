// A branch that v0.1.0 (commit 2d65ac0) filled goes on with this version: nobody links or agrees
// anew, nothing said is lost, and whatever still lies in chats and on paper gets a kind answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import { databaseKinds } from '../support/database.ts'
import { type House, library, type Said } from '../support/house.ts'
import { answersOf, memberIdOf, remediesOf, sheetOf } from '../support/reveal.ts'
import { left, upgrade, type Upgraded } from '../support/upgrade.ts'

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const forged = /giả|không hợp lệ|không đúng nguồn/u

describe.each(databaseKinds)('a branch of v0.1.0 (%s)', (kind) => {
  let upgraded: Upgraded
  let house: House
  const says = async (who: string, text: string): Promise<string> =>
    textOf(await house.says(who, text))
  const presses = async (who: string, button: keyof typeof left.buttons): Promise<string> =>
    textOf(await house.pressesPayload(who, left.buttons[button].payload))

  const count = async (table: string, of = 'true'): Promise<number> => {
    const [row] = await house.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${of}`,
    )
    return row?.count ?? 0
  }

  beforeAll(async () => {
    upgraded = await upgrade(kind)
    house = upgraded.house
  })
  afterAll(() => upgraded.close())

  it('is migrated, once', () => {
    expect(upgraded.migrations).toContain('0007_meaning_of_consents')
    expect(upgraded.migrations).not.toContain('0001_init')
  })

  it('sends the reminders that were waiting, as they were written', async () => {
    const said = await house.heard()
    expect(new Set(said.map(({ chat }) => chat))).toEqual(
      new Set(['binh', 'mai', 'cuong', 'loan', 'oanh']),
    )
    expect(textOf(said)).toContain('Kỳ tự soi tháng 11/2026 mở đến 20 giờ ngày 02/12.')
    const [row] = await house.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM outbox WHERE state = 'pending'`,
    )
    expect(row?.count).toBe(0)
  })

  describe('nobody links or agrees anew', () => {
    it.each(Object.entries(left.people))('%s is still %s', async (who, ref) => {
      const shown = await says(who, '/dulieucuatoi')
      const rows = await house.rows<{ granted: number; meaning: string }>(
        `SELECT count(*) FILTER (WHERE is_granted)::int AS granted, meaning_hash AS meaning
          FROM consent WHERE member_id = $1::uuid AND recorded_by IS NULL GROUP BY 2`,
        await memberIdOf(house, ref),
      )
      const granted = who === 'loan' ? 2 : 3
      expect(rows).toEqual([{ granted, meaning: library.notice.meaningHash }])
      expect(shown).toMatch(/^Những gì trợ lý lưu về đồng chí và hiện được tại đây:\nHọ tên: \S/u)
      expect(await says(who, '/lichhop')).toContain('03/12/2026')
    })

    it('a purpose refused stays refused, one not answered is asked in the present words', async () => {
      expect(await says('oanh', '/tusoi')).toMatch(/Nội dung 2\/3[^]*365 ngày/u)
    })
  })

  describe('what was said', () => {
    it('is its owner’s to read: texts and promises', async () => {
      const own = await says('cuong', '/dulieucuatoi')
      expect(own).toContain('Sửa giúp đường nước nhà hàng xóm')
      expect(await says('giang', '/tusua')).toContain('Đến họp trước mười phút')
      expect((await remediesOf(house, 'A4')).map(({ measure }) => measure)).toContain(
        'Đọc nghị quyết mới mỗi tối thứ bảy',
      )
      expect(await sheetOf(house, 'A7')).toMatchObject({ 'h.politics.level': 'good' })
    })

    it('the closed month is still there', async () => {
      expect(await says('lam', '/tonghop 10/2026')).toContain('THÁNG 10/2026')
      expect(await says('lam', '/thamgia')).toContain('Phan Thị Dung')
    })

    it('words to the branch are read by the secretary, and by nobody else', async () => {
      const read = await says('lam', '/xemgopy')
      expect(read).not.toContain('Xin thêm sách cho tủ sách')
      expect(await says('mai', '/xemgopy')).toMatch(/^Việc này do đồng chí khác/u)
      expect(await says('cuong', '/xemgopy')).not.toContain('Ghế')
    })

    it('who looked is still told, from before and from now', async () => {
      expect(await says('ha', '/aidaxem')).toMatch(/27\/11\/2026: Trần Thị Lâm, xem tổng hợp/u)
    })

    it('the branch’s own records stand: attendance, tasks, agenda, absences', async () => {
      expect(await says('lam', '/diemdanh 10/2026')).toContain('9. Đinh Thị Loan: vắng có lý do')
      expect(await says('lam', '/congviec')).toContain('Rà soát hộ nghèo tổ 5')
      expect(await says('lam', '/caidat')).toContain('Cài đặt của Chi bộ Tổ dân phố số 5')
      expect(house.newest('lam')?.labels.join('\n')).toContain('từ 22 giờ đến 6 giờ')
      expect(await says('nam', '/dulieucuatoi')).toContain('20/12/2026 – 05/01/2027')
    })
  })

  describe('buttons that still stand in the chats', () => {
    it('a question of a closed round explains itself', async () => {
      const said = await presses('nam', 'octoberStep')
      expect(said).not.toBe('')
      expect(said).not.toMatch(forged)
      expect((await sheetOf(house, 'A10'))['h.politics.level']).toBe('good')
    })

    it('the question of the open round is answered by it', async () => {
      await presses('cuong', 'stepOfOpenRound')
      expect((await sheetOf(house, 'A4'))['h.politics.level']).toBe('good')
    })

    it('a promise is told kept', async () => {
      expect(await presses('giang', 'novemberPromise')).not.toMatch(forged)
      expect((await remediesOf(house, 'A6')).map(({ status }) => status)).toContain('done')
    })

    it('a purpose of the earlier words is not granted, and shown in the present ones', async () => {
      const before = await house.rows('SELECT count(*)::int AS count FROM consent')
      expect(await presses('oanh', 'consentSecond')).toMatch(/^Nút này của câu hỏi trước/u)
      expect(await says('oanh', '/tusoi')).toContain('Nội dung 2/3')
      expect(await house.rows('SELECT count(*)::int AS count FROM consent')).toEqual(before)
      await says('oanh', 'đồng ý')
      expect(await says('oanh', 'đồng ý')).toContain('không được mã hóa đầu cuối')
    })
  })

  describe('an old button that says something', () => {
    it('a yes to erasing erases nothing, and says how to come to the question again', async () => {
      const before = await answersOf(house, 'A9')
      expect(await presses('loan', 'eraseYes')).toMatch(
        /^Nút này của câu hỏi trước nên chưa có gì thay đổi\./u,
      )
      expect(await answersOf(house, 'A9')).toEqual(before)
      expect(await count('audit', `action = 'eraseOwnData' AND is_allowed`)).toBe(0)
    })

    it('a yes to withdrawing withdraws nothing', async () => {
      const before = await count('consent')
      expect(await presses('binh', 'withdrawYes')).toMatch(/^Nút này của câu hỏi trước/u)
      expect(await count('consent')).toBe(before)
    })

    it('one that reminded others reminds nobody, and names its words', async () => {
      expect(await presses('lam', 'remindUnfinished')).toMatch(
        /^Nút này của câu hỏi trước[^]*nhắc đồng chí chưa xong/iu,
      )
      expect(await house.heard()).toEqual([])
    })
  })

  describe('slips and sheets that still lie about', () => {
    it('an invitation links the one it was made for', async () => {
      expect(await says('son', left.codes.invitation)).toContain('Trịnh Văn Sơn')
      expect(await says('son', 'đúng')).toContain('Nội dung 1/3')
    })

    it('the secretary finds a sheet by its code, this month’s and the last one’s', async () => {
      expect(await says('lam', `/phieugiay ${left.codes.sheet}`)).toContain('Cao Thị Quế')
      expect(await says('lam', `/phieugiay ${left.codes.octoberSheet} xong`)).toMatch(
        /^Phiếu này thuộc kỳ trước/u,
      )
    })

    it('a code for a group binds the branch’s next group', async () => {
      const group: Address = { bot: 'telegram', chat: '-200', kind: 'group' }
      const said = await house.says('lam', `/nhom ${left.codes.group}`, group)
      expect(textOf(said)).toContain('Kính gửi các đồng chí đảng viên Chi bộ Tổ dân phố số 5')
    })
  })

  it('the open round, of which words were shown before, closes and tells the secretary', async () => {
    house.moveTo('2026-12-02T13:01:00Z')
    const said = await house.runs()
    expect(textOf(said.filter(({ chat }) => chat === 'lam'))).toContain('11/2026')
    const [row] = await house.rows<{ closed: boolean }>(
      `SELECT closed_at IS NOT NULL AS closed FROM round WHERE period = '2026-11'`,
    )
    expect(row?.closed).toBe(true)
    expect(await says('lam', '/tonghop')).toContain('11/2026')
  })

  it('and the next month comes as ever, to all who agreed', async () => {
    house.moveTo('2026-12-27T01:00:00Z')
    const said = await house.runs()
    const invited = said.filter(({ text }) => text.includes('tháng 12/2026'))
    expect(invited.map(({ chat }) => chat)).toEqual(
      expect.arrayContaining(['lam', 'binh', 'cuong', 'giang', 'loan']),
    )
  })
})
