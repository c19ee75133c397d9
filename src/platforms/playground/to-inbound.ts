import type { Address } from '../../messaging/address.ts'
import type { Inbound, PressedMessage } from '../../messaging/inbound.ts'
import { botOf } from './bots.ts'
import type { PlaygroundEntry } from './entry.ts'
import { isGroup } from './entry.ts'

/**
 * What a person wrote or attached, as the core takes it. The key is of the entry, so a second
 * hand-over has no second effect.
 */
export function messageInbound(entry: PlaygroundEntry): Inbound {
  const arrival = {
    key: `message:${entry.id}:${String(entry.edition)}`,
    from: addressOf(entry.chat),
    sender: { id: entry.from },
    sentAt: new Date(entry.at),
    messageId: entry.id,
  }
  if (entry.what !== 'text') return { ...arrival, kind: 'attachment', what: entry.what }
  return { ...arrival, kind: 'text', text: entry.text, edited: entry.edition > 0 }
}

interface Press {
  readonly id: string
  readonly person: string
  readonly chat: string
  readonly messageId: string
  readonly payload: string
  readonly at: Date
  readonly shown?: PressedMessage
}

export function pressInbound({ id, person, chat, messageId, payload, at, shown }: Press): Inbound {
  const arrival = { key: `press:${id}`, from: addressOf(chat), sender: { id: person }, sentAt: at }
  return { ...arrival, kind: 'press', pressId: id, messageId, payload, ...(shown && { shown }) }
}

function addressOf(chat: string): Address {
  return { bot: botOf(chat), chat, kind: isGroup(chat) ? 'group' : 'private' }
}
