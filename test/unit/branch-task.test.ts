import { describe, expect, it } from 'vitest'
import {
  type BranchTask,
  type BranchTaskState,
  branchTaskStates,
  countBranchTasks,
  isOverdueTask,
  type TaskDeed,
  taskAfter,
  tasksDonePercent,
} from '../../src/domain/branch-task.ts'
import { localDate } from '../../src/domain/local-date.ts'

const today = localDate('2026-12-10')
const task = (state: BranchTaskState, dueOn: string): BranchTask => ({
  state,
  dueOn: localDate(dueOn),
})

describe('tasks of a resolution', () => {
  it('each is counted once; one put off by its new day', () => {
    const tasks = [
      task('open', '2026-12-10'),
      task('open', '2026-12-09'),
      task('putOff', '2026-12-20'),
      task('putOff', '2026-12-01'),
      task('done', '2026-12-01'),
      task('dropped', '2026-12-01'),
    ]
    const counts = countBranchTasks(tasks, today)
    expect(counts).toEqual({ total: 6, done: 1, inTime: 2, overdue: 2, putOff: 2, dropped: 1 })
    expect(counts.done + counts.inTime + counts.overdue + counts.dropped).toBe(counts.total)
    expect(tasksDonePercent(counts)).toBe(20)
  })

  it('is overdue from the day after; what is closed never is', () => {
    expect(isOverdueTask(task('open', '2026-12-10'), today)).toBe(false)
    expect(isOverdueTask(task('open', '2026-12-09'), today)).toBe(true)
    expect(isOverdueTask(task('done', '2026-12-09'), today)).toBe(false)
  })

  it('no share where nothing was to be done', () => {
    expect(tasksDonePercent(countBranchTasks([], today))).toBeNull()
    expect(tasksDonePercent(countBranchTasks([task('dropped', '2026-12-01')], today))).toBeNull()
  })

  it.each<[TaskDeed, readonly (BranchTaskState | null)[]]>([
    ['finish', ['done', null, 'done', null]],
    ['reopen', [null, 'open', null, 'open']],
    ['putOff', ['putOff', null, 'putOff', null]],
    ['drop', ['dropped', null, 'dropped', null]],
  ])('%s', (deed, after) => {
    expect(branchTaskStates.map((state) => taskAfter(state, deed))).toEqual(after)
  })
})
