// A message in, changes and replies out. Everything between is pure but the one look an intent may take.
import type { Snapshot } from '../store/snapshot.ts'
import type { Reply } from '../store/change.ts'
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

/** Decides one message. The caller writes the turn and sends nothing before it is committed. */
export async function converse(tables: Tables, snapshot: Snapshot, heard: Heard, circumstances: Circumstances): Promise<Turn> {
  const { library, vocabulary, now, code } = circumstances
  const moment: Moment = { now, library, code, t: library.words[languageOf(snapshot, heard)] }
  const intent = interpret(heard, snapshot, vocabulary, library)
  const turn = await decide(tables, snapshot, intent, moment)
  const [first, ...others] = turn.replies
  return first === undefined ? turn : { ...turn, replies: [replacing(first, heard), ...others] }
}
