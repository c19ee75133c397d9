// What is typed or pressed as an answer to what is being asked.
import type { Focus } from '../domain/conversation.ts'
import { quick } from '../domain/course.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Intent, RawAnswer } from './intent.ts'

/**
 * Steps that take free words: there a bare command word ("góp ý") may be an answer, and only a
 * slash makes it a command.
 */
const textSteps = ['measure', 'text', 'result', 'reason', 'cause']

export function takesWords(focus: Focus): boolean {
  if (focus.at === 'sheet') return textSteps.some((part) => focus.step.endsWith(`.${part}`))
  return (
    focus.at === 'remedy' ||
    focus.at === 'voice' ||
    focus.at === 'meetingPlace' ||
    focus.at === 'reviewReason' ||
    focus.at === 'taskLines' ||
    focus.at === 'taskCheck' ||
    focus.at === 'task' ||
    isUnitName(focus)
  )
}

/** “Góp ý” may be the name of nothing, but an organisation's name may begin with any word. */
function isUnitName(focus: Focus): boolean {
  return focus.at === 'setting' && focus.of.startsWith('unit.')
}

/** An answer given to whatever has the focus. */
export function answerTo(raw: RawAnswer, { account, round }: Snapshot): Intent {
  const { focus } = account.conversation
  switch (focus.at) {
    case 'nothing':
      return { kind: 'unclear' }
    case 'confirmLink':
      return { kind: 'confirmLink', raw }
    case 'consent':
      return { kind: 'answerConsent', raw, index: focus.index, notice: focus.notice ?? '' }
    case 'sheet':
      if (focus.step === quick) return { kind: 'answerQuick', raw }
      return { kind: 'answerStep', round: round?.number ?? 0, step: focus.step, raw }
    case 'remedy':
      return { kind: 'answerRemedy', raw }
    case 'voice':
      return { kind: 'answerVoice', raw }
    case 'confirmErase':
      return { kind: 'erase', raw }
    case 'confirmWithdraw':
      return { kind: 'withdraw', raw }
    case 'meetingRule':
    case 'meetingTime':
    case 'meetingPlace':
    case 'meetingDate':
      return { kind: 'answerMeeting', raw }
    case 'paperCodes':
      return { kind: 'answerPaperCodes', raw }
    case 'setting':
    case 'confirmSetting':
    case 'confirmHandover':
      return { kind: 'answerSetting', raw }
    case 'reviewSwap':
    case 'reviewReason':
      return { kind: 'answerReviewRotation', raw }
    case 'taskLines':
    case 'taskCheck':
    case 'task':
      return { kind: 'answerTask', raw }
    case 'score':
      return { kind: 'answerScore', raw }
  }
}
