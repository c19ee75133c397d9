// What becomes of one task: by the secretary or deputy, or reported done by whoever is responsible.
import {
  type BranchTaskState,
  isActiveTask,
  longestTaskReason,
  taskAfter,
  type TaskDeed,
} from '../../../domain/branch-task.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { parseDueDate } from '../../../domain/typed-date.ts'
import type { Change, Reply } from '../../../store/change.ts'
import type { BranchView, MemberView, Snapshot } from '../../../store/snapshot.ts'
import type { BranchTaskLine, BranchTasksSource } from '../../../store/meeting-sources.ts'
import type { TaskVerb } from '../../action.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  movedText,
  ownTasksScreen,
  taskScreen,
  taskStateText,
  tasksScreen,
} from '../../screens/branch-tasks.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { shorten } from '../../shorten.ts'
import {
  answerWith,
  message,
  type Moment,
  prefaced,
  silence,
  tellSecretary,
  type Turn,
} from '../../turn.ts'
import { answerLines, focusing, isInCharge, ownOf } from './branch-tasks.ts'

type Source = BranchTasksSource | null
type Focus = Extract<Snapshot['account']['conversation']['focus'], { at: 'task' }>

interface Desk {
  readonly snapshot: Snapshot
  readonly source: BranchTasksSource
  readonly branch: BranchView
  readonly member: MemberView
  readonly moment: Moment
}

const deeds: Readonly<Record<Exclude<TaskVerb, 'show'>, TaskDeed>> = {
  done: 'finish',
  putOff: 'putOff',
  drop: 'drop',
  reopen: 'reopen',
}

/** The one task that was picked, if it is theirs to see. */
export function tend(
  snapshot: Snapshot,
  { taskId, verb }: IntentOf<'tendTask'>,
  source: Source,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeOwnTasks', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (source === null) return silence
  const { branch, member } = allowed
  const desk: Desk = { snapshot, source, branch, member, moment }
  const inCharge = isInCharge(snapshot)
  const task = (inCharge ? source.lines : ownOf(source, member.id)).find(({ id }) => id === taskId)
  if (task === undefined || (!inCharge && verb !== 'done' && verb !== 'show'))
    return answerWith(message([moment.t('branchTasks.refused.gone')]))
  if (verb === 'show')
    return answerWith(
      inCharge
        ? taskScreen(task, source.today, moment)
        : ownTasksScreen([task], source.today, moment),
    )
  const state = taskAfter(task.state, deeds[verb])
  if (state === null)
    return answerWith(
      message([
        moment.t('branchTasks.refused.already', {
          state: taskStateText(task, source.today, moment),
        }),
      ]),
    )
  if (verb === 'putOff') return askDay(desk, task.id)
  if (verb === 'drop') return askReason(desk, { at: 'task', taskId: task.id, deed: 'drop' })
  return inCharge ? moved(desk, task, { state, reason: null }) : reported(desk, task)
}

function askDay({ snapshot, moment }: Desk, taskId: string, preface: string | null = null): Turn {
  const focus: Focus = { at: 'task', taskId, deed: 'putOff' }
  return prefaced(
    answerWith(message([moment.t('branchTasks.askDay')]), [focusing(snapshot, focus)]),
    preface,
  )
}

function askReason({ snapshot, moment }: Desk, focus: Focus, preface: string | null = null): Turn {
  return prefaced(
    answerWith(message([moment.t('branchTasks.askReason')]), [focusing(snapshot, focus)]),
    preface,
  )
}

/** Lines and their confirming, a new day, or a reason. */
export function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerTask'>,
  source: Source,
  moment: Moment,
): Turn {
  const { focus } = snapshot.account.conversation
  if (focus.at !== 'task') return answerLines(snapshot, raw, source, moment)
  const allowed = office(snapshot, 'setTasks', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (source === null) return silence
  const desk: Desk = { snapshot, source, branch: allowed.branch, member: allowed.member, moment }
  const task = source.lines.find(({ id }) => id === focus.taskId)
  if (task === undefined || !isActiveTask(task)) {
    const list = answerWith(tasksScreen(source, 1, moment), [focusing(snapshot, { at: 'nothing' })])
    return prefaced(list, moment.t('branchTasks.refused.gone'))
  }
  const text = raw.kind === 'typed' ? raw.text.trim() : ''
  return focus.deed === 'putOff' && focus.dueOn === undefined
    ? giveDay(desk, task, text)
    : giveReason(desk, task, focus, text)
}

function giveDay(desk: Desk, task: BranchTaskLine, text: string): Turn {
  const typed = parseDueDate(text, desk.source.today)
  if (!typed.ok)
    return askDay(
      desk,
      task.id,
      problemText({ code: typed.reason, typed: text.slice(0, 40) }, desk.moment.t),
    )
  return askReason(desk, { at: 'task', taskId: task.id, deed: 'putOff', dueOn: typed.date })
}

function giveReason(desk: Desk, task: BranchTaskLine, focus: Focus, text: string): Turn {
  const { moment } = desk
  const problem = checkText(text, moment.library.screening)
  if (problem !== null) return askReason(desk, focus, problemText(problem, moment.t))
  if (text === '') return askReason(desk, focus)
  if (Array.from(text).length > longestTaskReason)
    return askReason(
      desk,
      focus,
      moment.t('branchTasks.refused.reasonTooLong', { limit: longestTaskReason }),
    )
  const due = focus.dueOn === undefined ? {} : { dueOn: focus.dueOn as LocalDate }
  return moved(desk, task, {
    state: focus.deed === 'putOff' ? 'putOff' : 'dropped',
    reason: text,
    ...due,
  })
}

interface Move {
  readonly state: BranchTaskState
  readonly reason: string | null
  readonly dueOn?: LocalDate
}

/** What still waits to be said of it is stale. */
function changesOf({ branch, member }: Desk, task: BranchTaskLine, move: Move): readonly Change[] {
  const told = new Set([...task.responsible.map(({ memberId }) => memberId), member.id])
  return [
    { kind: 'moveTask', taskId: task.id, branchId: branch.id, byMember: member.id, ...move },
    ...[...told].map((memberId): Change => ({
      kind: 'dropPrompts',
      memberId,
      mergeKey: `task:${task.id}`,
    })),
  ]
}

function moved(desk: Desk, task: BranchTaskLine, move: Move): Turn {
  const { snapshot, source, moment } = desk
  const lines = source.lines.map((line) => (line.id === task.id ? { ...line, ...move } : line))
  const turn = answerWith(tasksScreen({ ...source, lines }, 1, moment), [
    ...changesOf(desk, task, move),
    focusing(snapshot, { at: 'nothing' }),
  ])
  return prefaced(turn, movedText(task.what, move.state, moment))
}

/** Done by the word of whoever is responsible: the secretary hears of it, and can put it right. */
function reported(desk: Desk, task: BranchTaskLine): Turn {
  const { source, branch, member, moment } = desk
  const rest = ownOf(source, member.id).filter((line) => isActiveTask(line) && line.id !== task.id)
  const screen = rest.length === 0 ? message([]) : ownTasksScreen(rest, source.today, moment)
  const told: Reply = tellSecretary(
    branch.id,
    (t) => {
      return t('branchTasks.told', { name: member.name, what: shorten(task.what) })
    },
    moment,
    `task-done:${task.id}:${String(moment.now.getTime())}`,
  )
  const turn = answerWith(screen, changesOf(desk, task, { state: 'done', reason: null }))
  const said = moment.t('branchTasks.own.reported')
  const first = rest.length === 0 ? answerWith(message([said]), turn.changes) : prefaced(turn, said)
  return { ...first, replies: [...first.replies, told] }
}
