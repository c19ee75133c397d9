import { decodeBody, type Decoded } from '../../messaging/decode-body.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { HeaderVerdict, WebhookCall } from '../../messaging/platform.ts'
import type { NotGenuineReason, OnEvent } from './event.ts'
import { Stamp } from './schema.ts'
import { findSigner, isSignature, type SignaturePrefix } from './signature.ts'
import { translateEvent } from './translate-event.ts'

interface ReadOptions {
  readonly bot: string
  readonly appId: string
  readonly oaId: string | undefined
  readonly webhookKeys: readonly string[]
  readonly onEvent: OnEvent
}

/**
 * Zalo repeats a call for two hours and more with the time and the signature of the first, so an
 * old one is believed for a day (ms); the inbox keeps a repeated one from having an effect. Clocks
 * may differ by a quarter of an hour.
 */
const oldestMs = 86_400_000
const newestMs = 900_000

/**
 * The signature is over the body, so the headers alone can only be without one: then nothing is
 * waited for.
 */
export function judgeHeaders(
  headers: WebhookCall['headers'],
  { webhookKeys, onEvent }: ReadOptions,
): HeaderVerdict {
  const why = headersFault(headers, webhookKeys)
  if (why === undefined) return 'bodySigned'
  onEvent({ code: 'notGenuine', why })
  return 'notGenuine'
}

function headersFault(
  headers: WebhookCall['headers'],
  webhookKeys: readonly string[],
): NotGenuineReason | undefined {
  if (webhookKeys.every((key) => key === '')) return 'noKey'
  const given = headers['x-zevent-signature']
  if (given === undefined) return 'noSignature'
  return isSignature(given) ? undefined : 'wrongSignature'
}

/**
 * Reads webhook calls: null for one that Zalo did not sign, an empty list (and an event) for one
 * with nothing in it for us, hostile or merely unknown. Never throws: after enough answers other
 * than 2xx Zalo switches the webhook off.
 */
export function createRead(options: ReadOptions): (call: WebhookCall) => readonly Inbound[] | null {
  const { onEvent } = options
  const told = new Set<string>()
  return (call) => {
    const decoded = decodeBody(call.body)
    const refused = refusalOf(call, decoded, options, (prefix, timestamp, key) => {
      // Once each: what is documented differs from what is seen, and the operator may have to know
      // which it is.
      const name = `${prefix} ${timestamp} ${String(key)}`
      if (!told.has(name)) onEvent({ code: 'signedAs', prefix, timestamp, key })
      told.add(name)
    })
    if (refused) {
      onEvent({ code: 'notGenuine', why: refused })
      return null
    }
    if ('malformed' in decoded) {
      onEvent({ code: 'bodyMalformed', why: decoded.malformed })
      return []
    }
    const translated = translateEvent(decoded.json, {
      bot: options.bot,
      oaId: options.oaId,
      receivedAt: call.receivedAt,
    })
    if (translated.kind !== 'ignored') return [translated]
    const { why, event } = translated
    onEvent({ code: 'eventIgnored', why, ...(event === undefined ? {} : { event }) })
    return []
  }
}

type Told = (prefix: SignaturePrefix['name'], timestamp: 'body' | 'header', key: number) => void

function refusalOf(
  { headers, body, receivedAt }: WebhookCall,
  decoded: Decoded,
  { appId, oaId, webhookKeys }: ReadOptions,
  told: Told,
): NotGenuineReason | undefined {
  const fault = headersFault(headers, webhookKeys)
  if (fault !== undefined) return fault
  const given = headers['x-zevent-signature'] ?? ''
  const stamps = stampsOf(decoded, headers['x-zevent-timestamp'])
  if (stamps.length === 0) return 'noTimestamp'
  const own: readonly SignaturePrefix[] = oaId === undefined ? [] : [{ name: 'oaId', id: oaId }]
  const prefixes: readonly SignaturePrefix[] = [{ name: 'appId', id: appId }, ...own]
  for (const { from, timestamp } of stamps) {
    const signer = findSigner({ body, timestamp, given }, prefixes, webhookKeys)
    if (!signer) continue
    told(signer.prefix, from, signer.key)
    const ageMs = receivedAt.getTime() - Number(timestamp)
    return ageMs > oldestMs || ageMs < -newestMs ? 'stale' : undefined
  }
  return 'wrongSignature'
}

/** The times the signature may have been made with: the body's, then the header's. */
function stampsOf(
  decoded: Decoded,
  header: string | undefined,
): readonly { from: 'body' | 'header'; timestamp: string }[] {
  const inBody = 'json' in decoded ? Stamp.safeParse(decoded.json) : undefined
  const inHeader = Stamp.safeParse({ timestamp: header?.trim() })
  return [
    ...(inBody?.success === true
      ? [{ from: 'body' as const, timestamp: inBody.data.timestamp }]
      : []),
    ...(inHeader.success ? [{ from: 'header' as const, timestamp: inHeader.data.timestamp }] : []),
  ]
}
