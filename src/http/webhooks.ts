import type { Inbound } from '../messaging/inbound.ts'
import type { Platform } from '../messaging/platform.ts'
import { createRefusedCalls } from './refused-calls.ts'
import type { Reply, Route } from './route.ts'
import { Refusal, json } from './route.ts'

interface WebhookOptions {
  /** By our id of the bot. */
  readonly platforms: ReadonlyMap<string, Platform>
  /**
   * Resolves after the commit. `duplicate`: had been committed before. `busy`: nothing was taken,
   * ask again.
   */
  readonly receive: (inbound: Inbound) => Promise<'done' | 'duplicate' | 'busy'>
  readonly countRefused: (bot: string) => void
  readonly now?: () => Date
}

/**
 * `POST /webhooks/:bot`. 200 `{}` only after everything in the call is committed; 503 when it could
 * not be, so that the platform tries again; 401 for a call that is not genuine, 429 when its
 * address keeps at it; 404 for an unknown bot.
 */
export function webhookRoute({
  platforms,
  receive,
  countRefused,
  now = () => new Date(),
}: WebhookOptions): Route {
  const refusedCalls = createRefusedCalls(() => now().getTime())
  return {
    method: 'POST',
    path: '/webhooks/:bot',
    async handle(request) {
      const platform = platforms.get(request.params['bot'] ?? '')
      if (platform === undefined) throw new Refusal(404, 'notFound')
      const receivedAt = now()
      const inbounds = platform.read({
        headers: request.headers,
        body: await request.body(),
        receivedAt,
      })
      if (inbounds !== null) return takeAll(inbounds, receive)
      countRefused(platform.bot)
      if (refusedCalls.note(request.remoteAddress)) throw new Refusal(401, 'notGenuine')
      // The connection goes too: a new handshake for every guess costs the guesser more than us.
      throw new Refusal(429, 'tooManyRefused', { connection: 'close', 'retry-after': '20' })
    },
  }
}

/** One after another: a call's updates are in the order they happened. */
async function takeAll(
  inbounds: readonly Inbound[],
  receive: WebhookOptions['receive'],
): Promise<Reply> {
  for (const inbound of inbounds) await takeOne(inbound, receive)
  return json(200, {})
}

async function takeOne(inbound: Inbound, receive: WebhookOptions['receive']): Promise<void> {
  const retry = { 'retry-after': '1' }
  try {
    if ((await receive(inbound)) !== 'busy') return
  } catch (cause) {
    throw new Refusal(503, 'tryAgain', retry, { cause })
  }
  throw new Refusal(503, 'busy', retry)
}
