// The branch's plan to mend what its round showed. Causes and measures are promised to be each
// member's own, so none stands in it.
import type { OfficialPaper } from '../../../documents/official-paper.ts'
import type { PaperBlock } from '../../../documents/official-body.ts'
import { isActiveTask } from '../../../domain/branch-task.ts'
import type { planShape } from '../../../domain/paper-template.ts'
import type { PeriodSpan } from '../../../domain/period-span.ts'
import type { Pack } from '../../../domain/questionnaire.ts'
import type { BranchTaskLine } from '../../../store/meeting-sources.ts'
import type { Moment } from '../../turn.ts'
import type { SummaryData } from '../summary.ts'
import { contentLines, remedyLines } from './shared-parts.ts'
import { tasksTable } from './tasks-table.ts'
import {
  bodyOf,
  type Drafting,
  framePaper,
  issuerOf,
  planWording,
  signedBy,
  spanWords,
  type Wording,
} from './wording.ts'

interface Planning extends Drafting {
  readonly span: PeriodSpan
  readonly tasks: readonly BranchTaskLine[]
}

type Words = Wording<typeof planShape>

/** Millimetres, of the 165 between the margins. */
const widths = [45, 60, 35, 25]

/** A row for each head, to be filled in by the branch at its meeting. */
function measuresTable({ heads }: Pack, { say, styled }: Words): PaperBlock {
  const head = [say('columnHead'), say('columnMeasure'), say('columnWho'), say('columnDue')]
  return {
    kind: 'table',
    head,
    rows: heads.map(({ name }) => [styled(name.vi), '', '', '']),
    holds: 'texts',
    widths,
  }
}

function taskBlocks({ tasks }: Planning, { line, say }: Words): readonly PaperBlock[] {
  const active = tasks.filter(isActiveTask)
  if (active.length === 0) return line('noTasks')
  return [
    ...line('tasks'),
    tasksTable(active, { what: say('what'), who: say('who'), due: say('due') }),
  ]
}

/** Counts as the summary shows them, withheld where it withholds them. */
export function planPaper(planning: Planning, data: SummaryData, asked: Moment): OfficialPaper {
  const moment = { ...asked, t: asked.library.words.vi }
  const words = planWording(planning.branch, moment)
  const frame = { branch: issuerOf(planning.branch, words), span: spanWords(planning.span, words) }
  const { remedies, content } = data.summary
  const isSaidBelow =
    remedies.kind === 'missing' && content.kind === 'missing' && remedies.reason === content.reason
  const body = bodyOf(words, frame, {
    remedies: isSaidBelow ? [] : remedyLines(data.summary, words),
    content: contentLines(data, words, moment),
    measures: [measuresTable(data.pack, words)],
    tasks: taskBlocks(planning, words),
  })
  const about = words.fill(words.styled(words.template.about), frame)
  return framePaper(planning, words, { about, body, ending: signedBy(planning, words) }, moment)
}
