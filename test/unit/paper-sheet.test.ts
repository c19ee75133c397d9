import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { codedOf, paperSheetPage } from '../../src/conversation/screens/paper-sheet.ts'
import { drawPaper } from '../../src/documents/paper.ts'
import { fitSheet, leftOver } from '../../src/documents/paper-sheet-fit.ts'
import { type SheetPage, sheetPage } from '../../src/documents/sheet-page.ts'
import { linesOf, textWidth } from '../../src/documents/times-width.ts'
import { readPaperCodes, readPaperRequest } from '../../src/domain/paper-codes.ts'
import { period, periodIndex } from '../../src/domain/period.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import { buildSheet, type SheetItem } from '../../src/domain/sheet.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { words } from '../support/house.ts'

const { packs, consent } = loadQuestionnaires('questionnaires')
const madeAt = new Date('2026-11-20T02:00:00Z')
const longName =
  'Nguyễn Phước Bảo Hoàng Thiên Ân Trường Giang Minh Khôi Đặng Trần Thị Ngọc Ánh Tuyết Mai Phương Thảo Quỳnh Như Ý Nhi Hương Lan'.slice(
    0,
    120,
  )
const monthly = packOf('monthly')

function packOf(id: string): Pack {
  const pack = packs.get(id)
  if (pack === undefined) throw new Error('the pack is missing')
  return pack
}

interface Wanted {
  readonly month?: number
  readonly name?: string
  readonly language?: 'vi' | 'en'
  readonly pack?: Pack
  readonly isLongest?: boolean
}

function pageOf({
  month = 11,
  name = 'Trần Văn Lâm',
  language = 'vi',
  pack = monthly,
  isLongest = false,
}: Wanted = {}) {
  const of = period(`2026-${String(month).padStart(2, '0')}`)
  const openRemedies = ['1', '2', '3'].map((id) => ({ id })).slice(0, isLongest ? 3 : 0)
  const sheet = buildSheet({
    pack,
    memberSeed: `m${String(month)}`,
    periodIndex: periodIndex(of),
    openRemedies,
    isQuarterStart: isLongest,
    voiceOpen: true,
  })
  return {
    sheet,
    page: paperSheetPage(
      { name, period: of, sheet, pack, code: '7KMQ2RTB', consent: consent.paper[language] },
      words[language],
    ),
  }
}

async function open(pages: readonly SheetPage[]) {
  const { bytes } = await drawPaper({ kind: 'sheets', title: 'Phiếu', madeAt, pages })
  const zip = await JSZip.loadAsync(bytes)
  const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
  const text = [...xml.matchAll(/<w:p>.*?<\/w:p>/gsu)].map(([paragraph]) =>
    [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)].map(([, run]) => run).join(''),
  )
  return { xml, text, bytes, zip }
}

describe('a sheet on paper', () => {
  it('has the questions of the chat in its words, numbered from the first that has letters', async () => {
    const { sheet, page } = pageOf({ month: 10, isLongest: true })
    const { text } = await open([page])
    const { items } = sheet
    expect(items).toHaveLength(12)
    const numbers = page.groups
      .flatMap(({ questions }) => questions)
      .flatMap(({ number }) => number ?? [])
    const asked = items.filter(({ kind }) => kind !== 'promise')
    expect(numbers).toEqual(asked.map((_, place) => place + 1))
    const lineOf = (item: SheetItem): string =>
      item.kind === 'promise' ? 'Việc đồng chí đã tự nhận' : `${String(asked.indexOf(item) + 1)}. `
    for (const item of items) {
      const wording =
        item.kind === 'head'
          ? monthly.heads.find(({ id }) => id === item.head)?.wordings[item.wording]?.vi
          : item.kind === 'manifestation'
            ? monthly.manifestations.items.find(({ id }) => id === item.id)?.text.vi
            : item.kind === 'deed' || item.kind === 'voice'
              ? monthly[item.kind].wordings[item.wording]?.vi
              : item.kind === 'acknowledge'
                ? monthly.acknowledgement.text.vi
                : 'Việc đồng chí đã tự nhận sửa (nếu có): đến nay đã làm được chưa?'
      const line = text.find((each) => each.startsWith(lineOf(item)))
      expect(line, item.key).toContain(wording?.replaceAll('"', '&quot;'))
    }
    expect(text[0]).toBe('Phiếu tự soi tháng 10/2026, đồng chí Trần Văn Lâm')
    expect(text).toContain('Phần nộp, mã phiếu (không dùng để kết nối) 7KMQ 2RTB')
    expect(text).toContain(consent.paper.vi)
    const coded = codedOf(sheet, monthly, words.vi)
    expect(text).toContain(coded.map(({ number }) => `${String(number)}:\u00a0____`).join(' '))
    expect(coded.map(({ item }) => item.kind)).not.toContain('promise')
  })

  it('is one page of A5 in print of 14 points, for the longest pack, any month, either language and a name of 120 letters', () => {
    expect(longName).toHaveLength(120)
    for (const language of ['vi', 'en'] as const)
      for (const pack of packs.values())
        for (let month = 1; month <= 12; month += 1) {
          const { page } = pageOf({ month, name: longName, language, pack, isLongest: true })
          const { scale, pitch, gap, ruled } = fitSheet(page)
          const questions = page.groups.flatMap((group) => group.questions)
          const written = [...ruled.values()].reduce((sum, lines) => sum + lines, 0)
          const where = `${pack.id} ${String(month)} ${language}`
          expect(
            leftOver(page, [scale, pitch]) - written * pitch - gap * (questions.length + 1),
            where,
          ).toBeGreaterThanOrEqual(0)
          expect(written, where).toBeGreaterThan(0)
          expect(pitch, where).toBeGreaterThan(sheetPage.letters)
          expect(scale, where).toBeGreaterThanOrEqual(0.78)
        }
  })

  it('measures so in its XML: page, margins, letters, exact lines; a page for each member', async () => {
    const { xml, zip } = await open([pageOf().page, pageOf({ name: longName }).page])
    expect(/<w:pgSz w:w="(\d+)" w:h="(\d+)"/u.exec(xml)?.slice(1)).toEqual(['8391', '11906'])
    expect(
      new Set(
        /<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"/u
          .exec(xml)
          ?.slice(1),
      ),
    ).toEqual(new Set(['283']))
    const styles = (await zip.file('word/styles.xml')?.async('string')) ?? ''
    expect(styles).toContain('<w:sz w:val="28"/>')
    expect(styles).toContain('w:ascii="Times New Roman"')
    expect(xml).not.toMatch(/<w:sz w:val="(?!28")/u)
    expect(xml.match(/<w:pageBreakBefore\/>/gu)).toHaveLength(1)
    const exact = [...xml.matchAll(/<w:spacing [^>]*w:line="(\d+)"[^>]*w:lineRule="exact"/gu)].map(
      ([, line]) => Number(line),
    )
    expect(exact).toHaveLength([...xml.matchAll(/<w:p>/gu)].length)
    expect(Math.min(...exact)).toBeGreaterThan(280)
    expect(Object.keys(zip.files).filter((name) => name.startsWith('word/media/'))).toHaveLength(1)
  })

  it('an ordinary month keeps its letters as wide as they are, with lines to write on', () => {
    const { scale, pitch, ruled } = fitSheet(pageOf().page)
    expect([scale, pitch >= 16.5]).toEqual([1, true])
    expect([...ruled.values()].every((lines) => lines > 0)).toBe(true)
  })

  it('gives equal bytes for equal input, and says names as they are', async () => {
    const page = pageOf({ name: '=HYPERLINK("x") <b>Lâm</b>' }).page
    const [first, second] = [await open([page]), await open([page])]
    expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true)
    expect(first.text[0]).toContain('=HYPERLINK(&quot;x&quot;) &lt;b&gt;Lâm&lt;/b&gt;')
  })

  it('knows how wide Vietnamese is: marks take no room, unknown signs the most', () => {
    expect(textWidth('Ế', 14)).toBe(textWidth('E', 14))
    expect(textWidth('ự', 14)).toBeGreaterThan(textWidth('u', 14))
    expect(textWidth('漢', 10)).toBeGreaterThanOrEqual(10)
    expect(linesOf('một hai ba', textWidth('một hai ', 14), 14)).toBe(2)
    expect(linesOf('W'.repeat(100), textWidth('W'.repeat(30), 14), 14)).toBe(4)
  })
})

describe('the letters of a sheet', () => {
  const questions = [
    { number: 2, choices: 3 },
    { number: 3, choices: 3 },
    { number: 4, choices: 1 },
  ]
  const taken = (...pairs: readonly (readonly [number, number])[]) => ({
    kind: 'taken',
    chosen: new Map(pairs),
  })

  it.each([
    ['2a 3b 4a', taken([0, 0], [1, 1], [2, 0])],
    ['2A, 3 C', taken([0, 0], [1, 2])],
    ['câu 3 chọn b', taken([1, 1])],
    ['cba', taken([0, 2], [1, 1], [2, 0])],
    ['abb', { kind: 'noSuchLetter', numbers: [4] }],
    ['3 2 1', taken([0, 2], [1, 1], [2, 0])],
    ['2d', { kind: 'unclear' }],
    ['2a 3d', { kind: 'noSuchLetter', numbers: [3] }],
    ['2a 2b', { kind: 'unclear' }],
    ['5a', { kind: 'unclear' }],
    ['đồng chí ấy nói là làm tốt', { kind: 'unclear' }],
    ['', { kind: 'unclear' }],
    ['a'.repeat(3000), { kind: 'unclear' }],
  ] as const)('line %#', (typed, reading) => {
    expect(readPaperCodes(typed, questions)).toEqual(reading)
  })

  it.each([
    ['', { kind: 'list' }],
    ['tat ca', { kind: 'all' }],
    ['3', { kind: 'of', verb: null, numbers: [3], named: '' }],
    ['3 5 3', { kind: 'of', verb: null, numbers: [3, 5], named: '' }],
    ['3 da lam tren giay', { kind: 'of', verb: 'record', numbers: [3], named: '' }],
    ['nguyen van xong', { kind: 'of', verb: 'record', numbers: [], named: 'nguyen van' }],
    ['7kmq 2rtb nhap', { kind: 'of', verb: 'enter', numbers: [], named: '7kmq 2rtb' }],
    ['3 rut dong y', { kind: 'of', verb: 'withdraw', numbers: [3], named: '' }],
  ] as const)('/phieugiay %s', (typed, request) => {
    expect(readPaperRequest(typed)).toEqual(request)
  })
})
