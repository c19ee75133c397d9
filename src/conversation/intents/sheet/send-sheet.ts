// The sheet is sent, or was filled in on paper: it counts from the commit of this turn.
import { openStep, remaining, review } from '../../../domain/course.ts'
import { unfinishedKey } from '../../../domain/participation.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { receiptScreen } from '../../screens/review.ts'
import { problemText } from '../../screens/problem.ts'
import { askOpen } from '../../sheet/advance.ts'
import { courseOf, hasSheet, type SheetSnapshot } from '../../sheet/course.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { refuseSheet } from './open-sheet.ts'

const done: Change = { kind: 'converse', conversation: { focus: { at: 'nothing' } } }

/**
 * Late is who first hands in after the closing; a later change is late by itself (its answers are
 * marked).
 */
function settle(snapshot: SheetSnapshot, state: 'submitted' | 'onPaper'): readonly Change[] {
  const isLate = snapshot.round.closedAt !== null && snapshot.assessment.submittedAt === null
  return [
    { kind: 'moveAssessment', assessmentId: snapshot.assessment.id, state, isLate },
    // Prompts that would still ask for this sheet are stale from now on.
    {
      kind: 'dropPrompts',
      memberId: snapshot.member.id,
      mergeKey: unfinishedKey(snapshot.round.id),
    },
    done,
  ]
}

/** "gửi": only a sheet with every question answered or skipped. */
export function submitSheet(snapshot: Snapshot, moment: Moment): Turn {
  const refused = refuseSheet(snapshot, moment)
  if (refused !== null || !hasSheet(snapshot)) return refused ?? silence
  const { t } = moment
  if (
    snapshot.assessment.state === 'submitted' &&
    snapshot.account.conversation.sheet === undefined
  )
    return answerWith(receiptScreen(snapshot, moment))
  const course = courseOf(snapshot)
  if (openStep(course) !== review)
    return prefaced(
      askOpen(snapshot, moment),
      problemText({ code: 'unfinished', left: Math.max(1, remaining(course)) }, t),
    )
  return answerWith(receiptScreen(snapshot, moment), settle(snapshot, 'submitted'))
}

/** The lines of result written at this sheet go with it; that a promise was kept stays. */
function clearResults({ assessment, remedies, member }: SheetSnapshot): readonly Change[] {
  return assessment.sheet.items.flatMap((item): readonly Change[] => {
    const remedy =
      item.kind === 'promise' ? remedies.find(({ id }) => id === item.remedyId) : undefined
    if (remedy === undefined || assessment.answers.get(`${item.key}.result`)?.value.kind !== 'text')
      return []
    return [
      {
        kind: 'moveRemedy',
        remedyId: remedy.id,
        memberId: member.id,
        status: remedy.status,
        result: null,
      },
    ]
  })
}

/** "Tôi ghi giấy": counts as having taken part; nothing of its content is kept here. */
export function takePaper(snapshot: Snapshot, { t }: Moment): Turn {
  if (!hasSheet(snapshot) || snapshot.member.status === 'exempt')
    return answerWith(
      message([
        problemText({ code: snapshot.member?.status === 'exempt' ? 'exempt' : 'noRound' }, t),
      ]),
    )
  if (snapshot.assessment.state === 'submitted')
    return answerWith(message([t('sheet.alreadySent')]))
  const clear: Change = {
    kind: 'clearSheet',
    assessmentId: snapshot.assessment.id,
    memberId: snapshot.member.id,
    roundId: snapshot.round.id,
  }
  return answerWith(message([t('sheet.paper')]), [
    clear,
    ...clearResults(snapshot),
    ...settle(snapshot, 'onPaper'),
  ])
}
