// A task of a resolution is due soon, today, or overdue: said privately to whoever is responsible.
import { choice, message, type Moment } from '../../conversation/turn.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { shorten } from '../../conversation/shorten.ts'

export type TaskRule = 'taskSoon' | 'taskToday' | 'taskOverdue'

interface TaskDue {
  readonly id: string
  readonly what: string
  /** Who is responsible beside members; shown to the officer who hears in their place. */
  readonly others: string | null
  readonly dueOn: LocalDate
  readonly rule: TaskRule
}

function lineText({ what, others, dueOn }: TaskDue, { t }: Moment): string {
  const values = { what: shorten(what), date: formatDate(dueOn) }
  return others === null
    ? t('reminders.tasks.line', values)
    : t('reminders.tasks.lineOf', { ...values, others })
}

/** One with its answer; several as a list, to be answered one by one. */
export function tasksDueScreen(due: readonly TaskDue[], moment: Moment): Outbound {
  const { t } = moment
  const [only, ...others] = due
  if (only !== undefined && others.length === 0) {
    const done = choice(t('branchTasks.choices.done'), {
      kind: 'task',
      taskId: only.id,
      verb: 'done',
    })
    return message(
      [t(`reminders.tasks.${only.rule}`), lineText(only, moment), t('reminders.tasks.answer')],
      [done],
    )
  }
  const lines = due.map((one) => `– ${lineText(one, moment)}`).join('\n')
  const intro = t('reminders.tasks.several', { count: formatNumber(due.length, t.language) })
  return message(
    [intro, lines],
    [choice(t('reminders.tasks.open'), { kind: 'say', text: '/congviec' })],
  )
}
