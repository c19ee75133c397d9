import {
  type BranchTaskState,
  countBranchTasks,
  isActiveTask,
  isOverdueTask,
} from '../../domain/branch-task.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { formatDate, formatNumber, formatPeriod } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { BranchTaskLine, BranchTasksSource, TaskPerson } from '../../store/meeting-sources.ts'
import { shorten } from '../shorten.ts'
import { choice, message, type Moment } from '../turn.ts'

/** Eight tasks and two more choices are still one look on a phone. */
const linesOfPage = 8
const shownTask = 90
const shownReason = 60

function whoText(
  { responsible, others }: Pick<BranchTaskLine, 'responsible' | 'others'>,
  { t }: Moment,
): string {
  const names = responsible.map(({ name, hasLeft }) =>
    hasLeft ? t('branchTasks.gone', { name }) : name,
  )
  return [...names, ...(others === null ? [] : [others])].join(', ')
}

/** “đang làm”, “hoãn, lý do: chờ kinh phí”. */
export function taskStateText(
  task: Pick<BranchTaskLine, 'state' | 'dueOn' | 'reason'>,
  today: LocalDate,
  { t }: Moment,
): string {
  const state = t(`branchTasks.states.${isOverdueTask(task, today) ? 'overdue' : task.state}`)
  return task.reason === null
    ? state
    : t('branchTasks.because', { state, reason: shorten(task.reason, shownReason) })
}

/** `1. Thăm hộ neo đơn – Vũ Thị An, chi ủy – hạn 20/12/2026 – đang làm`. */
function taskLineText(
  task: BranchTaskLine,
  number: number,
  today: LocalDate,
  moment: Moment,
): string {
  return moment.t('branchTasks.line', {
    number,
    what: shorten(task.what, shownTask),
    who: whoText(task, moment),
    date: formatDate(task.dueOn),
    state: taskStateText(task, today, moment),
  })
}

function titleText({ period, today, lines }: BranchTasksSource, { t }: Moment): string {
  const ofLast = lines.filter((line) => line.period === period)
  const counts = countBranchTasks(ofLast, today)
  if (counts.total === 0) return t('branchTasks.none', { period: formatPeriod(period) })
  const number = (value: number): string => formatNumber(value, t.language)
  return t('branchTasks.title', {
    period: formatPeriod(period),
    total: number(counts.total),
    done: number(counts.done),
    inTime: number(counts.inTime),
    overdue: number(counts.overdue),
    dropped: number(counts.dropped),
  })
}

/**
 * The last resolution's tasks and what earlier ones left, to be picked by number; a page of them.
 */
export function tasksScreen(source: BranchTasksSource, wanted: number, moment: Moment): Outbound {
  const { t } = moment
  const { lines, period, today } = source
  const pages = Math.max(1, Math.ceil(lines.length / linesOfPage))
  const page = Math.min(Math.max(1, wanted), pages)
  const from = (page - 1) * linesOfPage
  const shown = lines
    .slice(from, from + linesOfPage)
    .map((task, index) => ({ task, number: from + index + 1 }))
  const textOf = (those: typeof shown): string =>
    those.map(({ task, number }) => taskLineText(task, number, today, moment)).join('\n')
  const earlier = textOf(shown.filter(({ task }) => task.period !== period))
  const picks = shown.map(({ task, number }) =>
    choice(t('branchTasks.pick', { number }), { kind: 'task', taskId: task.id, verb: 'show' }),
  )
  const next =
    page < pages
      ? [
          choice(t('branchTasks.choices.next'), {
            kind: 'say',
            text: `/congviec trang ${String(page + 1)}`,
          }),
        ]
      : []
  return message(
    [
      titleText(source, moment),
      textOf(shown.filter(({ task }) => task.period === period)),
      earlier === '' ? null : [t('branchTasks.earlier'), earlier].join('\n'),
      pages === 1 ? null : t('branchTasks.page', { page, pages }),
      t('branchTasks.how'),
    ],
    [
      ...picks,
      choice(t('branchTasks.choices.add'), { kind: 'say', text: '/congviec them' }),
      ...next,
    ],
  )
}

/** How to type, and the numbers of the members. */
export function askTasksScreen({ people }: BranchTasksSource, moment: Moment): Outbound {
  const names = people.map(({ name }, place) => `${String(place + 1)}. ${name}`).join('; ')
  return message([moment.t('branchTasks.ask'), moment.t('branchTasks.people', { names })])
}

export interface Draft {
  readonly what: string
  readonly others: string | null
  readonly responsible: readonly TaskPerson[]
  readonly dueOn: LocalDate
}

/** What was understood, to be confirmed; who is reminded is seen here. */
export function checkTasksScreen(
  drafts: readonly Draft[],
  { period }: Pick<BranchTasksSource, 'period'>,
  moment: Moment,
): Outbound {
  const { t } = moment
  const lines = drafts.map(({ what, others, responsible, dueOn }, place) => {
    const isForSecretary = responsible.length === 0 && others !== null
    const who = isForSecretary
      ? t('branchTasks.check.toSecretary', { others })
      : whoText({ responsible, others }, moment)
    return t('branchTasks.check.line', { number: place + 1, what, who, date: formatDate(dueOn) })
  })
  const title = t('branchTasks.check.title', { count: drafts.length, period: formatPeriod(period) })
  return message(
    [[title, ...lines].join('\n'), t('branchTasks.check.question')],
    [
      choice(t('branchTasks.choices.yes'), { kind: 'say', text: t('branchTasks.choices.yes') }),
      choice(t('branchTasks.choices.no'), { kind: 'say', text: t('branchTasks.choices.no') }),
    ],
  )
}

function fullText(task: BranchTaskLine, today: LocalDate, moment: Moment): string {
  const { what, dueOn } = task
  const state = taskStateText(task, today, moment)
  return moment.t('branchTasks.full', {
    what,
    who: whoText(task, moment),
    date: formatDate(dueOn),
    state,
  })
}

/** One task, and what may become of it. */
export function taskScreen(task: BranchTaskLine, today: LocalDate, moment: Moment): Outbound {
  const verbs = isActiveTask(task) ? (['done', 'putOff', 'drop'] as const) : (['reopen'] as const)
  const choices = verbs.map((verb) =>
    choice(moment.t(`branchTasks.choices.${verb}`), { kind: 'task', taskId: task.id, verb }),
  )
  return message([fullText(task, today, moment), moment.t('branchTasks.question')], choices)
}

/** Whoever is responsible reports; nothing else is theirs to say. */
function doneChoices(tasks: readonly BranchTaskLine[], { t }: Moment): readonly Choice[] {
  return tasks.slice(0, linesOfPage).map(({ id }, place) => {
    return choice(t('branchTasks.own.done', { number: place + 1 }), {
      kind: 'task',
      taskId: id,
      verb: 'done',
    })
  })
}

/** A member's own tasks that are still to be done. */
export function ownTasksScreen(
  tasks: readonly BranchTaskLine[],
  today: LocalDate,
  moment: Moment,
): Outbound {
  const { t } = moment
  if (tasks.length === 0) return message([t('branchTasks.own.none')])
  const lines = tasks.map((task, place) => taskLineText(task, place + 1, today, moment))
  return message(
    [[t('branchTasks.own.title'), ...lines].join('\n'), t('branchTasks.own.how')],
    doneChoices(tasks, moment),
  )
}

export function movedText(what: string, state: BranchTaskState, { t }: Moment): string {
  return t('branchTasks.moved', {
    what: shorten(what, shownTask),
    state: t(`branchTasks.states.${state}`),
  })
}
