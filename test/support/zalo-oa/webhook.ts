/**
 * Zalo's side of the webhook: signs an event over its bytes and posts it, again and again until it
 * is taken.
 */
import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { setTimeout } from 'node:timers/promises'

export interface SignedCall {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Signing {
  /** The app id by the documentation. */
  readonly prefix: string
  readonly key: string
}

/** `X-ZEvent-Signature: mac=SHA-256(prefix + body + timestamp + key)`. */
export function signCall(body: Buffer, timestamp: string, { prefix, key }: Signing): SignedCall {
  const mac = createHash('sha256')
    .update(prefix)
    .update(body)
    .update(timestamp)
    .update(key)
    .digest('hex')
  return {
    body,
    headers: { 'content-type': 'application/json', 'x-zevent-signature': `mac=${mac}` },
  }
}

/**
 * Pauses before the deliveries of one event after the first: 30 s, 5 min, 15 min, 30 min, 1 h; then
 * it is given up.
 */
const retrySeconds = [30, 300, 900, 1800, 3600]

export interface Persistence {
  /** What stands for a second. */
  readonly unitMs: number
  /** How often it comes, once it is taken. */
  readonly times: number
}

/** True when it was taken in the end. */
export async function deliver(
  url: string,
  call: SignedCall,
  { unitMs, times }: Persistence,
): Promise<boolean> {
  if (!(await deliverOnce(url, call, unitMs))) return false
  for (let copy = 1; copy < times; copy += 1) await post(url, call, copy).catch(() => 0)
  return true
}

async function deliverOnce(url: string, call: SignedCall, unitMs: number): Promise<boolean> {
  for (let retry = 0; ; retry += 1) {
    const status = await post(url, call, retry).catch(() => 0)
    if (status === 200) return true
    const pause = retrySeconds[retry]
    if (pause === undefined) return false
    await setTimeout(pause * unitMs)
  }
}

function post(url: string, { headers, body }: SignedCall, retry: number): Promise<number> {
  const counted = retry === 0 ? headers : { ...headers, num_retry: String(retry) }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: 'POST', headers: { ...counted, 'content-length': String(body.length) } },
      (response) => {
        response.resume().once('end', () => {
          resolve(response.statusCode ?? 0)
        })
      },
    )
    request.setTimeout(2000, () => request.destroy(new Error('no answer within two seconds')))
    request.once('error', reject)
    request.end(body)
  })
}
