import type { Call } from './call.ts'
import type { OnEvent } from './event.ts'
import { isTokenRefused, safeReason } from './outcome.ts'

/**
 * What is refused of an edit whose message already looks so, or of a press that is too old: no
 * news.
 */
const harmless = /message is not modified|query is too old|message to edit not found/i

/** Wraps `call` so that every failure is reported once, without content. */
export function reportFailures(call: Call, onEvent: OnEvent): Call {
  return async (method, payload, limits) => {
    const reply = await call(method, payload, limits)
    if (reply.kind === 'unreachable') onEvent({ code: 'callFailed', method, reason: reply.reason })
    else if (reply.kind === 'refused' && isTokenRefused(reply.status))
      onEvent({ code: 'tokenRefused', method, status: reply.status })
    else if (reply.kind === 'refused' && !harmless.test(reply.description)) {
      onEvent({ code: 'callRefused', method, status: reply.status, reason: safeReason(reply) })
    }
    return reply
  }
}
