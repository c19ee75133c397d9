import type { OutboxDraft } from './draft.ts'

const dayMs = 86_400_000

/**
 * A reply: as long as Telegram keeps a message for us. Who heard nothing for a day gets the open
 * question with the next reminder, or at their next word; yesterday's answer would only confuse.
 */
const replyMs = dayMs
/** Word to somebody else: until the month after, for which it waits where a budget is used up. */
const promptMs = 45 * dayMs

/**
 * Until when a message is of use: what is sent until it arrives needs an end. Undefined: it is sent
 * at most once, and names none.
 */
export function usefulUntil({
  class: messageClass,
  notBefore,
  notAfter,
}: Pick<OutboxDraft, 'class' | 'notBefore' | 'notAfter'>): Date | undefined {
  if (notAfter !== undefined) return notAfter
  if (messageClass === 'reply') return new Date(notBefore.getTime() + replyMs)
  return messageClass === 'prompt' ? new Date(notBefore.getTime() + promptMs) : undefined
}
