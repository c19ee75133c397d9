// What a branch resolved: who has to do what by when, and how it stands. The words are the
// branch's, the day is in the clear.
import type { LocalDate } from './local-date.ts'
import { percentOf } from './participation.ts'

/**
 * `putOff`: still to be done, by a later day and for a reason. `dropped`: no longer to be done, for
 * a reason.
 */
export const branchTaskStates = ['open', 'done', 'putOff', 'dropped'] as const
export type BranchTaskState = (typeof branchTaskStates)[number]

/** As counts and reminders see it. */
export interface BranchTask {
  readonly state: BranchTaskState
  readonly dueOn: LocalDate
}

/**
 * `total` = `done` + `inTime` + `overdue` + `dropped`; those put off are `inTime` or `overdue` by
 * their new day.
 */
export interface BranchTaskCounts {
  readonly total: number
  readonly done: number
  readonly inTime: number
  readonly overdue: number
  readonly putOff: number
  readonly dropped: number
}

/**
 * How many tasks one message may add, and how many one resolution may have: more is a plan, to be
 * kept in the resolution itself.
 */
export const mostTaskLines = 20
export const mostTasks = 60
export const longestTask = 200
export const longestTaskReason = 200

/** Still to be done. */
export function isActiveTask({ state }: Pick<BranchTask, 'state'>): boolean {
  return state === 'open' || state === 'putOff'
}

/** The day after its date; on the day itself not yet. */
export function isOverdueTask(task: BranchTask, today: LocalDate): boolean {
  return isActiveTask(task) && task.dueOn < today
}

/** Counts each once, as of a day. */
export function countBranchTasks(tasks: readonly BranchTask[], today: LocalDate): BranchTaskCounts {
  const active = tasks.filter(isActiveTask)
  const overdue = active.filter((task) => isOverdueTask(task, today)).length
  const at = (state: BranchTaskState): number => tasks.filter((task) => task.state === state).length
  return {
    total: tasks.length,
    done: at('done'),
    inTime: active.length - overdue,
    overdue,
    putOff: at('putOff'),
    dropped: at('dropped'),
  }
}

/**
 * The share done of what was to be done, in percent: what was dropped is not asked for. Null where
 * nothing was.
 */
export function tasksDonePercent({ total, done, dropped }: BranchTaskCounts): number | null {
  return percentOf(done, total - dropped)
}

/**
 * What may become of a task. `finish`, `reopen`: by the secretary, or by who is responsible
 * (`finish` only).
 */
export type TaskDeed = 'finish' | 'reopen' | 'putOff' | 'drop'

/**
 * What each deed leads to; null: not from here. A task done or dropped by a slip is opened again
 * first.
 */
export function taskAfter(state: BranchTaskState, deed: TaskDeed): BranchTaskState | null {
  const isActive = state === 'open' || state === 'putOff'
  if (deed === 'reopen') return isActive ? null : 'open'
  if (!isActive) return null
  return deed === 'finish' ? 'done' : deed === 'putOff' ? 'putOff' : 'dropped'
}
