// Every paper as a file: the Party's layout, measured in the XML; names that are no mark-up, no
// formula, no direction; equal bytes.
import { describe, expect, it } from 'vitest'
import { drawPaper } from '../../src/documents/paper.ts'
import type { OfficialPaper } from '../../src/documents/official-paper.ts'
import type { BranchView, MemberView } from '../../src/store/snapshot.ts'
import { papers } from '../support/house.ts'
import {
  agendaOfSample,
  attendees,
  branch,
  meeting,
  minutes,
  moment,
  monthly,
  paperSource,
  plan,
  publishedOf,
  quarterly,
  record,
  sourceOf,
  taskOf,
} from '../support/paper-samples.ts'
import { openPaper, paragraphOf, twips } from '../support/read-paper.ts'

interface Of {
  readonly branch?: Partial<BranchView>
  readonly member?: Partial<MemberView>
}
const kinds: readonly (readonly [
  name: string,
  symbol: string,
  title: readonly string[],
  draw: (of?: Of) => OfficialPaper,
])[] = [
  [
    'the report of a month',
    'BC',
    ['BÁO CÁO', 'tổng hợp tự soi, tự sửa tháng 11 năm 2026'],
    monthly,
  ],
  [
    'the report of a quarter',
    'BC',
    ['BÁO CÁO', 'tổng hợp tự soi, tự sửa quý IV năm 2026'],
    quarterly,
  ],
  ['the minutes', 'BB', ['BIÊN BẢN', 'sinh hoạt thường kỳ tháng 12 năm 2026'], minutes],
  ['the plan', 'KH', ['KẾ HOẠCH', 'khắc phục hạn chế sau tự soi, tự sửa tháng 11 năm 2026'], plan],
]
const linesOf = ({ body }: OfficialPaper) =>
  body.flatMap((block) => (block.kind === 'line' ? [block.text] : []))

describe.each(kinds)('%s', (_, symbol, title, draw) => {
  it('is A4 with 20, 20, 30 and 15 mm, Times New Roman 14, 19 points exactly, first lines in by 10 mm', async () => {
    const { xml, styles } = await openPaper(draw())
    const attributes = (tag: string) =>
      Object.fromEntries(
        [
          ...(new RegExp(`<w:${tag} ([^>]*)/>`, 'u').exec(xml)?.[1] ?? '').matchAll(
            /w:(\w+)="(\w+)"/gu,
          ),
        ].map(([, name = '', value = '']) => [name, value]),
      )
    expect(attributes('pgSz')).toMatchObject({ w: '11906', h: '16838' })
    expect(attributes('pgMar')).toMatchObject({
      top: twips(20),
      bottom: twips(20),
      left: twips(30),
      right: twips(15),
    })
    expect(styles).toMatch(
      /<w:rPrDefault><w:rPr>.*w:ascii="Times New Roman".*<w:sz w:val="28"\/>/su,
    )
    expect(xml).not.toContain('<w:rFonts')
    const pitches = [...xml.matchAll(/<w:spacing [^>]*>/gu)].map(
      ([tag]) => tag.includes('w:line="380"') && tag.includes('w:lineRule="exact"'),
    )
    expect(new Set(pitches)).toEqual(new Set([true]))
    const first = linesOf(draw())[0] ?? ''
    expect(paragraphOf(xml, first)).toContain(`w:firstLine="${twips(10)}"`)
    expect(paragraphOf(xml, first)).toContain('<w:sz w:val="28"/>')
    // No table is wider than the text.
    const widths = [...xml.matchAll(/<w:tblW w:type="dxa" w:w="(\d+)"\/>/gu)].map(([, width]) =>
      Number(width),
    )
    expect(widths.length).toBeGreaterThan(1)
    expect(Math.max(...widths)).toBeLessThanOrEqual(
      Number(twips(210)) - Number(twips(30)) - Number(twips(15)),
    )
  })

  it('has the head of a Party paper: who stands above, who issues, a star, a number to fill in, the mark of a draft, the Party, place and date', async () => {
    const { tables, texts, xml, others } = await openPaper(draw())
    expect(tables[0]?.filter((text) => text !== '')).toEqual([
      'ĐẢNG BỘ PHƯỜNG AN HÒA',
      'CHI BỘ TỔ DÂN PHỐ SỐ 5',
      '*',
      `Số          -${symbol}/CB`,
      'Dự thảo',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'An Hòa, ngày        tháng        năm 2026',
    ])
    expect(texts.join()).not.toMatch(/CỘNG HÒA XÃ HỘI/u)
    expect(paragraphOf(xml, 'CHI BỘ TỔ DÂN PHỐ SỐ 5')).toContain('<w:b/>')
    expect(paragraphOf(xml, 'ĐẢNG BỘ PHƯỜNG AN HÒA')).not.toContain('<w:b/>')
    const place = texts.indexOf(title[0] ?? '')
    expect(texts.slice(place, place + 3)).toEqual([...title, '-----'])
    expect(
      others.filter((text) =>
        text.includes('Dự thảo. Số liệu tổng hợp từ tự đánh giá, không thay thế hồ sơ chính thức.'),
      ),
    ).toHaveLength(2)
  })

  it('ends with a plain full stop', () => {
    const last = draw().body.at(-1)
    expect(last?.kind === 'line' ? last.text : '').toMatch(/[^/]\.$/u)
  })

  it('has what its unit set: names as typed, its symbol, its place, its tone marks, and never in a name of a person', async () => {
    const unit = {
      superior: 'Đảng ủy Tòa án',
      issuer: 'Chi bộ Thủy lợi',
      place: 'Hòa Vang',
      symbol: 'CB-TL',
      toneMark: 'uỷ',
    } as const
    const { tables, texts } = await openPaper(
      draw({ branch: { unit }, member: { name: 'Bùi Thị Hòa' } }),
    )
    expect(tables[0]?.filter((text) => text !== '')).toEqual([
      'ĐẢNG ỦY TÒA ÁN',
      'CHI BỘ THỦY LỢI',
      '*',
      `Số          -${symbol}/CB-TL`,
      'Dự thảo',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Hòa Vang, ngày        tháng        năm 2026',
    ])
    const others = texts
      .join('\n')
      .replaceAll(
        /ĐẢNG ỦY TÒA ÁN|CHI BỘ THỦY LỢI|Hòa Vang|Bùi Thị Hòa|Phạm Thị Thúy|Chi bộ Thủy lợi|Nhà văn hóa|chi ủy$/gmu,
        '',
      )
    expect(others).not.toMatch(/(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?!\p{L})/iu)
    const [usual] = (
      await openPaper(draw({ branch: { parentName: 'Đảng bộ phường An Hoà', unit: {} } }))
    ).tables
    expect(usual?.[0]).toBe('ĐẢNG BỘ PHƯỜNG AN HÒA')
  })

  it.each([
    ['=HYPERLINK("http://x","y")', '=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)'],
    ['<b>Ba</b> & Lâm', '&lt;b&gt;Ba&lt;/b&gt; &amp; Lâm'],
    ['Trần\u202E \u200FVăn\u2066 Lâm', 'Trần Văn Lâm'],
    ['Lâm\u0000\u0007\nBa', 'Lâm Ba'],
    ['Nguyễn '.repeat(17).trim(), 'Nguyễn '.repeat(17).trim()],
    ['{{span}} $t(x)', '{{span}} $t(x)'],
  ])('has %j as a name in words', async (name, written) => {
    const { texts, xml } = await openPaper(
      draw({ branch: { name, parentName: name }, member: { name } }),
    )
    expect(
      texts.filter((text) => text.toLowerCase() === written.toLowerCase()).length,
    ).toBeGreaterThanOrEqual(2)
    const unwanted =
      // eslint-disable-next-line no-control-regex -- what XML forbids
      /[\u0000-\u0008\u202A-\u202E\u2066-\u2069\u200E\u200F]|<b>|HYPERLINK\("/u
    expect(xml).not.toMatch(unwanted)
  })

  it('gives equal bytes for equal input, whatever is drawn in between', async () => {
    const first = await drawPaper(draw())
    await drawPaper(draw({ branch: { name: 'Chi bộ khác' } }))
    expect(Buffer.from((await drawPaper(draw())).bytes).equals(Buffer.from(first.bytes))).toBe(true)
    expect(first.mediaType).toContain('wordprocessingml')
  })
})

describe('who signs', () => {
  it('a report and a plan: for whom, in which office, by whom; the offices not bold, the name bold; and who receives it', async () => {
    for (const paper of [monthly(), plan()]) {
      const { tables, xml } = await openPaper(paper)
      expect(tables.at(-1)?.filter((text) => text !== '')).toEqual([
        'Nơi nhận',
        '- Cấp ủy cấp trên (để báo cáo),',
        '- Lưu Chi bộ.',
        'T/M CHI BỘ',
        'BÍ THƯ',
        'Nguyễn Thị Hạnh',
      ])
      expect(paragraphOf(xml, 'T/M CHI BỘ')).not.toContain('<w:b/>')
      expect(paragraphOf(xml, 'Nguyễn Thị Hạnh')).toContain('<w:b/>')
      expect(paragraphOf(xml, 'Nơi nhận')).toContain('<w:u w:val="single"/>')
    }
  })

  it('a deputy as a deputy, and nobody for others; without a known place it is written by hand', async () => {
    expect(monthly({ member: { role: 'deputy' } }).ending).toMatchObject({
      signature: { office: 'PHÓ BÍ THƯ', name: 'Nguyễn Thị Hạnh' },
    })
    expect(plan({ member: { role: 'committee' } }).ending).toMatchObject({
      signature: { office: 'BÍ THƯ', name: '' },
    })
    expect(monthly({ branch: { parentName: 'Đảng ủy Trường Đại học A' } }).placeAndDate).toMatch(
      /^…+, ngày/u,
    )
    expect((await openPaper(monthly({ branch: { parentName: null } }))).tables[0]?.[0]).toBe(
      'CHI BỘ TỔ DÂN PHỐ SỐ 5',
    )
  })

  it('minutes: who wrote them on the left, who chaired on the right, names by hand', async () => {
    expect((await openPaper(minutes())).tables.at(-1)?.filter((text) => text !== '')).toEqual([
      'NGƯỜI GHI BIÊN BẢN',
      'CHỦ TRÌ HỘI NGHỊ',
    ])
  })
})

describe('the minutes', () => {
  it('count those there, name those absent with room for the reason, and say whom nothing is recorded of', () => {
    const lines = linesOf(minutes())
    expect(lines).toContain('Thời gian: 19 giờ 30, Thứ Năm, ngày 03 tháng 12 năm 2026.')
    expect(lines).toContain('Địa điểm: Nhà văn hóa tổ dân phố số 5.')
    expect(lines).toContain(
      'Tổng số đảng viên: 8 (chính thức 6, dự bị 1, miễn sinh hoạt 1); sinh hoạt tạm thời nơi khác: 0.',
    )
    expect(lines).toContain('Có mặt: 5/7 đồng chí phải dự, đạt 71,4\u00a0%.')
    expect(lines).toContain('Vắng có lý do: 1 đồng chí: Lê Minh Đức. Lý do:')
    expect(lines).toContain('Vắng không lý do: 1 đồng chí: Đặng Quốc Khánh.')
    expect(lines.join()).not.toContain('Chưa điểm danh')
    const begun = {
      period: meeting.period,
      date: meeting.date,
      startsAt: meeting.startsAt,
      isHeld: true,
      lines: attendees.map((line, place) => ({
        ...line,
        state: place === 0 ? ('present' as const) : null,
      })),
    }
    expect(linesOf(minutes({ source: paperSource({ attendance: begun }) })).join('\n')).toMatch(
      /Vắng có lý do: không\.\nVắng không lý do: không\.\nChưa điểm danh: 6 đồng chí: Trần Văn Lâm, .*Ghi rõ:/u,
    )
  })

  it('have the agenda in order with room under each item, whose turn it is, and the tasks with who and by when', async () => {
    const paper = minutes()
    const { lines } = agendaOfSample
    const items = lines.map(
      ({ title, minutes: minutesOf }, place) =>
        `${String(place + 1)}. ${title.vi} (${String(minutesOf)} phút)`,
    )
    expect(linesOf(paper).filter((line) => items.includes(line))).toEqual(items)
    for (const item of items) {
      const place = paper.body.findIndex((block) => block.kind === 'line' && block.text === item)
      expect(paper.body[place + 1]).toEqual({ kind: 'dots', lines: 3 })
    }
    expect(linesOf(paper)).toContain('Đồng chí kiểm điểm: Phạm Thị Thúy. Ý kiến góp ý, tiếp thu:')
    const { tables, xml } = await openPaper(paper)
    expect(tables.at(-2)).toEqual([
      'Nội dung',
      'Người phụ trách',
      'Thời hạn',
      'Vận động các hộ dân ngõ 12 phân loại rác tại nguồn',
      'Trần Văn Lâm, Chi hội phụ nữ',
      '20/12/2026',
      'Rà soát hộ cận nghèo, báo cáo chi ủy',
      'Phạm Thị Thúy',
      '28/12/2026',
    ])
    const leaders = [...xml.matchAll(/<w:tab w:val="right" w:pos="(\d+)" w:leader="dot"\/>/gu)].map(
      ([, position]) => position,
    )
    expect(leaders.length).toBeGreaterThan(3 * items.length)
    expect(new Set(leaders)).toEqual(
      new Set([String(Number(twips(210)) - Number(twips(30)) - Number(twips(15)))]),
    )
  })

  it('of a thematic meeting without place, attendance, rotation and tasks have lines to write on', () => {
    const source = paperSource({ attendance: null, tasks: [], record: null })
    const paper = minutes({
      meeting: { ...meeting, kind: 'thematic', place: null },
      source,
      hasRotation: false,
    })
    expect(paper.about).toBe('sinh hoạt chuyên đề tháng 12 năm 2026')
    const room = paper.body.flatMap((block) =>
      block.kind === 'line' && block.hasRoom === true ? [block.text] : [],
    )
    expect(room).toEqual(
      expect.arrayContaining([
        'Chưa điểm danh; có mặt, vắng (họ tên, lý do):',
        'Nội dung:',
        'Đồng chí kiểm điểm, ý kiến góp ý, tiếp thu:',
        'Việc, người phụ trách, thời hạn:',
      ]),
    )
    expect(linesOf(paper)).toContain('Địa điểm: ……………………………….')
    const own = [{ part: 'other', title: { vi: '=1+1 <b>', en: 'x' }, minutes: 90 }] as const
    expect(
      linesOf(minutes({ source: paperSource({ record: { ...record, lines: own } }) })),
    ).toContain('1. =1+1 <b> (90 phút)')
  })
})

describe('the plan', () => {
  it('has the summary’s figures, a row to fill in for each head, and only tasks still to be done', async () => {
    const lines = [
      taskOf('Việc xong', 'Võ Hoàng Nam', '2026-12-01', { state: 'done' }),
      taskOf('=SUM(A1)', '<i>Nam</i>', '2026-12-31', { state: 'putOff' }),
    ]
    const paper = plan({ lines })
    expect(linesOf(paper)).toContain(
      'Nội dung khắc phục đến hạn: 11; đã hoàn thành: 9, tỷ lệ 81,8\u00a0% (mốc 80 %).',
    )
    expect(linesOf(paper)).toContain(
      '- Tư tưởng chính trị: làm tốt 7; có mặt cần cố gắng 4; cần khắc phục 3.',
    )
    const { tables } = await openPaper(paper)
    expect(tables[1]?.filter((text) => text !== '')).toEqual([
      'Nhóm nội dung',
      'Biện pháp',
      'Người phụ trách',
      'Thời hạn',
      'Tư tưởng chính trị',
      'Đạo đức, lối sống',
      'Chức trách, nhiệm vụ',
      'Tổ chức, kỷ luật',
    ])
    expect(tables[2]).toEqual([
      'Nội dung',
      'Người phụ trách',
      'Thời hạn',
      '=SUM(A1)',
      '&lt;i&gt;Nam&lt;/i&gt;',
      '31/12/2026',
    ])
  })

  it('withholds what the summary withholds', () => {
    const few = linesOf(
      plan({ source: sourceOf({ published: publishedOf('2026-11', 4) }), lines: [] }),
    )
    expect(few).toContain(
      'Chưa đủ 5 phiếu có nội dung nên không nêu số liệu, để không ai bị nhận ra.',
    )
    expect(few.join()).not.toMatch(/làm tốt/u)
    const open = linesOf(
      plan({ source: sourceOf({ isClosed: false, published: null }), lines: [] }),
    )
    expect(
      open.filter((line) => line === 'Kỳ tự soi đang mở; số liệu sẽ có khi kỳ kết thúc.'),
    ).toHaveLength(1)
  })
})

it('follows the operator’s wording: another order, a sentence left out, lines to write on', () => {
  const report = {
    ...papers.report,
    about: 'thử {{span}}',
    body: [
      { heading: 'A- Góp ý' },
      { insert: 'voices' },
      { dots: 2 },
      { text: 'Của {{branch}}: …' },
    ] as const,
    texts: { ...papers.report.texts, voices: '' },
  }
  const at = { ...moment, library: { ...moment.library, papers: { ...papers, report } } }
  const paper = monthly({}, at)
  expect(paper.about).toBe('thử tháng 11 năm 2026')
  expect(paper.body).toEqual([
    { kind: 'part', text: 'A- Góp ý' },
    { kind: 'dots', lines: 2 },
    { kind: 'line', text: `Của ${branch.name}:`, hasRoom: true },
  ])
})
