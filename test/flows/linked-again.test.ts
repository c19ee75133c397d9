// Whoever holds a code may be anybody: a member's later chat sees nothing of what they wrote, has
// no office and ends nothing, and their first chat hears of it at once and can end it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, memberIdOf, remediesOf } from '../support/reveal.ts'
import { submits } from '../support/walk.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Vũ Thị Loan',
  'A3|Lê Văn Thọ',
  'A4|Đỗ Văn Nam|deputy',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const closed = /^Cuộc trò chuyện này mới kết nối lại nên chưa làm được việc này/u
const told = /^Vừa có một cuộc trò chuyện khác kết nối với trợ lý theo tên đồng chí/u
/** 02:00 in Viet Nam: the quiet hours of every branch. */
const night = '2026-11-24T19:00:00Z'

onOneDatabase('a chat that is linked again', (open) => {
  let database: Database
  let house: House
  const states = async (ref: string): Promise<readonly string[]> =>
    (
      await house.rows<{ state: string }>(
        'SELECT state FROM account WHERE member_id = $1::uuid ORDER BY linked_at, id',
        await memberIdOf(house, ref),
      )
    ).map(({ state }) => state)
  const sheetOf = async (ref: string) =>
    (
      await house.rows<{ state: string; submitted_at: Date | null }>(
        'SELECT state, submitted_at FROM assessment WHERE member_id = $1::uuid',
        await memberIdOf(house, ref),
      )
    )[0]
  /** A code of this member, typed by whoever holds it. */
  const takes = async (person: string, ref: string): Promise<readonly Said[]> => {
    await house.says(person, await house.codeFor(ref))
    return house.says(person, 'đúng')
  }
  const agrees = async (person: string): Promise<void> => {
    for (let purpose = 0; purpose < 3; purpose += 1) await house.says(person, 'đồng ý')
  }
  /** Loan has admitted a shortcoming and promised to mend it, by the 20th of December. */
  const loanPromises = () =>
    submits(house, 'loan', (step) => {
      if (step.startsWith('h.politics') && step.endsWith('level')) return { press: 'effort' }
      return step.endsWith('measure') ? { say: 'NGOC-LAN' } : undefined
    })

  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    house = await buildHouse(database, members)
    await house.knows('lam', 'A1')
    await house.knows('loan', 'A2')
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    await loanPromises()
    house.moveTo(night)
  })

  it('sees nothing that was answered or promised elsewhere, by no word', async () => {
    await takes('thief', 'A2')
    await agrees('thief')
    const words = [
      '/dulieucuatoi',
      '/tusua',
      '/tusua 1',
      'sửa 1',
      '/tusoi',
      'tiếp tục',
      'gửi',
      '/phieunhanh',
      '/tungcau',
      'sửa 2',
      '/congviec',
      '/lichhop',
      '/aidaxem',
      '/xemgopy',
      '/huongdan',
      'quay lại',
      '1',
    ]
    for (const typed of words) {
      const said = textOf(await house.says('thief', typed))
      expect(said, typed).not.toContain('NGOC-LAN')
      expect(said, typed).not.toMatch(/20\/12/u)
    }
    expect(textOf(await house.says('loan', '/dulieucuatoi'))).toContain('NGOC-LAN')
  })

  it('is asked next month’s sheet without what was promised', async () => {
    await takes('thief', 'A2')
    await agrees('thief')
    house.moveTo('2026-12-03T02:00:00Z')
    await house.opens('2026-12', '2026-12-30T13:00:00Z')
    const total = async (person: string): Promise<number> =>
      Number(/Câu 1\/(\d+)/u.exec(textOf(await house.says(person, '/tusoi')))?.[1])
    expect(textOf(await house.says('loan', '/tusoi'))).toContain('NGOC-LAN')
    const [own, others] = [await total('loan'), await total('thief')]
    expect(own - others).toBe(1)
    expect(textOf(await house.says('thief', '/tusoi'))).not.toContain('NGOC-LAN')
  })

  it('erases nothing, withdraws nothing, ends and silences no other chat', async () => {
    await takes('thief', 'A2')
    await agrees('thief')
    const before = await answersOf(house, 'A2')
    for (const typed of [
      '/xoadulieu',
      '/rutdongy',
      'ở đây',
      '/tusoi ở đây',
      'tôi ghi giấy',
      '/nhapho',
      '/baovang 01/12 31/12',
      '/gopy',
      '/caidat',
      'không phải tôi',
    ]) {
      expect(textOf(await house.says('thief', typed)), typed).toMatch(closed)
      await house.says('thief', '1')
    }
    expect(await answersOf(house, 'A2')).toEqual(before)
    expect(await states('A2')).toEqual(['linked', 'relinked'])
    expect(textOf(await house.says('loan', '/tusua'))).toContain('NGOC-LAN')
  })

  it('refuses consents for itself alone', async () => {
    await takes('thief', 'A2')
    for (let purpose = 0; purpose < 3; purpose += 1) await house.says('thief', 'không đồng ý')
    expect(textOf(await house.says('loan', '/dulieucuatoi'))).not.toMatch(/: không đồng ý/u)
    expect(textOf(await house.says('thief', '/tusoi'))).toMatch(/không đồng ý để trợ lý lưu/u)
  })

  it('has no office', async () => {
    await takes('thief', 'A1')
    await agrees('thief')
    for (const typed of [
      '/tonghop',
      '/thamgia',
      '/xemgopy',
      '/khacphuc',
      '/moi',
      '/nhom',
      '/phieugiay',
      '/caidat',
      '/caidat ban giao',
      '/baocao',
      '/diemdanh',
      '/hop',
    ])
      expect(textOf(await house.says('thief', typed)), typed).toMatch(closed)
    expect(textOf(await house.says('lam', '/thamgia'))).toContain('Vũ Thị Loan')
    // What is told to the secretary goes where the office is.
    await house.runs()
    house.moveTo('2026-12-02T13:01:00Z')
    const said = await house.runs()
    expect(said.filter(({ chat }) => chat === 'lam').length).toBeGreaterThan(0)
    expect(said.filter(({ chat }) => chat === 'thief')).toEqual([])
  })

  it('is told of at once and by night, in every chat that can be reached, and in no other', async () => {
    await house.rows(`UPDATE account SET state = 'unreachable' WHERE bot_id = 'telegram'`)
    const said = await takes('thief', 'A2')
    expect(textOf(said)).toContain('không gửi tin được đến cuộc trò chuyện nào trước đây')
    expect(house.newest('loan')?.text).not.toMatch(told)
    await house.says('loan', '/lichhop')
    const again = await takes('second', 'A2')
    expect(textOf(again)).toContain('đã báo ngay đến 2 cuộc trò chuyện trước')
    expect(house.newest('loan')?.text).toMatch(told)
    expect(house.newest('loan')?.labels).toEqual(['Không phải tôi'])
    // The other one was linked again itself: it hears, and ends nothing.
    expect(house.newest('thief')?.text).toMatch(/^Vừa có thêm một cuộc trò chuyện kết nối/u)
    expect(house.newest('thief')?.labels).toEqual([])
  })

  describe('answers anew', () => {
    beforeEach(async () => {
      await takes('new-phone', 'A2')
      await agrees('new-phone')
    })

    it('from the first question on, without what was promised, as a later version', async () => {
      const before = await answersOf(house, 'A2')
      await submits(house, 'new-phone', (step) =>
        step.startsWith('h.politics') && step.endsWith('level')
          ? { press: 'effort' }
          : step.endsWith('measure')
            ? { say: 'HOA-SEN' }
            : undefined,
      )
      const after = await answersOf(house, 'A2')
      expect(after.length).toBeGreaterThan(before.length)
      expect(after).toEqual(expect.arrayContaining([...before]))
      expect(textOf(await house.says('new-phone', '/tusua'))).toContain('HOA-SEN')
      expect(textOf(await house.says('new-phone', '/tusua'))).not.toContain('NGOC-LAN')
      expect((await remediesOf(house, 'A2')).map(({ measure }) => measure).toSorted()).toEqual([
        'HOA-SEN',
        'NGOC-LAN',
      ])
    })

    it('and is reminded of what it promised, never of what was promised before', async () => {
      await house.rows(
        `UPDATE account SET state = 'unreachable', unreachable_reason = 'blocked'
        WHERE state = 'linked' AND member_id = $1::uuid`,
        await memberIdOf(house, 'A2'),
      )
      await submits(house, 'new-phone', (step) =>
        step.startsWith('h.duties') && step.endsWith('level')
          ? { press: 'effort' }
          : step.endsWith('measure')
            ? { say: 'HOA-SEN' }
            : undefined,
      )
      const said: Said[] = []
      for (const day of ['15', '16', '17', '18', '19', '20', '21']) {
        house.moveTo(`2026-12-${day}T01:30:00Z`)
        said.push(...(await house.runs()))
      }
      const heard = textOf(said.filter(({ chat }) => chat === 'new-phone'))
      expect(heard).toContain('HOA-SEN')
      expect(textOf(said)).not.toContain('NGOC-LAN')
    })
  })

  describe('“Không phải tôi”', () => {
    beforeEach(async () => {
      await takes('thief', 'A2')
      await agrees('thief')
    })

    it.each([
      ['pressed', () => house.presses('loan', 'Không phải tôi')],
      ['typed', () => house.says('loan', 'Không phải tôi')],
      ['as a number', () => house.says('loan', '1')],
      [
        'in the middle of words',
        async () => {
          await house.says('loan', '/gopy')
          await house.presses('loan', 1)
          return house.says('loan', 'không phải tôi.')
        },
      ],
    ])('%s ends it, with all that was given there', async (_how, objects) => {
      const before = [await answersOf(house, 'A2'), await remediesOf(house, 'A2')]
      await submits(house, 'thief', () => undefined)
      expect(await answersOf(house, 'A2')).not.toEqual(before[0])
      const unused = await house.codeFor('A2')
      expect(textOf(await objects())).toMatch(/Kết nối ấy đã chấm dứt/u)
      expect(await states('A2')).toEqual(['linked'])
      expect([await answersOf(house, 'A2'), await remediesOf(house, 'A2')]).toEqual(before)
      expect((await sheetOf('A2'))?.state).toBe('submitted')
      expect(textOf(await house.says('thief', '/tusoi'))).toMatch(/nhập mã 8 ký tự/u)
      expect(textOf(await house.says('thief', unused))).toMatch(/^Mã chưa đúng hoặc đã hết hạn/u)
      house.moveTo('2026-11-25T01:00:00Z')
      await house.heard()
      expect(house.newest('lam')?.text).toMatch(/^Đồng chí Vũ Thị Loan báo: kết nối mới/u)
    })

    it('said once more, or of a link that is no more, changes nothing and says so', async () => {
      await house.presses('loan', 'Không phải tôi')
      expect(textOf(await house.says('loan', 'không phải tôi'))).toMatch(/^Kết nối ấy không còn/u)
      await takes('second', 'A2')
      expect(await states('A2')).toEqual(['linked', 'relinked'])
    })

    it('makes a sheet that was begun or sent there as it was without it', async () => {
      await house.knows('tho', 'A3')
      house.pass(60)
      await takes('other', 'A3')
      await agrees('other')
      await submits(house, 'other', () => undefined)
      expect((await sheetOf('A3'))?.state).toBe('submitted')
      await house.says('tho', 'không phải tôi')
      expect(await sheetOf('A3')).toEqual({ state: 'invited', submitted_at: null })
      expect(await answersOf(house, 'A3')).toEqual([])
    })
  })

  it('leaves its rows in the audit, which its member sees with whose deed each was', async () => {
    await takes('thief', 'A2')
    await house.presses('loan', 'Không phải tôi')
    const said = textOf(await house.says('loan', '/aidaxem'))
    const own = said.slice(said.indexOf('Việc liên quan riêng đến đồng chí:'))
    expect(own.split('\n').slice(1, 4)).toEqual([
      expect.stringMatching(/: Vũ Thị Loan, chấm dứt một kết nối không phải của mình$/u),
      expect.stringMatching(/: người nhập mã mời, kết nối một cuộc trò chuyện$/u),
      expect.stringMatching(/: Người vận hành, lấy mã mời$/u),
    ])
    expect(textOf(await house.says('lam', '/aidaxem'))).not.toContain('chấm dứt một kết nối')
  })

  it('two chats that would be the first at one moment: exactly one is whole', async () => {
    const [first, second] = [await house.codeFor('A3'), await house.codeFor('A3')]
    await house.rows('UPDATE link_code SET revoked_at = NULL WHERE used_at IS NULL')
    await house.says('one', first)
    await house.says('two', second)
    await Promise.all([house.says('one', 'đúng'), house.says('two', 'đúng')])
    expect([...(await states('A3'))].toSorted()).toEqual(['linked', 'relinked'])
  })

  it('that is blocked and comes back is no less closed', async () => {
    await takes('thief', 'A2')
    await agrees('thief')
    const chat = { bot: 'telegram', chat: 'thief', kind: 'private' } as const
    for (const standing of ['removed', 'joined'])
      await house.happens('thief', chat, { kind: 'membership', standing })
    expect(textOf(await house.says('thief', '/dulieucuatoi'))).toMatch(closed)
    expect(await states('A2')).toEqual(['linked', 'relinked'])
  })
})
