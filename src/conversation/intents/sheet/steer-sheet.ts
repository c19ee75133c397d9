// Moving about in the sheet: back, "sửa 3", stop, later.
import {
  itemKeyOf,
  openStep,
  quick,
  remaining,
  review,
  stepBefore,
} from '../../../domain/course.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { ask, askOpen } from '../../sheet/advance.ts'
import { courseOf, hasSheet, type SheetSnapshot } from '../../sheet/course.ts'
import {
  answerWith,
  choice,
  message,
  type Moment,
  prefaced,
  silence,
  type Turn,
} from '../../turn.ts'
import { repeatAfter } from './answer-step.ts'
import { refuseSheet } from './open-sheet.ts'

/** "quay lại": the prompt before, as often as it is said; its answer may be kept. */
export function goBack(snapshot: Snapshot, moment: Moment): Turn {
  if (!hasSheet(snapshot)) return refuseSheet(snapshot, moment) ?? silence
  const { sheet } = snapshot.account.conversation
  const course = courseOf(snapshot)
  const before = stepBefore(
    course,
    sheet?.step === quick ? openStep(course) : (sheet?.step ?? review),
  )
  if (before === null) return prefaced(askOpen(snapshot, moment), moment.t('sheet.atStart'))
  return ask(snapshot, before, moment, { isEditing: true })
}

function askWhich(snapshot: SheetSnapshot, { t }: Moment): Turn {
  const { items } = snapshot.assessment.sheet
  const choices = items.map((_, index) =>
    choice(t('review.editNumber', { number: index + 1 }), {
      kind: 'say',
      text: `sua ${String(index + 1)}`,
    }),
  )
  const { sheet } = snapshot.account.conversation
  const conversation = {
    focus: { at: 'nothing' },
    ...(sheet === undefined ? {} : { sheet }),
  } as const
  return answerWith(message([t('review.which', { total: items.length })], choices), [
    { kind: 'converse', conversation },
  ])
}

/** "sửa 3": the third item from its first prompt; answers already given may be kept. */
export function editItem(
  snapshot: Snapshot,
  { number }: IntentOf<'editItem'>,
  moment: Moment,
): Turn {
  const refused = refuseSheet(snapshot, moment)
  if (refused !== null || !hasSheet(snapshot)) return refused ?? silence
  const course = courseOf(snapshot)
  if (number === null) return askWhich(snapshot, moment)
  const item = snapshot.assessment.sheet.items[number - 1]
  const first =
    item === undefined
      ? undefined
      : [...course.answers.keys()].find((step) => itemKeyOf(step) === item.key)
  if (item === undefined || first === undefined)
    return repeatAfter(
      snapshot,
      { code: 'nothingToEdit', total: snapshot.assessment.sheet.items.length },
      moment,
    )
  const head = {
    promise: 'state',
    head: 'level',
    manifestation: 'level',
    acknowledge: 'read',
    deed: 'text',
    voice: 'choice',
  }[item.kind]
  return ask(snapshot, `${item.key}.${head}`, moment, { isEditing: true })
}

/** "dừng": what was answered is kept, and the sheet waits. */
export function pauseSheet(snapshot: Snapshot, { t }: Moment): Turn {
  const { sheet } = snapshot.account.conversation
  if (!hasSheet(snapshot) || sheet === undefined)
    return answerWith(message([t('sheet.nothingOpen')]))
  const resume = choice(t('sheet.choices.resume'), {
    kind: 'sheet',
    round: snapshot.round.number,
    verb: 'resume',
  })
  const conversation = { focus: { at: 'nothing' }, sheet } as const
  return answerWith(
    message([t('sheet.paused', { left: remaining(courseOf(snapshot)) })], [resume]),
    [{ kind: 'converse', conversation }],
  )
}

/** "Để sau": nothing is begun; the reminder will come. */
export function postponeSheet(snapshot: Snapshot, { t }: Moment): Turn {
  if (!hasSheet(snapshot)) return silence
  const begin = choice(t('sheet.choices.begin'), {
    kind: 'sheet',
    round: snapshot.round.number,
    verb: 'start',
  })
  return answerWith(message([t('sheet.postponed')], [begin]))
}
