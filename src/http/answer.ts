import type { ServerResponse } from 'node:http'
import type { Reply, StreamReply } from './route.ts'

/**
 * On every reply; a page has its own policy. Without any referrer a browser would hide the origin
 * from our own API too.
 */
const alwaysSent = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** A client this far behind is dropped; it comes back and resumes. */
const longestBacklogBytes = 1024 * 1024

export interface Outgoing {
  readonly response: ServerResponse
  readonly isHead: boolean
  /** The connection is not used again: part of the request is unread, or the server is closing. */
  readonly isLast: boolean
}

/** Writes a whole reply. */
export function answer({ response, isHead, isLast }: Outgoing, reply: Reply): void {
  const body = Buffer.from(reply.body ?? '')
  response.writeHead(reply.status, {
    ...alwaysSent,
    'content-length': body.byteLength,
    ...(isLast ? { connection: 'close' } : {}),
    ...reply.headers,
  })
  response.end(isHead ? undefined : body)
}

/** Opens a stream and leaves it to the reply's `start`; `stop` ends it from our side. */
export function answerStream(
  { response, isHead }: Outgoing,
  reply: StreamReply,
  stop: AbortSignal,
): void {
  const closed = new AbortController()
  const end = () => {
    closed.abort()
    response.end()
  }
  response.writeHead(reply.status, { ...alwaysSent, ...reply.headers, connection: 'close' })
  if (isHead) return void response.end()
  response.flushHeaders()
  response.once('close', () => {
    stop.removeEventListener('abort', end)
    closed.abort()
  })
  stop.addEventListener('abort', end, { once: true })
  const write = (text: string) => {
    if (closed.signal.aborted) return
    response.write(text)
    if (response.writableLength > longestBacklogBytes) response.destroy()
  }
  reply.start(write, closed.signal)
}
