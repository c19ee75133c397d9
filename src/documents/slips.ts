// A page of slips to cut out and hand over: a name, a code, a QR code, three steps.
import type { IRunOptions } from 'docx'
import { repack } from './repack.ts'

export interface Slip {
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

/** A twentieth of a point is Word's measure: 1440 to the inch. */
const twips = (millimetres: number): number => Math.round((millimetres / 25.4) * 1440)
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

/** As `.docx`. */
export async function drawSlips({ title, steps, note, madeAt, slips }: Slips): Promise<Uint8Array> {
  const docx = await import('docx')
  const {
    AlignmentType,
    BorderStyle,
    Document,
    HeightRule,
    ImageRun,
    Packer,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    TextRun,
  } = docx
  const cut = { style: BorderStyle.DASHED, size: 4, color: '808080' }
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const line = (text: string, size: number, bold = false) => {
    const run: IRunOptions = { text, size: size * 2, bold }
    return new Paragraph({ spacing: { after: 40 }, children: [new TextRun(run)] })
  }
  const cell = (
    width: number,
    isLeft: boolean,
    children: readonly InstanceType<typeof Paragraph>[],
  ) =>
    new TableCell({
      width: { size: width, type: docx.WidthType.DXA },
      verticalAlign: docx.VerticalAlign.CENTER,
      borders: { top: cut, bottom: cut, left: isLeft ? cut : none, right: isLeft ? none : cut },
      margins: { left: 113, right: isLeft ? 0 : 113, top: 57, bottom: 57 },
      children: [...children],
    })
  const words = ({ name, code }: Slip) => [
    line(title, 11),
    line(name, 14, true),
    line(code, 20, true),
    ...steps.map((step, index) => line(`${String(index + 1)}. ${step}`, 11)),
    line(note, 10),
  ]
  const codes = await Promise.all(
    slips.map(async ({ link }) => (link === null ? null : drawQr(link))),
  )
  const picture = (index: number) => {
    const data = codes[index] ?? null
    const transformation = { width: qrPixels, height: qrPixels }
    // The library counts its pictures over the life of the process; the id is the slip's place
    // instead.
    const altText = {
      id: String(index + 1),
      name: `QR ${String(index + 1)}`,
      description: title,
      title: '',
    }
    const children =
      data === null ? [] : [new ImageRun({ type: 'png', data, transformation, altText })]
    return new Paragraph({ alignment: AlignmentType.CENTER, children })
  }
  const pair = (index: number) => {
    const slip = slips[index]
    if (slip === undefined)
      return [
        cell(page.words, true, [new Paragraph({})]),
        cell(page.code, false, [new Paragraph({})]),
      ]
    return [cell(page.words, true, words(slip)), cell(page.code, false, [picture(index)])]
  }
  const rows = Array.from(
    { length: Math.ceil(slips.length / perRow) },
    (_, row) =>
      new TableRow({
        cantSplit: true,
        height: { value: page.row, rule: HeightRule.ATLEAST },
        children: Array.from({ length: perRow }, (__, column) =>
          pair(row * perRow + column),
        ).flat(),
      }),
  )
  const { width, height, margin } = page
  const document = new Document({
    creator: 'Tự soi',
    title,
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
          new Table({
            rows,
            layout: docx.TableLayoutType.FIXED,
            columnWidths: Array.from({ length: perRow }, () => [page.words, page.code]).flat(),
            width: { size: perRow * (page.words + page.code), type: docx.WidthType.DXA },
          }),
        ],
      },
    ],
  })
  return repack(await Packer.toBuffer(document), madeAt)
}

async function drawQr(link: string): Promise<Buffer> {
  const { default: qrcode } = await import('qrcode')
  return qrcode.toBuffer(link, { type: 'png', errorCorrectionLevel: 'M', margin: 2, scale: 6 })
}
