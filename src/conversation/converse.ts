// A message in, changes and replies out. Everything between is pure but the one look an intent may
// take.
import type { Conversation } from '../domain/conversation.ts'
import { review } from '../domain/course.ts'
import type { Change, Reply } from '../store/change.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import type { Vocabulary } from './commands.ts'
import { decide } from './decide.ts'
import { withFile } from './draw-file.ts'
import type { Intent } from './intent.ts'
import { type Heard, interpret } from './interpret.ts'
import { binding } from './question.ts'
import type { Library, Moment, QuickOffer, Turn } from './turn.ts'

interface Circumstances {
  readonly library: Library
  readonly vocabulary: Vocabulary
  readonly now: Date
  readonly code: () => string
  /** Of the bot that is spoken through. */
  readonly quickOffer?: (bot: string) => QuickOffer
  /** Whether a file can get to this bot's private chats at all. Absent: yes. */
  readonly carriesFiles?: (bot: string) => boolean
  /** A picture could not be drawn; its message goes without. */
  readonly onPictureFailed?: (error: unknown) => void
}

/**
 * The language a person is spoken to in: their own choice, else what their platform says, else
 * Vietnamese.
 */
function languageOf({ account }: Snapshot, { inbound }: Heard): 'vi' | 'en' {
  if (account.language !== null) return account.language
  return inbound.sender.language === 'en' ? 'en' : 'vi'
}

/** What a pressed message becomes: what it said, and the label that was chosen if it counted. */
function replacing(reply: Reply, { inbound }: Heard, { kind }: Intent): Reply {
  if (inbound.kind !== 'press' || inbound.shown === undefined || reply.to.kind !== 'here')
    return reply
  const { text, label } = inbound.shown
  const isChosen = kind !== 'olderButton' && kind !== 'staleButton'
  return {
    ...reply,
    message: {
      ...reply.message,
      replaces: { messageId: inbound.messageId, text: isChosen ? `${text}\n\n▸ ${label}` : text },
    },
  }
}

function isMenuShown({ focus }: Conversation): boolean {
  return focus.at === 'nothing' || (focus.at === 'sheet' && focus.step === review)
}

/** What shows a list without asking anything itself. */
const asides: readonly Intent['kind'][] = [
  'help',
  'listRemedies',
  'participation',
  'summary',
  'branchRemedies',
  'manifestations',
  'meeting',
  'reviewRotation',
  'attendance',
  'tasks',
  'tendTask',
  'scoreMeeting',
  'settlePaper',
  'staleButton',
  'olderButton',
  'agenda',
  'meetingCourse',
  'settings',
]

/**
 * Is this list shown while something else is being asked? Its numbers would be taken for answers to
 * that.
 */
function isAside({ focus }: Conversation, intent: Intent): boolean {
  return (
    focus.at === 'sheet' ||
    (focus.at !== 'nothing' && focus.at !== 'confirmLink' && asides.includes(intent.kind))
  )
}

/**
 * What becomes of the question that was open. Before the notice is answered every way leads back to
 * it.
 */
function waitingLine({ focus }: Conversation, { t }: Moment): string | null {
  if (focus.at === 'sheet') return t('sheet.waits')
  return focus.at === 'consent' ? null : t('own.leftOff')
}

/**
 * Keeps the choices shown last, so that a typed number means one of them. A list shown in the
 * middle of something lets that wait, and says so: the number then belongs to the list.
 */
function remembering(
  turn: Turn,
  { account, from }: Snapshot,
  intent: Intent,
  moment: Moment,
): Turn {
  if (from.kind === 'group') return turn
  const said = turn.replies.find(({ to }) => to.kind === 'here')
  const kept = turn.changes.findLast((change) => change.kind === 'converse')?.conversation
  const isBeside =
    kept === undefined &&
    said?.message.choices !== undefined &&
    isAside(account.conversation, intent)
  const { menu, ...before } = kept ?? account.conversation
  const conversation: Conversation = isBeside ? { ...before, focus: { at: 'nothing' } } : before
  // A sticker beside a list takes nothing away from it.
  const stays = intent.kind === 'refuseAttachment' ? menu : undefined
  const shown = isMenuShown(conversation) ? (said?.message.choices ?? stays) : undefined
  if (shown === undefined && (kept === undefined ? menu === undefined || said === undefined : true))
    return turn
  const changes = turn.changes.filter((change) => change.kind !== 'converse')
  const next: Change = {
    kind: 'converse',
    conversation: shown === undefined ? conversation : { ...conversation, menu: shown },
  }
  const line = isBeside ? waitingLine(account.conversation, moment) : null
  return {
    changes: [...changes, next],
    replies:
      line === null
        ? turn.replies
        : turn.replies.map((reply) => (reply === said ? withLine(reply, line) : reply)),
  }
}

/** Anything but another attachment ends the silence about attachments (see `refuseAttachment`). */
function listening(snapshot: Snapshot, intent: Intent): Snapshot {
  const { refusedAt, ...conversation } = snapshot.account.conversation
  if (refusedAt === undefined || intent.kind === 'refuseAttachment') return snapshot
  return { ...snapshot, account: { ...snapshot.account, conversation } }
}

/**
 * What was forgotten on the way in is forgotten in the tables too, where the turn itself does not
 * write the conversation.
 */
function forgetting(turn: Turn, before: Snapshot, { account }: Snapshot): Turn {
  if (before.account === account || turn.changes.some(({ kind }) => kind === 'converse'))
    return turn
  return {
    ...turn,
    changes: [...turn.changes, { kind: 'converse', conversation: account.conversation }],
  }
}

/**
 * Whoever works on the sheet here has it here alone: a number typed in another chat of theirs must
 * not answer it unseen.
 */
function takingSheet(turn: Turn, { member, account }: Snapshot): Turn {
  if (member === null || account.elsewhere === 'nothing') return turn
  const isWork = turn.changes.some((change) => {
    return (
      sheetWork.includes(change.kind) ||
      (change.kind === 'converse' && isOnSheet(change.conversation))
    )
  })
  const isTaken = turn.changes.some(({ kind }) => kind === 'preferHere')
  return isWork && !isTaken
    ? { ...turn, changes: [...turn.changes, { kind: 'takeSheet', memberId: member.id }] }
    : turn
}

const sheetWork: readonly Change['kind'][] = ['answer', 'moveAssessment', 'clearSheet']

function isOnSheet({ focus }: Conversation): boolean {
  return focus.at === 'sheet'
}

function withLine(reply: Reply, line: string): Reply {
  return { ...reply, message: { ...reply.message, text: `${reply.message.text}\n\n${line}` } }
}

/** In what language a reply is, for what may be said in its place (outbox/budget.ts). */
function spokenIn(reply: Reply, { t: { language } }: Moment): Reply {
  return reply.class === 'reply' && language !== 'vi'
    ? { ...reply, message: { ...reply.message, language } }
    : reply
}

/**
 * Draws the file of a turn into its first reply. Nothing is drawn that would not arrive: the text
 * does without it.
 */
async function drawing(
  { file, ...turn }: Turn,
  { from }: Snapshot,
  { carriesFiles, onPictureFailed }: Circumstances,
): Promise<Turn> {
  const [first, ...others] = turn.replies
  if (
    file === undefined ||
    first === undefined ||
    from.kind === 'group' ||
    carriesFiles?.(from.bot) === false
  )
    return turn
  try {
    return {
      ...turn,
      replies: [{ ...first, message: await withFile(first.message, file) }, ...others],
    }
  } catch (error) {
    // A paper is what was asked for; a picture comes beside what was.
    if (file.paper.kind !== 'picture' || onPictureFailed === undefined) throw error
    onPictureFailed(error)
    return turn
  }
}

/** A turn, and what its message was taken for. */
export interface DecidedTurn extends Turn {
  readonly takenFor: Intent['kind']
}

/** Decides one message. The caller writes the turn and sends nothing before it is committed. */
export async function converse(
  tables: Tables,
  snapshot: Snapshot,
  heard: Heard,
  circumstances: Circumstances,
): Promise<DecidedTurn> {
  const { library, vocabulary, now, code } = circumstances
  // Where the month's messages run short, one message asks what nine would.
  const quickOffer = snapshot.isTight
    ? 'byDefault'
    : (circumstances.quickOffer?.(snapshot.from.bot) ?? 'onRequest')
  const moment: Moment = {
    now,
    library,
    code,
    quickOffer,
    t: library.words[languageOf(snapshot, heard)],
  }
  const intent = interpret(heard, snapshot, vocabulary, library)
  const here = listening(snapshot, intent)
  const decided = takingSheet(
    await drawing(await decide(tables, here, intent, moment), here, circumstances),
    here,
  )
  const remembered = forgetting(remembering(decided, here, intent, moment), snapshot, here)
  const turn = binding(remembered, snapshot, moment, vocabulary)
  const [first, ...others] = turn.replies.map((reply) => spokenIn(reply, moment))
  const replies = first === undefined ? [] : [replacing(first, heard, intent), ...others]
  return { ...turn, replies, takenFor: intent.kind }
}
