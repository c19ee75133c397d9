// Where the sheet goes next, and the message that asks for it.
import type { OpenSheet, QuickPage, StepKey } from '../../domain/conversation.ts'
import { openStep, quick, review } from '../../domain/course.ts'
import { quickScreen } from '../screens/quick-sheet.ts'
import { questionScreen } from '../screens/sheet.ts'
import { reviewScreen } from '../screens/review.ts'
import { answerWith, type Moment, type Turn } from '../turn.ts'
import { conversing, courseOf, type SheetSnapshot } from './course.ts'
import { nextPage } from './quick-page.ts'

type Flags = Partial<Pick<OpenSheet, 'isEditing' | 'isAnonymous' | 'hasSameText'>>

/**
 * The conversation with this step open. What is not told anew stays only where it belongs to the
 * whole sheet.
 */
function openAt(
  snapshot: SheetSnapshot,
  step: StepKey,
  flags: Flags,
  page?: QuickPage,
): SheetSnapshot {
  const hasSameText = flags.hasSameText ?? snapshot.account.conversation.sheet?.hasSameText
  const sheet: OpenSheet = {
    round: snapshot.round.number,
    step,
    ...(flags.isEditing === true ? { isEditing: true } : {}),
    ...(flags.isAnonymous === true ? { isAnonymous: true } : {}),
    ...(hasSameText === true ? { hasSameText: true } : {}),
    ...(page === undefined ? {} : { quick: page }),
  }
  return conversing(snapshot, { focus: { at: 'sheet', step }, sheet })
}

/** Asks `step`, or shows the review. */
export function ask(
  snapshot: SheetSnapshot,
  step: StepKey,
  moment: Moment,
  flags: Flags = {},
): Turn {
  if (step === quick) return askPage(snapshot, moment, snapshot.account.conversation.sheet?.quick)
  const next = openAt(snapshot, step, flags)
  const screen =
    step === review
      ? reviewScreen(next, moment)
      : questionScreen(next, step, moment, flags.isEditing === true)
  return answerWith(screen, [{ kind: 'converse', conversation: next.account.conversation }])
}

/**
 * The page as it was shown, less what has been answered elsewhere; with one question left of it
 * that one is asked.
 */
export function askPage(
  snapshot: SheetSnapshot,
  moment: Moment,
  page: QuickPage | undefined,
): Turn {
  const course = courseOf(snapshot)
  const asked = page?.asked.filter((step) => !course.answers.has(step)) ?? []
  if (page === undefined || asked.length < 2) return ask(snapshot, openStep(course), moment)
  const next = openAt(snapshot, quick, {}, { ...page, asked })
  return answerWith(quickScreen(next, asked, moment), [
    { kind: 'converse', conversation: next.account.conversation },
  ])
}

/** The next page of questions after `shown`; what is left of them, and everything else, singly. */
export function askQuickly(
  snapshot: SheetSnapshot,
  moment: Moment,
  shown: StepKey | null = null,
): Turn {
  const asked = nextPage(snapshot, shown, moment)
  return askPage(
    snapshot,
    moment,
    asked.length === 0 ? undefined : { asked, shownAt: moment.now.toISOString() },
  )
}

/** Never one who has one thing at a time: they may still ask for it. */
function wantsQuick({ member }: SheetSnapshot, { quickOffer }: Moment): boolean {
  return !member.isElder && (member.prefersQuick ?? quickOffer === 'byDefault')
}

/** Asks whatever is open now; a sheet that is just begun, as the member likes it. */
export function askOpen(snapshot: SheetSnapshot, moment: Moment): Turn {
  const { sheet } = snapshot.account.conversation
  if (sheet?.round !== snapshot.round.number) {
    return wantsQuick(snapshot, moment)
      ? askQuickly(snapshot, moment)
      : ask(snapshot, openStep(courseOf(snapshot)), moment)
  }
  if (sheet.isEditing === true) return ask(snapshot, sheet.step, moment, { isEditing: true })
  const isKept = sheet.step === review || sheet.step === quick
  return ask(snapshot, isKept ? sheet.step : openStep(courseOf(snapshot)), moment)
}
