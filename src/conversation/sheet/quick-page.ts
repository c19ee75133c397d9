// The page of a quick sheet: which questions stand on it, how they are worded in short, and how
// many fit one message.
import type { StepKey } from '../../domain/conversation.ts'
import { itemKeyOf, numberOf, partOf, quickSteps } from '../../domain/course.ts'
import type { Pack, Visibility } from '../../domain/questionnaire.ts'
import type { SheetItem, SheetItemOf } from '../../domain/sheet.ts'
import { formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import { shorten } from '../shorten.ts'
import type { Moment } from '../turn.ts'
import { courseOf, type SheetSnapshot } from './course.ts'
import { itemOf, type PromptChoice } from './prompt.ts'
import { promiseText } from './ask-promise.ts'
import { promptOf } from './ask-step.ts'

/**
 * The smallest platform takes 2,000 UTF-16 units; the rest is for a line before the page: a no, a
 * reminder.
 */
export const pageLimit = 1600

export interface QuickItem {
  readonly step: StepKey
  /** Its number in the sheet, the one "sửa 3" means. */
  readonly number: number
  readonly text: string
  /** Asked once before all that follow with the same words. */
  readonly lead: string
  readonly choices: readonly PromptChoice[]
  readonly visibility: Visibility
}

type Words = Pick<QuickItem, 'text' | 'lead'>
type ChoiceItem = SheetItemOf<'head' | 'manifestation' | 'acknowledge'>

/**
 * A question that is nothing but a choice, in short: the same words on a quick page and on paper.
 */
export function choiceWords(item: ChoiceItem, pack: Pack, t: Translator): Words {
  const { language } = t
  switch (item.kind) {
    case 'head': {
      const head = pack.heads.find(({ id }) => id === item.head)
      const wording = head?.wordings[item.wording] ?? head?.wordings[0]
      const lead = pack.mark === null ? '' : `(${pack.mark[language]})`
      return { lead, text: `${head?.name[language] ?? ''}: ${wording?.[language] ?? ''}` }
    }
    case 'manifestation': {
      const { manifestations, manifestation } = pack
      const text = manifestations.items.find(({ id }) => id === item.id)?.text[language] ?? ''
      const wording = manifestation.wordings[item.wording] ?? manifestation.wordings[0]
      const lead = `${wording?.[language] ?? ''} (${manifestations.mark[language]})`
      return { lead, text: `${t('review.manifestation', { id: item.id })}: ${text}` }
    }
    case 'acknowledge':
      return { lead: '', text: pack.acknowledgement.text[language] }
  }
}

function wordsOf(snapshot: SheetSnapshot, item: SheetItem, moment: Moment): Words {
  const { t } = moment
  switch (item.kind) {
    case 'promise':
      return { lead: t('sheet.quick.promises'), text: promiseText(snapshot, item.remedyId, moment) }
    case 'head':
    case 'manifestation':
    case 'acknowledge':
      return choiceWords(item, snapshot.round.pack, t)
    case 'deed':
    case 'voice':
      throw new Error('only questions that are nothing but a choice stand on a quick page')
  }
}

/**
 * The questions of these steps as they stand on the page. "Why is this asked" is asked for by its
 * word, not chosen.
 */
export function quickItems(
  snapshot: SheetSnapshot,
  steps: readonly StepKey[],
  moment: Moment,
): readonly QuickItem[] {
  return steps.map((step) => {
    const item = itemOf(snapshot, step)
    if (item === undefined) throw new Error('a quick page asks what its sheet has')
    const { choices, visibility } = promptOf(snapshot, step, moment)
    const number = numberOf(snapshot.assessment.sheet, step) ?? 0
    return {
      step,
      number,
      ...wordsOf(snapshot, item, moment),
      choices: choices.filter(({ id }) => id !== 'why'),
      visibility,
    }
  })
}

function groupHead({ lead, choices, visibility }: QuickItem, { t }: Moment): string {
  const list = choices.map(({ label }, index) => `${String(index + 1)} – ${label}`).join('; ')
  return [lead, `${t('sheet.quick.choices', { list })} ${t(`sheet.seenBy.${visibility}`)}`]
    .filter((line) => line !== '')
    .join('\n')
}

/**
 * How to answer, then the questions; choices that several have in common stand once, before them.
 */
export function pageText(
  snapshot: SheetSnapshot,
  items: readonly QuickItem[],
  moment: Moment,
): string {
  const { t } = moment
  const period = formatPeriod(snapshot.round.period)
  const heads = items.map((item) => groupHead(item, moment))
  const groups: string[] = []
  items.forEach(({ number, text }, index) => {
    const line = `${String(number)}. ${text}`
    if (index > 0 && heads[index] === heads[index - 1])
      groups.push(`${groups.pop() ?? ''}\n${line}`)
    else groups.push(`${heads[index] ?? ''}\n${line}`)
  })
  return [
    t('sheet.quick.head', { period, count: items.length }),
    ...groups,
    t('sheet.quick.foot'),
  ].join('\n\n')
}

/**
 * The open questions after `shown` (of a page before this one), as many as fit; empty when fewer
 * than two are left.
 */
export function nextPage(
  snapshot: SheetSnapshot,
  shown: StepKey | null,
  moment: Moment,
): readonly StepKey[] {
  const { sheet } = snapshot.assessment
  const last = shown === null ? 0 : (numberOf(sheet, shown) ?? 0)
  const left = quickSteps(courseOf(snapshot)).filter((step) => (numberOf(sheet, step) ?? 0) > last)
  const items = quickItems(snapshot, left, moment)
  let count = Math.min(2, left.length)
  while (
    count < left.length &&
    pageText(snapshot, items.slice(0, count + 1), moment).length <= pageLimit
  )
    count += 1
  return count < 2 ? [] : left.slice(0, count)
}

/**
 * Of what follows an answer given in one line with others: which question it is about, as that is
 * no longer in sight.
 */
export function aboutLine(snapshot: SheetSnapshot, step: StepKey, moment: Moment): string | null {
  const item = itemOf(snapshot, step)
  const part = partOf(step)
  if (item === undefined || !['cause', 'result', 'reason', 'due'].includes(part)) return null
  if (item.kind !== 'promise' && part !== 'cause') return null
  const key = itemKeyOf(step)
  const chosen = snapshot.assessment.answers.get(
    `${key}.${item.kind === 'promise' ? 'state' : 'level'}`,
  )?.value
  if (chosen?.kind !== 'choice' || chosen.tookMs === undefined) return null
  const number = numberOf(snapshot.assessment.sheet, step) ?? 0
  return moment.t('sheet.quick.about', {
    number,
    text: shorten(wordsOf(snapshot, item, moment).text, 100),
  })
}
