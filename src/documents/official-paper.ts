// A paper in the Party's layout (QĐ 399-QĐ/TW 2026, HD 05-HD/VPTW 2026; domain reference §6.3): A4,
// Times New Roman 14, a star.
import type * as Docx from 'docx'
import { plainText } from './plain-text.ts'
import { repack } from './repack.ts'

/**
 * `part`: "I- …". `line`: a paragraph; with `hasRoom` dotted from its end to the margin. `dots`:
 * lines to write on. `table`:
 * `widths` in millimetres; absent: the first 35, the others alike. Texts stand to the left, figures
 * in the middle.
 */
export type PaperBlock =
  | { readonly kind: 'part'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string; readonly hasRoom?: boolean }
  | { readonly kind: 'dots'; readonly lines: number }
  | PaperTable

export interface PaperTable {
  readonly kind: 'table'
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly holds: 'figures' | 'texts'
  readonly widths?: readonly number[]
}

/**
 * `signed`: by the branch, to those who receive it. `minutes`: by who wrote them and who chaired.
 * `name` empty: to be written by hand.
 */
export type PaperEnding =
  | {
      readonly kind: 'signed'
      readonly recipients: { readonly title: string; readonly lines: readonly string[] }
      readonly signature: {
        readonly onBehalf: string
        readonly office: string
        readonly name: string
      }
    }
  | { readonly kind: 'minutes'; readonly writer: string; readonly chair: string }

/** Every word of it is given; names may be anything a person could type. */
export interface OfficialPaper {
  readonly kind: 'official'
  readonly superior: string | null
  readonly issuer: string
  /** With room for what is written by hand. */
  readonly number: string
  readonly draftMark: string
  readonly party: string
  readonly placeAndDate: string
  readonly type: string
  readonly about: string
  readonly body: readonly PaperBlock[]
  readonly ending: PaperEnding
  readonly footer: string
  readonly madeAt: Date
}

/** A twentieth of a point is Word's measure: 1440 to the inch. */
const twips = (millimetres: number): number => Math.round((millimetres / 25.4) * 1440)
const page = { width: twips(210), height: twips(297) }
const margin = {
  top: twips(20),
  bottom: twips(20),
  left: twips(30),
  right: twips(15),
  header: twips(10),
  footer: twips(10),
}
const textWidth = page.width - margin.left - margin.right
const headerWidths = [twips(80), textWidth - twips(80)]
/** 19 points exactly, whatever stands in the line. */
const pitch = 19 * 20
const indent = twips(10)
const afterParagraph = 6 * 20
/** Room for a signature. */
const signatureLines = 4
const star = '*'
const rule = '-----'

type Paragraph = InstanceType<typeof Docx.Paragraph>
type Table = InstanceType<typeof Docx.Table>

interface LineOptions extends Pick<Docx.IParagraphOptions, 'alignment' | 'indent'> {
  readonly points?: number
  readonly after?: number
  readonly keepNext?: boolean
  readonly run?: Omit<Docx.IRunOptions, 'text' | 'size'>
}

/** As `.docx`. */
export async function drawOfficialPaper(paper: OfficialPaper): Promise<Uint8Array> {
  const docx = await import('docx')
  const { Document, Footer, Header, Packer, Paragraph, TextRun } = docx
  const line = lineOf(docx)
  const centre = { alignment: docx.AlignmentType.CENTER }
  const footer = () =>
    new Footer({
      children: [line(paper.footer, { ...centre, points: 10, run: { italics: true } })],
    })
  const pageNumber = new Paragraph({
    ...centre,
    children: [new TextRun({ children: [docx.PageNumber.CURRENT] })],
  })
  const document = new Document({
    creator: 'Tự soi',
    title: plainText(`${paper.type} ${paper.about}`),
    styles: {
      default: {
        document: { run: { font: 'Times New Roman', size: 28, language: { value: 'vi-VN' } } },
      },
    },
    sections: [
      {
        properties: { titlePage: true, page: { size: page, margin } },
        // The first page has no number.
        headers: {
          first: new Header({ children: [new Paragraph({})] }),
          default: new Header({ children: [pageNumber] }),
        },
        footers: { first: footer(), default: footer() },
        children: [
          heading(docx, paper),
          line('', { after: 0 }),
          line(paper.type, { ...centre, points: 16, after: 0, run: { bold: true } }),
          line(paper.about, { ...centre, points: 15, after: 0, run: { bold: true } }),
          line(rule, centre),
          ...paper.body.flatMap((block) => drawBlock(docx, block)),
          line('', { after: 0 }),
          closing(docx, paper),
        ],
      },
    ],
  })
  return repack(await Packer.toBuffer(document), paper.madeAt)
}

function lineOf(docx: typeof Docx) {
  return (
    text: string,
    { points = 14, after = afterParagraph, run = {}, ...layout }: LineOptions = {},
  ): Paragraph =>
    new docx.Paragraph({
      ...layout,
      spacing: { before: 0, after, line: pitch, lineRule: docx.LineRuleType.EXACT },
      children: [new docx.TextRun({ ...run, text: plainText(text), size: points * 2 })],
    })
}

/** Two columns without lines. */
function columns(
  docx: typeof Docx,
  widths: readonly number[],
  cells: readonly (readonly Paragraph[])[],
): Table {
  const none = { style: docx.BorderStyle.NONE, size: 0, color: 'auto' }
  const sides = { top: none, bottom: none, left: none, right: none }
  const row = new docx.TableRow({
    cantSplit: true,
    children: cells.map(
      (children, place) =>
        new docx.TableCell({
          width: { size: widths[place] ?? 0, type: docx.WidthType.DXA },
          borders: sides,
          margins: { left: 0, right: 0, top: 0, bottom: 0 },
          children: [...children],
        }),
    ),
  })
  return new docx.Table({
    rows: [row],
    layout: docx.TableLayoutType.FIXED,
    columnWidths: [...widths],
    width: { size: textWidth, type: docx.WidthType.DXA },
    borders: { ...sides, insideHorizontal: none, insideVertical: none },
  })
}

/**
 * Left: who stands above, who issues, a star, the number, the mark of a draft. Right: the Party,
 * place and date.
 */
function heading(docx: typeof Docx, paper: OfficialPaper): Table {
  const line = lineOf(docx)
  const centre = { alignment: docx.AlignmentType.CENTER, after: 0 }
  const left = [
    ...(paper.superior === null ? [] : [line(paper.superior, centre)]),
    line(paper.issuer, { ...centre, run: { bold: true } }),
    line(star, centre),
    line(paper.number, centre),
    line(paper.draftMark, { ...centre, run: { bold: true } }),
  ]
  const right = [
    line(paper.party, {
      ...centre,
      points: 15,
      run: { bold: true, underline: { type: docx.UnderlineType.SINGLE } },
    }),
    line('', centre),
    line(paper.placeAndDate, { ...centre, run: { italics: true } }),
  ]
  return columns(docx, headerWidths, [left, right])
}

type Side = readonly Paragraph[]

/** What the paper ends with, in two columns that stay on one page. */
function closing(docx: typeof Docx, { ending }: OfficialPaper): Table {
  const [left, right] =
    ending.kind === 'signed' ? signed(docx, ending) : signedMinutes(docx, ending)
  return columns(docx, ending.kind === 'signed' ? headerWidths : [textWidth / 2, textWidth / 2], [
    left,
    right,
  ])
}

/**
 * Left: who receives it, down to what the branch keeps. Right: for whom, in which office and who
 * signs.
 */
function signed(
  docx: typeof Docx,
  { recipients, signature }: Extract<PaperEnding, { kind: 'signed' }>,
): readonly [Side, Side] {
  const line = lineOf(docx)
  const centre = { alignment: docx.AlignmentType.CENTER, after: 0, keepNext: true }
  const left = [
    line(recipients.title, { after: 0, run: { underline: { type: docx.UnderlineType.SINGLE } } }),
    ...recipients.lines.map((text) => line(text, { after: 0, points: 12 })),
  ]
  const right = [
    line(signature.onBehalf, centre),
    line(signature.office, centre),
    ...Array.from({ length: signatureLines }, () => line('', centre)),
    line(signature.name, { ...centre, keepNext: false, run: { bold: true } }),
  ]
  return [left, right]
}

function signedMinutes(
  docx: typeof Docx,
  { writer, chair }: Extract<PaperEnding, { kind: 'minutes' }>,
): readonly [Side, Side] {
  const line = lineOf(docx)
  const centre = { alignment: docx.AlignmentType.CENTER, after: 0, keepNext: true }
  const side = (office: string): Side => [
    line(office, centre),
    ...Array.from({ length: signatureLines + 1 }, () => line('', centre)),
  ]
  return [side(writer), side(chair)]
}

function drawBlock(docx: typeof Docx, block: PaperBlock): readonly (Paragraph | Table)[] {
  const line = lineOf(docx)
  const layout = { alignment: docx.AlignmentType.JUSTIFIED, indent: { firstLine: indent } }
  switch (block.kind) {
    case 'part':
      return [line(block.text, { ...layout, keepNext: true, run: { bold: true } })]
    case 'line':
      return [block.hasRoom === true ? dotted(docx, block.text, indent) : line(block.text, layout)]
    case 'dots':
      return Array.from({ length: block.lines }, () => dotted(docx, '', 0))
    case 'table':
      return [gridOf(docx, block), line('', { after: 0 })]
  }
}

/** From the text, or from the margin, to the other margin. */
function dotted(docx: typeof Docx, text: string, firstLine: number): Paragraph {
  const toMargin = {
    type: docx.TabStopType.RIGHT,
    position: textWidth,
    leader: docx.LeaderType.DOT,
  }
  return new docx.Paragraph({
    alignment: docx.AlignmentType.LEFT,
    indent: { firstLine },
    spacing: { before: 0, after: afterParagraph, line: pitch, lineRule: docx.LineRuleType.EXACT },
    tabStops: [toMargin],
    children: [
      new docx.TextRun({
        children: [text === '' ? '' : `${plainText(text)} `, new docx.Tab()],
        size: 28,
      }),
    ],
  })
}

function widthsOf({ head, widths }: PaperTable): readonly number[] {
  if (widths !== undefined) return widths.map(twips)
  const first = twips(35)
  return head.map((_, place) =>
    place === 0 ? first : Math.floor((textWidth - first) / Math.max(1, head.length - 1)),
  )
}

function gridOf(docx: typeof Docx, table: PaperTable): Table {
  const line = lineOf(docx)
  const widths = widthsOf(table)
  const { CENTER, LEFT } = docx.AlignmentType
  const row = (texts: readonly string[], isHead: boolean) =>
    new docx.TableRow({
      tableHeader: isHead,
      cantSplit: true,
      // A row to be written in has room for two lines.
      ...(texts.includes('') && { height: { value: 2 * pitch, rule: docx.HeightRule.ATLEAST } }),
      children: texts.map(
        (text, place) =>
          new docx.TableCell({
            width: { size: widths[place] ?? 0, type: docx.WidthType.DXA },
            verticalAlign: docx.VerticalAlign.CENTER,
            margins: { left: twips(1.5), right: twips(1.5), top: 0, bottom: 0 },
            children: [
              line(text, {
                alignment: isHead || table.holds === 'figures' ? CENTER : LEFT,
                after: 0,
                points: 13,
                run: { bold: isHead },
              }),
            ],
          }),
      ),
    })
  return new docx.Table({
    rows: [row(table.head, true), ...table.rows.map((texts) => row(texts, false))],
    layout: docx.TableLayoutType.FIXED,
    columnWidths: [...widths],
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: docx.WidthType.DXA },
  })
}
