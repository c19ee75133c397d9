import { isTokenRefused } from './outcome.ts'
import type { Reply } from './reply.ts'

/** Why the bot could not be announced. `unreachable` may pass; the others need the operator. */
type ZaloBotFaultCode = 'tokenRefused' | 'refused' | 'unreachable' | 'unfitWebhookSecret'

/**
 * An error that may be shown and logged: a code, the method and the status, never the token or a
 * URL, and no `cause`.
 */
export class ZaloBotFault extends Error {
  readonly code: ZaloBotFaultCode
  readonly method: string
  readonly status: number | undefined

  constructor(code: ZaloBotFaultCode, method: string, status?: number) {
    super(`Zalo Bot ${method}: ${code}${status === undefined ? '' : ` (${String(status)})`}`)
    this.name = 'ZaloBotFault'
    this.code = code
    this.method = method
    this.status = status
  }
}

/**
 * Refusals that may pass by themselves: 403 is "Internal server error" in Zalo's table, 429 a
 * quota.
 */
const passing = new Set([403, 408, 429])

/** The fault a reply amounts to; undefined when it is none. */
export function faultOf(reply: Reply, method: string): ZaloBotFault | undefined {
  if (reply.kind === 'ok') return undefined
  if (reply.kind === 'unreachable') return new ZaloBotFault('unreachable', method)
  const { status } = reply
  if (isTokenRefused(status, method)) return new ZaloBotFault('tokenRefused', method, status)
  return new ZaloBotFault(passing.has(status) ? 'unreachable' : 'refused', method, status)
}
