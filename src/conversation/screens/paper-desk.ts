// What the secretary is told about sheets on paper: names, states and numbers, and of the answers
// nothing but letters.
import type { PaperSheets } from '../../documents/sheet-page.ts'
import { formatCode } from '../../domain/code.ts'
import { type PaperPerson, type PaperVerb, paperRefusal } from '../../domain/paper-codes.ts'
import { formatDate, formatPeriod } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { PaperLine, PaperSheetSource } from '../../store/sheet-sources.ts'
import { choice, type Library, message, type Moment } from '../turn.ts'
import { codedOf, letterOf, type PaperCoded, paperSheetPage } from './paper-sheet.ts'

/** The long list of a large branch is cut, the number stays true. */
const shownNames = 40

interface NamedSheet {
  readonly line: PaperLine
  /** Not formatted. */
  readonly code: string
}

export function personOf(line: PaperLine): PaperPerson {
  return { ...line, isAway: line.awayUntil !== null }
}

/** Null: it may be done. */
export function refusalText(line: PaperLine, verb: PaperVerb, { t }: Moment): string | null {
  const refusal = paperRefusal(personOf(line), verb)
  const date = line.awayUntil === null ? '' : formatDate(line.awayUntil)
  return refusal === null ? null : t(`paperDesk.refused.${refusal}`, { name: line.name, date })
}

function stateText({ state, isRecorded, awayUntil }: PaperLine, { t }: Moment): string {
  if (state === 'submitted')
    return t(isRecorded ? 'paperDesk.states.entered' : 'paperDesk.states.sent')
  if (state === 'onPaper') return t('paperDesk.states.onPaper')
  return awayUntil === null
    ? t(`paperDesk.states.${state}`)
    : t('paperDesk.states.away', { date: formatDate(awayUntil) })
}

/** Without the assistant, and not yet done. */
export function isWaiting(line: PaperLine): boolean {
  return (
    paperRefusal(personOf(line), 'print') === null &&
    line.state !== 'submitted' &&
    line.state !== 'onPaper'
  )
}

/** Those who are not served by their own chat, each with the number they keep for the round. */
export function listScreen(source: PaperSheetSource, moment: Moment): Outbound {
  const { t } = moment
  const numbered = source.lines.map((line, place) => ({ line, number: place + 1 }))
  const people = numbered.filter(
    ({ line }) => !line.hasLeft && !line.isExempt && (!line.isUsing || line.agrees),
  )
  const head = t('paperDesk.head', { period: formatPeriod(source.period) })
  if (people.length === 0) return message([head, t('paperDesk.nobodyWithout')])
  const lines = people.slice(0, shownNames).map(({ line, number }) => {
    return t('paperDesk.line', { number, name: line.name, state: stateText(line, moment) })
  })
  const more =
    people.length > shownNames ? [t('paperDesk.more', { count: people.length - shownNames })] : []
  const late = source.isClosed ? t('paperDesk.late') : null
  const all = choice(t('paperDesk.choices.all'), { kind: 'say', text: '/phieugiay tat ca' })
  const choices = people.some(({ line }) => isWaiting(line)) ? [all] : []
  return message([[head, ...lines, ...more].join('\n'), late, t('paperDesk.how')], choices)
}

function verbs(
  { number }: PaperSheetSource,
  { memberId }: PaperLine,
  wanted: readonly PaperVerb[],
  { t }: Moment,
): readonly Choice[] {
  return wanted.map((verb) =>
    choice(t(`paperDesk.choices.${verb}`), { kind: 'paperSheet', round: number, memberId, verb }),
  )
}

/** Whose sheet a code was, and what can be done with it. */
export function deskScreen(source: PaperSheetSource, line: PaperLine, moment: Moment): Outbound {
  const { t } = moment
  const what = t('paperDesk.sheetOf', {
    name: line.name,
    period: formatPeriod(source.period),
    state: stateText(line, moment),
  })
  const may = (['record', 'enter', 'print'] as const).filter(
    (verb) => paperRefusal(personOf(line), verb) === null,
  )
  return message([what, refusalText(line, 'record', moment)], verbs(source, line, may, moment))
}

interface Printed {
  readonly refused: readonly string[]
  /** Not printed: too many at once. */
  readonly left: number
}

export function printedScreen(
  sheets: readonly NamedSheet[],
  { refused, left }: Printed,
  { t }: Moment,
): Outbound {
  const codes = sheets.map(({ line, code }) => `– ${line.name}: ${formatCode(code)}`).join('\n')
  return message([
    t('paperDesk.printed', { count: sheets.length }),
    codes,
    refused.length === 0 ? null : refused.join('\n'),
    left === 0 ? null : t('paperDesk.leftOver', { count: left }),
    t('paperDesk.codeFinds'),
    t('paperDesk.handling'),
  ])
}

export function sheetsOf(
  { period, pack }: PaperSheetSource,
  sheets: readonly NamedSheet[],
  { words, notice }: Library,
  madeAt: Date,
): PaperSheets {
  return {
    kind: 'sheets',
    title: words.vi('paperSheet.title', { period: formatPeriod(period) }),
    madeAt,
    pages: sheets.map(({ line: { name, language, sheet }, code }) => {
      return paperSheetPage(
        { name, period, sheet, pack, code, consent: notice.paper[language] },
        words[language],
      )
    }),
  }
}

export function recordedScreen(
  source: PaperSheetSource,
  line: PaperLine,
  moment: Moment,
): Outbound {
  const { t } = moment
  const said = t('paperDesk.recorded', { name: line.name, period: formatPeriod(source.period) })
  return message(
    [said, source.isClosed ? t('paperDesk.late') : null],
    verbs(source, line, ['enter'], moment),
  )
}

export function askSignatureScreen(
  source: PaperSheetSource,
  line: PaperLine,
  moment: Moment,
): Outbound {
  const { t, library } = moment
  const said = t('paperDesk.askSignature', {
    name: line.name,
    line: library.notice.paper[line.language],
  })
  return message([said], verbs(source, line, ['signed', 'record'], moment))
}

function lettersOf({ choices }: PaperCoded): string {
  return choices.length === 1 ? letterOf(0) : `${letterOf(0)}–${letterOf(choices.length - 1)}`
}

export function askCodesScreen(
  { pack, hasOldPapers }: PaperSheetSource,
  line: PaperLine,
  { t }: Moment,
): Outbound {
  const questions = codedOf(line.sheet, pack, t)
    .map((question) => `${String(question.number)} (${lettersOf(question)})`)
    .join(', ')
  return message([
    t('paperDesk.askCodes', { name: line.name }),
    t('paperDesk.questions', { questions }),
    hasOldPapers ? t('paperDesk.oldPapers') : null,
    t('paperDesk.onlyCodes'),
  ])
}

interface Entered {
  readonly entered: readonly { readonly number: number; readonly at: number }[]
  readonly missing: readonly PaperCoded[]
}

export function enteredScreen(
  source: PaperSheetSource,
  line: PaperLine,
  { entered, missing }: Entered,
  moment: Moment,
): Outbound {
  const { t } = moment
  const codes = entered.map(({ number, at }) => `${String(number)}${letterOf(at)}`).join(', ')
  return message(
    [
      t('paperDesk.entered', { name: line.name, codes }),
      missing.length === 0
        ? null
        : t('paperDesk.missing', { numbers: missing.map(({ number }) => number).join(', ') }),
      source.isClosed ? t('paperDesk.late') : null,
      t('paperDesk.enteredHow'),
    ],
    verbs(source, line, ['enter', 'withdraw'], moment),
  )
}
