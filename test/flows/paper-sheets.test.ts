// `/phieugiay`: a sheet on paper for who has no smartphone; recorded as done, or its letters
// entered with a signed consent.
import JSZip from 'jszip'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, memberIdOf, sheetOf } from '../support/reveal.ts'

const longName = `Nguyễn ${'Thị Ngọc Ánh '.repeat(9)}`.slice(0, 119).trim()
const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Vũ Thị An',
  'A4|Đỗ Văn Bình',
  'A5|Lê Văn Cường',
  'A6|Bùi Văn Dũng|member|exempt',
  'A7|Vũ Văn Bình',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const refused = /^Việc này do đồng chí khác/u

onOneDatabase('sheets on paper', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    for (const ref of ['A1', 'A2', 'A3']) await house.knows(ref, ref)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('A1', each)
    return textOf(said)
  }
  const press = async (choice: string | number): Promise<string> =>
    textOf(await house.presses('A1', choice))
  const standing = async (ref: string) => {
    const [row] = await house.rows<{ state: string; is_late: boolean; by: boolean }>(
      'SELECT state, is_late, recorded_by IS NOT NULL AS by FROM assessment WHERE member_id = $1::uuid',
      await memberIdOf(house, ref),
    )
    return row === undefined
      ? null
      : `${row.state}${row.is_late ? ' late' : ''}${row.by ? ' recorded' : ''}`
  }
  const codeIn = (text: string): string => /: ([0-9A-Z]{4} [0-9A-Z]{4})/u.exec(text)?.[1] ?? ''
  const numbersIn = (text: string): readonly number[] =>
    [...(/Các câu có mã: (.*)\./u.exec(text)?.[1] ?? '').matchAll(/(\d+) \(/gu)].map(([, number]) =>
      Number(number),
    )
  const numberOf = (list: string, name: string): string =>
    new RegExp(`^(\\d+)\\. ${name}: `, 'mu').exec(list)?.[1] ?? ''

  describe('printing', () => {
    it('the list has who does not use the assistant; a page for each, with a code of its own', async () => {
      const list = await say('phiếu giấy')
      expect(list).toMatch(
        /^Phiếu giấy tháng 11\/2026\. Các đồng chí không làm trên máy:\n4\. Đỗ Văn Bình: chưa làm\n5\. Vũ Văn Bình: chưa làm\n6\. Lê Văn Cường: chưa làm/u,
      )
      expect(list).not.toMatch(/Dũng|Vũ Thị An|Trần/u)
      const [said] = await house.presses('A1', 'In cho mọi đồng chí chưa làm')
      expect(said?.text).toMatch(/^Số phiếu giấy khổ A5 trong tệp: 3\./u)
      expect(said?.message.attachment).toMatchObject({
        fileName: 'Phiếu giấy.docx',
        mediaType: expect.stringContaining('wordprocessingml') as string,
      })
      const zip = await JSZip.loadAsync(said?.message.attachment?.bytes ?? new Uint8Array())
      const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
      for (const name of ['Đỗ Văn Bình', 'Vũ Văn Bình', 'Lê Văn Cường']) expect(xml).toContain(name)
      expect(xml.match(/<w:pageBreakBefore\/>/gu)).toHaveLength(2)
      expect(new Set((said?.text ?? '').match(/[0-9A-Z]{4} [0-9A-Z]{4}/gu)).size).toBe(3)
      expect(await house.rows('SELECT purpose FROM link_code')).toEqual(
        Array.from({ length: 3 }, () => ({ purpose: 'sheet' })),
      )
    })

    it('by name, by numbers; several of one name are told apart; nobody is made up', async () => {
      expect(await say('/phieugiay cuong')).toMatch(/– Lê Văn Cường: /u)
      expect(await say('/phieugiay Bình')).toMatch(
        /^Có nhiều đồng chí tên như vậy\. Đề nghị gõ số:\n4\. Đỗ Văn Bình\n5\. Vũ Văn Bình$/u,
      )
      expect(await say('/phieugiay 4 5')).toMatch(/^Số phiếu giấy khổ A5 trong tệp: 2\./u)
      expect(await say('/phieugiay 99')).toMatch(
        /^Danh sách kỳ này có 6 đồng chí, không có số 99\./u,
      )
      expect(await say('/phieugiay Ngô Thị Không')).toMatch(/^Không có đồng chí nào tên như vậy/u)
      expect(await say(`/phieugiay ${'x'.repeat(3000)}`)).toMatch(
        /^Không có đồng chí nào tên như vậy/u,
      )
      expect(await say('/phieugiay =HYPERLINK("x") <b>')).toMatch(
        /^Không có đồng chí nào tên như vậy/u,
      )
      expect(await say('/phieugiay 7KMQ 2RTB')).toMatch(
        /^Không có phiếu nào của chi bộ mang mã này/u,
      )
    })

    it('not for who uses the assistant, is away, has left, or is exempt; a deputy prints codes that link nobody, a member prints nothing', async () => {
      expect(await say('/phieugiay Vũ Thị An')).toMatch(
        /^Đồng chí Vũ Thị An đang dùng trợ lý: đồng chí ấy tự bấm “Tôi ghi giấy”/u,
      )
      await house.rows(
        `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
          VALUES (gen_random_uuid(), $1::uuid, '2026-11-19', '2026-12-20', now())`,
        await memberIdOf(house, 'A5'),
      )
      expect(await say('/phieugiay 6 xong')).toMatch(
        /^Đồng chí Lê Văn Cường báo vắng đến hết 20\/12\/2026/u,
      )
      await house.rows(
        `UPDATE member SET left_at = now() WHERE id = $1::uuid`,
        await memberIdOf(house, 'A7'),
      )
      expect(await say('/phieugiay 5 xong')).toMatch(/^Đồng chí Vũ Văn Bình không còn ở chi bộ/u)
      await house.rows(
        `UPDATE member SET status = 'exempt' WHERE id = $1::uuid`,
        await memberIdOf(house, 'A4'),
      )
      expect(await say('/phieugiay 4')).toMatch(/^Đồng chí Đỗ Văn Bình được miễn sinh hoạt/u)
      await house.rows(
        `UPDATE member SET status = 'official' WHERE id = $1::uuid`,
        await memberIdOf(house, 'A4'),
      )
      const printed = textOf(await house.says('A2', '/phieugiay 4'))
      expect(printed).toContain('Mã chỉ dùng để tìm phiếu')
      expect(textOf(await house.says('binh', codeIn(printed)))).not.toContain('Đỗ Văn Bình')
      expect(textOf(await house.says('A2', '/phieugiay 4 nhập'))).toMatch(refused)
      for (const typed of ['/phieugiay', '/phieugiay 4', '/phieugiay 4 xong'])
        expect(textOf(await house.says('A3', typed)), typed).toMatch(refused)
      expect(await standing('A4')).toBe('invited')
    })
  })

  describe('recording', () => {
    it('done on paper: counted apart, audited for that member, and nothing of its content asked', async () => {
      const code = codeIn(await say('/phieugiay 4'))
      expect(await say(`/phieugiay ${code.toLowerCase()}`)).toMatch(
        /^Phiếu tháng 11\/2026 của đồng chí Đỗ Văn Bình: chưa làm\./u,
      )
      expect(await press('Đã làm trên giấy')).toMatch(
        /^Đã ghi đồng chí Đỗ Văn Bình làm phiếu tháng 11\/2026 trên giấy\. Trợ lý không lưu nội dung\./u,
      )
      expect(await standing('A4')).toBe('onPaper recorded')
      expect(await say('/thamgia')).toMatch(/Ghi giấy: 1\n– Đỗ Văn Bình/u)
      expect(await say('/phieugiay 4 5 xong')).toMatch(/^Mỗi lần ghi nhận một đồng chí/u)
      expect(await answersOf(house, 'A4')).toEqual([])
      expect(
        await house.rows(
          'SELECT action, subject_member_id AS who FROM audit WHERE action = $1',
          'recordPaper',
        ),
      ).toEqual([{ action: 'recordPaper', who: await memberIdOf(house, 'A4') }])
    })

    it('after the closing it counts as late, and an old button or an older sheet is of no use in the next month', async () => {
      const code = codeIn(await say('/phieugiay 4'))
      const record = await say(`/phieugiay ${code}`).then(
        () => house.newest('A1')?.message.choices?.[0]?.payload ?? '',
      )
      house.moveTo('2026-12-02T13:05:00Z')
      await house.runs()
      expect(await say('/phieugiay 5 xong')).toContain('Kỳ này đã đóng nên được tính là gửi muộn.')
      expect(await standing('A7')).toBe('onPaper late recorded')
      house.moveTo('2026-12-26T02:00:00Z')
      await house.opens('2026-12', '2027-01-02T13:00:00Z')
      expect(textOf(await house.pressesPayload('A1', record))).toMatch(
        /^Nút vừa bấm không còn dùng được/u,
      )
      expect(await say(`/phieugiay ${code} xong`)).toMatch(/^Phiếu này thuộc kỳ trước/u)
    })
  })

  describe('entering letters', () => {
    it('only with the signed consent; letters only; counted and marked; the member sees it when they connect', async () => {
      const code = codeIn(await say('/phieugiay 4'))
      expect(await say('/phieugiay 4 nhập')).toMatch(
        /^Chỉ nhập mã số khi đồng chí Đỗ Văn Bình đã ký dưới dòng: “Tôi đồng ý để đồng chí bí thư nhập thay các câu lựa chọn của tôi\.”/u,
      )
      const asked = await press('Tôi giữ phần nộp có chữ ký')
      expect(asked).toMatch(/^Đã ghi: đồng chí giữ phần nộp có chữ ký/u)
      const numbers = numbersIn(asked)
      expect(numbers.length).toBeGreaterThan(6)
      const [first = 0, second = 0, ...others] = numbers
      expect(await say('đồng chí ấy làm tốt mọi mặt')).toMatch(/^Trợ lý chưa đọc được dòng vừa gõ/u)
      expect(await say(`${String(first)}a ${String(second)}h`)).toMatch(
        new RegExp(`^Câu ${String(second)} không có chữ vừa gõ`, 'u'),
      )
      expect(await answersOf(house, 'A4')).toEqual([])
      const partly = await say(`${String(first)}b ${String(second)}a`)
      expect(partly).toMatch(
        new RegExp(
          `^Đã nhập cho đồng chí Đỗ Văn Bình: ${String(first)}b, ${String(second)}a\\.\\n\\nChưa có mã: câu ${others.join(', ')}\\.`,
          'u',
        ),
      )
      expect(await say(others.map((number) => `${String(number)}a`).join(' '))).not.toContain(
        'Chưa có mã',
      )
      expect(Object.values(await sheetOf(house, 'A4')).sort()).toEqual(
        expect.arrayContaining(['effort', 'good', 'none']),
      )
      expect(await standing('A4')).toBe('submitted recorded')
      expect(await say('/thamgia')).toContain('– Đỗ Văn Bình (nhập hộ)')
      expect(await say('/tonghop')).toContain('nhập hộ từ phiếu giấy 1')
      expect(await house.rows('SELECT count(*)::int AS count FROM remedy')).toEqual([{ count: 0 }])

      house.pass(3600)
      expect(textOf(await house.says('binh', code))).toMatch(/^Đây là mã của phiếu giấy/u)
      await house.says('binh', await house.codeFor('A4'))
      await house.presses('binh', 1)
      for (let purpose = 0; purpose < 3; purpose += 1) await house.presses('binh', 1)
      const own = textOf(await house.says('binh', '/dulieucuatoi'))
      expect(own).toContain('Phiếu tháng 11/2026: đồng chí Trần Văn Lâm nhập hộ mã số, 20/11/2026')
      expect(own).toContain(
        'Ý kiến về nhập hộ mã số từ phiếu giấy: đồng ý (đồng chí Trần Văn Lâm ghi, giữ phần có chữ ký)',
      )
      expect(textOf(await house.says('binh', '/aidaxem'))).toContain(
        'Trần Văn Lâm, nhập hộ mã số phiếu giấy',
      )
      expect(textOf(await house.says('A3', '/aidaxem'))).not.toContain('nhập hộ')
      expect(textOf(await house.says('binh', '/tusoi'))).toMatch(
        /^Phiếu tháng 11\/2026 của đồng chí:\n1\. Tư tưởng chính trị: có mặt cần cố gắng\n2\. Đạo đức, lối sống: làm tốt/u,
      )
      // Now they have a chat of their own, what was signed before no longer speaks for them.
      expect(await say('/phieugiay 4 nhập')).toMatch(/^Đồng chí Đỗ Văn Bình đang dùng trợ lý/u)
    })

    it('is taken back: what was entered goes, and the sheet stays done on paper', async () => {
      await say('/phieugiay 5 nhập')
      const numbers = numbersIn(await press('Tôi giữ phần nộp có chữ ký'))
      await say(`${String(numbers[0])}a ${String(numbers[1])}b`, 'dừng')
      expect(await answersOf(house, 'A7')).toHaveLength(2)
      house.pass(60)
      expect(await say('/phieugiay 5 rút')).toMatch(/^Đã ghi: đồng chí Vũ Văn Bình rút đồng ý\./u)
      expect(await answersOf(house, 'A7')).toEqual([])
      expect(await standing('A7')).toBe('onPaper recorded')
      expect(await say('/phieugiay 5 nhập')).toMatch(/^Chỉ nhập mã số khi/u)
      expect(await say('/phieugiay 4 rút')).toMatch(
        /chưa đồng ý để nhập hộ nên không có gì để rút/u,
      )
    })

    it('who uses the assistant may agree in the chat; what they send themselves is theirs again and is not overwritten', async () => {
      expect(textOf(await house.says('A3', 'nhập hộ'))).toContain('Hiện nay: không nhập hộ.')
      expect(textOf(await house.presses('A3', 'Đồng ý'))).toMatch(/^Đã ghi: đồng chí đồng ý/u)
      const list = await say('/phieugiay')
      const number = numberOf(list, 'Vũ Thị An')
      const numbers = numbersIn(await say(`/phieugiay ${number} nhập`))
      await say(`${String(numbers[0])}a ${String(numbers[1])}b`, 'dừng')
      expect(await standing('A3')).toBe('submitted recorded')
      await house.rows(
        `UPDATE assessment SET recorded_by = NULL WHERE member_id = $1::uuid`,
        await memberIdOf(house, 'A3'),
      )
      expect(await say(`/phieugiay ${number} nhập`)).toMatch(/^Đồng chí Vũ Thị An đã tự gửi phiếu/u)
      house.pass(60)
      expect(textOf(await house.says('A3', '/nhapho khong'))).toMatch(
        /^Đã ghi: từ nay không ai nhập hộ/u,
      )
      await house.rows(
        `UPDATE assessment SET state = 'invited' WHERE member_id = $1::uuid`,
        await memberIdOf(house, 'A3'),
      )
      expect(await say(`/phieugiay ${number}`)).toMatch(/đang dùng trợ lý/u)
    })
  })

  it('prints for a name of 120 letters, and before the first round there is nothing to print', async () => {
    if (at !== undefined) await emptyTables(at.database)
    house = await buildHouse(at?.database ?? house.database, [
      'A1|Trần Văn Lâm|secretary',
      `A2|${longName}`,
    ])
    await house.knows('A1', 'A1')
    expect(await say('/phieugiay')).toBe('Chi bộ chưa có kỳ tự soi nào nên chưa có phiếu để in.')
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    expect(await say('/phieugiay tất cả')).toContain(longName)
    expect(await say('/phieugiay 2 xong', '/phieugiay tất cả')).toMatch(
      /^Không còn đồng chí nào cần phiếu giấy/u,
    )
  })
})
