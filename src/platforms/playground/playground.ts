import { randomUUID } from 'node:crypto'
import type { Address } from '../../messaging/address.ts'
import type { Attachment, Choice, Outbound } from '../../messaging/outbound.ts'
import { numberedLabels } from '../../messaging/outbound.ts'
import type { Abilities, Platform, SendOutcome } from '../../messaging/platform.ts'
import type { Conversations } from './conversations.ts'
import { openConversations } from './conversations.ts'
import type { PlaygroundEntry, PlaygroundFile, PlaygroundLedger } from './entry.ts'
import { isChat } from './entry.ts'
import type { PlaygroundHands } from './hands.ts'
import { createHands } from './hands.ts'
import { bot } from './to-inbound.ts'

export interface PlaygroundOptions {
  readonly ledger: PlaygroundLedger
  /** The service's own clock, which the clock strip moves. */
  readonly now: () => Date
  /** Behaves like a platform without buttons and without editing. */
  readonly textOnly?: boolean
  /** Ids of messages and presses: unique over all starts, because the inbox remembers them. */
  readonly newId?: () => string
}

/** The platform behind the phones of the try mode: no network, no token, the same contract as the others. */
export function createPlayground({ ledger, now, textOnly = false, newId = randomUUID }: PlaygroundOptions): Platform & PlaygroundHands {
  const conversations = openConversations(ledger)
  const { hands, intake } = createHands({ conversations, now, newId })
  const compose = (chat: string, message: Outbound): PlaygroundEntry => ({
    id: newId(),
    chat,
    from: 'bot',
    what: 'text',
    ...(textOnly ? { text: withLines(message), choices: [] } : { text: message.text, choices: numbered(message.choices ?? []) }),
    at: now().toISOString(),
    edition: 0,
    standing: 'arrived',
    ...(message.attachment && { file: fileOf(message.attachment) }),
  })
  return {
    ...hands,
    name: 'playground',
    bot,
    abilities: abilities(textOnly),
    // Nothing comes by webhook: whatever calls itself one is not genuine.
    read: () => null,
    send: async (to, message) => send(conversations, to, compose(to.chat, message), textOnly ? undefined : message.replaces),
    poll: intake,
  }
}

function abilities(textOnly: boolean): Abilities {
  return {
    buttons: !textOnly,
    edit: !textOnly,
    documents: !textOnly,
    photoUpload: !textOnly,
    maxText: 4096,
    groupHears: 'all',
    pace: { perSecond: 500, privateChatGapMs: 0, groupPerMinute: 1_000, inFlight: 8 },
  }
}

async function send(
  conversations: Conversations,
  to: Address,
  entry: PlaygroundEntry,
  replaces: Outbound['replaces'],
): Promise<SendOutcome> {
  if (!isChat(to.chat)) return { kind: 'gone', reason: 'chatNotFound' }
  try {
    if (replaces !== undefined) await conversations.change(replaces.messageId, (old) => replaced(old, to.chat, replaces.text))
    await conversations.append(entry)
    return { kind: 'sent', externalId: entry.id }
  } catch {
    // The ledger may have taken it before it failed to say so.
    return { kind: 'unreachable', reason: 'server', delivered: 'unknown' }
  }
}

/** Only a message of the same chat, as on any platform. */
function replaced(entry: PlaygroundEntry, chat: string, text: string): PlaygroundEntry {
  return entry.chat === chat && entry.from === 'bot' ? { ...entry, text, choices: [], isReplaced: true } : entry
}

function fileOf({ fileName, mediaType, alt, bytes }: Attachment): PlaygroundFile {
  return { name: fileName, mediaType, alt, base64: Buffer.from(bytes).toString('base64') }
}

function numbered(choices: readonly Choice[]): readonly Choice[] {
  const labels = numberedLabels(choices)
  return choices.map(({ label, payload }, index) => ({ label: labels[index] ?? label, payload }))
}

function withLines({ text, choices = [] }: Outbound): string {
  return choices.length === 0 ? text : `${text}\n\n${numberedLabels(choices).join('\n')}`
}
