import type { Address } from '../../messaging/address.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import { textOnlyParts } from '../../messaging/text-only.ts'
import type { Methods } from './call.ts'

/** Longest text of one message, in UTF-16 units; the documentation says "2000 characters" and not which. */
export const maxText = 2000

/**
 * The requests that show one message, to be sent in this order; none when there is nothing to show. Plain text, without
 * `parse_mode`: names and answers may hold any character. What Zalo cannot do (take back a keyboard, protect) is left out.
 */
export function composeMessages(to: Address, message: Outbound): readonly Methods['sendMessage'][] {
  return textOnlyParts(message, maxText).map((text) => ({ chat_id: to.chat, text }))
}
