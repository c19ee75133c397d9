// The reminder of a sheet that was not handed in: the question it stopped at, as it was asked.
import { reviewScreen } from '../../conversation/screens/review.ts'
import { quickScreen } from '../../conversation/screens/quick-sheet.ts'
import { questionScreen } from '../../conversation/screens/sheet.ts'
import { courseOf, hasSheet, type SheetSnapshot } from '../../conversation/sheet/course.ts'
import { choice, message, type Moment } from '../../conversation/turn.ts'
import { allSteps, openStep, quick, remaining, review } from '../../domain/course.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { MonthRound } from '../../store/months.ts'
import type { Snapshot } from '../../store/snapshot.ts'
import type { Unfinished } from '../../store/unfinished.ts'
import { beginChoices, closingValues } from './invitation.ts'
import type { Beside } from './remedies-due.ts'

export interface UnfinishedSheet {
  readonly person: Pick<Unfinished, 'state' | 'mayStore' | 'isElder'>
  /** As a turn would see it; null where it was not begun, or may not be stored. */
  readonly sheet: Snapshot | null
  readonly round: MonthRound
  readonly zone: string
  /** What else is due to this person today, in the same message. */
  readonly beside?: Beside | undefined
}

/**
 * To who has not begun, the invitation; to who has, how much is left and the question they stopped
 * at.
 */
export function unfinishedScreen(
  { person, sheet, round, zone, beside }: UnfinishedSheet,
  moment: Moment,
): Outbound {
  const { t } = moment
  const values = closingValues(round, zone, moment)
  if (sheet === null || !hasSheet(sheet) || sheet.round.id !== round.id) {
    const hasBegun = person.state === 'inProgress'
    const choices = beginChoices(round.number, moment, {
      mayStore: person.mayStore,
      isElder: person.isElder,
      hasBegun,
    })
    return message(
      [t('reminders.unfinished.notBegun', values), beside?.text],
      withBeside(choices, beside),
    )
  }
  const left = remaining(courseOf(sheet))
  const intro =
    left === 0
      ? t('reminders.unfinished.toSend', values)
      : t('reminders.unfinished.begun', { ...values, left })
  return repeated(sheet, intro, beside, moment)
}

function withBeside(choices: readonly Choice[], beside: Beside | undefined): readonly Choice[] {
  return beside === undefined ? choices : [...choices, beside.choice]
}

/**
 * With its choices when typed words, too, still go to that question; else (paused, or another
 * subject has the focus) with one choice that takes it up again, so that nothing typed in answer is
 * misread.
 */
function repeated(
  sheet: SheetSnapshot,
  intro: string,
  beside: Beside | undefined,
  moment: Moment,
): Outbound {
  const { focus } = sheet.account.conversation
  const step = stepOf(sheet)
  const isHere = focus.at === 'sheet' && focus.step === step
  const screen = screenOf(sheet, step, moment)
  const resume = choice(moment.t('sheet.choices.resume'), {
    kind: 'sheet',
    round: sheet.round.number,
    verb: 'resume',
  })
  // Where the question's own choices stand, a number must go on meaning one of them.
  return message(
    [beside?.text, intro, screen.text],
    isHere ? screen.choices : withBeside([resume], beside),
  )
}

function screenOf(sheet: SheetSnapshot, step: string, moment: Moment): Outbound {
  const stopped = sheet.account.conversation.sheet
  if (step === review) return reviewScreen(sheet, moment)
  if (step === quick) return quickScreen(sheet, stopped?.quick?.asked ?? [], moment)
  return questionScreen(sheet, step, moment, stopped?.isEditing === true)
}

/**
 * The step they stopped at, while the sheet still comes to it; else the first without an answer.
 */
function stepOf(sheet: SheetSnapshot): string {
  const course = courseOf(sheet)
  const stopped = sheet.account.conversation.sheet
  const isOfRound = stopped?.round === sheet.round.number
  if (!isOfRound) return openStep(course)
  const isKept = stopped.step === review || (stopped.step === quick && stopped.quick !== undefined)
  return isKept || allSteps(course).includes(stopped.step) ? stopped.step : openStep(course)
}
