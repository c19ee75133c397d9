// A member's sheet on paper: one page of A5 in large print, and below the dashed line a strip with
// nothing but codes to hand in.
import type * as DocxLibrary from 'docx'
import type { IRunOptions, Paragraph as DocxParagraph, ParagraphChild } from 'docx'
import { fitSheet, type SheetFit } from './paper-sheet-fit.ts'
import { repack } from './repack.ts'
import {
  askedOf,
  numberedAs,
  type PaperSheets,
  pointsOf,
  type SheetPage,
  sheetPage,
  stripNumbers,
} from './sheet-page.ts'

type Docx = typeof DocxLibrary

/**
 * As `.docx`, a page for each. The QR code holds the code's signs alone: a phone that reads it
 * opens nothing and links nobody.
 */
export async function drawSheets({ title, madeAt, pages }: PaperSheets): Promise<Uint8Array> {
  const docx = await import('docx')
  const codes = await Promise.all(pages.map(({ code }) => drawQr(code.replace(/\s/gu, ''))))
  const { width, height, margin } = sheetPage
  const sides = {
    top: twips(margin),
    bottom: twips(margin),
    left: twips(margin),
    right: twips(margin),
    header: 0,
    footer: 0,
  }
  const document = new docx.Document({
    creator: 'Tự soi',
    title,
    styles: {
      default: { document: { run: { font: 'Times New Roman', size: sheetPage.letters * 2 } } },
    },
    sections: [
      {
        properties: {
          page: { size: { width: twips(width), height: twips(height) }, margin: sides },
        },
        children: pages.flatMap((page, index) =>
          pageOf(docx, page, { place: index, qr: codes[index] ?? Buffer.of() }),
        ),
      },
    ],
  })
  return repack(await docx.Packer.toBuffer(document), madeAt)
}

function twips(points: number): number {
  return Math.round(points * 20)
}

async function drawQr(code: string): Promise<Buffer> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toBuffer(code, { type: 'png', errorCorrectionLevel: 'M', margin: 1, scale: 6 })
}

interface Line {
  readonly isFirst?: boolean
  readonly isCut?: boolean
  readonly isLead?: boolean
  /** Points kept free at the right of the strip, for the QR code. */
  readonly right?: number
  readonly after?: number
  readonly tabs?: readonly number[]
}

function pageOf(
  docx: Docx,
  page: SheetPage,
  { place, qr }: { readonly place: number; readonly qr: Buffer },
): DocxParagraph[] {
  const fit = fitSheet(page)
  const line = lineMaker(docx, fit)
  const { groups, strip } = page
  const { qrSide, width, margin } = sheetPage
  const right = qrSide + pointsOf(1)
  const inner = width - 2 * margin
  const ruled = (count: number) =>
    Array.from({ length: count }, () => line([['\t']], { tabs: [inner] }))
  return [
    line([[`${page.heading} `, true], [page.name]], { isFirst: place > 0 }),
    line([[page.how]], { after: fit.gap }),
    ...groups.flatMap(({ lead, questions }) => [
      ...(lead === '' ? [] : [line([[lead]], { isLead: true })]),
      ...questions.flatMap((question) => [
        line([[numberedAs(question), true], [askedOf(question)]], { after: fit.gap }),
        ...ruled(fit.ruled.get(question) ?? 0),
      ]),
    ]),
    line([[`${strip.title} `], [page.code, true], drawn(docx, qr, { place, title: strip.title })], {
      isCut: true,
    }),
    line([[stripNumbers(page)]], { right }),
    line([[strip.consent]], { right, after: pointsOf(1) }),
    line([[`${strip.sign}\t ${strip.date}\t`]], {
      right,
      tabs: [(inner - right) * 0.6, inner - right],
    }),
  ]
}

type Part = readonly [text: string, isBold?: boolean] | ParagraphChild

function lineMaker(
  docx: Docx,
  { scale, pitch }: SheetFit,
): (parts: readonly Part[], line: Line) => DocxParagraph {
  const { Paragraph, TextRun, TabStopType, LeaderType, BorderStyle, LineRuleType } = docx
  const isText = (part: Part): part is readonly [string, boolean?] => Array.isArray(part)
  const run = ([text, bold = false]: readonly [string, boolean?], italics: boolean) => {
    const options: IRunOptions = { text, bold, italics, scale: Math.round(scale * 100) }
    return new TextRun(options)
  }
  return (
    parts,
    { isFirst = false, isCut = false, isLead = false, right = 0, after = 0, tabs = [] },
  ) =>
    new Paragraph({
      children: parts.map((part) => (isText(part) ? run(part, isLead) : part)),
      pageBreakBefore: isFirst,
      indent: { right: twips(right) },
      spacing: {
        line: twips(pitch),
        lineRule: LineRuleType.EXACT,
        before: isCut ? twips(pointsOf(1.2)) : 0,
        after: twips(after),
      },
      tabStops: tabs.map((at) => ({
        type: TabStopType.RIGHT,
        position: twips(at),
        leader: LeaderType.DOT,
      })),
      ...(isCut
        ? { border: { top: { style: BorderStyle.DASHED, size: 6, space: 1, color: '606060' } } }
        : {}),
    })
}

/** Beside the strip, at the right margin. */
function drawn(
  docx: Docx,
  data: Buffer,
  { place, title }: { readonly place: number; readonly title: string },
): ParagraphChild {
  const {
    HorizontalPositionRelativeFrom,
    HorizontalPositionAlign,
    VerticalPositionRelativeFrom,
    TextWrappingType,
  } = docx
  const pixels = Math.round((sheetPage.qrSide / 72) * 96)
  const emus = 12_700
  return new docx.ImageRun({
    type: 'png',
    data,
    transformation: { width: pixels, height: pixels },
    // The library counts its pictures over the life of the process; the id is the page's place
    // instead.
    altText: {
      id: String(place + 1),
      name: `QR ${String(place + 1)}`,
      description: title,
      title: '',
    },
    floating: {
      horizontalPosition: {
        relative: HorizontalPositionRelativeFrom.MARGIN,
        align: HorizontalPositionAlign.RIGHT,
      },
      verticalPosition: {
        relative: VerticalPositionRelativeFrom.PARAGRAPH,
        offset: Math.round(pointsOf(1.5) * emus),
      },
      wrap: { type: TextWrappingType.NONE },
    },
  })
}
