// The people's side of the try mode: what their fingers do on the phones.
import { cleanText } from '../../messaging/clean-text.ts'
import type { AttachmentKind } from '../../messaging/inbound.ts'
import type { Receive } from '../../messaging/platform.ts'
import type { Conversations, EntryListener } from './conversations.ts'
import { createTurns } from './conversations.ts'
import type { PlaygroundEntry } from './entry.ts'
import { createLine } from './line.ts'
import { pressInbound } from './to-inbound.ts'

/**
 * `person` is that person's private chat, in either app; `chat` the same, or a group. Each promise
 * resolves when the service has committed what was done, and rejects when it could not. What is
 * written while the service is stopped waits for it.
 */
export interface PlaygroundHands {
  says(person: string, chat: string, text: string): Promise<void>
  presses(person: string, chat: string, messageId: string, payload: string): Promise<void>
  attaches(person: string, chat: string, what: AttachmentKind): Promise<void>
  edits(messageId: string, text: string): Promise<void>
  /** Lays a paper slip on a person's phone: not from the bot, and nothing the service hears of. */
  slip(chat: string, text: string, code?: string): Promise<void>
  conversation(chat: string): Promise<readonly PlaygroundEntry[]>
  /** Everything on all phones, oldest first. */
  everything(): Promise<readonly PlaygroundEntry[]>
  subscribe(listener: EntryListener): () => void
  /** Empties all phones. */
  clear(): Promise<void>
}

interface HandsOptions {
  readonly conversations: Conversations
  readonly now: () => Date
  readonly newId: () => string
}

interface HandsAndIntake {
  readonly hands: PlaygroundHands
  /** Begins handing over, first what has not arrived. Returns how to stop. */
  readonly intake: (receive: Receive) => Promise<() => Promise<void>>
}

export function createHands({ conversations, now, newId }: HandsOptions): HandsAndIntake {
  const inTurn = createTurns()
  const line = createLine(conversations, inTurn)
  const blank = () => ({ ...empty, id: newId(), at: now().toISOString() })
  const writes = async (entry: PlaygroundEntry) =>
    inTurn(async () => {
      await conversations.append(entry)
      await line.tell(entry)
    })
  const hands: PlaygroundHands = {
    says: async (person, chat, text) =>
      writes({ ...blank(), chat, from: person, text: cleanText(text) }),
    attaches: async (person, chat, what) => writes({ ...blank(), chat, from: person, what }),
    presses: async (person, chat, messageId, payload) =>
      inTurn(async () => {
        const entry = await conversations.change(messageId, (known) => ({
          ...known,
          pressed: cleanText(payload),
        }))
        await line.press(
          pressInbound({
            id: newId(),
            person,
            chat,
            messageId,
            payload: cleanText(payload),
            at: now(),
            ...shownOf(entry, payload),
          }),
        )
      }),
    edits: async (messageId, text) =>
      inTurn(async () => {
        const edited = await conversations.change(messageId, (entry) => edit(entry, text))
        if (edited !== undefined) await line.tell(edited)
      }),
    slip: async (chat, text, code) =>
      conversations.append({
        ...blank(),
        chat,
        from: 'slip',
        text,
        standing: 'arrived',
        ...(code === undefined ? {} : { code }),
      }),
    conversation: async (chat) =>
      (await conversations.all()).filter((entry) => entry.chat === chat),
    everything: async () => conversations.all(),
    subscribe: (listener) => conversations.subscribe(listener),
    clear: async () => inTurn(async () => conversations.clear()),
  }
  return { hands, intake: line.intake }
}

const empty = { what: 'text', text: '', choices: [], edition: 0, standing: 'waiting' } as const

function edit(entry: PlaygroundEntry, text: string): PlaygroundEntry {
  return { ...entry, text: cleanText(text), edition: entry.edition + 1, standing: 'waiting' }
}

/** The button's words and the text they stood under, as the person saw them. */
function shownOf(
  entry: PlaygroundEntry | undefined,
  payload: string,
): Pick<Parameters<typeof pressInbound>[0], 'shown'> {
  const label = entry?.choices.find((choice) => choice.payload === payload)?.label
  return entry === undefined || label === undefined ? {} : { shown: { text: entry.text, label } }
}
