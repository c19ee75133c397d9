// The quick sheet: a page of questions in one message, one line for all of them. What the line
// leaves open is asked singly.
import type { AnswerValue } from '../../../domain/answer.ts'
import type { QuickPage, StepKey } from '../../../domain/conversation.ts'
import { openStep } from '../../../domain/course.ts'
import type { Problem } from '../../../domain/problems.ts'
import { readQuickLine } from '../../../domain/quick-line.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { sentScreen } from '../../screens/review.ts'
import { ask, askOpen, askPage, askQuickly } from '../../sheet/advance.ts'
import { answered, courseOf, hasSheet, type SheetSnapshot } from '../../sheet/course.ts'
import { effectsOf } from '../../sheet/effects.ts'
import { type QuickItem, quickItems } from '../../sheet/quick-page.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { answerChanges, repeatAfter } from './answer-step.ts'
import { refuseSheet } from './open-sheet.ts'

/** A second line that cannot be read: then one question at a time is easier. */
const patience = 1

/**
 * "phiếu nhanh" or "từng câu": remembered for all their sheets, and the open one goes on that way.
 */
export function choose(
  snapshot: Snapshot,
  { isQuick }: IntentOf<'chooseQuick'>,
  moment: Moment,
): Turn {
  const { member } = snapshot
  if (member === null) return silence
  const prefer: Change = { kind: 'preferQuick', memberId: member.id, isQuick }
  const line = moment.t(isQuick ? 'sheet.quick.chosen' : 'sheet.quick.singly')
  if (refuseSheet(snapshot, moment) !== null || !hasSheet(snapshot))
    return answerWith(message([line]), [prefer])
  if (
    snapshot.assessment.state === 'submitted' &&
    snapshot.account.conversation.sheet === undefined
  )
    return prefaced(answerWith(sentScreen(snapshot, moment)), line, [prefer])
  const turn = isQuick
    ? askQuickly(snapshot, moment)
    : ask(snapshot, openStep(courseOf(snapshot)), moment)
  return prefaced(turn, line, [prefer])
}

const pressed: Readonly<Record<string, Problem>> = {
  why: { code: 'quickWhy' },
  keep: { code: 'cannotKeep' },
  skip: { code: 'cannotSkip' },
}

/** One line for the page that is open. */
export function answer(snapshot: Snapshot, { raw }: IntentOf<'answerQuick'>, moment: Moment): Turn {
  const refused = refuseSheet(snapshot, moment)
  if (refused !== null || !hasSheet(snapshot)) return refused ?? silence
  const page = snapshot.account.conversation.sheet?.quick
  if (page === undefined) return askOpen(snapshot, moment)
  if (raw.kind === 'pressed')
    return repeatAfter(snapshot, pressed[raw.choice] ?? { code: 'staleButton' }, moment)
  const items = quickItems(snapshot, page.asked, moment)
  const reading = readQuickLine(
    raw.text,
    items.map(({ number, choices }) => ({ number, choices: choices.length })),
  )
  return reading.kind === 'unclear'
    ? misread(snapshot, page, reading.given, moment)
    : accept(snapshot, page, items, reading.chosen, moment)
}

function misread(
  snapshot: SheetSnapshot,
  page: QuickPage,
  given: number | null,
  moment: Moment,
): Turn {
  const { t } = moment
  const count = page.asked.length
  const times = page.misread ?? 0
  if (times >= patience)
    return prefaced(ask(snapshot, openStep(courseOf(snapshot)), moment), t('sheet.quick.easier'))
  const problem: Problem =
    given === null || given === count
      ? { code: 'quickUnclear', count }
      : { code: 'quickCount', count, given }
  return prefaced(
    askPage(snapshot, moment, { ...page, misread: times + 1 }),
    problemText(problem, t),
  )
}

/**
 * The same answers, versions and effects as one by one; each knows how long the page was before
 * their eyes.
 */
function accept(
  snapshot: SheetSnapshot,
  page: QuickPage,
  items: readonly QuickItem[],
  chosen: ReadonlyMap<number, number>,
  moment: Moment,
): Turn {
  const tookMs = Math.max(0, moment.now.getTime() - Date.parse(page.shownAt))
  const kept = new Map<StepKey, AnswerValue>()
  const open: number[] = []
  items.forEach(({ step, number, choices }, place) => {
    const id = choices[chosen.get(place) ?? -1]?.id
    if (id === undefined) open.push(number)
    else kept.set(step, id === 'skip' ? { kind: 'skipped' } : { kind: 'choice', id, tookMs })
  })
  const effects: Change[] = []
  let after = snapshot
  for (const [step, value] of kept) {
    const before = after
    after = answered(before, new Map([[step, value]]), moment.now)
    effects.push(...effectsOf(before, after, step, value, moment))
  }
  const line = moment.t('sheet.quick.kept', { count: kept.size })
  const left =
    open.length === 0
      ? line
      : `${line} ${moment.t('sheet.quick.open', { numbers: open.join(', ') })}`
  return prefaced(askQuickly(after, moment, page.asked.at(-1)), left, [
    ...answerChanges(snapshot, kept),
    ...effects,
  ])
}
