// How a sheet is set so that it fits one page of A5: never below 14 points; narrower letters and
// closer lines before that.
import {
  askedOf,
  numberedAs,
  type PaperQuestion,
  pointsOf,
  type SheetPage,
  sheetPage,
  stripNumbers,
} from './sheet-page.ts'
import { linesOf } from './times-width.ts'

/**
 * `scale`: the letters' width, 1 as they are; `pitch`: of the lines; `gap`: after a question;
 * `ruled`: lines to write words on.
 */
export interface SheetFit {
  readonly scale: number
  readonly pitch: number
  readonly gap: number
  readonly ruled: ReadonlyMap<PaperQuestion, number>
}

type Setting = readonly [scale: number, pitch: number]

/** The most readable first. */
const settings: readonly Setting[] = [
  [1, 17.5],
  [1, 17],
  [1, 16.5],
  [1, 16],
  [0.95, 16],
  [0.9, 16],
  [0.9, 15.5],
  [0.86, 15.5],
  [0.82, 15.5],
  [0.82, 15],
  [0.78, 15],
]
const closest: Setting = [0.78, 15]
/** Beyond this an empty page would look like an essay to be written. */
const ruledAtMost = 3
const gapAtMost = 5
/** Leads are in italics, whose letters are wider: by 3 % in a Vietnamese text. */
const slanted = 1.05
/**
 * The cut line, what is left free around the signature, and a page whose last line must not touch
 * its end.
 */
const reserve = pointsOf(4)

/**
 * The first setting that fits with a line to each question that takes words, the letters as wide
 * as they are; else the first with one line in all, and the closest where none has that. Then as
 * much room as is left.
 */
export function fitSheet(page: SheetPage): SheetFit {
  const questions = page.groups.flatMap((group) => group.questions)
  const written = questions.filter(({ takes }) => takes === 'words')
  const hasLines = (setting: Setting, count: number): boolean =>
    leftOver(page, setting) >= count * pitchOf(setting)
  const [scale, pitch] =
    settings.find((setting) => setting[0] === 1 && hasLines(setting, written.length)) ??
    settings.find((setting) => hasLines(setting, 1)) ??
    closest
  const left = Math.max(0, leftOver(page, [scale, pitch]))
  const lines = Math.min(Math.floor(left / pitch), written.length * ruledAtMost)
  const ruled = written.map(
    (question, at) =>
      [question, Math.floor((lines + written.length - 1 - at) / written.length)] as const,
  )
  const gap = Math.min(
    gapAtMost,
    Math.floor(((left - lines * pitch) / (questions.length + 1)) * 20) / 20,
  )
  return { scale, pitch, gap, ruled: new Map(ruled) }
}

function pitchOf([, pitch]: Setting): number {
  return pitch
}

/** Points of the page that are left below what is printed; less than nothing: it does not fit. */
export function leftOver(page: SheetPage, [scale, pitch]: Setting): number {
  const { width, height, margin, letters, qrSide } = sheetPage
  const inner = width - 2 * margin
  const lines = (text: string, of = inner, wider = 1): number =>
    linesOf(text, of, letters, scale * wider)
  const { title, consent } = page.strip
  const above = [
    `${page.heading}  ${page.name}`,
    page.how,
    ...page.groups
      .flatMap((group) => group.questions)
      .map((question) => `${numberedAs(question)} ${askedOf(question)}`),
  ]
  const beside = inner - qrSide - pointsOf(1)
  const strip = [`${title}  ${page.code}`, stripNumbers(page), consent].reduce(
    (sum, text) => sum + lines(text, beside),
    1,
  )
  const leads = page.groups.reduce(
    (sum, { lead }) => sum + (lead === '' ? 0 : lines(lead, inner, slanted)),
    0,
  )
  const set = above.reduce((sum, text) => sum + lines(text), leads)
  return height - 2 * margin - set * pitch - Math.max(strip * pitch, qrSide + pointsOf(2)) - reserve
}
