import type { GoneReason, SendOutcome } from '../../messaging/platform.ts'
import { SentMessage } from './schema.ts'
import type { Refused, Reply } from './reply.ts'

/**
 * In this order; matched against the lower-cased description. Zalo promises none of these texts.
 */
const goneDescriptions: readonly (readonly [part: RegExp, reason: GoneReason])[] = [
  [/\b(blocked|blocks)\b/, 'blocked'],
  [/deactivated|account (was |is )?deleted/, 'deactivated'],
  [/kicked|removed from|not a member|not in (the )?(group|chat)\b/, 'kicked'],
  [
    /(user|chat|group|conversation|recipient)\b.*\b(not found|(does not|doesn't) exist)/,
    'chatNotFound',
  ],
]

/**
 * What a reply to sendMessage means for the one who sent it. `pauseMs` gives how long a refused
 * quota is to rest, in ms.
 */
export function outcomeOf(reply: Reply, pauseMs: () => number): SendOutcome {
  if (reply.kind === 'unreachable') return reply
  if (reply.kind === 'refused') return outcomeOfRefusal(reply, pauseMs)
  const sent = SentMessage.safeParse(reply.result)
  // Zalo said ok, so the message is probably out; without its id we cannot be told so.
  if (!sent.success) return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
  return { kind: 'sent', externalId: sent.data.message_id }
}

/**
 * Zalo's table of codes: 400 and 404 are for good, 403 is its "Internal server error", 408 a
 * time-out, 429 a quota.
 */
function outcomeOfRefusal(refused: Refused, pauseMs: () => number): SendOutcome {
  const { status } = refused
  if (status === 429) return { kind: 'throttled', retryAfterMs: pauseMs(), scope: 'bot' }
  if (status === 408) return { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }
  // The token is wrong or was reset: our fault, not the message's, which waits until the operator
  // has put it right.
  if (status === 401) return { kind: 'unreachable', reason: 'server', delivered: 'no' }
  const gone = goneReason(refused)
  if (gone) return { kind: 'gone', reason: gone }
  if (status === 403) return { kind: 'unreachable', reason: 'server', delivered: 'unknown' }
  return { kind: 'rejected', code: String(status), reason: safeReason(refused) }
}

/**
 * 401: reset or unknown. 404 to getMe, which exists: no such path, so no such token; elsewhere it
 * is not the token's.
 */
export function isTokenRefused(status: number, method: string): boolean {
  return status === 401 || (status === 404 && method === 'getMe')
}

function goneReason({ status, description }: Refused): GoneReason | undefined {
  if (status !== 400 && status !== 403 && status !== 404) return undefined
  const lower = description.toLowerCase()
  return goneDescriptions.find(([part]) => part.test(lower))?.[1]
}

/**
 * The description without what it might quote of the message: two clauses, nothing in quotes,
 * letters only, at most 80 characters.
 */
export function safeReason({ description }: Refused): string {
  const clauses = description.split(':').slice(0, 2).join(':')
  return clauses
    .replace(/(["'`“]).*?["'`”]/g, '')
    .replace(/[^A-Za-z_ :-]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
}
