import type { Inbound } from '../messaging/inbound.ts'
import type { Platform } from '../messaging/platform.ts'
import { createRefusedCalls } from './refused-calls.ts'
import type { Reply, Route } from './route.ts'
import { Refusal, json } from './route.ts'
import { createUnprovenCalls } from './unproven-calls.ts'

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
 * For a body that has to be there before its call can be judged, in ms. A platform sends headers
 * and body together; only who wants to hold our hands lets them drip.
 */
const unprovenDeadlineMs = 3_000

/**
 * `POST /webhooks/:bot`. 200 `{}` only after everything in the call is committed; 503 when it could
 * not be, so that the platform tries again; 401 for a call that is not genuine, 429 when its
 * address keeps at it; 404 for an unknown bot. Without the right secret no byte of a body is waited
 * for; where the body is what is signed, few such calls are under way at once.
 */
export function webhookRoute(options: WebhookOptions): Route {
  const { platforms, receive, now = () => new Date() } = options
  const refusalOf = createRefusing(options.countRefused, now)
  const unproven = createUnprovenCalls()
  return {
    method: 'POST',
    path: '/webhooks/:bot',
    async handle(request) {
      const platform = platforms.get(request.params['bot'] ?? '')
      if (platform === undefined) throw new Refusal(404, 'notFound')
      const receivedAt = now()
      const { headers, remoteAddress } = request
      const verdict = platform.judgeHeaders(headers)
      if (verdict === 'notGenuine') throw refusalOf(platform.bot, remoteAddress)
      const body =
        verdict === 'genuine'
          ? await request.body()
          : await unproven.during(remoteAddress, (givenUp) =>
              request.body({ deadlineMs: unprovenDeadlineMs, givenUp }),
            )
      const inbounds = platform.read({ headers, body, receivedAt })
      if (inbounds === null) throw refusalOf(platform.bot, remoteAddress)
      return takeAll(inbounds, receive)
    },
  }
}

/**
 * Counts a call that is not genuine and gives the answer to it. The connection goes too: a new
 * handshake for every guess costs the guesser more than us.
 */
function createRefusing(
  countRefused: WebhookOptions['countRefused'],
  now: () => Date,
): (bot: string, address: string) => Refusal {
  const refusedCalls = createRefusedCalls(() => now().getTime())
  return (bot, address) => {
    countRefused(bot)
    return refusedCalls.note(address)
      ? new Refusal(401, 'notGenuine', { connection: 'close' })
      : new Refusal(429, 'tooManyRefused', { connection: 'close', 'retry-after': '20' })
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
