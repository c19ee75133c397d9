// `/bienban`, `/kehoach` and `/danhsach điểm danh`: the papers around a meeting, from what was
// recorded of it and nothing else.
import exceljs from 'exceljs'
import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { verifiedAudit } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy|probationary',
  'A3|=HYPERLINK("http://x")',
  'A4|<b>Bình</b>',
  'A5|Lê Thị Thúy',
  'A6|Bùi Văn Dũng|member|exempt',
]

async function partsOf(said: Said | undefined): Promise<string> {
  const zip = await JSZip.loadAsync(said?.message.attachment?.bytes ?? new Uint8Array())
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
  return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join('\n')
}

onOneDatabase('papers', (open) => {
  let house: House
  const say = async (typed: string): Promise<string> =>
    (await house.says('lam', typed)).map(({ text }) => text).join('\n')
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members, { start: '2026-11-10T02:00:00Z' })
    await house.knows('lam', 'A1')
    await house.knows('thuy', 'A5')
  })

  it('without a meeting and a round there is nothing to draw up, and each says what to do', async () => {
    expect(await say('/bienban')).toMatch(/^Trợ lý chưa có lịch buổi sinh hoạt nào gần đây/u)
    expect(await say('/kehoach')).toMatch(/^Hiện chưa có kỳ tự soi nào/u)
    expect(await say('/danhsach điểm danh')).toBe(
      'Trong năm 2026 chưa có buổi sinh hoạt nào được điểm danh. Gõ “điểm danh” sau buổi sinh hoạt để ghi.',
    )
  })

  describe('with a meeting to come', () => {
    beforeAll(async () => {
      for (const typed of ['/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5'])
        await house.says('lam', typed)
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      house.moveTo('2026-11-28T02:00:00Z')
    })

    it('the skeleton may be printed beforehand, of the month as it is typed', async () => {
      for (const typed of ['biên bản', '/bienban 12/2026', 'bien ban thang 12 nam 2026']) {
        const [said] = await house.says('lam', typed)
        expect(said?.text, typed).toMatch(
          /^Bản khung biên bản buổi sinh hoạt 19 giờ 30, Thứ Năm 03\/12\/2026/u,
        )
        expect(said?.text).toContain('Buổi này chưa điểm danh')
        expect(said?.message.attachment).toMatchObject({
          fileName: 'Biên bản sinh hoạt chi bộ 03-12-2026.docx',
        })
        const paper = await partsOf(said)
        expect(paper).toContain('Địa điểm: Nhà văn hóa tổ 5.')
        expect(paper).toMatch(/\n1\. .+ \(\d+ phút\)\n/u)
        expect(paper).toContain('Chưa điểm danh; có mặt, vắng (họ tên, lý do):')
      }
    })

    it('what is no month, far off or without a meeting is refused with what to type', async () => {
      expect(await say('/bienban 13/2026')).toMatch(
        /^Trợ lý chưa hiểu “13\/2026” .* ví dụ: biên bản 12\/2026\.$/u,
      )
      expect(await say('/bienban 05/2030')).toMatch(
        /^Trợ lý chưa hiểu “05\/2030” hoặc tháng đó còn xa/u,
      )
      expect(await say('/bienban 03/2020')).toBe(
        'Trợ lý không có buổi sinh hoạt nào trong “03/2020”. Đề nghị đồng chí chọn tháng khác.',
      )
      expect(await say(`/bienban ${'x'.repeat(1500)}`)).toMatch(/^Trợ lý chưa hiểu “x{20}”/u)
      expect(await say('/kehoach 13')).toMatch(
        /^Trợ lý chưa hiểu “13”\. Đề nghị gõ tháng sau lệnh/u,
      )
      expect(await say('/kehoach 05/2030')).toMatch(/^“05\/2030” chưa đến/u)
      expect(await say('/kehoach 01/2020')).toMatch(/^Chi bộ không có kỳ tự soi “01\/2020”/u)
      expect(await say('/danhsach điểm danh năm 2030')).toMatch(/^“năm 2030” chưa đến/u)
      expect(await say('/danhsach diem danh abc')).toMatch(/^Trợ lý chưa hiểu “abc”/u)
    })

    it('a plan of an open round has no more than the summary', async () => {
      const [said] = await house.says('lam', 'kế hoạch khắc phục')
      expect(said?.message.attachment).toMatchObject({
        fileName: 'Kế hoạch khắc phục, tháng 11-2026.docx',
      })
      const paper = await partsOf(said)
      expect(paper).toContain('Kỳ tự soi đang mở; số liệu sẽ có khi kỳ kết thúc.')
      expect(paper).toContain('Biện pháp')
      expect(paper).not.toMatch(/làm tốt \d/u)
    })
  })

  describe('after the meeting', () => {
    beforeAll(async () => {
      house.moveTo('2026-12-03T13:00:00Z')
      for (const typed of ['3 vắng có lý do', '4 vắng không lý do', '1 2 có mặt'])
        await house.says('lam', typed)
      house.moveTo('2026-12-04T02:00:00Z')
    })

    it('the minutes name those absent, as words', async () => {
      const [said] = await house.says('lam', '/bienban')
      expect(said?.text).toContain('Có mặt 2/5 (40,0\u00a0%); vắng có lý do 1, không lý do 1.')
      expect(said?.text).not.toContain('HYPERLINK')
      const paper = await partsOf(said)
      expect(paper).toContain(
        'Tổng số đảng viên: 6 (chính thức 4, dự bị 1, miễn sinh hoạt 1); sinh hoạt tạm thời nơi khác: 0.',
      )
      expect(paper).toMatch(
        /Vắng (?:có|không) lý do: 1 đồng chí: =HYPERLINK\(&quot;http:\/\/x&quot;\)\./u,
      )
      expect(paper).toMatch(/Vắng (?:có|không) lý do: 1 đồng chí: &lt;b&gt;Bình&lt;\/b&gt;\./u)
      expect(paper).toContain('Chưa điểm danh: 1 đồng chí: Lê Thị Thúy. Ghi rõ:')
    })

    it('the sheet has everybody and the meeting, and nobody else may take it', async () => {
      const [said] = await house.says('lam', 'danh sách điểm danh 2026')
      expect(said?.text).toMatch(
        /^Bảng điểm danh năm 2026 của Chi bộ Tổ dân phố số 5: 1 buổi sinh hoạt, 6 đồng chí\./u,
      )
      const workbook = new exceljs.Workbook()
      await workbook.xlsx.load(Uint8Array.from(said?.message.attachment?.bytes ?? []).buffer)
      const sheet = workbook.worksheets[0]
      expect(sheet?.getCell('C4').value).toEqual(new Date('2026-12-03T00:00:00Z'))
      const rows = [5, 6, 7, 8, 9, 10].map((row) => [
        sheet?.getCell(`B${String(row)}`).value,
        sheet?.getCell(`C${String(row)}`).value,
      ])
      expect(rows.toSorted()).toEqual([
        ['\'=HYPERLINK("http://x")', expect.stringMatching(/^[PK]$/u)],
        ['<b>Bình</b>', expect.stringMatching(/^[PK]$/u)],
        ['Bùi Văn Dũng', 'M'],
        ['Lê Thị Thúy', null],
        ['Nguyễn Thị Hoa', 'x'],
        ['Trần Văn Lâm', 'x'],
      ])
      const before = await house.rows(
        `SELECT count(*)::int AS count FROM outbox WHERE class = 'document'`,
      )
      for (const typed of ['/bienban', '/kehoach', '/danhsach điểm danh']) {
        expect((await house.says('thuy', typed)).map(({ text }) => text).join(), typed).toMatch(
          /^Việc này do đồng chí khác/u,
        )
      }
      expect(
        await house.rows(`SELECT count(*)::int AS count FROM outbox WHERE class = 'document'`),
      ).toEqual(before)
      const audit = await verifiedAudit(house)
      expect(audit.filter(({ isAllowed }) => !isAllowed)).toHaveLength(3)
    })
  })
})
