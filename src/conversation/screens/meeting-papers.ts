// Whether a meeting's papers are done and on Sổ tay đảng viên điện tử: asked of the secretary, item
// by item.
import {
  closingPapers,
  type MeetingPaper,
  type PapersDone,
  papersLeft,
} from '../../domain/meeting-papers.ts'
import type { Period } from '../../domain/period.ts'
import type { Choice } from '../../messaging/outbound.ts'
import type { PaperTarget } from '../action.ts'
import { choice, type Moment } from '../turn.ts'

function paperChoice(period: Period, paper: PaperTarget, isDone: boolean, label: string): Choice {
  return choice(label, { kind: 'paper', period, paper, isDone })
}

/** Before the meeting: posted or not. */
export function documentChoices(period: Period, { t }: Moment): readonly Choice[] {
  return [
    paperChoice(period, 'documents', true, t('meetingPapers.choices.documents')),
    paperChoice(period, 'documents', false, t('meetingPapers.choices.documentsNot')),
  ]
}

/** After it: each that is not yet said to be done, and all at once. */
export function closingChoices(period: Period, said: PapersDone, { t }: Moment): readonly Choice[] {
  const left = papersLeft(closingPapers, said)
  const each = left.map((paper) =>
    paperChoice(period, paper, true, t(`meetingPapers.choices.${paper}`)),
  )
  return left.length < 2
    ? each
    : [...each, paperChoice(period, 'closing', true, t('meetingPapers.choices.closing'))]
}

/** “biên bản, nghị quyết”. */
export function paperNames(papers: readonly MeetingPaper[], { t }: Pick<Moment, 't'>): string {
  return papers.map((paper) => t(`meetingPapers.names.${paper}`)).join(', ')
}
