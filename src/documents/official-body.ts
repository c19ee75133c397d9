// The body of an official paper: parts, lines, room to write in, tables.
import type * as Docx from 'docx'
import {
  afterParagraph,
  indent,
  lineOf,
  type Paragraph,
  pitch,
  type Table,
  textWidth,
} from './official-lines.ts'
import { plainText } from './plain-text.ts'
import { twips } from './twips.ts'

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

interface PaperTable {
  readonly kind: 'table'
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly holds: 'figures' | 'texts'
  readonly widths?: readonly number[]
}

export function drawBlock(docx: typeof Docx, block: PaperBlock): readonly (Paragraph | Table)[] {
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
