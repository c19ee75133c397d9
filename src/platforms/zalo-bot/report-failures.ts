import type { Call } from './call.ts'
import type { OnEvent } from './event.ts'
import { isTokenRefused, safeReason } from './outcome.ts'
import type { Refused } from './reply.ts'

/** Wraps `call` so that every failure is reported once, without content. */
export function reportFailures(call: Call, onEvent: OnEvent): Call {
  return async (method, params, limits) => {
    const reply = await call(method, params, limits)
    if (reply.kind === 'unreachable') onEvent({ code: 'callFailed', method, reason: reply.reason })
    else if (reply.kind === 'refused' && !isNoWebhook(method, reply)) {
      const { status } = reply
      const isToken = isTokenRefused(status, method)
      onEvent(
        isToken
          ? { code: 'tokenRefused', method, status }
          : { code: 'callRefused', method, status, reason: safeReason(reply) },
      )
    }
    return reply
  }
}

/** deleteWebhook is refused so when there is none to delete: no news. */
export function isNoWebhook(method: string, { status }: Refused): boolean {
  return method === 'deleteWebhook' && (status === 400 || status === 404)
}
