// `/danhgia`: the hundred points of a meeting, one criterion at a time, and what the secretary says
// of its papers.
import { beforeEach, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'

const members = ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa|deputy', 'A3|Vũ Thị An']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('the score of a meeting', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    for (const ref of ['A1', 'A3']) await house.knows(ref, ref)
    for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('A1', typed)
  })
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('A1', each)
    return textOf(said)
  }
  const press = async (choice: string | number): Promise<string> =>
    textOf(await house.presses('A1', choice))
  const kept = () =>
    house
      .rows<{ sheet: string; marks: Record<string, number> }>(
        'SELECT sheet, marks FROM meeting_score',
      )
      .then(([row]) => row)

  it('nothing is scored that was not held', async () => {
    expect(await say('/danhgia')).toBe('Chưa có buổi sinh hoạt nào đã diễn ra để chấm điểm.')
    expect(await say('/danhgia 12/2026')).toMatch(/^Tháng 12\/2026 chưa đến/u)
    expect(await say('/danhgia 10/2026')).toMatch(
      /^Chi bộ không có buổi sinh hoạt nào của tháng 10\/2026/u,
    )
    expect(await say('/danhgia tháng chín mươi')).toMatch(/^Trợ lý chưa hiểu tháng/u)
    house.moveTo('2026-12-02T02:00:00Z')
    expect(await say('/danhgia 11/2026')).toMatch(
      /^Buổi sinh hoạt 19 giờ 30, 03\/12\/2026 chưa diễn ra/u,
    )
    expect(textOf(await house.says('A3', '/danhgia'))).toMatch(/^Việc này do đồng chí khác/u)
    expect(await kept()).toBeUndefined()
  })

  it('what is known is filled in and explained, the rest typed; the sum is a proposal, and correctable', async () => {
    await house.rows(
      `INSERT INTO branch_task (id, branch_id, period, place, state, due_on, member_ids, body,
        created_by, created_at)
      SELECT gen_random_uuid(), id, '2026-10', n, CASE WHEN n < 4 THEN 'done'
        ELSE 'open' END, '2026-12-01', '{}', '\\x00', id, $1 FROM branch, generate_series(0, 4) n`,
      house.now(),
    )
    house.moveTo('2026-12-02T03:00:00Z')
    expect(await say('đã đăng tài liệu')).toMatch(
      /^Đã ghi: tài liệu của buổi sinh hoạt 03\/12\/2026 đã đăng/u,
    )
    house.moveTo('2026-12-03T12:40:00Z')
    await say('/diemdanh 1 2 3 có mặt')
    house.moveTo('2026-12-03T14:10:00Z')
    const first = await say('/danhgia')
    expect(first).toMatch(
      /^Chấm điểm buổi sinh hoạt 03\/12\/2026, thang 100 điểm\. Tiêu chí 1\/7: Chấp hành thời gian, thời lượng, tối đa 5 điểm\./u,
    )
    expect(first).toContain('Trợ lý chưa biết giờ bắt đầu, kết thúc thực tế.')
    expect(house.newest('A1')?.labels).toEqual([])
    for (const [typed, why] of [
      ['6', /^Tiêu chí này tối đa 5 điểm/u],
      ['-1', /^Điểm không thể âm/u],
      ['4,5', /^Chỉ ghi điểm tròn/u],
      ['năm', /^Đề nghị gõ số điểm bằng chữ số/u],
    ] as const)
      expect(await say(typed)).toMatch(why)
    const second = await say('4')
    expect(second).toContain(
      'Trợ lý biết: dự 3/3 (100,0\u00a0%), vắng không lý do 0.\n\nGợi ý: 5 điểm.',
    )
    expect(house.newest('A1')?.labels).toEqual(['Theo gợi ý: 5 điểm'])
    expect(await press('Theo gợi ý: 5 điểm')).toContain('Tiêu chí 3/7')
    expect(await press('Theo gợi ý: 10 điểm')).toContain('Tiêu chí 4/7')
    expect(await say('quay lại')).toContain('Đang ghi: 10 điểm.')
    expect(await say('9')).toContain('Tiêu chí 4/7')
    expect(await say('dừng')).not.toContain('Tiêu chí')
    expect(await say('/danhgia')).toContain('Tiêu chí 4/7')
    expect(await say('35 điểm')).toContain('Tiêu chí 5/7')
    expect(await say('5')).toContain(
      'nghị quyết kỳ trước có 5 việc, đã xong 4 (80,0\u00a0%).\n\nGợi ý: 27 điểm.',
    )
    expect(await press(1)).toContain('Tiêu chí 7/7')
    const result = await say('5')
    expect(result).toMatch(
      /^Điểm đề xuất cho buổi sinh hoạt 03\/12\/2026: 90\/100 điểm, mức Tốt\.\n1\. Chấp hành thời gian, thời lượng: 4\/5/u,
    )
    expect(result).toContain('Đây là đề xuất để chi bộ biểu quyết, không phải kết quả chính thức')
    expect(result).toContain('Bảng điểm 2026.1, diễn đạt rút gọn')
    expect(await kept()).toEqual({
      sheet: '2026.1',
      marks: {
        time: 4,
        attendance: 5,
        preparation: 9,
        conduct: 35,
        principles: 5,
        results: 27,
        closing: 5,
      },
    })
    expect(await press('Sửa tiêu chí 4')).toContain('Đang ghi: 35 điểm.')
    expect(await say('34')).toMatch(/89\/100 điểm, mức Khá/u)
    expect(await say('/danhgia 11/2026')).toMatch(/89\/100 điểm, mức Khá/u)
  })

  it('marks of an older sheet are given anew', async () => {
    house.moveTo('2026-12-03T14:10:00Z')
    await say('/danhgia', '4')
    await house.rows(`UPDATE meeting_score SET sheet = '2025.1'`)
    expect(await say('/danhgia')).toMatch(/^Điểm trước đây chấm theo bảng 2025\.1.*Tiêu chí 1\/7/su)
    await say('3')
    expect(await kept()).toEqual({ sheet: '2026.1', marks: { time: 3 } })
  })

  it('minutes, resolution and posting: said one by one or all, taken back, and asked no more', async () => {
    expect(await say('biên bản đã xong')).toMatch(/^Chưa có buổi sinh hoạt nào/u)
    house.moveTo('2026-12-04T02:00:00Z')
    expect(await say('biên bản đã xong')).toBe(
      'Đã ghi cho buổi sinh hoạt 03/12/2026: biên bản – đã xong.\n\nCòn lại: nghị quyết, đăng Sổ tay đảng viên điện tử. Theo quy định cần xong và đăng trong 2 ngày sau buổi họp.',
    )
    expect(house.newest('A1')?.labels).toEqual([
      '1. Nghị quyết đã xong',
      '2. Đã đăng Sổ tay',
      '3. Tất cả đã xong',
    ])
    expect(await say('2')).toContain('Còn lại: nghị quyết.')
    expect(await press('Nghị quyết đã xong')).toContain('Hồ sơ của buổi sinh hoạt đã đủ.')
    expect(await say('biên bản chưa xong')).toMatch(/biên bản – chưa xong\..*Còn lại: biên bản\./su)
    expect(await say('hồ sơ đã xong')).toContain('Hồ sơ của buổi sinh hoạt đã đủ.')
    expect(textOf(await house.says('A3', 'biên bản đã xong'))).toMatch(
      /^Việc này do đồng chí khác/u,
    )
    const marks = await house.rows('SELECT paper, is_done FROM meeting_paper ORDER BY paper')
    expect(marks).toEqual(
      ['minutes', 'posted', 'resolution'].map((paper) => ({ paper, is_done: true })),
    )
  })
})
