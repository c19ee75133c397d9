// The report as a file: the Party's layout, measured in the XML; seven parts; names that are no mark-up, no formula, no direction.
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { closingsOf } from '../../src/conversation/intents/secretary/spans.ts'
import { summaryOf } from '../../src/conversation/intents/secretary/summary.ts'
import { monthlyReport, spanReport } from '../../src/conversation/screens/report-paper.ts'
import type { Moment } from '../../src/conversation/turn.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import type { OfficialPaper } from '../../src/documents/official-paper.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { period } from '../../src/domain/period.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import type { Tally } from '../../src/domain/tally.ts'
import type { BranchView, MemberView } from '../../src/store/snapshot.ts'
import type { SummarySource } from '../../src/store/tables.ts'
import { library, words } from '../support/house.ts'

const [pack] = [...library.packs.values()].filter(({ id }) => id === 'monthly') as [Pack]
const moment: Moment = {
  now: new Date('2026-12-02T14:00:00Z'), t: words.en, library, code: () => 'AAAA1111',
}
const branch = { name: 'Chi bộ Tổ dân phố số 5', parentName: 'Đảng bộ phường An Hòa', zone: 'Asia/Ho_Chi_Minh', unit: {}, timeline: {} } as unknown as BranchView
const member = { name: 'Nguyễn Thị Hạnh', role: 'secretary' } as MemberView
const november = period('2026-11')
const span = { kind: 'month', from: november, to: november } as const

function tally(of: string, sheets = 14): Tally {
  const counts = { good: sheets - 7, effort: 4, mend: 3 }
  return {
    version: 1, period: period(of), sheets,
    roster: { members: 17, exempt: 1, away: 0, expected: 16, done: 14, onPaper: 1, inProgress: 1, notBegun: 0, late: 0 },
    heads: Object.fromEntries(pack.heads.map(({ id }) => [id, counts])), groups: { I: { none: sheets }, II: { none: sheets } },
    remedies: { created: 5, noMeasure: 1, inProgress: 6, overdue: 2, done: 9, dueInPeriod: 11, doneOfDue: 9 }, voices: { named: 2, anonymous: 1 },
  }
}
const source = (more: Partial<SummarySource> = {}): SummarySource => ({
  roundId: 'r', period: november, pack, isClosed: true, roster: tally('2026-11').roster, tally: tally('2026-11'), checkpoint: null, previous: null, attendance: null, ...more,
})
const report = (of: Partial<BranchView> = {}, signer: Partial<MemberView> = {}, from = source()): OfficialPaper =>
  monthlyReport({ branch: { ...branch, ...of }, member: { ...member, ...signer }, span, turns: null, tasks: null }, summaryOf(from, branch.name), moment)

async function open(paper: OfficialPaper) {
  const { bytes } = await drawPaper(paper)
  const zip = await JSZip.loadAsync(bytes)
  const read = async (name: string) => (await zip.file(name)?.async('string')) ?? ''
  const xml = await read('word/document.xml')
  const textsOf = (part: string) => [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, text]) => text ?? '')
  const names = Object.keys(zip.files)
  const others = await Promise.all(names.filter((name) => /(?:header|footer)\d/u.test(name)).map(read))
  return { xml, texts: textsOf(xml), others, styles: await read('word/styles.xml'), tables: xml.match(/<w:tbl>.*?<\/w:tbl>/gsu)?.map(textsOf) ?? [] }
}
const paragraphOf = (xml: string, text: string): string => xml.match(/<w:p>.*?<\/w:p>/gsu)?.find((paragraph) => paragraph.includes(`>${text}<`)) ?? ''
const twips = (millimetres: number) => String(Math.round((millimetres / 25.4) * 1440))

describe('the layout', () => {
  it('is A4 with 20, 20, 30 and 15 mm, Times New Roman 14, 19 points exactly, first lines in by 10 mm', async () => {
    const { xml, styles } = await open(report())
    const attributes = (tag: string) => Object.fromEntries([...(new RegExp(`<w:${tag} ([^>]*)/>`, 'u').exec(xml)?.[1] ?? '').matchAll(/w:(\w+)="(\w+)"/gu)]
      .map(([, name = '', value = '']) => [name, value]))
    expect(attributes('pgSz')).toMatchObject({ w: '11906', h: '16838' })
    expect(attributes('pgMar')).toMatchObject({ top: twips(20), bottom: twips(20), left: twips(30), right: twips(15) })
    expect(styles).toMatch(/<w:rPrDefault><w:rPr>.*w:ascii="Times New Roman".*<w:sz w:val="28"\/>/su)
    const pitches = [...xml.matchAll(/<w:spacing [^>]*>/gu)].map(([tag]) => tag.includes('w:line="380"') && tag.includes('w:lineRule="exact"'))
    expect(new Set(pitches)).toEqual(new Set([true]))
    const opening = paragraphOf(xml, 'Chi bộ Tổ dân phố số 5 báo cáo kết quả tự soi, tự sửa tháng 11 năm 2026 như sau:')
    expect(opening).toContain(`w:firstLine="${twips(10)}"`)
    expect(opening).toContain('<w:sz w:val="28"/>')
  })

  it('has the head of a Party paper: who stands above, who issues, a star, a number to fill in, the mark of a draft, the Party, place and date', async () => {
    const { tables, texts, xml } = await open(report())
    expect(tables[0]?.filter((text) => text !== '')).toEqual([
      'ĐẢNG BỘ PHƯỜNG AN HÒA', 'CHI BỘ TỔ DÂN PHỐ SỐ 5', '*', 'Số          -BC/CB', 'Dự thảo',
      'ĐẢNG CỘNG SẢN VIỆT NAM', 'An Hòa, ngày        tháng        năm 2026',
    ])
    expect(texts.join()).not.toMatch(/CỘNG HÒA XÃ HỘI/u)
    expect(paragraphOf(xml, 'CHI BỘ TỔ DÂN PHỐ SỐ 5')).toContain('<w:b/>')
    expect(paragraphOf(xml, 'ĐẢNG BỘ PHƯỜNG AN HÒA')).not.toContain('<w:b/>')
    const title = texts.indexOf('BÁO CÁO')
    expect(texts.slice(title, title + 3)).toEqual(['BÁO CÁO', 'tổng hợp tự soi, tự sửa tháng 11 năm 2026', '-----'])
  })

  it('ends with a full stop, who receives it, and for whom it is signed: the offices not bold, the name bold', async () => {
    const { tables, texts, xml, others } = await open(report())
    expect(tables.at(-1)?.filter((text) => text !== '')).toEqual([
      'Nơi nhận', '- Cấp ủy cấp trên (để báo cáo),', '- Lưu Chi bộ.', 'T/M CHI BỘ', 'BÍ THƯ', 'Nguyễn Thị Hạnh',
    ])
    const last = texts.slice(0, texts.indexOf('Nơi nhận')).findLast((text) => text !== '')
    expect(last).toMatch(/[^/]\.$/u)
    expect(paragraphOf(xml, 'T/M CHI BỘ')).not.toContain('<w:b/>')
    expect(paragraphOf(xml, 'Nguyễn Thị Hạnh')).toContain('<w:b/>')
    expect(paragraphOf(xml, 'Nơi nhận')).toContain('<w:u w:val="single"/>')
    expect(others.filter((text) => text.includes('Số liệu tổng hợp từ tự đánh giá, không thay thế hồ sơ chính thức.'))).toHaveLength(2)
  })

  it('is signed by a deputy as a deputy, and left blank for others; without a known place it is written by hand', async () => {
    expect(report({}, { role: 'deputy' }).ending).toMatchObject({ signature: { office: 'PHÓ BÍ THƯ', name: 'Nguyễn Thị Hạnh' } })
    expect(report({}, { role: 'committee' }).ending).toMatchObject({ signature: { office: 'BÍ THƯ', name: '' } })
    expect(report({ parentName: 'Đảng ủy Trường Đại học A' }).placeAndDate).toMatch(/^…+, ngày/u)
    expect((await open(report({ parentName: null }))).tables[0]?.[0]).toBe('CHI BỘ TỔ DÂN PHỐ SỐ 5')
  })
})

const parts = [
  'I- Tình hình tham gia', 'II- Kết quả tự soi', 'III- Kết quả tự sửa', 'IV- Cam kết năm và nhiệm vụ đã giao', 'V- Góp ý với chi ủy, cấp ủy',
  'VI- Đồng chí kiểm điểm xoay vòng', 'VII- Đề xuất nội dung đưa vào sinh hoạt',
]
const partsOf = ({ body }: OfficialPaper) => body.flatMap((block) => (block.kind === 'part' ? [block.text] : []))
const linesOf = ({ body }: OfficialPaper) => body.flatMap((block) => (block.kind === 'line' ? [block.text] : []))

describe('the seven parts', () => {
  it('stand in their order, in Vietnamese, whatever language is spoken, with the figures of the summary', async () => {
    const paper = report()
    expect(partsOf(paper)).toEqual(parts)
    expect((await open(paper)).texts.filter((text) => parts.includes(text))).toEqual(parts)
    const lines = linesOf(paper)
    expect(lines).toContain('Tổng số đảng viên: 17; miễn sinh hoạt: 1; phải thực hiện: 16. Đã tham gia: 15, tỷ lệ 93,8\u00a0%.')
    expect(lines).toContain('- Tư tưởng chính trị: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3.')
    expect(lines).toContain('Nội dung khắc phục: mới 5; đang thực hiện 6; quá hạn 2; hoàn thành 9.')
    expect(lines).toContain('Hoàn thành 81,8\u00a0% số nội dung đến hạn (mốc 80\u00a0%).'.replace('80\u00a0%', '80 %'))
    expect(lines).toContain('- Trao đổi chung về việc tự sửa quá hạn, không nêu tên.')
  })

  it('withhold what the summary withholds: under five sheets no head is named', () => {
    const paper = report({}, {}, source({ tally: tally('2026-11', 4) }))
    expect(partsOf(paper)).toEqual(parts)
    expect(linesOf(paper)).toContain('Chưa đủ 5 phiếu có nội dung nên không nêu số liệu, để không ai bị nhận ra.')
    expect(linesOf(paper).join()).not.toMatch(/làm tốt|Tư tưởng chính trị:/u)
  })

  it('of an open round have no more than the summary has', () => {
    const paper = report({}, {}, source({ isClosed: false, tally: null }))
    expect(linesOf(paper)).toContain('Kỳ tự soi còn mở; số liệu tính đến khi lập báo cáo.')
    expect(linesOf(paper).filter((text) => text === 'Kỳ tự soi đang mở; số liệu có khi kỳ đóng.')).toHaveLength(3)
  })

  it('of a quarter have its months in tables, and a month that withheld adds nothing', async () => {
    const closings = closingsOf([tally('2026-10', 4), tally('2026-11')].map((counted) => {
      return { period: counted.period, closedOn: localDate('2026-12-02'), pack, tally: counted, checkpoint: null }
    }))
    const quarter = { kind: 'quarter', from: period('2026-10'), to: period('2026-12') } as const
    const paper = spanReport({ branch, member, span: quarter, turns: null, tasks: null }, closings, pack, moment)
    expect(paper.about).toBe('tổng hợp tự soi, tự sửa quý IV năm 2026')
    expect(partsOf(paper)).toEqual(parts)
    expect(linesOf(paper)).toContain('- Tư tưởng chính trị: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3 (cộng 1 kỳ).')
    expect(linesOf(paper)).toContain('- Biểu hiện nhóm I: các kỳ đều không nêu con số.')
    const { tables } = await open(paper)
    expect(tables[1]).toEqual(['Tháng', 'Phải thực hiện', 'Đã tham gia', 'Tỷ lệ', '10/2026', '16', '15', '93,8\u00a0%', '11/2026', '16', '15', '93,8\u00a0%'])
    expect(tables[2]?.slice(6, 12)).toEqual(['10/2026', '5', '6', '2', '9', '81,8\u00a0%'])
  })
})

describe('what is typed into names', () => {
  it.each([
    ['=HYPERLINK("http://x","y")', '=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)'], ['<b>Ba</b> & Lâm', '&lt;b&gt;Ba&lt;/b&gt; &amp; Lâm'],
    ['Trần\u202E \u200FVăn\u2066 Lâm', 'Trần Văn Lâm'], ['Lâm\u0000\u0007\nBa', 'Lâm Ba'], ['Nguyễn '.repeat(17).trim(), 'Nguyễn '.repeat(17).trim()],
    ['{{t}} $t(x)', '{{t}} $t(x)'],
  ])('%j stands in the paper as words', async (name, written) => {
    const { texts, xml } = await open(report({ name, parentName: name }, { name }))
    expect(texts.at(-1)).toBe(written)
    expect(texts.filter((text) => text.toLowerCase() === written.toLowerCase()).length).toBeGreaterThanOrEqual(3)
    // eslint-disable-next-line no-control-regex -- what XML forbids
    expect(xml).not.toMatch(/[\u0000-\u0008\u202A-\u202E\u2066-\u2069\u200E\u200F]|<b>|HYPERLINK\("/u)
  })

  it('gives equal bytes for equal input, whatever is drawn in between', async () => {
    const first = await drawPaper(report())
    await drawPaper(report({ name: 'Chi bộ khác' }))
    expect(Buffer.from((await drawPaper(report())).bytes).equals(Buffer.from(first.bytes))).toBe(true)
    expect(first.mediaType).toContain('wordprocessingml')
  })
})
