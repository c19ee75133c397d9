// A message in, changes and replies out. Everything between is pure but the one look an intent may take.
import type { Conversation } from '../domain/conversation.ts'
import { review } from '../domain/course.ts'
import type { Change, Reply } from '../store/change.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import type { Vocabulary } from './commands.ts'
import { decide } from './decide.ts'
import { type Heard, interpret } from './interpret.ts'
import type { Library, Moment, Turn } from './turn.ts'

export interface Circumstances {
  readonly library: Library
  readonly vocabulary: Vocabulary
  readonly now: Date
  readonly code: () => string
}

/** The language a person is spoken to in: their own choice, else what their platform says, else Vietnamese. */
function languageOf({ account }: Snapshot, { inbound }: Heard): 'vi' | 'en' {
  if (account.language !== null) return account.language
  return inbound.sender.language === 'en' ? 'en' : 'vi'
}

/** What a pressed message becomes: what it said, and the label that was chosen. */
function replacing(reply: Reply, { inbound }: Heard): Reply {
  if (inbound.kind !== 'press' || inbound.shown === undefined || reply.to.kind !== 'here') return reply
  const { text, label } = inbound.shown
  return { ...reply, message: { ...reply.message, replaces: { messageId: inbound.messageId, text: `${text}\n\n▸ ${label}` } } }
}

function isMenuShown({ focus }: Conversation): boolean {
  return focus.at === 'nothing' || (focus.at === 'sheet' && focus.step === review)
}

/**
 * Keeps the choices shown last, so that a typed number means one of them. A list shown in the middle of the sheet lets the
 * sheet wait, and says so: the number then belongs to the list.
 */
function remembering(turn: Turn, { account, from }: Snapshot, { t }: Moment): Turn {
  if (from.kind === 'group') return turn
  const said = turn.replies.find(({ to }) => to.kind === 'here')
  const kept = turn.changes.findLast((change) => change.kind === 'converse')?.conversation
  const isAside = kept === undefined && account.conversation.focus.at === 'sheet' && said?.message.choices !== undefined
  const { menu, ...before } = kept ?? account.conversation
  const conversation: Conversation = isAside ? { ...before, focus: { at: 'nothing' } } : before
  const shown = isMenuShown(conversation) ? said?.message.choices : undefined
  if (shown === undefined && (kept === undefined ? menu === undefined || said === undefined : true)) return turn
  const changes = turn.changes.filter((change) => change.kind !== 'converse')
  const next: Change = { kind: 'converse', conversation: shown === undefined ? conversation : { ...conversation, menu: shown } }
  return {
    changes: [...changes, next],
    replies: isAside ? turn.replies.map((reply) => (reply === said ? withLine(reply, t('sheet.waits')) : reply)) : turn.replies,
  }
}

/** Whoever works on the sheet here has it here alone: a number typed in another chat of theirs must not answer it unseen. */
function takingSheet(turn: Turn, { member, account }: Snapshot): Turn {
  if (member === null || account.elsewhere === 'nothing') return turn
  const isWork = turn.changes.some((change) => {
    return sheetWork.includes(change.kind) || (change.kind === 'converse' && isOnSheet(change.conversation))
  })
  const isTaken = turn.changes.some(({ kind }) => kind === 'preferHere')
  return isWork && !isTaken ? { ...turn, changes: [...turn.changes, { kind: 'takeSheet', memberId: member.id }] } : turn
}

const sheetWork: readonly Change['kind'][] = ['answer', 'moveAssessment', 'clearSheet']

function isOnSheet({ focus }: Conversation): boolean {
  return focus.at === 'sheet'
}

function withLine(reply: Reply, line: string): Reply {
  return { ...reply, message: { ...reply.message, text: `${reply.message.text}\n\n${line}` } }
}

/** Decides one message. The caller writes the turn and sends nothing before it is committed. */
export async function converse(tables: Tables, snapshot: Snapshot, heard: Heard, circumstances: Circumstances): Promise<Turn> {
  const { library, vocabulary, now, code } = circumstances
  const moment: Moment = { now, library, code, t: library.words[languageOf(snapshot, heard)] }
  const intent = interpret(heard, snapshot, vocabulary, library)
  const turn = remembering(takingSheet(await decide(tables, snapshot, intent, moment), snapshot), snapshot, moment)
  const [first, ...others] = turn.replies
  return first === undefined ? turn : { ...turn, replies: [replacing(first, heard), ...others] }
}
