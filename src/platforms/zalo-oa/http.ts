/**
 * The only file that names axios. What it throws holds the token, the URL and the message, and goes
 * no further than here.
 */
import axios from 'axios'
import { decodeBody } from '../../messaging/decode-body.ts'
import type { UnreachableReason } from '../../messaging/platform.ts'
import { createWire, type Progress } from './wire.ts'

interface HttpRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Unreachable {
  readonly kind: 'unreachable'
  readonly reason: UnreachableReason
  readonly delivered: 'no' | 'unknown'
}

/**
 * `json` is undefined where the answer was none: a page of some server in between. Ids beyond 2^53
 * are strings.
 */
export type HttpReply =
  { readonly kind: 'answered'; readonly status: number; readonly json: unknown } | Unreachable

/** POSTs once. `deadlineMs`: from now to the last byte of the answer. Resolves whatever happens. */
export type Post = (request: HttpRequest, deadlineMs: number) => Promise<HttpReply>

/** Zalo's answers are some hundred bytes. */
const longestAnswerBytes = 256 * 1024

export function createPost(): Post {
  const wire = createWire()
  const client = axios.create({
    method: 'POST',
    // A redirect would carry the token and a member's words to another host; a proxy of the
    // environment would too.
    maxRedirects: 0,
    proxy: false,
    maxContentLength: longestAnswerBytes,
    validateStatus: () => true,
    // The bytes are decoded once, whole, and by us.
    responseType: 'arraybuffer',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    httpAgent: wire.httpAgent,
    httpsAgent: wire.httpsAgent,
  })
  return async ({ url, headers, body }, deadlineMs) => {
    const progress: Progress = { isConnected: false, isClosed: false }
    const deadline = new AbortController()
    const timer = setTimeout(() => {
      deadline.abort()
    }, deadlineMs)
    const transport = wire.watch(url.startsWith('https:'), progress)
    // axios' own `timeout` begins anew with every byte; it is set all the same, should the signal
    // ever fail.
    const limits = { signal: deadline.signal, timeout: deadlineMs + 1000, transport }
    try {
      const { status, data } = await client.request<Uint8Array>({
        url,
        headers,
        data: Buffer.from(body),
        ...limits,
      })
      const decoded = decodeBody(data)
      return { kind: 'answered', status, json: 'json' in decoded ? decoded.json : undefined }
    } catch {
      // Whatever axios has to say is not looked at.
      return failureOf(progress, deadline.signal.aborted)
    } finally {
      clearTimeout(timer)
    }
  }
}

function failureOf({ isConnected, isClosed }: Progress, isLate: boolean): Unreachable {
  if (!isConnected) return { kind: 'unreachable', reason: 'connect', delivered: 'no' }
  return {
    kind: 'unreachable',
    reason: isLate ? 'timeout' : isClosed ? 'reset' : 'badReply',
    delivered: 'unknown',
  }
}
