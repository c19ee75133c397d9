// `/hop`: the branch's rule and its meeting, one question at a time, and the month that follows
// from them.
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'

const members = ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa|deputy', 'A3|Lê Văn Thọ']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('the meeting', (open) => {
  let at: TestDatabase | undefined
  let house: House
  const begin = async (start = '2026-11-20T02:00:00Z'): Promise<void> => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members, { start })
    await house.knows('lam', 'A1')
  }
  beforeEach(() => begin())
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('lam', each)
    return textOf(said)
  }
  const meeting = () =>
    house.rows<{ period: string; date: string; starts_at: string; kind: string; source: string }>(
      'SELECT period, date::text AS date, starts_at, kind, source FROM meeting ORDER BY date',
    )

  it('a branch without a rule has no month; with one, its whole month is shown, and is followed', async () => {
    expect(await house.runs()).toEqual([])
    expect(await meeting()).toEqual([])
    expect(await say('/hop')).toMatch(/^Chi bộ họp thường kỳ vào ngày nào hằng tháng\?/u)
    expect(await say('ngày 3')).toMatch(/^Họp lúc mấy giờ\?/u)
    expect(await say('19h30')).toMatch(/^Họp ở đâu\?/u)
    const shown = await say('Nhà văn hóa tổ 5')
    expect(shown).toMatch(
      /^Đã ghi lịch sinh hoạt\.\n\nChi bộ sinh hoạt thường kỳ: 19 giờ 30, Thứ Năm, 03\/12\/2026, Nhà văn hóa tổ 5\./u,
    )
    expect(shown.match(/^\d\d\/\d\d, .*$/gmu)).toEqual([
      '26/11, 8 giờ: mở kỳ tự soi, mời từng đồng chí',
      '26/11, 8 giờ: báo nhóm kỳ tự soi đã mở',
      '29/11, 19 giờ: nhắc riêng đồng chí chưa xong',
      '30/11, 8 giờ: báo nhóm lịch sinh hoạt',
      '01/12, 19 giờ: nhắc riêng đồng chí chưa xong',
      '02/12, 8 giờ: báo nhóm lịch sinh hoạt',
      '02/12, 9 giờ: nhắc bí thư đăng tài liệu trên Sổ tay',
      '02/12, 20 giờ: đóng kỳ tự soi, gửi tổng hợp cho bí thư',
      '03/12, 17 giờ 30: báo nhóm lịch sinh hoạt',
      '05/12, 9 giờ: nhắc bí thư đăng biên bản, nghị quyết',
      '05/12, 19 giờ: nhắc bí thư đăng biên bản, nghị quyết',
      '13/12, 8 giờ: nhắc chung việc tự sửa trong nhóm',
      '23/12, 8 giờ: nhắc chung việc tự sửa trong nhóm',
    ])
    house.moveTo('2026-11-26T01:00:00Z')
    expect(textOf(await house.runs())).toContain(
      'Mời đồng chí tự soi tháng 11/2026, khoảng 5 phút, trước 20 giờ ngày 02/12.',
    )
  })

  it('/lichhop brings the meetings as a file for the phone, which follows when one is moved', async () => {
    const fileOf = async (): Promise<string> => {
      const [said] = await house.says('lam', '/lichhop')
      const attachment = said?.message.attachment
      return attachment === undefined
        ? ''
        : `${attachment.kind} ${attachment.fileName}\n${Buffer.from(attachment.bytes).toString()}`
    }
    expect(await fileOf()).toBe('')
    await say('/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5')
    const before = await fileOf()
    expect(before).toMatch(/^document Lịch họp chi bộ\.ics\nBEGIN:VCALENDAR/u)
    expect(before).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20261203T193000\r\n')
    house.pass(60)
    await say('/hop 05/12')
    const after = await fileOf()
    expect(after).toContain('DTSTART;TZID=Asia/Ho_Chi_Minh:20261205T193000\r\n')
    const uid = /^UID:.*$/mu
    expect(uid.exec(after)?.[0]).toBe(uid.exec(before)?.[0])
  })

  it.each([
    ['ngày 10', '2026-12-10'],
    ['thứ bảy đầu tiên', '2026-12-05'],
    ['Thứ Sáu tuần thứ hai', '2026-12-11'],
    ['cuối tháng', '2026-11-30'],
    ['3', '2026-12-05'],
  ])('a rule in words: %s', async (rule, date) => {
    await say('/hop', rule, '14 giờ', 'bỏ qua')
    expect((await meeting())[0]).toMatchObject({ date, starts_at: '14:00', source: 'rule' })
  })

  it('set by hand each month', async () => {
    expect(await say('/hop', 'tự đặt')).toMatch(/^Buổi sinh hoạt tới vào ngày nào\?/u)
    expect(await say('06/12')).toMatch(/^Họp lúc mấy giờ\?/u)
    expect(await say('8 giờ', 'Hội trường UBND')).toContain(
      '8 giờ, Chủ nhật, 06/12/2026, Hội trường UBND',
    )
    expect(await meeting()).toEqual([
      {
        period: '2026-11',
        date: '2026-12-06',
        starts_at: '08:00',
        kind: 'regular',
        source: 'hand',
      },
    ])
  })

  it('what is not understood is asked again, with what to type', async () => {
    expect(await say('/hop', 'hôm nào rảnh thì họp')).toMatch(
      /^Trợ lý chưa hiểu ngày họp này[^]*Chi bộ họp thường kỳ/u,
    )
    expect(await say('ngày 32')).toMatch(/^Không tháng nào có ngày này/u)
    expect(await say('thứ sáu')).toMatch(/tuần nào trong tháng/u)
    expect(await say('ngày 3', '25 giờ')).toMatch(/^Trợ lý chưa hiểu giờ này\.\n\nHọp lúc mấy giờ/u)
    expect(await say('2', 'x'.repeat(121))).toMatch(/^Địa điểm dài quá 120 ký tự/u)
    expect(await say('Phòng TÀI LIỆU MẬT, lưu hành nội bộ')).toMatch(/thông tin nội bộ hoặc mật/u)
    expect(await say('Nhà văn hóa')).toContain('14 giờ, Thứ Năm, 03/12/2026, Nhà văn hóa')
    expect(await say('/hop ngày', '01/01/2020')).toMatch(/^“01\/01\/2020” là ngày đã qua/u)
    expect(await say('mai kia')).toMatch(/không phải là ngày có thật/u)
  })

  describe('of a month', () => {
    beforeEach(() => say('/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5'))

    it('is changed part by part, by number or word', async () => {
      expect(await say('/hop')).toContain('19 giờ 30, Thứ Năm, 03/12/2026')
      expect(house.newest('lam')?.labels).toHaveLength(6)
      expect(await say('1', '04/12')).toContain('19 giờ 30, Thứ Sáu, 04/12/2026')
      expect(await say('đổi giờ', '14h')).toContain('14 giờ, Thứ Sáu, 04/12/2026')
      expect(await say('/hop noi', 'Trường Tiểu học An Hòa')).toContain(
        '04/12/2026, Trường Tiểu học An Hòa',
      )
      expect(await say('4')).toContain('Chi bộ sinh hoạt chuyên đề: 14 giờ')
      expect(await meeting()).toEqual([
        {
          period: '2026-11',
          date: '2026-12-04',
          starts_at: '14:00',
          kind: 'thematic',
          source: 'hand',
        },
      ])
      await house.runs()
      expect((await meeting())[0]).toMatchObject({ date: '2026-12-04', source: 'hand' })
    })

    it('moves the closing of its round along', async () => {
      house.moveTo('2026-11-26T01:00:00Z')
      await house.runs()
      await say('/hop 05/12')
      expect(await house.rows(`SELECT closes_at FROM round`)).toEqual([
        { closes_at: new Date('2026-12-04T13:00:00Z') },
      ])
    })

    it('a deputy may set it, a member not', async () => {
      await house.knows('hoa', 'A2')
      await house.knows('tho', 'A3')
      expect(textOf(await house.says('hoa', '/hop 04/12'))).toContain('Thứ Sáu, 04/12/2026')
      expect(textOf(await house.says('tho', '/hop 05/12'))).toMatch(/^Việc này do đồng chí khác/u)
      expect((await meeting())[0]?.date).toBe('2026-12-04')
    })
  })

  describe('on a holiday', () => {
    it('is moved off it by the rule, and the reason is said to all', async () => {
      await begin('2026-08-20T02:00:00Z')
      expect(await say('/hop', 'ngày 2', '19h30', 'bỏ qua')).toMatch(
        /Dời từ ngày 02\/09 vì trùng ngày nghỉ: Quốc khánh\./u,
      )
      expect((await meeting())[0]?.date).toBe('2026-09-03')
      expect(await say('/lichhop')).toContain('vì trùng ngày nghỉ: Quốc khánh')
    })

    it('Tết, too: a whole week', async () => {
      await begin('2027-01-25T02:00:00Z')
      expect(await say('/hop', 'ngày 6', '19h30', 'bỏ qua')).toMatch(
        /vì trùng ngày nghỉ: Tết Nguyên đán/u,
      )
    })

    it('stays where a secretary puts it by hand, who is told', async () => {
      await begin('2026-08-20T02:00:00Z')
      expect(await say('/hop', 'tự đặt', '02/09', '19h30', 'bỏ qua', '/hop 02/09')).toMatch(
        /^Ngày này trùng ngày nghỉ: Quốc khánh/u,
      )
      expect((await meeting())[0]).toMatchObject({ date: '2026-09-02', source: 'hand' })
    })
  })
})
