import { TelegramError } from 'telegraf'
import type { UnreachableReason } from '../../messaging/platform.ts'
import type { Attempt } from './attempt.ts'
import { Refusal } from './schema.ts'

/** What became of one call. `refused`: the Bot API understood and said no, so nothing was done. */
export type Reply =
  | { readonly kind: 'ok'; readonly result: unknown }
  | Refused
  | {
      readonly kind: 'unreachable'
      readonly reason: UnreachableReason
      readonly delivered: 'no' | 'unknown'
    }

export interface Refused {
  readonly kind: 'refused'
  readonly status: number
  readonly description: string
  readonly retryAfterMs?: number
  readonly migrateTo?: string
}

/** Codes that say by themselves that no connection came about, whoever's agent it was. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
/** Ways for a connection to die under a request. */
const connectionLost = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
])

/**
 * What a thrown error says of the call. Only its class, name and code are looked at: its message
 * holds the URL with the token (redacted only sometimes), and a TelegramError carries the whole
 * payload in `on`.
 */
export function replyFromError(error: unknown, attempt: Attempt): Reply {
  if (error instanceof TelegramError) return replyFromRefusal(error.response)
  const { name, code } = nameAndCode(error)
  if (attempt.phase === 'connecting' || neverConnected.has(code))
    return { kind: 'unreachable', reason: 'connect', delivered: 'no' }
  if (name === 'AbortError')
    return { kind: 'unreachable', reason: attempt.gaveUp, delivered: 'unknown' }
  return {
    kind: 'unreachable',
    reason: connectionLost.has(code) ? 'reset' : 'badReply',
    delivered: 'unknown',
  }
}

function replyFromRefusal(response: unknown): Reply {
  const parsed = Refusal.safeParse(response)
  if (!parsed.success) return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
  const { error_code: status, description, parameters } = parsed.data
  // 5xx may come from a server in between after the work was done.
  if (status >= 500) return { kind: 'unreachable', reason: 'server', delivered: 'unknown' }
  const retryAfter = parameters?.retry_after
  const migrateTo = parameters?.migrate_to_chat_id
  return {
    kind: 'refused',
    status,
    description,
    ...(retryAfter === undefined ? {} : { retryAfterMs: Math.ceil(retryAfter * 1000) }),
    ...(migrateTo === undefined ? {} : { migrateTo: String(migrateTo) }),
  }
}

function nameAndCode(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' }
  return {
    name: error.name,
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
  }
}
