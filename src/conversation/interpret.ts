// From a message and where the person is to what it means. Order: not linked → code; no consent →
// consent; a command; a word that steers; an answer to what is being asked.
import { readAttendanceLine } from '../domain/attendance-line.ts'
import { fold, matchChoice, readControl } from '../domain/choice-text.ts'
import { quick, review } from '../domain/course.ts'
import type { Focus } from '../domain/conversation.ts'
import { readCode } from '../domain/code.ts'
import type { Inbound, InboundOf } from '../messaging/inbound.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { decodeAction, type PaperTarget, type SheetVerb } from './action.ts'
import { type CommandName, type PaperPhrase, readCommand, type Vocabulary } from './commands.ts'
import { hasAnsweredNotice } from './consented.ts'
import type { Intent, RawAnswer } from './intent.ts'
import { agendaIntent, interpretCommand } from './interpret-command.ts'
import { interpretGroup } from './interpret-group.ts'
import type { Library } from './turn.ts'

/** `action` is the button's meaning once its signature was found good; null when it was not. */
export interface Heard {
  readonly inbound: Inbound
  readonly action: string | null
}

const sheetIntents: Record<SheetVerb, Intent> = {
  start: { kind: 'openSheet' },
  resume: { kind: 'openSheet' },
  later: { kind: 'postponeSheet' },
  paper: { kind: 'takePaper' },
  submit: { kind: 'submitSheet' },
  edit: { kind: 'editItem', number: null },
  pause: { kind: 'pauseSheet' },
  quick: { kind: 'chooseQuick', isQuick: true },
  single: { kind: 'chooseQuick', isQuick: false },
}

/**
 * Steps that take free words: there a bare command word ("góp ý") may be an answer, and only a
 * slash makes it a command.
 */
const textSteps = ['measure', 'text', 'result', 'reason', 'cause']

function takesWords(focus: Focus): boolean {
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
function answerTo(raw: RawAnswer, { account, round }: Snapshot): Intent {
  const { focus } = account.conversation
  switch (focus.at) {
    case 'nothing':
      return { kind: 'unclear' }
    case 'confirmLink':
      return { kind: 'confirmLink', raw }
    case 'consent':
      return { kind: 'answerConsent', raw, index: focus.index }
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

function steer(text: string, snapshot: Snapshot, vocabulary: Vocabulary): Intent | null {
  const control = readControl(text, vocabulary.controls)
  if (control === null) return null
  const { focus, sheet } = snapshot.account.conversation
  switch (control.kind) {
    case 'back':
      if (focus.at === 'consent') return { kind: 'goBackInConsent' }
      if (focus.at === 'score') return answerTo({ kind: 'pressed', choice: 'back' }, snapshot)
      if (focus.at === 'remedy' && focus.part === 'planDue')
        return answerTo({ kind: 'pressed', choice: 'back' }, snapshot)
      return focus.at === 'sheet' ? { kind: 'goBack' } : { kind: 'cancel' }
    case 'edit':
      if (focus.at === 'score')
        return answerTo(
          { kind: 'pressed', choice: `edit ${String(control.number ?? '')}` },
          snapshot,
        )
      return { kind: 'editItem', number: control.number }
    case 'pause':
      return focus.at === 'sheet' ? { kind: 'pauseSheet' } : { kind: 'cancel' }
    case 'resume':
      return { kind: 'openSheet' }
    case 'help':
      return { kind: 'help', argument: '' }
    case 'submit':
      // Nothing written yet where words are asked for outside the sheet: "gửi" is none of them, and
      // does not send the sheet.
      if (focus.at === 'voice' || focus.at === 'remedy')
        return answerTo({ kind: 'pressed', choice: 'submit' }, snapshot)
      return sheet !== undefined || focus.at === 'nothing' ? { kind: 'submitSheet' } : null
    case 'paper':
      return focus.at === 'nothing' || (focus.at === 'sheet' && !takesWords(focus))
        ? { kind: 'takePaper' }
        : null
    case 'skip':
    case 'keep':
    case 'why': {
      const isHeard =
        ['sheet', 'remedy', 'voice'].includes(focus.at) ||
        (control.kind === 'skip' && focus.at === 'meetingPlace')
      if (isHeard) return answerTo({ kind: 'pressed', choice: control.kind }, snapshot)
      // Nothing is asked: whether a sheet waits, and how to take it up.
      return focus.at === 'nothing' ? { kind: 'pauseSheet' } : null
    }
    case 'here':
      return takesWords(focus) ? null : { kind: 'preferHere', opens: false }
  }
}

/** A number or a label of the list shown last. */
function fromMenu(text: string, snapshot: Snapshot, vocabulary: Vocabulary): Intent | null {
  const { focus, menu } = snapshot.account.conversation
  if (
    menu === undefined ||
    (focus.at !== 'nothing' && !(focus.at === 'sheet' && focus.step === review))
  )
    return null
  const match = matchChoice(text, menu)
  return match.kind === 'one'
    ? interpretPress(menu[match.index]?.payload ?? null, snapshot, vocabulary)
    : null
}

function paperIntent(phrase: PaperPhrase): Intent {
  const isDone = !phrase.endsWith('Not')
  return {
    kind: 'settlePaper',
    period: null,
    paper: phrase.replace(/Not$/u, '') as PaperTarget,
    isDone,
  }
}

function interpretWords(text: string, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const { focus } = snapshot.account.conversation
  const command = readCommand(text, vocabulary)
  if (command?.hasSlash === true) return interpretCommand(command, vocabulary)
  // Before the numbers of a list: “3 vắng có lý do” is no third choice.
  const line = focus.at === 'nothing' ? readAttendanceLine(text, vocabulary.attendance) : null
  if (line !== null) return { kind: 'attendance', period: null, request: { kind: 'line', ...line } }
  const phrase = focus.at === 'nothing' ? vocabulary.papers.get(fold(text)) : undefined
  if (phrase !== undefined) return paperIntent(phrase)
  const agenda = focus.at === 'nothing' ? agendaIntent(text) : null
  if (agenda !== null) return agenda
  const control = steer(text, snapshot, vocabulary)
  if (control !== null) return control
  const listed = fromMenu(text, snapshot, vocabulary)
  if (listed !== null) return listed
  const isQuiet = focus.at === 'nothing' || !takesWords(focus)
  // Outside the sheet a command may stand before words; while something is asked, only a command
  // alone is one.
  if (command !== null && isQuiet && (focus.at === 'nothing' || command.argument === ''))
    return interpretCommand(command, vocabulary)
  return answerTo({ kind: 'typed', text }, snapshot)
}

function interpretPress(action: string | null, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const meaning = action === null ? null : decodeAction(action)
  if (meaning === null) return { kind: 'staleButton' }
  switch (meaning.kind) {
    case 'say':
      return interpretWords(meaning.text, snapshot, vocabulary)
    case 'step':
      return {
        kind: 'answerStep',
        round: meaning.round,
        step: meaning.step,
        raw: { kind: 'pressed', choice: meaning.choice },
      }
    case 'sheet':
      return meaning.round === snapshot.round?.number
        ? sheetIntents[meaning.verb]
        : { kind: 'staleButton' }
    case 'consent':
      return {
        kind: 'answerConsent',
        index: meaning.index,
        raw: { kind: 'pressed', choice: meaning.isGranted ? 'y' : 'n' },
      }
    case 'remedy':
      return { kind: 'tendRemedy', remedyId: meaning.remedyId, verb: meaning.verb }
    case 'attendance':
      return {
        kind: 'attendance',
        period: meaning.period,
        request: { kind: 'press', who: meaning.who, state: meaning.state },
      }
    case 'task':
      return { kind: 'tendTask', taskId: meaning.taskId, verb: meaning.verb }
    case 'paper':
      return {
        kind: 'settlePaper',
        period: meaning.period,
        paper: meaning.paper,
        isDone: meaning.isDone,
      }
    case 'score':
      return {
        kind: 'pressScore',
        period: meaning.period,
        criterion: meaning.criterion,
        points: meaning.points,
      }
    case 'paperSheet':
      return {
        kind: 'paperPress',
        round: meaning.round,
        memberId: meaning.memberId,
        verb: meaning.verb,
      }
    case 'delivery':
      return { kind: 'settleDelivery', outboxId: meaning.outboxId, verdict: meaning.verdict }
  }
}

/** What a person without a link can mean: a code, or an answer to "đúng là đồng chí?". */
function interpretStranger(heard: Heard, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const { inbound } = heard
  if (inbound.kind === 'attachment') return { kind: 'refuseAttachment', what: inbound.what }
  if (inbound.kind === 'unsupported') return { kind: 'refuseAttachment', what: 'other' }
  const typed = inbound.kind === 'text' ? inbound.text : ''
  const command = readCommand(typed, vocabulary)
  const code = readCode(command?.name === 'start' ? command.argument : typed)
  if (code !== null) return { kind: 'enterCode', code }
  if (command?.name === 'ngonngu') return { kind: 'language', argument: command.argument }
  if (snapshot.account.conversation.focus.at !== 'confirmLink') return { kind: 'askForCode' }
  const meaning = heard.action === null ? null : decodeAction(heard.action)
  const answer = meaning?.kind === 'say' ? meaning.text : typed
  return answer === ''
    ? { kind: 'askForCode' }
    : { kind: 'confirmLink', raw: { kind: 'typed', text: answer } }
}

const beforeConsent: readonly CommandName[] = [
  'huongdan',
  'rutdongy',
  'xoadulieu',
  'dulieucuatoi',
  'ngonngu',
  'lichhop',
  'aidaxem',
]

const unconsented: readonly Intent['kind'][] = [
  'answerConsent',
  'goBackInConsent',
  'erase',
  'withdraw',
  'refuseAttachment',
  'chatStanding',
]

/**
 * Before the notice in force is answered nothing is asked and nothing is shown but the notice, help
 * and one's own rights.
 */
function interpretUnconsented(heard: Heard, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const intent = interpretLinked(heard, snapshot, vocabulary)
  const command = heard.inbound.kind === 'text' ? readCommand(heard.inbound.text, vocabulary) : null
  const isFree = command !== null && beforeConsent.includes(command.name)
  return isFree || unconsented.includes(intent.kind) ? intent : { kind: 'beginConsent' }
}

function interpretLinked(heard: Heard, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const { inbound } = heard
  switch (inbound.kind) {
    case 'text':
      return interpretText(inbound, snapshot, vocabulary)
    case 'press':
      return interpretPress(heard.action, snapshot, vocabulary)
    case 'attachment':
      return { kind: 'refuseAttachment', what: inbound.what }
    case 'membership':
      return { kind: 'chatStanding', standing: inbound.standing }
    case 'unsupported':
      return { kind: 'refuseAttachment', what: 'other' }
    case 'migrated':
    case 'renamed':
      return { kind: 'ignore' }
  }
}

function interpretText(
  inbound: InboundOf<'text'>,
  snapshot: Snapshot,
  vocabulary: Vocabulary,
): Intent {
  return inbound.edited
    ? { kind: 'editedMessage' }
    : interpretWords(inbound.text, snapshot, vocabulary)
}

/** What this message means here and now. Never throws; what it cannot make out is `unclear`. */
export function interpret(
  heard: Heard,
  snapshot: Snapshot,
  vocabulary: Vocabulary,
  library: Library,
): Intent {
  if (heard.inbound.from.kind === 'group')
    return interpretGroup(heard.inbound, snapshot, vocabulary)
  if (heard.inbound.kind === 'membership')
    return { kind: 'chatStanding', standing: heard.inbound.standing }
  if (snapshot.member === null) return interpretStranger(heard, snapshot, vocabulary)
  return hasAnsweredNotice(snapshot, library)
    ? interpretLinked(heard, snapshot, vocabulary)
    : interpretUnconsented(heard, snapshot, vocabulary)
}
