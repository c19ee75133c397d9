import { isTokenRefused } from './outcome.ts'
import type { Reply } from './reply.ts'

/** Why the bot could not be announced. `unreachable` may pass; the other two need the operator. */
type TelegramFaultCode = 'tokenRefused' | 'refused' | 'unreachable' | 'noWebhookSecret'

/**
 * An error that may be shown and logged: a code, the method and the status, never the token or a
 * URL, and no `cause`.
 */
export class TelegramFault extends Error {
  readonly code: TelegramFaultCode
  readonly method: string
  readonly status: number | undefined

  constructor(code: TelegramFaultCode, method: string, status?: number) {
    super(`Telegram ${method}: ${code}${status === undefined ? '' : ` (${String(status)})`}`)
    this.name = 'TelegramFault'
    this.code = code
    this.method = method
    this.status = status
  }
}

/** The fault a reply amounts to; undefined when it is none. */
export function faultOf(reply: Reply, method: string): TelegramFault | undefined {
  if (reply.kind === 'ok') return undefined
  if (reply.kind === 'unreachable') return new TelegramFault('unreachable', method)
  if (reply.status === 429) return new TelegramFault('unreachable', method, reply.status)
  return new TelegramFault(
    isTokenRefused(reply.status) ? 'tokenRefused' : 'refused',
    method,
    reply.status,
  )
}
