import { decodeBody } from '../../messaging/decode-body.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { HeaderVerdict, WebhookCall } from '../../messaging/platform.ts'
import { isSecret } from '../../messaging/secret.ts'
import type { Reading } from './arrival.ts'
import type { OnEvent } from './event.ts'
import { translateUpdate, unwrapEvents } from './translate-update.ts'

/** Whether the call carries the secret, in a time that depends on neither; an event when not. */
export function judgeHeaders(
  headers: WebhookCall['headers'],
  secret: string | undefined,
  onEvent: OnEvent,
): HeaderVerdict {
  if (isSecret(headers['x-bot-api-secret-token'], secret)) return 'genuine'
  onEvent({ code: 'notGenuine' })
  return 'notGenuine'
}

/**
 * One webhook call, translated: null when it does not carry the secret, an empty list (and an
 * event) when there is nothing in it for us, hostile, unknown, or the probe that follows
 * setWebhook. Never throws: what Zalo does with an answer other than 2xx is not documented.
 */
export function readCall(
  call: WebhookCall,
  secret: string | undefined,
  reading: Omit<Reading, 'receivedAt'>,
  onEvent: OnEvent,
): readonly Inbound[] | null {
  if (judgeHeaders(call.headers, secret, onEvent) === 'notGenuine') return null
  const decoded = decodeBody(call.body)
  if ('malformed' in decoded) {
    onEvent({ code: 'bodyMalformed', why: decoded.malformed })
    return []
  }
  const events = unwrapEvents(decoded.json)
  if (events.length === 0) onEvent({ code: 'updateIgnored', why: 'malformed' })
  return translateAll(events, { ...reading, receivedAt: call.receivedAt }, onEvent)
}

/** What is for us, in order; the rest is reported. */
export function translateAll(
  events: readonly unknown[],
  reading: Reading,
  onEvent: OnEvent,
): readonly Inbound[] {
  return events.flatMap((event) => {
    const translated = translateUpdate(event, reading)
    if (translated.kind !== 'ignored') return [translated]
    onEvent({ code: 'updateIgnored', why: translated.why })
    return []
  })
}
