// The report as a file: its seven parts, and what of them is withheld. (Layout, names and bytes of
// every paper: papers.test.ts.)
import { describe, expect, it } from 'vitest'
import type { OfficialPaper } from '../../src/documents/official-paper.ts'
import { monthly, publishedOf, quarterly, sourceOf, tallyOf } from '../support/paper-samples.ts'
import { openPaper } from '../support/read-paper.ts'

const parts = [
  'I- Tình hình tham gia',
  'II- Kết quả tự soi',
  'III- Kết quả tự sửa',
  'IV- Cam kết năm và nhiệm vụ đã giao',
  'V- Góp ý với chi ủy, cấp ủy',
  'VI- Đồng chí kiểm điểm xoay vòng',
  'VII- Đề xuất nội dung đưa vào sinh hoạt',
]
const partsOf = ({ body }: OfficialPaper) =>
  body.flatMap((block) => (block.kind === 'part' ? [block.text] : []))
const linesOf = ({ body }: OfficialPaper) =>
  body.flatMap((block) => (block.kind === 'line' ? [block.text] : []))

describe('the seven parts', () => {
  it('stand in their order, in Vietnamese, whatever language is spoken, with the figures of the summary', async () => {
    const paper = monthly()
    expect(partsOf(paper)).toEqual(parts)
    expect((await openPaper(paper)).texts.filter((text) => parts.includes(text))).toEqual(parts)
    const lines = linesOf(paper)
    expect(lines).toContain(
      'Tổng số đảng viên: 17; miễn sinh hoạt: 1; phải thực hiện: 16. Đã tham gia: 15, tỷ lệ 93,8\u00a0%.',
    )
    expect(lines).toContain(
      '- Tư tưởng chính trị: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3.',
    )
    expect(lines).toContain(
      'Việc tự sửa đến hạn: 11; đã hoàn thành: 9, tỷ lệ 81,8\u00a0% (mốc 80 %).',
    )
  })

  it('name who wrote on paper and whose sheet was entered for them apart, both of those who took part', () => {
    const { roster } = tallyOf('2026-11')
    const states = (of: Partial<typeof roster>) =>
      linesOf(monthly({ source: sourceOf({ roster: { ...roster, ...of } }) })).find((text) =>
        text.startsWith('Trong đó ghi trên giấy'),
      )
    expect(states({ onPaper: 1, entered: 3, late: 2 })).toBe(
      'Trong đó ghi trên giấy: 1; nhập hộ từ phiếu giấy: 3; gửi muộn: 2. Đang thực hiện: 1; chưa thực hiện: 0.',
    )
    expect(states({})).toContain('nhập hộ từ phiếu giấy: 0;')
  })

  it('withhold what the summary withholds: under five sheets no head is named', () => {
    const paper = monthly({ source: sourceOf({ published: publishedOf('2026-11', 4) }) })
    expect(partsOf(paper)).toEqual(parts)
    expect(linesOf(paper)).toContain(
      'Chưa đủ 5 phiếu có nội dung nên không nêu số liệu, để không ai bị nhận ra.',
    )
    expect(linesOf(paper).join()).not.toMatch(/làm tốt|Tư tưởng chính trị:/u)
  })

  it('of an open round have no more than the summary has', () => {
    const paper = monthly({ source: sourceOf({ isClosed: false, published: null }) })
    expect(linesOf(paper)).toContain('Kỳ tự soi còn mở; số liệu tính đến khi lập báo cáo.')
    expect(
      linesOf(paper).filter((text) => text === 'Kỳ tự soi đang mở; số liệu sẽ có khi kỳ kết thúc.'),
    ).toHaveLength(3)
  })

  it('of a quarter have its months in tables, and a month that withheld adds nothing', async () => {
    const paper = quarterly()
    expect(paper.about).toBe('tổng hợp tự soi, tự sửa quý IV năm 2026')
    expect(partsOf(paper)).toEqual(parts)
    expect(linesOf(paper)).toContain(
      '- Tư tưởng chính trị: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3 (cộng 1 kỳ).',
    )
    expect(linesOf(paper)).toContain('- Biểu hiện nhóm I: các kỳ đều không nêu con số.')
    const { tables } = await openPaper(paper)
    expect(tables[1]).toEqual([
      'Tháng',
      'Phải thực hiện',
      'Đã tham gia',
      'Tỷ lệ',
      '10/2026',
      '16',
      '15',
      '93,8\u00a0%',
      '11/2026',
      '16',
      '15',
      '93,8\u00a0%',
    ])
    expect(tables[2]?.slice(4)).toEqual(['11/2026', '11', '9', '81,8\u00a0%'])
  })

  it('have names of those whose turn it is and counts of tasks where there are some, else room to write', () => {
    expect(linesOf(monthly())).toEqual(
      expect.arrayContaining(['Nhiệm vụ đã giao, chi bộ bổ sung:', 'Tháng này:', 'Tháng tới:']),
    )
    const tasks = { total: 5, done: 2, inTime: 1, overdue: 1, putOff: 0, dropped: 1 }
    const lines = linesOf(
      monthly({ turns: { now: ['Hồ Ngọc Ánh', 'Võ Hoàng Nam'], next: [] }, tasks }),
    )
    expect(lines).toContain('Tháng này: Hồ Ngọc Ánh, Võ Hoàng Nam.')
    expect(lines).toContain('Tháng tới:')
    expect(lines).toContain(
      'Nhiệm vụ theo nghị quyết của chi bộ: 4; đã hoàn thành 2, đang thực hiện 1, quá hạn 1.',
    )
  })
})
