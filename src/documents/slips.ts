// A page of slips to cut out and hand over: a name, a code, a QR code, three steps.
import type * as Docx from 'docx'
import { repack } from './repack.ts'
import { twips } from './twips.ts'

interface Slip {
  readonly name: string
  /** As it is read out: `7KMQ 2RTB`. */
  readonly code: string
  /** What the QR code opens; null: there is none. */
  readonly link: string | null
}

export interface Slips {
  readonly kind: 'slips'
  readonly title: string
  readonly steps: readonly string[]
  readonly note: string
  readonly madeAt: Date
  readonly slips: readonly Slip[]
}

/** A4 with margins a home printer can keep, eight slips a page. */
const page = {
  width: twips(210),
  height: twips(297),
  margin: twips(12),
  row: twips(66),
  words: twips(63),
  code: twips(30),
}
const perRow = 2
/** Pixels at 96 to the inch: 26 mm, which a phone reads from a hand's breadth. */
const qrPixels = 98

type Paragraph = InstanceType<typeof Docx.Paragraph>

/** As `.docx`. */
export async function drawSlips(sheet: Slips): Promise<Uint8Array> {
  const docx = await import('docx')
  const { width, height, margin } = page
  const document = new docx.Document({
    creator: 'Tự soi',
    title: sheet.title,
    styles: { default: { document: { run: { font: 'Times New Roman', size: 22 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width, height },
            margin: { top: margin, bottom: margin, left: margin, right: margin },
          },
        },
        children: [
          new docx.Table({
            rows: await rowsOf(docx, sheet),
            layout: docx.TableLayoutType.FIXED,
            columnWidths: Array.from({ length: perRow }, () => [page.words, page.code]).flat(),
            width: { size: perRow * (page.words + page.code), type: docx.WidthType.DXA },
          }),
        ],
      },
    ],
  })
  return repack(await docx.Packer.toBuffer(document), sheet.madeAt)
}

async function rowsOf(docx: typeof Docx, sheet: Slips): Promise<Docx.TableRow[]> {
  const { slips, title } = sheet
  const codes = await Promise.all(
    slips.map(async ({ link }) => (link === null ? null : drawQr(link))),
  )
  const pair = (place: number) => {
    const slip = slips[place]
    const words = slip === undefined ? [new docx.Paragraph({})] : wordsOf(docx, slip, sheet)
    const code =
      slip === undefined
        ? new docx.Paragraph({})
        : pictureOf(docx, codes[place] ?? null, place, title)
    return [cellOf(docx, page.words, true, words), cellOf(docx, page.code, false, [code])]
  }
  return Array.from(
    { length: Math.ceil(slips.length / perRow) },
    (_, row) =>
      new docx.TableRow({
        cantSplit: true,
        height: { value: page.row, rule: docx.HeightRule.ATLEAST },
        children: Array.from({ length: perRow }, (__, column) =>
          pair(row * perRow + column),
        ).flat(),
      }),
  )
}

/** Half a slip, with the line to cut along. */
function cellOf(
  docx: typeof Docx,
  width: number,
  isLeft: boolean,
  children: readonly Paragraph[],
): Docx.TableCell {
  const cut = { style: docx.BorderStyle.DASHED, size: 4, color: '808080' }
  const none = { style: docx.BorderStyle.NONE, size: 0, color: 'auto' }
  return new docx.TableCell({
    width: { size: width, type: docx.WidthType.DXA },
    verticalAlign: docx.VerticalAlign.CENTER,
    borders: { top: cut, bottom: cut, left: isLeft ? cut : none, right: isLeft ? none : cut },
    margins: { left: 113, right: isLeft ? 0 : 113, top: 57, bottom: 57 },
    children: [...children],
  })
}

function wordsOf(
  docx: typeof Docx,
  { name, code }: Slip,
  { title, steps, note }: Slips,
): readonly Paragraph[] {
  const line = (text: string, size: number, bold = false) => {
    const run: Docx.IRunOptions = { text, size: size * 2, bold }
    return new docx.Paragraph({ spacing: { after: 40 }, children: [new docx.TextRun(run)] })
  }
  return [
    line(title, 11),
    line(name, 14, true),
    line(code, 20, true),
    ...steps.map((step, index) => line(`${String(index + 1)}. ${step}`, 11)),
    line(note, 10),
  ]
}

function pictureOf(
  docx: typeof Docx,
  data: Buffer | null,
  place: number,
  description: string,
): Paragraph {
  const transformation = { width: qrPixels, height: qrPixels }
  // The library counts its pictures over the life of the process; the id is the slip's place
  // instead.
  const number = String(place + 1)
  const altText = { id: number, name: `QR ${number}`, description, title: '' }
  const children =
    data === null ? [] : [new docx.ImageRun({ type: 'png', data, transformation, altText })]
  return new docx.Paragraph({ alignment: docx.AlignmentType.CENTER, children })
}

async function drawQr(link: string): Promise<Buffer> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toBuffer(link, { type: 'png', errorCorrectionLevel: 'M', margin: 2, scale: 6 })
}
