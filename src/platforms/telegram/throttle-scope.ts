/** As many different chats refused at one time mean that the bot as a whole is too fast. */
const manyChats = 3

/**
 * Tells whom a 429 concerns. Telegram does not: its answer to one group over 20 messages a minute
 * and to a bot over its 30 a second differ in nothing. So a 429 counts for its chat alone, and one
 * full group stops nobody else, until a third chat is refused while two others still have to wait:
 * then it is the bot.
 */
export function createThrottleScope(
  now: () => Date,
): (chat: string, retryAfterMs: number) => 'bot' | 'chat' {
  const waitingUntil = new Map<string, number>()
  return (chat, retryAfterMs) => {
    const at = now().getTime()
    for (const [other, until] of waitingUntil) if (until <= at) waitingUntil.delete(other)
    waitingUntil.set(chat, at + retryAfterMs)
    return waitingUntil.size >= manyChats ? 'bot' : 'chat'
  }
}
