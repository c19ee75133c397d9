// `/congviec`: tasks of a resolution, typed as lines, confirmed, tended, and reported done by
// whoever is responsible.
import { beforeEach, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Vũ Thị An',
  'A4|Đỗ Văn Bình',
  'A5|Bùi Văn Dũng|member|exempt',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const three =
  '3 – Thăm hộ neo đơn – 20/12\n3, 4 - Rà soát "hộ nghèo" - hết tháng\nchi ủy - =HYPERLINK("x") <b>chuyên đề</b> - 31/12'

onOneDatabase('tasks of the branch', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    for (const ref of ['A1', 'A3', 'A4']) await house.knows(ref, ref)
    for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('A1', typed)
    house.moveTo('2026-12-04T02:00:00Z')
  })
  const says = async (who: string, ...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says(who, each)
    return textOf(said)
  }
  const press = async (who: string, choice: string | number): Promise<string> =>
    textOf(await house.presses(who, choice))
  const states = () =>
    house
      .rows<{ state: string }>('SELECT state FROM branch_task ORDER BY created_at, place')
      .then((rows) => rows.map(({ state }) => state))
  const add = () => says('A1', '/congviec them', three, 'đúng')

  it('lines are shown as understood, and kept only when confirmed', async () => {
    expect(await says('A1', 'công việc')).toMatch(
      /^Nghị quyết kỳ tháng 11\/2026 chưa có việc nào được ghi\./u,
    )
    expect(await press('A1', 'Thêm việc')).toMatch(
      /ai – việc – hạn.*Danh sách:\n1\. Trần Văn Lâm; 2\. Nguyễn Thị Hoa; 3\. Vũ Thị An; 4\. Đỗ Văn Bình/su,
    )
    const shown = await says('A1', three)
    expect(shown).toContain(
      '1. Thăm hộ neo đơn – Vũ Thị An – hạn 20/12/2026\n2. Rà soát "hộ nghèo" – Vũ Thị An, Đỗ Văn Bình – hạn 31/12/2026\n3. =HYPERLINK("x") <b>chuyên đề</b> – chi ủy (nhắc bí thư) – hạn 31/12/2026',
    )
    expect(await states()).toEqual(['draft', 'draft', 'draft'])
    expect(await press('A1', 'Chưa đúng, gõ lại')).toMatch(/^Trợ lý chưa ghi việc nào\./u)
    expect(await states()).toEqual([])
    await says('A1', three)
    expect(await says('A1', '4 - Quét sân nhà văn hóa - 21/12')).toContain('Trợ lý hiểu là 1 việc')
    expect(await states()).toEqual(['draft'])
    await says('A1', three)
    const kept = await says('A1', '1')
    expect(kept).toMatch(
      /^Đã ghi 3 việc\..*Công việc theo nghị quyết kỳ tháng 11\/2026: 3 việc; xong 0, đang làm 3, quá hạn 0, thôi 0\./su,
    )
    expect(await states()).toEqual(['open', 'open', 'open'])
    expect(await says('A1', '/congviec')).toBe(kept.slice(kept.indexOf('Công việc theo')))
    const stored = JSON.stringify(
      await house.rows('SELECT * FROM branch_task'),
      (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(stored).not.toMatch(/neo|HYPERLINK|chi ủy/u)
  })

  it('a slash takes lines at once, and wrong ones are refused whole', async () => {
    expect(await says('A1', `/congviec ${three}`)).toContain('Trợ lý hiểu là 3 việc')
    expect(await says('A1', 'không')).toMatch(/^Trợ lý chưa ghi việc nào\./u)
    expect(await says('A1', '3 - Một - 20/12\nHai ba - Hai')).toMatch(
      /^Dòng 2: cần đủ ba phần.*chưa ghi dòng nào/su,
    )
    expect(await says('A1', '9 - Một - 20/12')).toMatch(/danh sách có 5 đồng chí, không có số 9/u)
    expect(await says('A1', '3 - Một - 01/12/2026')).toMatch(/hạn “01\/12\/2026” đã qua/u)
    expect(
      await says('A1', Array.from({ length: 200 }, () => '3 - Một - 20/12').join('\n')),
    ).toMatch(/^Mỗi lần gõ tối đa 20 việc/u)
    expect(await says('A1', `3 - ${'a'.repeat(1500)} - 20/12`)).toMatch(/việc dài quá 200 ký tự/u)
    expect(await says('A1', '3 - Xử lý văn bản TỐI MẬT - 20/12')).not.toContain('Trợ lý hiểu là')
    expect(await states()).toEqual([])
    expect(await says('A1', '3 - Một - 20/12', 'vâng')).toMatch(/^Đã ghi 1 việc/u)
  })

  it('the secretary marks a task done, puts it off with a day and a reason, drops it, and takes it back', async () => {
    await add()
    expect(await says('A1', '1')).toMatch(
      /^Thăm hộ neo đơn\nPhụ trách: Vũ Thị An\nHạn: 20\/12\/2026\nTrạng thái: đang làm/u,
    )
    expect(await press('A1', 'Đã xong')).toMatch(/^Đã ghi: Thăm hộ neo đơn – đã xong\./u)
    await says('A1', '/congviec 2')
    expect(await press('A1', 'Hoãn')).toMatch(/^Hoãn việc này đến ngày nào/u)
    expect(await says('A1', 'hôm nào đó')).toMatch(/Hoãn việc này đến ngày nào/u)
    expect(await says('A1', '15/01/2027')).toMatch(/^Lý do là gì/u)
    expect(await says('A1', 'a'.repeat(201))).toMatch(/^Lý do dài quá 200 ký tự/u)
    expect(await says('A1', 'chờ kinh phí')).toMatch(
      /hạn 15\/01\/2027 – hoãn, lý do: chờ kinh phí/u,
    )
    await says('A1', '/congviec 3')
    await press('A1', 'Thôi việc này')
    expect(await says('A1', 'đã có đơn vị khác làm')).toContain(
      'thôi, lý do: đã có đơn vị khác làm',
    )
    expect(await states()).toEqual(['done', 'putOff', 'dropped'])
    await says('A1', '/congviec 1')
    expect(await press('A1', 'Chưa xong, làm tiếp')).toMatch(
      /^Đã ghi: Thăm hộ neo đơn – đang làm\./u,
    )
    expect(await states()).toEqual(['open', 'putOff', 'dropped'])
    expect(await says('A1', '/congviec 8')).toMatch(/^Không có việc số 8/u)
  })

  it('whoever is responsible sees their own and reports; the secretary hears of it; a stale button says so', async () => {
    await add()
    expect(await says('A4', 'công việc')).toMatch(
      /^Việc chi bộ giao đồng chí:\n1\. Rà soát "hộ nghèo" – Vũ Thị An, Đỗ Văn Bình – hạn 31\/12\/2026 – đang làm/u,
    )
    expect(await says('A4', '/congviec 3 - Một - 20/12')).not.toContain('Trợ lý hiểu')
    const mine = await says('A3', 'công việc')
    expect(mine).not.toContain('chuyên đề')
    const [an, binh] = [await says('A3', '/tusua'), await says('A4', 'tự sửa')]
    expect(an).toBe(
      'Hiện đồng chí không còn việc tự sửa nào đang chờ.\n\nĐồng chí có 2 việc chi bộ giao, gõ “công việc”.',
    )
    expect(binh).toContain('Đồng chí có 1 việc chi bộ giao, gõ “công việc”.')
    await says('A3', 'công việc')
    expect(await press('A3', 'Xong việc 2')).toMatch(/^Đã ghi: việc xong\..*1\. Thăm hộ neo đơn/su)
    expect(house.newest('A1')?.text).toBe(
      'Đồng chí Vũ Thị An báo đã xong việc chi bộ giao: Rà soát "hộ nghèo". Nếu chưa đúng, đồng chí gõ “công việc” để sửa.',
    )
    expect(await says('A4', '/tusua')).toBe('Hiện đồng chí không còn việc tự sửa nào đang chờ.')
    await says('A4', 'công việc')
    expect(house.newest('A4')?.text).toBe('Đồng chí không có việc nào chi bộ giao còn phải làm.')
    expect(await states()).toEqual(['open', 'done', 'open'])
    expect(await press('A3', 'Xong việc 1')).toMatch(/^Đã ghi: việc xong\./u)
    expect(await states()).toEqual(['done', 'done', 'open'])
  })

  it('a member who leaves is seen as gone; a task of an earlier resolution stays until it is done', async () => {
    await add()
    await house.rows(
      `UPDATE member SET left_at = $1 WHERE id IN (SELECT unnest(member_ids) FROM branch_task
        WHERE place = 0)`,
      house.now(),
    )
    expect(await says('A1', '/congviec')).toContain(
      '1. Thăm hộ neo đơn – Vũ Thị An (không còn ở chi bộ) – hạn 20/12/2026',
    )
    await house.rows(`UPDATE branch_task SET period = '2026-10'`)
    await house.rows(`UPDATE branch_task SET state = 'done' WHERE place = 2`)
    const list = await says('A1', '/congviec')
    expect(list).toMatch(
      /chưa có việc nào được ghi\.\n\nViệc của các nghị quyết trước, còn phải làm:\n1\. Thăm hộ neo đơn/u,
    )
    expect(list).not.toContain('chuyên đề')
  })
})
