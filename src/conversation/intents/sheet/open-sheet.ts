import { unfinishedKey } from '../../../domain/participation.ts'
import type { Problem } from '../../../domain/problems.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { agreesTo } from '../../consented.ts'
import { problemText } from '../../screens/problem.ts'
import { scheduleLine } from '../../screens/schedule.ts'
import { sentScreen } from '../../screens/review.ts'
import { askOpen } from '../../sheet/advance.ts'
import { hasSheet } from '../../sheet/course.ts'
import { answerWith, choice, message, type Moment, type Turn } from '../../turn.ts'

function whyNoSheet(snapshot: Snapshot): Problem | null {
  if (snapshot.member?.status === 'exempt') return { code: 'exempt' }
  if (!hasSheet(snapshot)) return { code: 'noRound' }
  return agreesTo(snapshot, 'store') ? null : { code: 'storeNotAgreed' }
}

/** Why this member has no sheet to answer here and now, said kindly; null when they have one. */
export function refuseSheet(snapshot: Snapshot, moment: Moment): Turn | null {
  const problem = whyNoSheet(snapshot)
  if (problem === null) return null
  const { t } = moment
  const isPaperPossible = problem.code === 'storeNotAgreed' && snapshot.round !== null
  const choices = isPaperPossible
    ? [
        choice(t('sheet.choices.paper'), {
          kind: 'sheet',
          round: snapshot.round.number,
          verb: 'paper',
        }),
      ]
    : []
  const schedule = problem.code === 'noRound' ? scheduleLine(snapshot, moment) : null
  return answerWith(message([problemText(problem, t), schedule], choices))
}

/**
 * `/tusoi`, "Bắt đầu", "tiếp tục": the sheet at the question where it stopped; a sent one shows
 * what was sent.
 */
export function turn(snapshot: Snapshot, moment: Moment): Turn {
  const refused = refuseSheet(snapshot, moment)
  if (refused !== null || !hasSheet(snapshot)) return refused ?? { changes: [], replies: [] }
  if (
    snapshot.assessment.state === 'submitted' &&
    snapshot.account.conversation.sheet === undefined
  )
    return answerWith(sentScreen(snapshot, moment))
  // An invitation still on its way would ask what was just asked: two numbered lists, and one
  // number typed.
  const asked = askOpen(snapshot, moment)
  const late = {
    kind: 'dropPrompts',
    memberId: snapshot.member.id,
    mergeKey: unfinishedKey(snapshot.round.id),
    which: 'due',
  } as const
  return { ...asked, changes: [...asked.changes, late] }
}
