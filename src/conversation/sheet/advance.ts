// Where the sheet goes next, and the message that asks for it.
import type { OpenSheet, StepKey } from '../../domain/conversation.ts'
import { openStep, review } from '../../domain/course.ts'
import { questionScreen } from '../screens/sheet.ts'
import { reviewScreen } from '../screens/review.ts'
import { answerWith, type Moment, type Turn } from '../turn.ts'
import { conversing, courseOf, type SheetSnapshot } from './course.ts'

type Flags = Partial<Pick<OpenSheet, 'isEditing' | 'isAnonymous' | 'hasSameText'>>

/** The conversation with this step open. What is not told anew stays only where it belongs to the whole sheet. */
function openAt(snapshot: SheetSnapshot, step: StepKey, flags: Flags): SheetSnapshot {
  const hasSameText = flags.hasSameText ?? snapshot.account.conversation.sheet?.hasSameText
  const sheet: OpenSheet = {
    round: snapshot.round.number,
    step,
    ...(flags.isEditing === true ? { isEditing: true } : {}),
    ...(flags.isAnonymous === true ? { isAnonymous: true } : {}),
    ...(hasSameText === true ? { hasSameText: true } : {}),
  }
  return conversing(snapshot, { focus: { at: 'sheet', step }, sheet })
}

/** Asks `step`, or shows the review. */
export function ask(snapshot: SheetSnapshot, step: StepKey, moment: Moment, flags: Flags = {}): Turn {
  const next = openAt(snapshot, step, flags)
  const screen = step === review ? reviewScreen(next, moment) : questionScreen(next, step, moment, flags.isEditing === true)
  return answerWith(screen, [{ kind: 'converse', conversation: next.account.conversation }])
}

/** Asks whatever is open now. */
export function askOpen(snapshot: SheetSnapshot, moment: Moment): Turn {
  const { sheet } = snapshot.account.conversation
  const isHere = sheet?.round === snapshot.round.number
  const course = courseOf(snapshot)
  const step = isHere && (sheet.isEditing === true || sheet.step === review) ? sheet.step : openStep(course)
  return ask(snapshot, step, moment, isHere ? { ...(sheet.isEditing === true ? { isEditing: true } : {}) } : {})
}
