import type { Address } from '../../messaging/address.ts'
import type { GoneReason, SendOutcome } from '../../messaging/platform.ts'
import { SentMessage } from './schema.ts'
import type { Refused, Reply } from './reply.ts'

/** Without `retry_after` a 429 waits this long. */
const defaultRetryMs = 5000

/**
 * In this order; matched against the lower-cased description. The texts are Telegram's own and not
 * promised anywhere.
 */
const goneDescriptions: readonly (readonly [part: string, reason: GoneReason])[] = [
  ['blocked by the user', 'blocked'],
  ['user_is_blocked', 'blocked'],
  ['user is deactivated', 'deactivated'],
  ['input_user_deactivated', 'deactivated'],
  ["can't initiate conversation", 'neverStarted'],
  ['was kicked', 'kicked'],
  ['is not a member', 'kicked'],
  ['group chat was deleted', 'kicked'],
  ['group chat was deactivated', 'kicked'],
  ['chat not found', 'chatNotFound'],
  ['peer_id_invalid', 'chatNotFound'],
  ['user not found', 'chatNotFound'],
]

/**
 * What a reply to sendMessage means for the one who sent it. `scope` says whom a 429 concerns,
 * which the reply itself does not.
 */
export function outcomeOf(reply: Reply, to: Address, scope: 'bot' | 'chat'): SendOutcome {
  if (reply.kind === 'unreachable') return reply
  if (reply.kind === 'refused') return outcomeOfRefusal(reply, to, scope)
  const sent = SentMessage.safeParse(reply.result)
  // The Bot API said ok, so the message is probably out; without its id we cannot be told so.
  if (!sent.success) return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
  return { kind: 'sent', externalId: String(sent.data.message_id) }
}

function outcomeOfRefusal(refused: Refused, to: Address, scope: 'bot' | 'chat'): SendOutcome {
  const { status, retryAfterMs, migrateTo } = refused
  if (migrateTo !== undefined) return { kind: 'migrated', toChat: migrateTo }
  if (status === 429)
    return { kind: 'throttled', retryAfterMs: retryAfterMs ?? defaultRetryMs, scope }
  // The token is wrong or revoked: our fault, not the message's, which waits until the operator has
  // put it right.
  if (isTokenRefused(status)) return { kind: 'unreachable', reason: 'server', delivered: 'no' }
  const gone = goneReason(refused, to)
  return gone
    ? { kind: 'gone', reason: gone }
    : { kind: 'rejected', code: String(status), reason: safeReason(refused) }
}

/** 401: revoked or unknown; 404: not even shaped like a token. */
export function isTokenRefused(status: number): boolean {
  return status === 401 || status === 404
}

function goneReason({ status, description }: Refused, to: Address): GoneReason | undefined {
  if (status !== 400 && status !== 403) return undefined
  const lower = description.toLowerCase()
  const known = goneDescriptions.find(([part]) => lower.includes(part))?.[1]
  if (known || status === 400) return known
  // Any other 403 is still this chat refusing us for good.
  return to.kind === 'private' ? 'blocked' : 'kicked'
}

/**
 * The description without what it might quote of the message: the first two clauses (`Bad Request:
 * message text is empty`), nothing between quotation marks, letters only, at most 80 characters.
 */
export function safeReason({ description }: Refused): string {
  const clauses = description.split(':').slice(0, 2).join(':')
  return clauses
    .replace(/(^|\s)["'`“].*?["'`”]/g, ' ')
    .replace(/[^A-Za-z_' :-]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
}
