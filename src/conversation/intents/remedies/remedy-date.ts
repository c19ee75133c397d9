// The day of a promise, asked outside the sheet.
import { matchChoice } from '../../../domain/choice-text.ts'
import type { Conversation } from '../../../domain/conversation.ts'
import { dueDateChoices } from '../../../domain/due-date.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { localOf } from '../../../domain/local-time.ts'
import { formatDate, formatShortDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { answerWith, choice, message, type Moment, type Turn } from '../../turn.ts'

export function remember(snapshot: Snapshot, focus: Conversation['focus']): Change {
  return { kind: 'converse', conversation: { ...snapshot.account.conversation, focus } }
}

export function release(snapshot: Snapshot): Change {
  return remember(snapshot, { at: 'nothing' })
}

export function todayOf({ branch }: Snapshot, { now }: Moment): LocalDate {
  return localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date
}

function dates(
  snapshot: Snapshot,
  moment: Moment,
): readonly { readonly id: LocalDate; readonly label: string }[] {
  return dueDateChoices(todayOf(snapshot, moment), snapshot.meeting?.date ?? null).map(
    ({ id, date }) => ({
      id: date,
      label: moment.t(`sheet.due.choices.${id}`, { date: formatShortDate(date) }),
    }),
  )
}

/** `planDue`: the first day of a promise, `due`: another one. */
export function askDate(
  snapshot: Snapshot,
  remedyId: string,
  part: 'due' | 'planDue',
  moment: Moment,
): Turn {
  const { t } = moment
  const choices = dates(snapshot, moment).map(({ id, label }) =>
    choice(label, { kind: 'say', text: formatDate(id) }),
  )
  const question = t(part === 'due' ? 'sheet.promise.newDate' : 'sheet.due.question')
  return answerWith(message([question, t('sheet.due.hint')], choices), [
    remember(snapshot, { at: 'remedy', remedyId, part }),
  ])
}

/** One of the days offered, by number or label; null: something else was typed. */
export function pickedDate(snapshot: Snapshot, text: string, moment: Moment): LocalDate | null {
  const choices = dates(snapshot, moment)
  const match = matchChoice(text, choices, { hasFreeText: true })
  return match.kind === 'one' ? (choices[match.index]?.id ?? null) : null
}
