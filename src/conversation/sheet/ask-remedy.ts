// Where more effort is needed: the cause, what will be done, by when.
import { dueDateChoices } from '../../domain/due-date.ts'
import { localOf } from '../../domain/local-time.ts'
import type { Cause } from '../../domain/questionnaire.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import { formatShortDate } from '../../i18n/format.ts'
import type { SheetSnapshot } from './course.ts'
import { type Asking, type Body, isElder, type PromptChoice } from './prompt.ts'

/** The dates offered, by their own ISO text. */
function dueChoices({
  snapshot,
  moment,
}: Pick<Asking, 'snapshot' | 'moment'>): readonly PromptChoice[] {
  const { t, now } = moment
  const today = localOf(now, snapshot.branch.zone).date
  return dueDateChoices(today, snapshot.meeting?.date ?? null).map(({ id, date }) => ({
    id: date,
    label: t(`sheet.due.choices.${id}`, { date: formatShortDate(date) }),
  }))
}

export function due(asking: Asking, question: string): Body {
  return {
    paragraphs: isElder(asking) ? [question] : [question, asking.moment.t('sheet.due.hint')],
    visibility: 'self',
    choices: dueChoices(asking),
    takes: 'date',
    why: null,
  }
}

export function causesOf(
  { round: { pack } }: SheetSnapshot,
  item: SheetItem | undefined,
): readonly Cause[] {
  if (item?.kind === 'head') return pack.heads.find(({ id }) => id === item.head)?.causes ?? []
  return item?.kind === 'manifestation' ? pack.manifestation.causes : []
}

export function cause(asking: Asking, item: SheetItem | undefined): Body {
  const { t } = asking.moment
  const choices = causesOf(asking.snapshot, item).map(({ id, label }) => ({
    id,
    label: asking.words(label),
  }))
  const paragraphs = isElder(asking)
    ? [t('sheet.cause.question')]
    : [t('sheet.cause.question'), t('sheet.cause.hint')]
  return { paragraphs, visibility: 'self', choices, takes: 'text', why: null }
}

export function measure({ moment: { t } }: Asking): Body {
  const none = { id: 'none', label: t('sheet.measure.none') }
  return {
    paragraphs: [t('sheet.measure.question')],
    visibility: 'self',
    choices: [none],
    takes: 'text',
    why: null,
  }
}
