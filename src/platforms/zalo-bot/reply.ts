import { decodeBody } from '../../messaging/decode-body.ts'
import type { UnreachableReason } from '../../messaging/platform.ts'
import type { Attempt } from './attempt.ts'
import { Envelope } from './schema.ts'

/** What became of one call. `refused`: Zalo understood and said no. */
export type Reply = { readonly kind: 'ok'; readonly result: unknown } | Refused | Unreachable

export interface Refused {
  readonly kind: 'refused'
  readonly status: number
  readonly description: string
}

interface Unreachable {
  readonly kind: 'unreachable'
  readonly reason: UnreachableReason
  readonly delivered: 'no' | 'unknown'
}

const unknown = (reason: UnreachableReason): Unreachable => ({
  kind: 'unreachable',
  reason,
  delivered: 'unknown',
})

/**
 * Codes of an answer without a readable body that say enough by themselves; they may come from a
 * server in between.
 */
const speakingStatuses = new Set([408, 429])

/**
 * What an answer says. The body counts first, because a refusal comes with its HTTP status or with
 * 200; then the status.
 */
export function replyFromResponse(httpStatus: number, body: Uint8Array): Reply {
  const decoded = decodeBody(body)
  const envelope = 'json' in decoded ? Envelope.safeParse(decoded.json) : undefined
  if (envelope?.success !== true) {
    if (httpStatus >= 500) return unknown('server')
    return speakingStatuses.has(httpStatus)
      ? { kind: 'refused', status: httpStatus, description: '' }
      : unknown('badReply')
  }
  const { ok, result, error_code: code, errorCode, description } = envelope.data
  if (ok === true) return { kind: 'ok', result }
  const status = code ?? errorCode ?? httpStatus
  // 5xx may come from a server in between after the work was done.
  if (status >= 500) return unknown('server')
  return status >= 400 ? { kind: 'refused', status, description } : unknown('badReply')
}

/** Ways for a connection to die under a request. */
const connectionLost = new Set([
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
])
const gaveUp = new Set(['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'])

/**
 * What a thrown error says of the call. Only its code, and axios's own words for a cut answer, are
 * looked at.
 */
export function replyFromError(error: unknown, phase: Attempt['phase']): Reply {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (phase === 'connecting') return { kind: 'unreachable', reason: 'connect', delivered: 'no' }
  if (gaveUp.has(code)) return unknown('timeout')
  const isCut = error instanceof Error && error.message === 'stream has been aborted'
  return unknown(isCut || connectionLost.has(code) ? 'reset' : 'badReply')
}
