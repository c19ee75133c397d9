// `/phieugiay`: sheets on paper for members without a smartphone, that they were done, and the
// letters entered from them.
import { readCode } from '../../../domain/code.ts'
import { fold } from '../../../domain/folded-words.ts'
import { type PaperVerb, readPaperRequest } from '../../../domain/paper-codes.ts'
import { unfinishedKey } from '../../../domain/participation.ts'
import { paperPurpose } from '../../../domain/questionnaire.ts'
import type { Deed } from '../../../domain/rights.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { PaperLine, PaperSheetSource } from '../../../store/sheet-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  askSignatureScreen,
  deskScreen,
  isWaiting,
  listScreen,
  recordedScreen,
  refusalText,
} from '../../screens/paper-desk.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'
import { auditOf, type Desk, focusing, refuse } from './paper-sheets-desk.ts'
import { print } from './print-paper-sheets.ts'
import { askCodes } from './enter-paper-codes.ts'

const deeds: Readonly<Record<PaperVerb, Deed>> = {
  print: 'givePaperSheets',
  record: 'recordPaper',
  enter: 'enterPaperCodes',
  signed: 'enterPaperCodes',
  withdraw: 'recordPaper',
}

export function load(
  tables: Tables,
  snapshot: Snapshot,
  moment: Moment,
  argument = '',
): Promise<PaperSheetSource | null> {
  const allowed = office(snapshot, 'givePaperSheets', moment)
  return allowed.isAllowed
    ? tables.paperSheets(allowed.branch.id, codeOf(argument), moment.now)
    : Promise.resolve(null)
}

function codeOf(argument: string): string | null {
  const request = readPaperRequest(fold(argument))
  return request.kind === 'of' && request.named !== '' ? readCode(request.named) : null
}

export function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'paperSheets'>,
  source: PaperSheetSource | null,
  moment: Moment,
): Turn {
  const request = readPaperRequest(fold(argument))
  const verb = request.kind === 'of' ? (request.verb ?? 'print') : 'print'
  const allowed = office(snapshot, deeds[verb], moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  if (source === null) return refuse(t('paperDesk.noRound'))
  const desk: Desk = { snapshot, allowed, source, moment }
  if (request.kind === 'list') return answerWith(listScreen(source, moment), allowed.audit)
  if (request.kind === 'all') return print(desk, source.lines.filter(isWaiting))
  const found = whoOf(desk, request.numbers, request.named)
  if (typeof found === 'string') return refuse(found)
  const [only, ...others] = found
  if (only === undefined) return refuse(t('paperDesk.nobodySo'))
  if (request.verb === null && source.found !== null)
    return answerWith(deskScreen(source, only, moment), auditOf(desk, found))
  if (verb === 'print') return print(desk, found)
  return others.length > 0 ? refuse(t('paperDesk.oneByOne')) : act(desk, only, verb)
}

/** Who is meant; a text: why nobody is. */
function whoOf(
  { source, moment: { t } }: Desk,
  numbers: readonly number[],
  named: string,
): readonly PaperLine[] | string {
  const { lines, found } = source
  if (numbers.length > 0) {
    const wrong = numbers.find((number) => lines[number - 1] === undefined)
    if (wrong !== undefined)
      return t('paperDesk.noSuchNumber', { number: wrong, total: lines.length })
    return numbers.flatMap((number) => lines[number - 1] ?? [])
  }
  if (found !== null) {
    const line = lines.find(({ memberId }) => memberId === found.memberId)
    return found.isOfThisRound && line !== undefined ? [line] : t('paperDesk.oldSheet')
  }
  const here = lines.filter(({ hasLeft }) => !hasLeft)
  const whole = here.filter(({ name }) => fold(name) === named)
  const partly =
    whole.length > 0 ? whole : here.filter(({ name }) => ` ${fold(name)} `.includes(` ${named} `))
  if (partly.length < 2)
    return partly.length === 1
      ? partly
      : t(readCode(named) === null ? 'paperDesk.nobodySo' : 'paperDesk.noSuchCode')
  const which = partly
    .map((line) => t('paperDesk.which', { number: lines.indexOf(line) + 1, name: line.name }))
    .join('\n')
  return `${t('paperDesk.several')}\n${which}`
}

/** A button of another month does nothing: the member's sheet is another now. */
export function press(
  snapshot: Snapshot,
  pressed: IntentOf<'paperPress'>,
  source: PaperSheetSource | null,
  moment: Moment,
): Turn {
  const { round, memberId, verb } = pressed
  const allowed = office(snapshot, deeds[verb], moment)
  if (!allowed.isAllowed) return allowed.turn
  const line =
    source?.number === round ? source.lines.find((each) => each.memberId === memberId) : undefined
  if (source === null || line === undefined)
    return refuse(problemText({ code: 'staleButton' }, moment.t))
  const desk: Desk = { snapshot, allowed, source, moment }
  return verb === 'print' ? print(desk, [line]) : act(desk, line, verb)
}

function act(desk: Desk, line: PaperLine, verb: Exclude<PaperVerb, 'print'>): Turn {
  const { snapshot, allowed, source, moment } = desk
  const refusal = refusalText(line, verb, moment)
  if (refusal !== null) return refuse(refusal)
  const audit = auditOf(desk, [line])
  const { memberId, assessmentId } = line
  switch (verb) {
    case 'record':
      return answerWith(recordedScreen(source, line, moment), [
        { kind: 'recordPaper', assessmentId, byMember: allowed.member.id, isLate: source.isClosed },
        { kind: 'dropPrompts', memberId, mergeKey: unfinishedKey(source.roundId) },
        ...audit,
      ])
    case 'enter':
      return line.agrees
        ? askCodes(desk, line)
        : answerWith(askSignatureScreen(source, line, moment))
    case 'signed':
      return prefaced(askCodes(desk, line), moment.t('paperDesk.signed', { name: line.name }), [
        ...(line.agrees ? [] : [consentOf(desk, line, true)]),
        ...audit,
      ])
    case 'withdraw':
      return answerWith(message([moment.t('paperDesk.withdrawn', { name: line.name })]), [
        consentOf(desk, line, false),
        { kind: 'clearCodes', assessmentId },
        focusing(snapshot, { at: 'nothing' }),
        ...audit,
      ])
  }
}

function consentOf({ allowed, moment }: Desk, { memberId }: PaperLine, isGranted: boolean): Change {
  return {
    kind: 'consent',
    memberId,
    notice: moment.library.notice,
    purpose: paperPurpose,
    isGranted,
    recordedBy: allowed.member.id,
  }
}
