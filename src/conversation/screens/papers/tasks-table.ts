// The branch's tasks on paper: what, who, by when.
import type { PaperBlock } from '../../../documents/official-body.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { BranchTaskLine } from '../../../store/meeting-sources.ts'

interface TaskHeads {
  readonly what: string
  readonly who: string
  readonly due: string
}

/** Millimetres, of the 165 between the margins. */
const widths = [90, 45, 30]

/** What was written stands as it was written. */
export function tasksTable(
  tasks: readonly BranchTaskLine[],
  { what, who, due }: TaskHeads,
): PaperBlock {
  const rows = tasks.map((task) => {
    const people = [
      ...task.responsible.map(({ name }) => name),
      ...(task.others === null ? [] : [task.others]),
    ]
    return [task.what, people.join(', '), formatDate(task.dueOn)]
  })
  return { kind: 'table', head: [what, who, due], rows, holds: 'texts', widths }
}
