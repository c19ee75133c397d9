// The measures of an official paper, its lines and its two columns.
import type * as Docx from 'docx'
import { plainText } from './plain-text.ts'
import { twips } from './twips.ts'

export const page = { width: twips(210), height: twips(297) }
export const margin = {
  top: twips(20),
  bottom: twips(20),
  left: twips(30),
  right: twips(15),
  header: twips(10),
  footer: twips(10),
}
export const textWidth = page.width - margin.left - margin.right
export const headerWidths = [twips(80), textWidth - twips(80)]
/** 19 points exactly, whatever stands in the line. */
export const pitch = 19 * 20
export const indent = twips(10)
export const afterParagraph = 6 * 20
/** Room for a signature. */
export const signatureLines = 4

export type Paragraph = InstanceType<typeof Docx.Paragraph>
export type Table = InstanceType<typeof Docx.Table>

interface LineOptions extends Pick<Docx.IParagraphOptions, 'alignment' | 'indent'> {
  readonly points?: number
  readonly after?: number
  readonly keepNext?: boolean
  readonly run?: Omit<Docx.IRunOptions, 'text' | 'size'>
}

export function lineOf(docx: typeof Docx) {
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
export function columns(
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
