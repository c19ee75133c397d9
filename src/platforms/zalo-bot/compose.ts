import type { Address } from '../../messaging/address.ts'
import { cleanText } from '../../messaging/clean-text.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { splitText } from '../../messaging/split-text.ts'
import { textOnlyParts } from '../../messaging/text-only.ts'
import type { Methods } from './call.ts'

/**
 * Longest text of one message, in UTF-16 units; the documentation says "2000 characters" and not
 * which.
 */
export const maxText = 2000

const gap = '\n\n'

/**
 * The requests that show one message, to be sent in this order; none when there is nothing to show.
 * Plain text, without
 * `parse_mode`: names and answers may hold any character. What Zalo cannot do (take back a
 * keyboard, protect) is left out.
 */
export function composeMessages(to: Address, message: Outbound): readonly Methods['sendMessage'][] {
  return textOnlyParts(message, maxText).map((text) => ({ chat_id: to.chat, text }))
}

/**
 * The picture of a message, which Zalo fetches from its address. What is said with it stands under
 * it where both fit: each message counts in the bot's month.
 */
export function composePhoto(to: Address, message: Outbound): Photo | undefined {
  const { attachment } = message
  if (attachment?.url === undefined) return undefined
  const words = composeMessages(to, message)
  const alt = cleanText(attachment.alt).trim()
  const both = [alt, ...words.map(({ text }) => text)].join(gap)
  const isOne = words.length < 2 && both.length <= maxText
  const caption = isOne ? both : (splitText(alt, maxText)[0] ?? '')
  return { before: isOne ? [] : words, photo: { chat_id: to.chat, photo: attachment.url, caption } }
}

interface Photo {
  /** What is said before it, in messages of its own. */
  readonly before: readonly Methods['sendMessage'][]
  readonly photo: Methods['sendPhoto']
}
