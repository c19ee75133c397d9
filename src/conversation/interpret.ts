// From a message and where the person is to what it means. Order: not linked → code; no consent →
// consent; a command; a word that steers; an answer to what is being asked.
import { readAttendanceLine } from '../domain/attendance-line.ts'
import { matchChoice } from '../domain/choice-text.ts'
import { fold } from '../domain/folded-words.ts'
import { review } from '../domain/course.ts'
import { readCode } from '../domain/code.ts'
import type { Inbound, InboundOf } from '../messaging/inbound.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { decodeAction, type PaperTarget } from './action.ts'
import { type CommandName, type PaperPhrase, readCommand, type Vocabulary } from './commands.ts'
import { hasAnsweredNotice } from './consented.ts'
import type { Intent } from './intent.ts'
import { agendaIntent, interpretCommand } from './interpret-command.ts'
import { interpretGroup } from './interpret-group.ts'
import type { Library } from './turn.ts'
import { answerTo, takesWords } from './interpret-answer.ts'
import { steer } from './interpret-control.ts'
import { pressIntent } from './interpret-press.ts'
import { commandOf, openingOf } from './opening.ts'
import { unbind } from './question.ts'

/** `action` is the button's meaning once its signature was found good; null when it was not. */
export interface Heard {
  readonly inbound: Inbound
  readonly action: string | null
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

/** Said of a chat that was linked again, it is heard whatever is being asked. */
function objectionIn(
  text: string,
  { account }: Snapshot,
  { objections }: Vocabulary,
): Intent | null {
  const isHeard = account.otherRelinks.length > 0 || account.conversation.focus.at === 'nothing'
  return isHeard && objections.has(fold(text)) ? { kind: 'objectChat', relink: null } : null
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
  const objection = objectionIn(text, snapshot, vocabulary)
  if (objection !== null) return objection
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

/** Words and consents count for the question they were shown with, and for no other. */
function interpretPress(action: string | null, snapshot: Snapshot, vocabulary: Vocabulary): Intent {
  const { question, payload } = unbind(action ?? '')
  const meaning = decodeAction(payload)
  if (meaning === null) return { kind: 'staleButton' }
  const stands = question !== null && question === snapshot.account.conversation.asked
  if (meaning.kind === 'say')
    return stands
      ? interpretWords(meaning.text, snapshot, vocabulary)
      : (openingOf(meaning.text, vocabulary) ?? older(meaning.text, vocabulary))
  return meaning.kind === 'consent' && !stands
    ? { kind: 'olderButton', command: null }
    : pressIntent(meaning, snapshot)
}

function older(words: string, vocabulary: Vocabulary): Intent {
  return { kind: 'olderButton', command: commandOf(words, vocabulary) }
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
  const { focus, asked } = snapshot.account.conversation
  const { question, payload } = unbind(heard.action ?? '')
  if (heard.action !== null && (question === null || question !== asked))
    return { kind: 'olderButton', command: null }
  if (focus.at !== 'confirmLink') return { kind: 'askForCode' }
  const meaning = decodeAction(payload)
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
  'olderButton',
  'objectChat',
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
