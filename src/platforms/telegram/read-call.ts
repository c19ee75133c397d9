import { decodeBody } from '../../messaging/decode-body.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { HeaderVerdict, WebhookCall } from '../../messaging/platform.ts'
import { isSecret } from '../../messaging/secret.ts'
import type { Reading } from './arrival.ts'
import type { OnEvent } from './event.ts'
import { translateUpdate } from './translate-update.ts'

/** Whether the call carries the secret, in a time that depends on neither; an event when not. */
export function judgeHeaders(
  headers: WebhookCall['headers'],
  secret: string | undefined,
  onEvent: OnEvent,
): HeaderVerdict {
  if (isSecret(headers['x-telegram-bot-api-secret-token'], secret)) return 'genuine'
  onEvent({ code: 'notGenuine' })
  return 'notGenuine'
}

/**
 * One webhook call, translated: null when it does not carry the secret, an empty list (and an
 * event) when there is nothing in it for us, hostile or merely unknown. Never throws: an answer
 * other than 2xx would make Telegram send the same call again for a day (F28).
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
  const translated = translateUpdate(decoded.json, { ...reading, receivedAt: call.receivedAt })
  if (translated.kind !== 'ignored') return [translated]
  const { why, updateId } = translated
  onEvent({ code: 'updateIgnored', why, ...(updateId === undefined ? {} : { updateId }) })
  return []
}
