// Letters entered from a sheet on paper.
import type { Focus } from '../../../domain/conversation.ts'
import { readPaperCodes } from '../../../domain/paper-codes.ts'
import { unfinishedKey } from '../../../domain/participation.ts'
import type { PaperLine, PaperSheetSource } from '../../../store/sheet-sources.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  askCodesScreen,
  askSignatureScreen,
  enteredScreen,
  refusalText,
} from '../../screens/paper-desk.ts'
import { codedOf, stepOf } from '../../screens/paper-sheet.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { auditOf, type Desk, focusing } from './paper-sheets-desk.ts'

export function askCodes({ snapshot, source, moment }: Desk, line: PaperLine): Turn {
  const focus: Focus = { at: 'paperCodes', memberId: line.memberId, round: source.number }
  return answerWith(askCodesScreen(source, line, moment), [focusing(snapshot, focus)])
}

/** A line of letters for the member in focus: all of it or nothing. */
export function enter(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerPaperCodes'>,
  source: PaperSheetSource | null,
  moment: Moment,
): Turn {
  const { focus } = snapshot.account.conversation
  const allowed = office(snapshot, 'enterPaperCodes', moment)
  const release = focusing(snapshot, { at: 'nothing' })
  if (!allowed.isAllowed) return { ...allowed.turn, changes: [...allowed.turn.changes, release] }
  if (focus.at !== 'paperCodes') return silence
  const line =
    source?.number === focus.round
      ? source.lines.find(({ memberId }) => memberId === focus.memberId)
      : undefined
  if (source === null || line === undefined)
    return answerWith(message([moment.t('paperDesk.oldSheet')]), [release])
  const refusal = refusalText(line, 'enter', moment)
  if (refusal !== null) return answerWith(message([refusal]), [release])
  const desk: Desk = { snapshot, allowed, source, moment }
  if (!line.agrees) return answerWith(askSignatureScreen(source, line, moment), [release])
  return enterLine(desk, line, raw.kind === 'typed' ? raw.text : '')
}

function enterLine(desk: Desk, line: PaperLine, typed: string): Turn {
  const { snapshot, allowed, source, moment } = desk
  const { t } = moment
  const coded = codedOf(line.sheet, source.pack, t)
  const reading = readPaperCodes(
    typed,
    coded.map(({ number, choices }) => ({ number, choices: choices.length })),
  )
  if (reading.kind === 'unclear') return prefaced(askCodes(desk, line), t('paperDesk.unclear'))
  if (reading.kind === 'noSuchLetter') {
    return prefaced(
      askCodes(desk, line),
      t('paperDesk.noSuchLetter', { numbers: reading.numbers.join(', ') }),
    )
  }
  const entered = coded.flatMap((question, place) => {
    const at = reading.chosen.get(place) ?? -1
    const id = question.choices[at]?.id
    return id === undefined
      ? []
      : [{ ...question, at, step: stepOf(question.item), value: { kind: 'choice', id } as const }]
  })
  const answers = entered.map(({ step, value }) => ({
    question: step,
    version: (line.versions.get(step) ?? 0) + 1,
    value,
  }))
  const missing = coded.filter(
    ({ item }) => !line.versions.has(stepOf(item)) && !entered.some((each) => each.item === item),
  )
  const { memberId, assessmentId, wrappedKey } = line
  const focus: Focus =
    missing.length === 0 ? { at: 'nothing' } : { at: 'paperCodes', memberId, round: source.number }
  return answerWith(enteredScreen(source, line, { entered, missing }, moment), [
    {
      kind: 'enterCodes',
      assessmentId,
      memberId,
      byMember: allowed.member.id,
      wrappedKey,
      isLate: source.isClosed,
      answers,
    },
    { kind: 'dropPrompts', memberId, mergeKey: unfinishedKey(source.roundId) },
    focusing(snapshot, focus),
    ...auditOf(desk, [line]),
  ])
}
