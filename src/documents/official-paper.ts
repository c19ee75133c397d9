// A paper in the Party's layout (QĐ 399-QĐ/TW 2026, HD 05-HD/VPTW 2026; domain reference §6.3): A4,
// Times New Roman 14, a star.
import type * as Docx from 'docx'
import { plainText } from './plain-text.ts'
import { repack } from './repack.ts'
import { columns, headerWidths, lineOf, margin, page, type Table } from './official-lines.ts'
import { closing, type PaperEnding } from './official-ending.ts'
import { drawBlock, type PaperBlock } from './official-body.ts'

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

const star = '*'
const rule = '-----'

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
          closing(docx, paper.ending),
        ],
      },
    ],
  })
  return repack(await Packer.toBuffer(document), paper.madeAt)
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
