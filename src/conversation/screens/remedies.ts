import { isUnplanned } from '../../domain/remedy.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { RemedyView } from '../../store/snapshot.ts'
import { shorten } from '../shorten.ts'
import { choice, message, type Moment } from '../turn.ts'

/** `Đọc nghị quyết trước buổi họp – hạn 30/11/2026 – đang làm`. */
export function remedyLine(
  { measure, dueOn, status }: Pick<RemedyView, 'measure' | 'dueOn' | 'status'>,
  { t }: Moment,
): string {
  const date =
    dueOn === null ? t('remedies.noDate') : t('remedies.due', { date: formatDate(dueOn) })
  const stands = t(
    status === 'noMeasure' && measure !== null
      ? 'remedies.plan.dateMissing'
      : `remedies.status.${status}`,
  )
  return `${measure === null ? t('remedies.noMeasure') : shorten(measure)} – ${date} – ${stands}`
}

/** What has no day yet is given a measure and a day rather than another day. */
export function remedyChoices(
  remedy: Pick<RemedyView, 'id' | 'status' | 'dueOn' | 'measure'>,
  { t }: Moment,
): readonly Choice[] {
  const plan = isUnplanned(remedy)
    ? [choice(t('remedies.plan.choice'), { kind: 'remedy', remedyId: remedy.id, verb: 'plan' })]
    : []
  const verbs = (['done', 'progress', 'move', 'drop'] as const).filter(
    (verb) => remedy.dueOn !== null || verb !== 'move',
  )
  return [
    ...plan,
    ...verbs.map((verb) =>
      choice(t(`sheet.promise.choices.${verb}`), { kind: 'remedy', remedyId: remedy.id, verb }),
    ),
  ]
}

/** Where there is no measure yet, as on the sheet. */
export function measureScreen({ cause, measure }: RemedyView, { t }: Moment): Outbound {
  const none = choice(t('sheet.measure.none'), { kind: 'say', text: t('sheet.measure.none') })
  const what =
    measure === null
      ? t('sheet.promise.unplanned', { cause: shorten(cause ?? '') })
      : t('remedies.plan.kept', { measure: shorten(measure) })
  return message([what, t('sheet.measure.question')], [none])
}

/**
 * What the member has promised and not yet done; a single one can be answered at once. `tasks`: how
 * many the branch gave them.
 */
export function remediesScreen(
  remedies: readonly RemedyView[],
  tasks: number,
  moment: Moment,
): Outbound {
  const { t } = moment
  const beside =
    tasks === 0 ? null : t('remedies.tasks', { count: formatNumber(tasks, t.language) })
  const [only, ...others] = remedies
  if (only === undefined) return message([t('remedies.none'), beside])
  const lines = remedies
    .map((remedy, index) => `${String(index + 1)}. ${remedyLine(remedy, moment)}`)
    .join('\n')
  if (others.length === 0)
    return message(
      [t('remedies.open'), lines, beside, t('sheet.promise.question')],
      remedyChoices(only, moment),
    )
  const pick = remedies.slice(0, 9).map((_, index) =>
    choice(t('remedies.pick', { number: index + 1 }), {
      kind: 'say',
      text: `/tusua ${String(index + 1)}`,
    }),
  )
  return message([t('remedies.open'), lines, beside, t('remedies.which')], pick)
}
