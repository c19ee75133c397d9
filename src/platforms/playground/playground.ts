import { randomUUID } from 'node:crypto'
import type { Address } from '../../messaging/address.ts'
import type { Attachment, Choice, Outbound } from '../../messaging/outbound.ts'
import { shownWithButtons } from '../../messaging/outbound.ts'
import type { Abilities, Platform, SendOutcome } from '../../messaging/platform.ts'
import { textOnlyParts } from '../../messaging/text-only.ts'
import { bot, botOf, textOnlyBot } from './bots.ts'
import type { Conversations } from './conversations.ts'
import { openConversations } from './conversations.ts'
import type { PlaygroundEntry, PlaygroundFile, PlaygroundLedger } from './entry.ts'
import { isChat } from './entry.ts'
import type { PlaygroundHands } from './hands.ts'
import { createHands } from './hands.ts'

export interface PlaygroundOptions {
  readonly ledger: PlaygroundLedger
  /** The service's own clock, which the clock strip moves. */
  readonly now: () => Date
  /** Ids of messages and presses: unique over all starts, because the inbox remembers them. */
  readonly newId?: () => string
}

/** What of a message a phone shows. */
interface Shown {
  readonly text: string
  readonly choices: readonly Choice[]
  readonly file?: PlaygroundFile
}

/**
 * The phones' hands, the bot with buttons, and beside it the one that knows only text: both are
 * heard through the first.
 */
export type Playground = Platform & PlaygroundHands & { readonly textOnly: Platform }

/**
 * The platforms behind the phones of the try mode: no network, no token, the same contract as the
 * others.
 */
export function createPlayground({
  ledger,
  now,
  newId = randomUUID,
}: PlaygroundOptions): Playground {
  const conversations = openConversations(ledger)
  const { hands, intake } = createHands({ conversations, now, newId })
  const put = (chat: string, shown: Shown): PlaygroundEntry => ({
    id: newId(),
    chat,
    from: 'bot',
    what: 'text',
    ...shown,
    at: now().toISOString(),
    edition: 0,
    standing: 'arrived',
  })
  const withButtons: Platform = {
    ...platform(bot, abilities(true, 4096)),
    send: async (to, message) =>
      send(conversations, bot, to, [put(to.chat, withChoices(message))], message.replaces),
  }
  const textOnly: Platform = {
    ...platform(textOnlyBot, abilities(false, longestText)),
    send: async (to, message) => {
      const parts = textOnlyParts(message, longestText).map((text) =>
        put(to.chat, { text, choices: [] }),
      )
      return send(conversations, textOnlyBot, to, parts)
    },
  }
  return { ...hands, ...withButtons, poll: intake, textOnly }
}

/** As a Zalo Bot's, in UTF-16 units. */
const longestText = 2000

function platform(
  id: string,
  able: Abilities,
): Pick<Platform, 'name' | 'bot' | 'abilities' | 'judgeHeaders' | 'read'> {
  // Nothing comes by webhook: whatever calls itself one is not genuine.
  const judgeHeaders = () => 'notGenuine' as const
  return { name: 'playground', bot: id, abilities: able, judgeHeaders, read: () => null }
}

function abilities(hasButtons: boolean, maxText: number): Abilities {
  return {
    buttons: hasButtons,
    edit: hasButtons,
    documents: hasButtons,
    photoUpload: hasButtons,
    maxText,
    groupHears: 'all',
    pace: { perSecond: 500, privateChatGapMs: 0, groupPerMinute: 1_000, inFlight: 8 },
  }
}

async function send(
  conversations: Conversations,
  sender: string,
  to: Address,
  parts: readonly PlaygroundEntry[],
  replaces?: Outbound['replaces'],
): Promise<SendOutcome> {
  const last = parts.at(-1)
  if (!isChat(to.chat) || botOf(to.chat) !== sender) return { kind: 'gone', reason: 'chatNotFound' }
  if (last === undefined) return { kind: 'rejected', code: 'empty', reason: 'nothing to send' }
  try {
    if (replaces !== undefined)
      await conversations.change(replaces.messageId, (old) => replaced(old, to.chat, replaces.text))
    for (const part of parts) await conversations.append(part)
    return {
      kind: 'sent',
      externalId: last.id,
      ...(parts.length > 1 && { messages: parts.length }),
    }
  } catch {
    // The ledger may have taken it before it failed to say so.
    return { kind: 'unreachable', reason: 'server', delivered: 'unknown' }
  }
}

/** Only a message of the same chat, as on any platform. */
function replaced(entry: PlaygroundEntry, chat: string, text: string): PlaygroundEntry {
  return entry.chat === chat && entry.from === 'bot'
    ? { ...entry, text, choices: [], isReplaced: true }
    : entry
}

function fileOf({ fileName, mediaType, alt, bytes }: Attachment): PlaygroundFile {
  return { name: fileName, mediaType, alt, base64: Buffer.from(bytes).toString('base64') }
}

function withChoices(message: Outbound): Shown {
  const { choices = [], attachment } = message
  const { text, labels } = shownWithButtons(message)
  const shown = {
    text,
    choices: choices.map(({ label, payload }, index) => ({
      label: labels[index] ?? label,
      payload,
    })),
  }
  return attachment === undefined ? shown : { ...shown, file: fileOf(attachment) }
}
