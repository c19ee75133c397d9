// What a message of the assistant asks for, read from its text alone, as somebody reads it who has
// no buttons.
import { questionnaires, words } from './house.ts'

/**
 * One line that may be chosen: its label, and the id the tables know it by (the label itself where
 * they know none).
 */
export interface Line {
  readonly id: string
  readonly label: string
}

/** A question of a quick sheet. */
export interface PageLine {
  readonly step: string
  readonly choices: readonly Line[]
}

export type Reading =
  | { readonly kind: 'step'; readonly step: string; readonly choices: readonly Line[] }
  | { readonly kind: 'page'; readonly lines: readonly PageLine[] }
  | {
      readonly kind: 'linking' | 'consent' | 'invitation' | 'review'
      readonly choices: readonly Line[]
    }
  | { readonly kind: 'nothing' }

const [pack] = [...questionnaires.packs.values()].filter(({ id }) => id === 'monthly')
if (pack === undefined) throw new Error('the monthly pack is missing')
const { heads, deed, voice, gentle, manifestation, scale, manifestationScale } = pack

type Labels = readonly (readonly [label: string, id: string])[]

const t = words.vi
const levels = [...scale.levels, ...manifestationScale.levels].map(
  ({ id, label }) => [label.vi, id] as const,
)
const named = (['named', 'anonymous', 'none'] as const).map(
  (id) => [t(`voice.choices.${id}`), id] as const,
)
const gently = (['yes', 'no'] as const).map((id) => [t(`sheet.gentle.${id}`), id] as const)
const skips = [
  [t('sheet.choices.skip'), 'skip'],
  [t('sheet.measure.none'), 'none'],
  [t('voice.dropIt'), 'none'],
] as const

/**
 * What is asked, by a few words of it, and what its lines mean. `item`: the question a shortcoming
 * was admitted at.
 */
function openQuestion(
  text: string,
  item: string,
): { readonly step: string; readonly labels: Labels } | null {
  const has = (wordings: readonly { readonly vi: string }[]): boolean =>
    wordings.some(({ vi }) => text.includes(vi))
  const head = heads.find(({ id }) => item === `h.${id}`)
  const causes = head?.causes ?? manifestation.causes
  if (text.includes(t('sheet.cause.question')))
    return { step: `${item}.cause`, labels: causes.map(({ id, label }) => [label.vi, id]) }
  if (text.includes(t('sheet.measure.question'))) return { step: `${item}.measure`, labels: skips }
  if (text.includes(t('sheet.due.question'))) return { step: `${item}.due`, labels: [] }
  if (has(deed.wordings)) return { step: 'deed.text', labels: skips }
  if (has(voice.wordings)) return { step: 'voice.choice', labels: named }
  if (text.includes(t('voice.writeNamed')) || text.includes(t('voice.writeAnonymous')))
    return { step: 'voice.text', labels: skips }
  return has([...gentle.allGood, ...gentle.sameText])
    ? { step: 'gentle.choice', labels: gently }
    : null
}

/** The item a line of a page or a question is about: one of the heads, or a manifestation. */
function itemIn(text: string): string | undefined {
  const head = heads.find(({ name }) => text.includes(`${name.vi}:`))
  const shown = /[Bb]iểu hiện ([\p{L}\d.-]+\d)/u.exec(text)?.[1]
  return head === undefined ? shown && `m.${shown}` : `h.${head.id}`
}

function lineOf(label: string, labels: Labels): Line {
  const date = /(\d\d)\/(\d\d)$/u.exec(label)
  const id = labels.find(([text]) => text === label)?.[1]
  return { label, id: id ?? (date === null ? label : `2026-${date[2] ?? ''}-${date[1] ?? ''}`) }
}

/** The numbered lines a message ends with, or the one label it says to type. */
function offered(text: string): readonly string[] {
  const last = text.split('\n\n').at(-1)?.split('\n') ?? []
  const single = /^→ “(.+)”$/u.exec(last[0] ?? '')?.[1]
  if (single !== undefined) return [single]
  const numbered = last.map((line) => /^\d+\. (.+)$/u.exec(line)?.[1])
  return numbered.flatMap((label) =>
    label === undefined || numbered.includes(undefined) ? [] : [label],
  )
}

/** The questions of a quick sheet, each with the choices named last above it. */
function pageLines(text: string): readonly PageLine[] {
  let choices: readonly Line[] = []
  const lines: PageLine[] = []
  for (const line of text.split('\n')) {
    const list = /^Chọn: (.+?)\. /u.exec(line)?.[1]
    if (list !== undefined)
      choices = list.split('; ').map((one) => lineOf(one.replace(/^\d+ – /u, ''), levels))
    const item = /^\d+\. /u.test(line) ? itemIn(line) : undefined
    if (item !== undefined) lines.push({ step: `${item}.level`, choices })
  }
  return lines
}

/** `item`: where the reader is; a message that names another moves them there. */
export function readMessage(text: string, item: string): Reading {
  if (text.includes('Phiếu nhanh tháng')) return { kind: 'page', lines: pageLines(text) }
  const labels = offered(text)
  const plain = labels.map((label) => lineOf(label, []))
  if (text.includes('Xin xác nhận:')) return { kind: 'linking', choices: plain }
  if (labels.includes(t('consent.agree'))) return { kind: 'consent', choices: plain }
  if (labels.includes(t('sheet.choices.begin'))) return { kind: 'invitation', choices: plain }
  if (labels.includes(t('review.choices.submit'))) return { kind: 'review', choices: plain }
  const about = /Về câu \d+, “([^”]+)/u.exec(text)?.[1]
  const open = openQuestion(text, (about === undefined ? undefined : itemIn(about)) ?? item)
  if (open !== null)
    return {
      kind: 'step',
      step: open.step,
      choices: labels.map((label) => lineOf(label, open.labels)),
    }
  const asked = labels.length === 0 ? undefined : itemIn(text)
  if (asked === undefined) return { kind: 'nothing' }
  return {
    kind: 'step',
    step: `${asked}.level`,
    choices: labels.map((label) => lineOf(label, levels)),
  }
}
