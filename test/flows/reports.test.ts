// The papers that are drawn up from a branch's figures: the report, the register of remedies.
import exceljs from 'exceljs'
import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import type { House, Said } from '../support/house.ts'
import { buildBeforeOctober, choosing, submitsNovember } from '../support/two-months.ts'
import { submits } from '../support/walk.ts'

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const lam = 'A1'

onOneDatabase('the secretary', (open) => {
  let house: House
  const summary = async (typed: string): Promise<string> => textOf(await house.says(lam, typed))
  beforeAll(async () => {
    const { database } = await open()
    house = await buildBeforeOctober(database)
  })

  describe('November, beside October', () => {
    beforeAll(async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      await submits(house, 'A2', choosing({ duties: 'effort' }))
      for (const ref of ['A3', 'A4', 'A5']) await submits(house, ref)
      await submits(house, 'A6', choosing({ duties: 'mend' }))
      await submits(
        house,
        'A7',
        choosing({ politics: 'mend', duties: 'effort' }, ['anonymous', 'Ghế trong phòng họp hỏng']),
      )
      house.moveTo('2026-11-02T13:01:00Z')
      await house.runs()
      await submitsNovember(house)
      house.moveTo('2026-12-02T13:01:00Z')
      await house.runs()
    })

    it('draws up the report of a month or a quarter as a paper to sign, with the figures of the summary', async () => {
      const textsIn = async (said: Said | undefined): Promise<string> => {
        const attachment = said?.message.attachment
        const zip = await JSZip.loadAsync(attachment?.bytes ?? new Uint8Array())
        const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
        return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text).join('\n')
      }
      const [month] = await house.says(lam, 'báo cáo 11/2026')
      expect(month?.text).toMatch(
        /^Báo cáo tự soi, tự sửa tháng 11\/2026 của Chi bộ Tổ dân phố số 5: bản dự thảo/u,
      )
      expect(month?.message.attachment).toMatchObject({
        kind: 'document',
        fileName: 'Báo cáo tự soi, tháng 11-2026.docx',
      })
      const paper = await textsIn(month)
      expect(paper).toContain('Đã tham gia: 11, tỷ lệ 64,7\u00a0% (kỳ trước 35,3\u00a0%).')
      expect(paper).toContain(
        '- Tổ chức, kỷ luật: làm tốt 6; có mặt cần cố gắng / cần khắc phục 4.',
      )
      expect(paper).toMatch(/An Hòa, ngày +tháng +năm 2026/u)
      expect(paper.match(/Đảng viên Số \d+/gu)).toEqual(['Đảng viên Số 1'])
      const [quarter] = await house.says(lam, '/baocao quý 4/2026')
      expect(quarter?.text).toContain('– Tháng 10/2026: tham gia 6/17.')
      expect(await textsIn(quarter)).toContain(
        'Số kỳ đã đóng: 2. Số lượt đảng viên phải thực hiện: 34; số lượt đã tham gia: 17, tỷ lệ 50,0\u00a0%.',
      )
      for (const secret of ['MOT-LOI', 'HAI-LOI', 'Ghế trong phòng họp'])
        expect(paper).not.toContain(secret)
    })

    it('gives the register of remedies as a spreadsheet, by month, without names', async () => {
      const [said] = await house.says(lam, '/danhsach')
      expect(said?.message.attachment).toMatchObject({
        fileName: 'Danh sách việc tự sửa.xlsx',
        mediaType: expect.stringContaining('spreadsheetml') as string,
      })
      expect(said?.text.match(/^– Tháng (10|11)\/2026: không nêu số\.$/gmu)).toHaveLength(2)
      const workbook = new exceljs.Workbook()
      await workbook.xlsx.load(Uint8Array.from(said?.message.attachment?.bytes ?? []).buffer)
      const sheet = workbook.worksheets[0]
      const day = (text: string) => new Date(`${text}T00:00:00Z`)
      expect(
        [5, 6].map((row) => [
          sheet?.getCell(`A${String(row)}`).value,
          sheet?.getCell(`B${String(row)}`).value,
        ]),
      ).toEqual([
        [day('2026-10-01'), day('2026-11-02')],
        [day('2026-11-01'), day('2026-12-02')],
      ])
      expect(JSON.stringify(sheet?.getSheetValues())).not.toContain('Đảng viên Số')
    })

    it('says what report cannot be drawn up, and why', async () => {
      expect(await summary('/baocao quý 9')).toMatch(
        /^Trợ lý chưa hiểu “quý 9”\. Đề nghị gõ tháng, quý hoặc năm/u,
      )
      expect(await summary('/baocao 05/2027')).toMatch(/^“05\/2027” chưa đến nên chưa có số liệu/u)
      expect(await summary('/danhsach năm 2030')).toMatch(/^“năm 2030” chưa đến/u)
      expect(await summary('/baocao 01/2020')).toBe(
        'Chi bộ không có kỳ tự soi tháng 1/2020 nên không lập được báo cáo.',
      )
      expect(await summary('/baocao năm 2020')).toBe(
        'Chi bộ chưa có kỳ tự soi nào đã đóng trong năm 2020 nên chưa có số liệu để lập.',
      )
      expect(await summary('/danhsach 01/2020')).toMatch(
        /^Chi bộ chưa có kỳ tự soi nào đã đóng trong tháng 1\/2020/u,
      )
    })
  })
})
