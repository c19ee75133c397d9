// The files of templates/: see templates/README.md for what each field means.
import { z } from 'zod'
import {
  type BodyItem,
  type CommonTexts,
  commonTexts,
  goneTexts,
  type PaperName,
  paperShapes,
  type PaperTemplate,
  requiredTexts,
  type ShapeOf,
  unknownFields,
} from '../domain/paper-template.ts'

const longest = { text: 1000, lines: 100, dots: 30 }

/** One line; it may be empty, and is then left out. */
function wording(known: readonly string[]): z.ZodType<string> {
  const allowed =
    known.length === 0
      ? 'it has no fields'
      : `it may hold ${known.map((name) => `{{${name}}}`).join(', ')}`
  return z
    .string()
    .max(longest.text, `longer than ${String(longest.text)} characters`)
    .superRefine((text, context) => {
      if (/[\r\n]/u.test(text.trimEnd())) context.addIssue('holds more than one line')
      for (const name of unknownFields(text, known))
        context.addIssue(`unknown field {{${name}}}: ${allowed}`)
    })
    .transform((text) => text.trimEnd())
}

function filled(known: readonly string[]): z.ZodType<string> {
  return wording(known).refine((text) => text.trim() !== '', 'is empty')
}

const dots = z
  .int('is not a number of lines')
  .min(1, 'fewer than 1 line')
  .max(longest.dots, `more than ${String(longest.dots)} lines`)

const kinds = ['heading', 'text', 'dots', 'insert']

function bodyItem(frame: readonly string[], inserts: readonly string[]): z.ZodType<BodyItem> {
  const item = z.strictObject({
    heading: filled(frame).optional(),
    text: filled(frame).optional(),
    dots: dots.optional(),
    insert: z.enum(inserts as [string, ...string[]], `is none of ${inserts.join(', ')}`).optional(),
  })
  const one = item.refine(
    (given) => Object.keys(given).length === 1,
    `is not exactly one of ${kinds.join(', ')}`,
  )
  return one as unknown as z.ZodType<BodyItem>
}

function textsOf(
  texts: Readonly<Record<string, readonly string[]>>,
  required: readonly string[] = [],
): Record<string, z.ZodType<string>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, known]) => [
      name,
      required.includes(name) ? filled(known) : wording(known),
    ]),
  )
}

/** What an operator's own file may change: any part of it; in `texts` the sentences it names. */
type Overlay<P extends PaperName> = {
  readonly [K in Exclude<keyof PaperTemplate, 'texts'>]?: PaperTemplate<ShapeOf<P>>[K]
} & { readonly texts?: Partial<PaperTemplate<ShapeOf<P>>['texts']> }

function partsOf(name: PaperName) {
  const { frame, inserts, texts } = paperShapes[name]
  return {
    symbol: filled([]),
    type: filled([]),
    about: filled(frame),
    body: z
      .array(bodyItem(frame, inserts))
      .min(1, 'is empty')
      .max(longest.lines, `more than ${String(longest.lines)} lines`),
    recipients: z.array(filled([])).max(10, 'more than 10 lines'),
    texts: textsOf(texts),
  }
}

/** A whole paper, as it is shipped. */
export function wholePaper<P extends PaperName>(name: P): z.ZodType<PaperTemplate<ShapeOf<P>>> {
  const { texts, ...parts } = partsOf(name)
  return z.strictObject({ ...parts, texts: z.strictObject(texts) }) as unknown as z.ZodType<
    PaperTemplate<ShapeOf<P>>
  >
}

function withoutGone(texts: unknown): unknown {
  if (typeof texts !== 'object' || texts === null) return texts
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !goneTexts.includes(name)))
}

export function overlay<P extends PaperName>(name: P): z.ZodType<Overlay<P>> {
  const { texts, ...parts } = partsOf(name)
  const known = z.preprocess(withoutGone, z.strictObject(texts).partial())
  return z
    .strictObject({ ...parts, texts: known })
    .partial() as unknown as z.ZodType<Overlay<P>>
}

const common = z.strictObject(textsOf(commonTexts, requiredTexts))
export const WholeCommon = common as unknown as z.ZodType<CommonTexts>
export const CommonOverlay = common.partial() as unknown as z.ZodType<Partial<CommonTexts>>
