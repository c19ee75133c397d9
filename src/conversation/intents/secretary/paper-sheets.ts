// `/phieugiay`: sheets on paper for members without a smartphone, that they were done, and the
// letters entered from them.
import { codeDays, readCode } from '../../../domain/code.ts'
import { fold } from '../../../domain/choice-text.ts'
import type { Focus } from '../../../domain/conversation.ts'
import {
  type PaperVerb,
  paperRefusal,
  readPaperCodes,
  readPaperRequest,
} from '../../../domain/paper-codes.ts'
import { unfinishedKey } from '../../../domain/participation.ts'
import { paperPurpose } from '../../../domain/questionnaire.ts'
import type { Deed } from '../../../domain/rights.ts'
import { localOf } from '../../../domain/local-time.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { PaperLine, PaperSheetSource } from '../../../store/sheet-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office, type Office } from '../../office.ts'
import {
  askCodesScreen,
  askSignatureScreen,
  deskScreen,
  enteredScreen,
  isWaiting,
  listScreen,
  personOf,
  printedScreen,
  recordedScreen,
  refusalText,
  sheetsOf,
} from '../../screens/paper-desk.ts'
import { codedOf, stepOf } from '../../screens/paper-sheet.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, prefaced, say, silence, type Turn } from '../../turn.ts'

/** As many codes as one message holds. */
const atOnce = 30

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

/** What stands before this turn once the right was asked. */
interface Desk {
  readonly snapshot: Snapshot
  readonly allowed: Extract<Office, { isAllowed: true }>
  readonly source: PaperSheetSource
  readonly moment: Moment
}

function refuse(text: string): Turn {
  return answerWith(message([text]))
}

function focusing({ account }: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/** The office's row, about one member where it is about one: they see it among those who looked. */
function auditOf({ allowed }: Desk, lines: readonly PaperLine[]): readonly Change[] {
  const [only, ...others] = lines
  const subject = only === undefined || others.length > 0 ? {} : { subjectMemberId: only.memberId }
  return allowed.audit.map((row) => (row.kind === 'audit' ? { ...row, ...subject } : row))
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

function print(desk: Desk, wanted: readonly PaperLine[]): Turn {
  const { snapshot, allowed, source, moment } = desk
  const { t, now, library } = moment
  const refused = wanted.flatMap((line) => refusalText(line, 'print', moment) ?? [])
  const may = wanted.filter((line) => paperRefusal(personOf(line), 'print') === null)
  const lines = may.slice(0, atOnce)
  if (lines.length === 0)
    return refuse(refused.length === 0 ? t('paperDesk.nobodyWaits') : refused.join('\n'))
  const expiresAt = new Date(now.getTime() + codeDays * 86_400_000)
  const sheets = lines.map((line) => ({ line, code: moment.code() }))
  const purpose = snapshot.member?.role === 'secretary' ? 'sheet' : 'sheetOnly'
  const issue = sheets.map(({ line, code }): Change => ({
    kind: 'issueCode',
    purpose,
    branchId: allowed.branch.id,
    memberId: line.memberId,
    assessmentId: line.assessmentId,
    code,
    expiresAt,
  }))
  const until = formatDate(localOf(expiresAt, allowed.branch.zone).date)
  const printed = printedScreen(
    sheets,
    { refused, left: may.length - lines.length, until: purpose === 'sheet' ? until : null },
    moment,
  )
  return {
    changes: [...issue, ...auditOf(desk, lines)],
    // Never sent a second time by itself; asked for again, it brings new codes.
    replies: [{ ...say(printed), class: 'document' }],
    file: {
      paper: sheetsOf(source, sheets, library, now),
      fileName: t('paperDesk.fileName'),
      alt: t('paperDesk.alt'),
      linkLine: t('paperDesk.link'),
    },
  }
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
  const { version: noticeVersion, hash: noticeHash } = moment.library.notice
  return {
    kind: 'consent',
    memberId,
    noticeVersion,
    noticeHash,
    purpose: paperPurpose,
    isGranted,
    recordedBy: allowed.member.id,
  }
}

function askCodes({ snapshot, source, moment }: Desk, line: PaperLine): Turn {
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
