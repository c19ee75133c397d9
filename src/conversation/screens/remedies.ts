import { formatDate } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { RemedyView } from '../../store/snapshot.ts'
import { shorten } from '../shorten.ts'
import { choice, message, type Moment } from '../turn.ts'

/** `Đọc nghị quyết trước buổi họp – hạn 30/11/2026 – đang làm`. */
export function remedyLine({ measure, dueOn, status }: Pick<RemedyView, 'measure' | 'dueOn' | 'status'>, { t }: Moment): string {
  const date = dueOn === null ? t('remedies.noDate') : t('remedies.due', { date: formatDate(dueOn) })
  return `${measure === null ? t('remedies.noMeasure') : shorten(measure)} – ${date} – ${t(`remedies.status.${status}`)}`
}

export function remedyChoices(remedyId: string, { t }: Moment): readonly Choice[] {
  return (['done', 'progress', 'move', 'drop'] as const).map((verb) =>
    choice(t(`sheet.promise.choices.${verb}`), { kind: 'remedy', remedyId, verb }),
  )
}

/** What the member has promised and not yet done; a single one can be answered at once. */
export function remediesScreen(remedies: readonly RemedyView[], moment: Moment): Outbound {
  const { t } = moment
  const [only, ...others] = remedies
  if (only === undefined) return message([t('remedies.none')])
  const lines = remedies.map((remedy, index) => `${String(index + 1)}. ${remedyLine(remedy, moment)}`).join('\n')
  if (others.length === 0) return message([t('remedies.open'), lines, t('sheet.promise.question')], remedyChoices(only.id, moment))
  const pick = remedies
    .slice(0, 9)
    .map((_, index) => choice(t('remedies.pick', { number: index + 1 }), { kind: 'say', text: `/tusua ${String(index + 1)}` }))
  return message([t('remedies.open'), lines, t('remedies.which')], pick)
}
