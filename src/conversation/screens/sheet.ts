import type { StepKey } from '../../domain/conversation.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { SheetSnapshot } from '../sheet/course.ts'
import { progressOf, type Prompt } from '../sheet/prompt.ts'
import { promptOf } from '../sheet/ask-step.ts'
import { aboutLine } from '../sheet/quick-page.ts'
import { choice, message, type Moment } from '../turn.ts'

/** Who will see the answer: from the same field the code obeys (design §3). */
function seenBy(prompt: Prompt, { t }: Moment): string {
  return t(`sheet.seenBy.${prompt.visibility}`)
}

/**
 * One question: what is asked, who sees the answer, how far along, and the choices. While editing,
 * the old answer may stay.
 */
export function questionScreen(
  snapshot: SheetSnapshot,
  step: StepKey,
  moment: Moment,
  isEditing = false,
): Outbound {
  const prompt = promptOf(snapshot, step, moment)
  const round = snapshot.round.number
  const keep =
    isEditing && snapshot.assessment.answers.has(step)
      ? [{ id: 'keep', label: moment.t('sheet.choices.keep') }]
      : []
  const choices = [...prompt.choices, ...keep].map(({ id, label }) =>
    choice(label, { kind: 'step', round, step, choice: id }),
  )
  const progress = progressOf(snapshot, step, moment)
  const seen = [seenBy(prompt, moment), progress].filter((part) => part !== '').join(' ')
  return message([aboutLine(snapshot, step, moment), ...prompt.paragraphs, seen], choices)
}

/** The invitation when a round opens, and again when it is taken up from the menu. */
export function invitationChoices(
  round: number,
  { t, quickOffer }: Pick<Moment, 't' | 'quickOffer'>,
  hasBegun: boolean,
  isElder = false,
): ReturnType<typeof choice>[] {
  const begin = choice(t(hasBegun ? 'sheet.choices.resume' : 'sheet.choices.begin'), {
    kind: 'sheet',
    round,
    verb: 'start',
  })
  const paper = choice(t('sheet.choices.paper'), { kind: 'sheet', round, verb: 'paper' })
  if (isElder) return [begin, paper]
  const other = quickOffer === 'offered' ? 'quick' : quickOffer === 'byDefault' ? 'single' : null
  return [
    begin,
    ...(other === null
      ? []
      : [choice(t(`sheet.choices.${other}`), { kind: 'sheet', round, verb: other })]),
    choice(t('sheet.choices.later'), { kind: 'sheet', round, verb: 'later' }),
    paper,
  ]
}
