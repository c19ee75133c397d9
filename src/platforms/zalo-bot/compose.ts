import type { Address } from '../../messaging/address.ts'
import { cleanText } from '../../messaging/clean-text.ts'
import { numberedLabels, type Choice, type Outbound } from '../../messaging/outbound.ts'
import type { Methods } from './call.ts'
import { splitText } from './split-text.ts'

/** Longest text of one message, in UTF-16 units; the documentation says "2000 characters" and not which. */
export const maxText = 2000

const gap = '\n\n'
/** The least of a question that stands above its choices when both together are too long. */
const leastQuestion = 200

/**
 * The requests that show one message, to be sent in this order; none when there is nothing to show. Plain text, without
 * `parse_mode`: names and answers may hold any character. Choices become lines under the text, in one message with it or,
 * where that is too long, with its end. What Zalo cannot do (take back a keyboard, protect) is left out.
 */
export function composeMessages(to: Address, message: Outbound): readonly Methods['sendMessage'][] {
  const text = cleanText(message.text).trim()
  return partsOf(text, choiceLines(message.choices ?? [])).map((part) => ({ chat_id: to.chat, text: part }))
}

/**
 * The picture of a message, which Zalo fetches from its address. What is said with it stands under it where both fit: each
 * message counts in the bot's month.
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

function partsOf(text: string, lines: string): readonly string[] {
  if (lines === '') return text === '' ? [] : splitText(text, maxText)
  const room = maxText - gap.length - lines.length
  if (text === '' || room < Math.min(leastQuestion, text.length)) return [text, lines].flatMap((part) => partsOf(part, ''))
  const parts = splitText(text, maxText, room)
  return parts.map((part, index) => (index === parts.length - 1 ? part + gap + lines : part))
}

/** A number a line, as typed. A single choice has none: it is shown as what to type. */
function choiceLines(choices: readonly Choice[]): string {
  const labels = numberedLabels(choices).map(cleanText)
  return labels.length === 1 ? `→ “${labels.join('')}”` : labels.join('\n')
}
