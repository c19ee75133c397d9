// `/congviec`: tasks of the resolutions. The secretary adds lines, sees them as understood, and
// confirms; a member sees their own.
import { isActiveTask, mostTasks } from '../../../domain/branch-task.ts'
import {
  readTaskLines,
  type TaskLine,
  type TypedTaskLines,
} from '../../../domain/branch-task-line.ts'
import { matchChoice } from '../../../domain/choice-text.ts'
import { fold } from '../../../domain/folded-words.ts'
import { mayDo } from '../../../domain/rights.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { BranchTaskLine, BranchTasksSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { actorOf, office } from '../../office.ts'
import {
  askTasksScreen,
  checkTasksScreen,
  type Draft,
  ownTasksScreen,
  taskScreen,
  tasksScreen,
} from '../../screens/branch-tasks.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { yesNo } from '../../yes-no.ts'

type Source = BranchTasksSource | null
type Focus = Snapshot['account']['conversation']['focus']

export function load(tables: Tables, snapshot: Snapshot, moment: Moment): Promise<Source> {
  const allowed = office(snapshot, 'seeOwnTasks', moment)
  return allowed.isAllowed
    ? tables.branchTasks(allowed.branch.id, null, moment.now)
    : Promise.resolve(null)
}

/** Whether the tasks of all are theirs to see and to move. */
export function isInCharge({ member, branch }: Snapshot): boolean {
  return (
    member !== null &&
    branch !== null &&
    mayDo(actorOf(member, branch.id), 'setTasks', { branchId: branch.id }) === 'allowed'
  )
}

/** Those a member is responsible for. */
export function ownOf({ lines }: BranchTasksSource, memberId: string): readonly BranchTaskLine[] {
  return lines.filter(({ responsible }) =>
    responsible.some((person) => person.memberId === memberId),
  )
}

export function focusing({ account }: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/** What stands before this turn of an officer. */
interface Desk {
  readonly snapshot: Snapshot
  readonly source: BranchTasksSource
  readonly branchId: string
  readonly byMember: string
  readonly moment: Moment
}

/** `/congviec`; an officer's `/congviec thêm`, `trang 2`, `3`, or lines at once. */
export function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'tasks'>,
  source: Source,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeOwnTasks', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (source === null) return silence
  const { member, branch } = allowed
  if (!isInCharge(snapshot))
    return answerWith(
      ownTasksScreen(ownOf(source, member.id).filter(isActiveTask), source.today, moment),
    )
  const desk: Desk = { snapshot, source, branchId: branch.id, byMember: member.id, moment }
  const said = fold(argument)
  const page = /^(?:trang|page) (?<page>\d{1,2})$/u.exec(said)?.groups?.['page']
  if (said === '' || page !== undefined)
    return answerWith(tasksScreen(source, Number(page ?? '1'), moment))
  if (['them', 'them viec', 'add'].includes(said)) return ask(desk)
  const number = /^(?:viec |so |task )?(?<number>\d{1,3})$/u.exec(said)?.groups?.['number']
  if (number !== undefined) return showOne(desk, Number(number))
  const typed = readTaskLines(argument, source.people, source.today)
  if (!typed.ok && typed.fault.code === 'shape' && !argument.includes('\n'))
    return prefaced(
      answerWith(tasksScreen(source, 1, moment)),
      moment.t('branchTasks.refused.unclear'),
    )
  return draft(desk, typed)
}

function showOne({ source, moment }: Desk, number: number): Turn {
  const task = source.lines[number - 1]
  if (task === undefined)
    return answerWith(message([moment.t('branchTasks.refused.noSuchTask', { number })]))
  return answerWith(taskScreen(task, source.today, moment))
}

function ask({ snapshot, source, moment }: Desk, preface: string | null = null): Turn {
  return prefaced(
    answerWith(askTasksScreen(source, moment), [focusing(snapshot, { at: 'taskLines' })]),
    preface,
  )
}

type Fault = Extract<TypedTaskLines, { ok: false }>

function faultText({ line, fault }: Fault, { t }: Moment): string {
  if (line === null) {
    return fault.code === 'tooMany'
      ? t('branchTasks.refused.tooMany', { limit: fault.limit })
      : t('branchTasks.refused.unclear')
  }
  const { code, ...details } = fault
  return t('branchTasks.refused.line', { line, why: t(`branchTasks.refused.${code}`, details) })
}

/** All lines or none: kept apart until they are confirmed. */
function draft(desk: Desk, typed: TypedTaskLines): Turn {
  const { snapshot, source, branchId, byMember, moment } = desk
  const refuse = (text: string): Turn =>
    answerWith(message([text]), [focusing(snapshot, { at: 'taskLines' })])
  if (!typed.ok) return refuse(faultText(typed, moment))
  const problems = typed.tasks.map(({ what, others }) =>
    checkText(`${what}\n${others ?? ''}`, moment.library.screening),
  )
  const problem = problems.find((each) => each !== null)
  if (problem !== undefined) return refuse(problemText(problem, moment.t))
  const has = source.lines.filter(({ period }) => period === source.period).length
  if (has + typed.tasks.length > mostTasks)
    return refuse(moment.t('branchTasks.refused.full', { limit: mostTasks, has }))
  const put: Change = {
    kind: 'draftTasks',
    branchId,
    period: source.period,
    byMember,
    tasks: typed.tasks,
  }
  const drafts = typed.tasks.map((task) => drawn(task, source))
  return answerWith(checkTasksScreen(drafts, source, moment), [
    put,
    focusing(snapshot, { at: 'taskCheck' }),
  ])
}

function drawn({ what, others, memberIds, dueOn }: TaskLine, { people }: BranchTasksSource): Draft {
  return {
    what,
    others,
    dueOn,
    responsible: memberIds.flatMap((id) => people.find(({ memberId }) => memberId === id) ?? []),
  }
}

/** Lines, or a yes or a no to those shown; other lines take their place. */
export function answerLines(
  snapshot: Snapshot,
  raw: RawAnswer,
  source: Source,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'setTasks', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (source === null) return silence
  const desk: Desk = {
    snapshot,
    source,
    branchId: allowed.branch.id,
    byMember: allowed.member.id,
    moment,
  }
  const text = raw.kind === 'typed' ? raw.text : raw.choice
  const isCheck = snapshot.account.conversation.focus.at === 'taskCheck'
  if (!isCheck) return draft(desk, readTaskLines(text, source.people, source.today))
  const [yes, no] = [moment.t('branchTasks.choices.yes'), moment.t('branchTasks.choices.no')]
  const match = matchChoice(text, yesNo(yes, no, moment))
  if (match.kind === 'one') return match.index === 0 ? confirm(desk) : retry(desk)
  return draft(desk, readTaskLines(text, source.people, source.today))
}

function retry(desk: Desk): Turn {
  const { branchId, byMember, moment } = desk
  return prefaced(ask(desk, moment.t('branchTasks.notKept')), null, [
    { kind: 'dropTaskDrafts', branchId, byMember },
  ])
}

/** What another officer or the night's tidying took away meanwhile is not there to be confirmed. */
function confirm({ snapshot, source, branchId, byMember, moment }: Desk): Turn {
  const mine = source.drafts.filter(({ createdBy }) => createdBy === byMember)
  const after = focusing(snapshot, { at: 'nothing' })
  if (mine.length === 0)
    return prefaced(
      answerWith(tasksScreen(source, 1, moment), [after]),
      moment.t('branchTasks.notKept'),
    )
  const then = { ...source, lines: merged(source, mine) }
  const turn = answerWith(tasksScreen(then, 1, moment), [
    { kind: 'confirmTasks', branchId, byMember },
    after,
  ])
  return prefaced(turn, moment.t('branchTasks.kept', { count: mine.length }))
}

/** In the order they will be read back in: behind those of the same resolution. */
function merged(
  { lines, period }: BranchTasksSource,
  mine: readonly BranchTaskLine[],
): readonly BranchTaskLine[] {
  return [
    ...lines.filter((line) => line.period >= period),
    ...mine,
    ...lines.filter((line) => line.period < period),
  ]
}
