// What an official paper ends with: who receives it and who signs, or who wrote it and who
// chaired.
import type * as Docx from 'docx'
import {
  columns,
  headerWidths,
  lineOf,
  type Paragraph,
  signatureLines,
  type Table,
  textWidth,
} from './official-lines.ts'

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

type Side = readonly Paragraph[]

/** What the paper ends with, in two columns that stay on one page. */
export function closing(docx: typeof Docx, ending: PaperEnding): Table {
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
