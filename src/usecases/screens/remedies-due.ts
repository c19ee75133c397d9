import { remedyChoices, remedyLine } from '../../conversation/screens/remedies.ts'
import { choice, message, type Moment } from '../../conversation/turn.ts'
import type { RemedyMoment } from '../../domain/due-date.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { RemedyView } from '../../store/snapshot.ts'

interface RemedyDue {
  readonly view: RemedyView
  readonly rule: RemedyMoment['ruleId']
}

/** What is said of remedies within a message about something else. */
export interface Beside {
  readonly text: string
  readonly choice: Choice
}

/** In a tight month: the day's remedies as a part of another message, and the way to them. */
export function besideScreen(remedies: readonly RemedyView[], moment: Moment): Beside {
  const { t } = moment
  const lines = remedies.map((view) => `– ${remedyLine(view, moment)}`).join('\n')
  return {
    text: t('reminders.joined.lines', { lines }),
    choice: choice(t('reminders.joined.open'), { kind: 'say', text: '/tusua' }),
  }
}

/** One remedy with its four answers; several as a list, to be taken up one by one. */
export function remediesDueScreen(due: readonly RemedyDue[], moment: Moment): Outbound {
  const { t } = moment
  const [only, ...others] = due
  if (only !== undefined && others.length === 0) {
    const { view, rule } = only
    const said = t(`reminders.${rule}`, {
      measure: view.measure ?? '',
      date: formatDate(view.dueOn ?? ''),
    })
    return message([said, t('sheet.promise.question')], remedyChoices(view, moment))
  }
  const lines = due.map(({ view }) => `– ${remedyLine(view, moment)}`).join('\n')
  const intro = t('reminders.remedies.several', { count: formatNumber(due.length, t.language) })
  return message(
    [intro, lines],
    [choice(t('reminders.remedies.open'), { kind: 'say', text: '/tusua' })],
  )
}
