// What was promised last time, and what became of it.
import type { SheetItem } from '../../domain/sheet.ts'
import { formatDate } from '../../i18n/format.ts'
import { shorten } from '../shorten.ts'
import type { Moment } from '../turn.ts'
import type { SheetSnapshot } from './course.ts'
import type { Asking, Body } from './prompt.ts'

/** What was promised, and until when. */
export function promiseText(snapshot: SheetSnapshot, remedyId: string, { t }: Moment): string {
  const remedy = snapshot.remedies.find(({ id }) => id === remedyId)
  if (remedy === undefined) return t('sheet.promise.gone')
  if (remedy.measure === null || remedy.dueOn === null) {
    return `${t('sheet.promise.unplanned', { cause: shorten(remedy.cause ?? '') })}\n${t('sheet.promise.planLater')}`
  }
  return t('sheet.promise.what', {
    measure: shorten(remedy.measure),
    date: formatDate(remedy.dueOn),
  })
}

export function promiseState(asking: Asking, item: Extract<SheetItem, { kind: 'promise' }>): Body {
  const { t } = asking.moment
  const choices = (['done', 'progress', 'move', 'drop'] as const).map((id) => {
    return {
      id,
      label: t(`sheet.promise.choices.${id}`),
      also: t(`sheet.promise.also.${id}`).split('|'),
    }
  })
  const lead = item.key === 'p1' ? t('sheet.promise.first') : t('sheet.promise.next')
  return {
    paragraphs: [
      `${lead}\n${promiseText(asking.snapshot, item.remedyId, asking.moment)}`,
      t('sheet.promise.question'),
    ],
    visibility: 'self',
    choices,
    takes: null,
    why: t('sheet.promise.why'),
  }
}
