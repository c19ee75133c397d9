// `/hop chương trình` and `/buoihop`: the agenda is prepared, and the meeting is run by it.
import { beforeEach, describe, expect, it } from 'vitest'
import { readMeetingRecord } from '../../src/store/tables/meeting-record.ts'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa|deputy', 'A3|Vũ Thị An']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const refused = /^Việc này do đồng chí khác/u

onOneDatabase('running a meeting', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    await house.knows('lam', 'A1')
    for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('lam', typed)
  })
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('lam', each)
    return textOf(said)
  }
  const press = async (choice: string | number): Promise<string> =>
    textOf(await house.presses('lam', choice))
  const linesIn = (text: string): readonly string[] =>
    [...text.matchAll(/^\d+\. .*$/gmu)].map(([line]) => line)
  const record = () =>
    readMeetingRecord(house.database, house.keyring, house.branchId, null, house.now())

  describe('the agenda', () => {
    it('is the standard one of the branch, changed line by line, undone, and the standard one again', async () => {
      expect(await say('/hop')).toContain('sinh hoạt thường kỳ')
      const shown = await press('Chương trình buổi họp')
      expect(shown).toMatch(
        /^Chương trình buổi sinh hoạt 19 giờ 30, Thứ Năm, 03\/12\/2026 \(Thôn, tổ dân phố\):\n1\. 19 giờ 30: Mở đầu[^\n]* \(5 phút\)\n2\. 19 giờ 35: Thời sự/u,
      )
      expect(shown).toContain('\nCộng 90 phút, đến 21 giờ.')
      expect(shown).toContain(
        'Chương trình chuẩn là diễn đạt rút gọn – xem nguyên văn Hướng dẫn 42-HD/BTCTW.',
      )
      expect(shown).not.toContain('ít hơn')
      const shorter = await say('mục 5 10 phút')
      expect(shorter).toMatch(/^Đã ghi chương trình\.\n\nChương trình buổi sinh hoạt/u)
      expect(shorter).toContain('Cộng 85 phút, ít hơn 90 phút theo Hướng dẫn 42-HD/BTCTW.')
      expect(shorter).toContain('Phần tự soi, tự sửa là 10 phút. Nên dành 15–30 phút.')
      const more = linesIn(
        await say(
          'thêm mục Văn nghệ chào mừng 20 phút\nđổi tên mục 1: Chào cờ\nchuyển mục 9 lên 2',
        ),
      )
      expect(more).toHaveLength(10)
      expect(more.slice(0, 2)).toEqual([
        '1. 19 giờ 30: Chào cờ (5 phút)',
        expect.stringMatching(/^2\. 19 giờ 35: Tự đánh giá chất lượng/u),
      ])
      expect(linesIn(await say('bỏ mục 2'))).toHaveLength(9)
      expect(linesIn(await press('Bỏ lần sửa vừa rồi'))).toEqual(more)
      expect(linesIn(await say('/hop chương trình'))).toEqual(more)
      expect(linesIn(await say('chuong trinh chuan'))).toEqual(linesIn(shown))
      expect(await say('chương trình chuẩn')).toMatch(/^Chương trình đang là bản chuẩn/u)
      expect(linesIn(await press('Bỏ lần sửa vừa rồi'))).toEqual(more)
      const rows = await house.rows<{ lines: Buffer | null }>(
        'SELECT lines FROM meeting_agenda ORDER BY version',
      )
      expect(rows).toHaveLength(6)
      expect(
        rows.some(({ lines }) => lines !== null && Buffer.from(lines).includes('Chào cờ')),
      ).toBe(false)
    })

    it('stays with its meeting when that is moved or planned anew, and follows the type of branch while it is standard', async () => {
      const before = linesIn(await say('thêm mục Văn nghệ 10 phút'))
      await say('/hop 05/12')
      expect(linesIn(await say('chương trình'))).toEqual(before)
      expect(await say('chương trình chuẩn', 'đổi loại chi bộ')).toMatch(
        /Đang dùng: Thôn, tổ dân phố\. Chi bộ thuộc loại nào\?/u,
      )
      const office = await say('2')
      expect(office).toMatch(/^Đã ghi loại chi bộ: Cơ quan, đơn vị sự nghiệp\.\n\n/u)
      expect(office).toContain('kỷ cương')
      expect(await say('/hop loại chi bộ 9')).toMatch(/^Không có số này/u)
      await say('mục 1 6 phút')
      expect(await say('/hop loại chi bộ 5')).toMatch(
        /^Đã ghi loại chi bộ: Học sinh, sinh viên\. Chương trình đồng chí đã sửa được giữ nguyên/u,
      )
      await say('/hop loai')
      expect(await say('chương trình')).toContain('ít hơn 120 phút')
    })

    it('keeps nothing of what cannot be', async () => {
      const before = linesIn(await say('chương trình'))
      const cases: readonly (readonly [string, RegExp])[] = [
        ['mục 3 0 phút', /^Mỗi mục dài từ 1 đến 180 phút/u],
        ['mục 3 500 phút', /^Mỗi mục dài từ 1 đến 180 phút/u],
        ['mục 1 180 phút\nmục 2 180 phút', /^Sửa như vậy cả buổi là 435 phút, quá 300 phút/u],
        ['mục 10 5 phút', /^Chương trình có 9 mục, không có mục 10/u],
        ['thêm mục Văn nghệ', /^Trợ lý chưa hiểu dòng sửa/u],
        ['thêm mục … 5 phút', /^Mục chưa có tên/u],
        [`thêm mục ${'dài '.repeat(31)}5 phút`, /^Tên mục dài quá 120 ký tự/u],
        [`đổi tên mục 1: ${'x'.repeat(3000)}`, /^Tên mục dài quá 120 ký tự/u],
        [
          Array.from({ length: 200 }, () => 'thêm mục Việc 1 phút').join('\n'),
          /^Chương trình có nhiều nhất 20 mục/u,
        ],
        ['đổi tên mục 1: Tài liệu TỐI MẬT', /bí mật|mật/u],
        ['hoàn tác chương trình', /^Chương trình chưa được sửa lần nào/u],
      ]
      for (const [typed, no] of cases) {
        const said = await say(typed)
        expect(said, typed.slice(0, 40)).toMatch(no)
        expect(linesIn(said)).toEqual(before)
      }
      expect(await house.rows('SELECT version FROM meeting_agenda')).toEqual([])
    })

    it('takes signs as they are, without those that turn the reading round', async () => {
      const said = await say('thêm mục <b>“Ca” \u202Eđảo\u202C =HYPERLINK("http://x")</b> 5 phút')
      expect(said).toContain('7. 20 giờ 40: <b>“Ca” đảo =HYPERLINK("http://x")</b> (5 phút)')
    })

    it('is the secretary’s and the deputy’s; of two at once the later sees what the other wrote', async () => {
      await house.knows('hoa', 'A2')
      await house.knows('an', 'A3')
      for (const typed of ['chương trình', 'bỏ mục 1', '/buoihop', '/buoihop bắt đầu'])
        expect(textOf(await house.says('an', typed)), typed).toMatch(refused)
      await Promise.all([
        house.says('lam', 'thêm mục Việc một 5 phút'),
        house.says('hoa', 'thêm mục Việc hai 5 phút'),
      ])
      const both = await say('chương trình')
      expect(both).toContain('Việc một')
      expect(both).toContain('Việc hai')
    })
  })

  describe('/buoihop', () => {
    const evening = '2026-12-03T12:35:00Z'

    it('says when it can be begun', async () => {
      expect(await say('/buoihop')).toBe(
        'Buổi sinh hoạt 19 giờ 30, Thứ Năm, 03/12/2026 chưa đến giờ. Bắt đầu được từ 30 phút trước giờ họp.',
      )
      expect(await say('/buoihop 03/2026')).toMatch(
        /^Chi bộ không có buổi sinh hoạt nào của tháng 3\/2026/u,
      )
    })

    it('goes through the agenda step by step, one tap each, and keeps the times', async () => {
      await house.rows(
        `INSERT INTO reviewee (branch_id, period, member_id, state, at)
          VALUES ($1::uuid, '2026-11', $2::uuid, 'named', now())`,
        house.branchId,
        await memberIdOf(house, 'A3'),
      )
      house.moveTo(evening)
      const opening = await say('buổi họp')
      expect(opening).toMatch(
        /^Buổi sinh hoạt 19 giờ 30, Thứ Năm, 03\/12\/2026: 9 bước, 90 phút theo chương trình\./u,
      )
      expect(opening).toContain('trợ lý không ghi')
      const first = await press('Bắt đầu họp')
      expect(first).toMatch(
        /^Đã ghi giờ bắt đầu\.[^]*\n\nBước 1\/9: Mở đầu[^\n]*\nDự kiến 5 phút, đến 19 giờ 40\. Đã 0 phút\./u,
      )
      const button = house.newest('lam')?.message.choices?.[0]?.payload ?? ''
      house.pass(7 * 60)
      const second = await say('1')
      expect(second).toMatch(/^Đã ghi\.\n\nBước 2\/9: /u)
      expect(second).toContain(
        'Cả buổi: bắt đầu 19 giờ 35, đã 7/90 phút, chậm 2 phút so với chương trình.',
      )
      expect(textOf(await house.pressesPayload('lam', button))).toMatch(
        /^Bước đó không phải bước đang làm[^]*Bước 2\/9: /u,
      )
      expect(await press('Không làm bước này')).toMatch(/Bước 3\/9: [^]*kịp chương trình/u)
      expect(await press('Trở về bước trước')).toMatch(/^Đã trở về bước trước\.\n\nBước 2\/9: /u)
      for (const step of [3, 4])
        expect(await press('Xong bước này')).toContain(`Bước ${String(step)}/9: `)
      expect(await press('Xong bước này')).toContain('Bước 5/9: Tự soi, tự sửa')
      expect(house.newest('lam')?.text).toContain('Đến lượt tự kiểm điểm: Vũ Thị An.')
      await press('Xong bước này')
      expect(await press('Xong bước này')).toMatch(/Bước 7\/9: [^]*gõ \/congviec/u)
      // Another day's silence, another process: it goes on where it was.
      house.pass(30 * 60)
      expect(await say('chương trình')).toContain('Buổi sinh hoạt đã bắt đầu theo chương trình này')
      expect(await say('bỏ mục 1')).not.toContain('Đã ghi')
      expect(await say('/buoihop')).toMatch(
        /^Bước 7\/9: [^\n]*\nDự kiến 10 phút, đến 19 giờ 52\. Đã 30 phút\./u,
      )
      expect(linesIn(await press('Xem các bước'))[6]).toMatch(
        /^7\. [^\n]*: đang làm, 30\/10 phút$/u,
      )
      await press('Bước đang làm')
      await press('Xong bước này')
      expect(await press('Xong bước này')).toContain('Đây là bước cuối.')
      house.pass(5 * 60)
      const over = await press('Xong, kết thúc buổi họp')
      expect(over).toMatch(
        /^Đã ghi\.\n\nBuổi sinh hoạt [^\n]*: từ 19 giờ 35 đến 20 giờ 17, 42 phút \(chương trình 90 phút\)\.\n1\. Mở đầu[^\n]*: 7\/5 phút\n/u,
      )
      expect(over).toContain('trong 2 ngày')
      expect(await say('/buoihop xong')).toMatch(/^Buổi sinh hoạt đã kết thúc từ trước/u)
      expect(await say('/buoihop kết thúc 20h15')).toContain('đến 20 giờ 15, 40 phút')
      expect((await record())?.course).toMatchObject({
        startedAt: new Date(evening),
        endedAt: new Date('2026-12-03T13:15:00Z'),
      })
    })

    it('takes the real times when they were typed late, and no others', async () => {
      house.moveTo('2026-12-03T12:40:00Z')
      await say('/buoihop bắt đầu 19h30', '/buoihop xong')
      expect((await record())?.course?.startedAt).toEqual(new Date('2026-12-03T12:30:00Z'))
      expect((await record())?.lines).toHaveLength(9)
      expect(await say('/buoihop bắt đầu 23h')).toMatch(/^Giờ này chưa đến/u)
      expect(await say('/buoihop bắt đầu 19h45')).toMatch(/^Giờ này chưa đến/u)
      expect(await say('/buoihop hôm nay họp')).toMatch(/^Trợ lý chưa hiểu, nên chưa ghi gì\./u)
      house.moveTo('2026-12-04T02:00:00Z')
      expect(await say('/buoihop')).toContain('chưa được ghi là đã kết thúc')
      expect(await press('Kết thúc buổi họp')).toMatch(/^Bước 2\/9/u)
      expect(await say('/buoihop kết thúc 19h')).toMatch(/^Giờ kết thúc phải sau/u)
      expect(await say('/buoihop kết thúc 21h10')).toContain('từ 19 giờ 30 đến 21 giờ 10, 100 phút')
      expect(await press('Mở lại bước cuối')).toContain('Bước 2/9')
    })

    it('records a meeting of an earlier day by its times alone', async () => {
      house.moveTo('2026-12-06T02:00:00Z')
      expect(await say('/buoihop')).toMatch(/đã qua và chưa được ghi giờ/u)
      expect(await say('/buoihop bắt đầu')).toMatch(/đã qua và chưa được ghi giờ/u)
      expect(await say('/buoihop bắt đầu 19h30')).toMatch(/^Đã ghi\.[^]*Còn giờ kết thúc/u)
      expect(await say('/buoihop kết thúc 21h')).toContain(
        'từ 19 giờ 30 đến 21 giờ, 90 phút (chương trình 90 phút).',
      )
      expect((await record())?.course).toEqual({
        startedAt: new Date('2026-12-03T12:30:00Z'),
        endedAt: new Date('2026-12-03T14:00:00Z'),
        steps: [],
      })
    })
  })
})
