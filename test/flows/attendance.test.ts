// `/diemdanh`, and “vắng từ … đến …”: who was there, who said they would not be.
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Vũ Thị An',
  'A4|Đỗ Văn Bình',
  'A5|Lê Văn Cường',
  'A6|Bùi Văn Dũng|member|exempt',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const refused = /^Việc này do đồng chí khác/u

onOneDatabase('attendance', (open) => {
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
  const marks = () =>
    house.rows<{ state: string; version: number }>(
      'SELECT state, version FROM attendance ORDER BY at, version, state',
    )
  const lineOf = (text: string, number: number): string =>
    text.split('\n').find((line) => line.startsWith(`${String(number)}. `)) ?? ''
  const evening = '2026-12-03T12:40:00Z'

  describe('before a meeting', () => {
    it('there is nothing to take: neither of the next one nor of a month without one', async () => {
      expect(await say('/diemdanh')).toBe(
        'Chưa có buổi sinh hoạt nào đã diễn ra để điểm danh. Điểm danh được từ 30 phút trước giờ họp.',
      )
      expect(await say('/diemdanh 11/2026')).toMatch(
        /^Buổi sinh hoạt 19 giờ 30, 03\/12\/2026 chưa diễn ra/u,
      )
      expect(await say('1 có mặt')).toMatch(/^Chưa có buổi sinh hoạt nào/u)
      expect(await say('/diemdanh 03/2026')).toMatch(
        /^Chi bộ không có buổi sinh hoạt nào của tháng 3\/2026/u,
      )
      expect(await marks()).toEqual([])
    })
  })

  describe('at a meeting', () => {
    beforeEach(() => {
      house.moveTo(evening)
    })

    it('the list, one tap each, and the rest at once', async () => {
      const list = await say('điểm danh')
      expect(list).toMatch(
        /^Điểm danh buổi sinh hoạt 19 giờ 30, Thứ Năm, 03\/12\/2026\n1\. Trần Văn Lâm: chưa ghi\n2\. Nguyễn Thị Hoa: chưa ghi\n3\. Vũ Thị An: chưa ghi/u,
      )
      expect(lineOf(list, 6)).toBe('6. Bùi Văn Dũng: miễn sinh hoạt')
      expect(house.newest('lam')?.labels).toEqual(['1. Điểm danh lần lượt', '2. Còn lại có mặt'])
      expect(await press(1)).toMatch(/^Điểm danh, còn 5 đồng chí\. Đồng chí Trần Văn Lâm\?/u)
      expect(await press('Có mặt')).toMatch(
        /^Đã ghi Trần Văn Lâm: có mặt\.\n\nĐiểm danh, còn 4 đồng chí\. Đồng chí Nguyễn Thị Hoa\?/u,
      )
      expect(await say('2')).toMatch(
        /^Đã ghi Nguyễn Thị Hoa: vắng có lý do\.\n\nĐiểm danh, còn 3 đồng chí\. Đồng chí Vũ Thị An\?/u,
      )
      expect(await press('Sinh hoạt tạm thời nơi khác')).toMatch(
        /^Đã ghi Vũ Thị An: sinh hoạt tạm thời nơi khác\./u,
      )
      await say('/diemdanh')
      const done = await press('Còn lại có mặt')
      expect(done).toMatch(/^Đã ghi Đỗ Văn Bình, Lê Văn Cường: có mặt\./u)
      expect(done).toContain(
        'Tổng số 6; miễn 1, sinh hoạt tạm thời nơi khác 1; phải dự 4: có mặt 3 (75,0\u00a0%), vắng có lý do 1, vắng không lý do 0, chưa ghi 0.',
      )
      expect(done).toContain('Chưa đạt mốc dự họp 90 %')
      expect(house.newest('lam')?.labels).toEqual([])
      expect(await marks()).toHaveLength(5)
    })

    it('typed: a number of the list and a state, several at once, and all of a line or nothing', async () => {
      expect(await say('3 vắng có lý do')).toMatch(
        /^Đã ghi Vũ Thị An: vắng có lý do\.\n\nĐiểm danh buổi sinh hoạt/u,
      )
      expect(lineOf(await say('/diemdanh 1 2 5 có mặt'), 5)).toBe('5. Lê Văn Cường: có mặt')
      expect(await say('4 7 có mặt')).toMatch(/^Danh sách có 6 đồng chí, không có số 7/u)
      expect(await say('/diemdanh 4 vắng')).toMatch(/^Trợ lý chưa hiểu dòng vừa gõ/u)
      expect(await say('4 vắng không lý do vì ốm')).toMatch(
        /^Đã ghi Đỗ Văn Bình: vắng không lý do\. Trợ lý không lưu lý do vắng/u,
      )
      expect(await say('4 vang khong ly do')).toMatch(/^Đã ghi như vậy từ trước/u)
      expect(
        await house.rows(`SELECT count(*)::int AS count FROM attendance WHERE reason IS NOT NULL`),
      ).toEqual([{ count: 0 }])
      expect(await marks()).toHaveLength(5)
    })

    it('a slip is put right on the day; later only with a reason, and the record before it stays', async () => {
      await say('3 vắng có lý do')
      expect(await say('3 có mặt')).toMatch(/^Đã ghi Vũ Thị An: có mặt\./u)
      house.moveTo('2026-12-06T02:00:00Z')
      expect(await say('3 vắng không lý do')).toMatch(
        /^Đồng chí Vũ Thị An đang được ghi: có mặt\. Đã qua ngày họp nên sửa cần có lý do/u,
      )
      expect(await say(`3 vắng không lý do vì ${'x'.repeat(201)}`)).toMatch(
        /^Lý do dài quá 200 ký tự/u,
      )
      expect(await say('3 vắng không lý do vì ghi nhầm người')).toMatch(
        /^Đã ghi Vũ Thị An: vắng không lý do\.\n/u,
      )
      expect((await marks()).map(({ state, version }) => [state, version])).toEqual([
        ['excused', 1],
        ['present', 2],
        ['unexcused', 3],
      ])
      const [kept] = await house.rows<{ reason: Buffer }>(
        'SELECT reason FROM attendance WHERE version = 3',
      )
      expect(Buffer.from(kept?.reason ?? []).includes('ghi nhầm')).toBe(false)
    })

    it('somebody who left since is neither recorded nor corrected; who left before is not on the list', async () => {
      await say('/diemdanh lần lượt', '1', '1')
      const button = house.newest('lam')?.message.choices?.[0]?.payload ?? ''
      await house.rows(
        `UPDATE member SET left_at = $1 WHERE id = $2::uuid`,
        new Date('2026-12-05T02:00:00Z'),
        await memberIdOf(house, 'A3'),
      )
      await house.rows(
        `UPDATE member SET left_at = $1 WHERE id = $2::uuid`,
        new Date('2026-12-01T02:00:00Z'),
        await memberIdOf(house, 'A4'),
      )
      expect(textOf(await house.pressesPayload('lam', button))).toMatch(
        /^Đồng chí Vũ Thị An không còn ở chi bộ/u,
      )
      expect(await say('/diemdanh')).not.toContain('Đỗ Văn Bình')
    })

    it('a deputy takes it too, a member does not; an old button of another meeting stays with that meeting', async () => {
      await house.knows('hoa', 'A2')
      await house.knows('an', 'A3')
      expect(textOf(await house.says('hoa', '2 có mặt'))).toMatch(
        /^Đã ghi Nguyễn Thị Hoa: có mặt\./u,
      )
      for (const typed of ['/diemdanh', '3 có mặt'])
        expect(textOf(await house.says('an', typed)), typed).toMatch(refused)
      await say('/diemdanh')
      const rest = house.newest('lam')?.message.choices?.[1]?.payload ?? ''
      await house.rows(
        `INSERT INTO meeting (id, branch_id, period, date, starts_at, source)
          VALUES (gen_random_uuid(), $1::uuid, '2026-12', '2027-01-03', '19:30', 'hand')`,
        house.branchId,
      )
      house.moveTo('2027-01-03T13:00:00Z')
      expect(textOf(await house.pressesPayload('lam', rest))).toContain('03/12/2026')
      expect(await house.rows(`SELECT DISTINCT period FROM attendance`)).toEqual([
        { period: '2026-11' },
      ])
    })

    it('a large branch comes in pages, numbered through', async () => {
      if (at !== undefined) await emptyTables(at.database)
      const many = Array.from({ length: 32 }, (_, place) => `B${String(place)}|Ngô Văn Yên`)
      house = await buildHouse(at?.database ?? house.database, [...members, ...many])
      await house.knows('lam', 'A1')
      for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('lam', typed)
      house.moveTo(evening)
      const first = await say('/diemdanh')
      expect(first).toMatch(/03\/12\/2026 \(trang 1\/2\)\n1\. /u)
      expect([lineOf(first, 30), lineOf(first, 31)]).toEqual([
        expect.stringContaining('Ngô Văn Yên'),
        '',
      ])
      const second = await press('Xem trang sau')
      expect(second).toMatch(/\(trang 2\/2\)\n31\. /u)
      expect(lineOf(second, 38)).toContain('Ngô Văn Yên')
      expect(second).toContain('Tổng số 38;')
      expect(await say('31 có mặt')).toMatch(
        /^Đã ghi Ngô Văn Yên: có mặt\.\n\nĐiểm danh[^\n]*\(trang 2\/2\)/u,
      )
    })

    it('/tonghop says it in one line once it was taken', async () => {
      house.moveTo('2026-11-26T01:00:00Z')
      await house.runs()
      house.moveTo(evening)
      await house.runs()
      expect(await say('/tonghop')).not.toContain('Buổi sinh hoạt 03/12')
      await say('/diemdanh 1 2 3 4 có mặt', '5 vắng không lý do')
      expect(await say('/tonghop')).toContain(
        '\n\nBuổi sinh hoạt 03/12/2026: có mặt 4/5 (80,0\u00a0%), vắng có lý do 0, vắng không lý do 1.\n\n',
      )
    })
  })

  describe('absence', () => {
    const an = async (typed: string): Promise<string> => textOf(await house.says('an', typed))
    beforeEach(() => house.knows('an', 'A3'))

    it('is said, replaced and ended by the member', async () => {
      expect(await an('báo vắng')).toMatch(/^Đồng chí vắng thì gõ ngày đi và ngày về/u)
      // Without its accents “vâng” is the same word.
      expect(await an('Vâng')).toMatch(/^Trợ lý chưa hiểu ý đồng chí/u)
      expect(await an('về rồi')).toMatch(/^Đồng chí chưa báo vắng ngày nào/u)
      expect(await an('vắng từ 20/12 đến 05/01')).toMatch(
        /^Đã ghi: đồng chí vắng từ 20\/12\/2026 đến hết 05\/01\/2027\.[^]*Người được xem: bí thư, phó bí thư/u,
      )
      expect(await an('Vang tu 22/12/2026 den 10/01/2027')).toContain(
        'Ghi này thay cho lần báo trước: 20/12/2026 – 05/01/2027.',
      )
      expect(await an('/baovang')).toContain('Đồng chí đã báo vắng: 22/12/2026 – 10/01/2027.')
      expect(await an('về rồi')).toBe(
        'Đã bỏ lần báo vắng 22/12/2026 – 10/01/2027. Trợ lý nhắc như thường.',
      )
      await an('vắng từ hôm nay đến 30/11')
      house.moveTo('2026-11-24T02:00:00Z')
      expect(await an('tôi về rồi')).toBe('Đã ghi: đồng chí đã về. Trợ lý nhắc như thường.')
      expect(
        await house.rows(`SELECT from_on::text AS "from", to_on::text AS "to" FROM absence`),
      ).toEqual([{ from: '2026-11-20', to: '2026-11-23' }])
      await an('/xoadulieu')
      await an('1')
      expect(await house.rows(`SELECT 1 FROM absence`)).toEqual([])
    })

    it.each([
      ['vắng từ 20/12 đến 10/12', /^“20\/12 đến 10\/12”: ngày về ở trước ngày đi/u],
      ['vắng từ 20/12/2026 đến 21/12/2027', /dài hơn một năm/u],
      ['vắng từ 01/11 đến 05/11', /đã qua rồi/u],
      ['vắng từ 30/02 đến 05/03', /có ngày không có thật/u],
      ['báo vắng ít hôm', /^Trợ lý chưa hiểu “ít hôm”/u],
    ])('is refused with what to type: %s', async (typed, said) => {
      expect(await an(typed)).toMatch(said)
      expect(await house.rows(`SELECT count(*)::int AS count FROM absence`)).toEqual([{ count: 0 }])
    })

    it('is counted apart and seen by the secretary, who records it with one tap', async () => {
      await an('vắng từ 01/12 đến 05/12')
      house.moveTo('2026-11-26T01:00:00Z')
      await house.runs()
      house.moveTo('2026-12-01T02:00:00Z')
      expect(await say('/thamgia')).toMatch(
        /đã tham gia 0\/4 \(0,0\u00a0%\)[^]*Đã báo vắng, không tính vào số phải thực hiện: 1\n– Vũ Thị An \(vắng đến hết 05\/12\/2026\)/u,
      )
      expect(await say('/tonghop')).toContain(
        'phải thực hiện 4. Đã tham gia 0 (0,0\u00a0%); đang làm 0; chưa làm 4. Đã báo vắng, tính riêng: 1.',
      )
      house.moveTo(evening)
      expect(lineOf(await say('/diemdanh'), 3)).toBe(
        '3. Vũ Thị An: chưa ghi (đã báo vắng 01/12 – 05/12)',
      )
      expect(await press('Đã báo vắng: vắng có lý do')).toMatch(
        /^Đã ghi Vũ Thị An: vắng có lý do\./u,
      )
    })
  })
})
