import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Outgoing } from './answer.ts'
import { answer, answerStream } from './answer.ts'
import { findRoute } from './find-route.ts'
import { readBody } from './read-body.ts'
import type { HttpRequest, Reply, Route, StreamReply } from './route.ts'
import { Refusal, refused } from './route.ts'

export interface HttpLimits {
  readonly bodyBytes: number
  readonly bodyDeadlineMs: number
  readonly headersDeadlineMs: number
  readonly inFlight: number
  readonly closeGraceMs: number
}

const usualLimits: HttpLimits = {
  bodyBytes: 256 * 1024,
  bodyDeadlineMs: 10_000,
  headersDeadlineMs: 10_000,
  inFlight: 256,
  closeGraceMs: 10_000,
}

/**
 * What may be logged of a request: the route's pattern, not the path, because a path can hold a
 * one-time token.
 */
export type HttpEvent =
  | {
      readonly kind: 'answered'
      readonly method: string
      readonly route: string
      readonly status: number
      readonly ms: number
    }
  | {
      readonly kind: 'failed'
      readonly method: string
      readonly route: string
      readonly error: unknown
    }

interface HttpOptions {
  readonly host: string
  /** 0 takes any free port; `listen` says which. */
  readonly port: number
  readonly routes: readonly Route[]
  readonly limits?: Partial<HttpLimits>
  readonly log?: (event: HttpEvent) => void
}

export interface Http {
  /** Rejects with node's own error when the address cannot be had (`EADDRINUSE`, `EACCES`). */
  listen(): Promise<{ readonly url: string }>
  /**
   * Stops accepting, ends streams, lets what is under way finish for `closeGraceMs`, then cuts it.
   */
  close(): Promise<void>
}

/** The HTTP server: its routes, its limits (F26), and no framework. Listens only when told to. */
export function createHttp({
  host,
  port,
  routes,
  limits: given = {},
  log = () => undefined,
}: HttpOptions): Http {
  const limits = { ...usualLimits, ...given }
  const closing = new AbortController()
  const desk = { routes, limits, log, closing: closing.signal, inFlight: 0 }
  const server = createServer(
    // Node checks its two deadlines at this interval only; the body has its own timer.
    {
      headersTimeout: limits.headersDeadlineMs,
      requestTimeout: limits.headersDeadlineMs + limits.bodyDeadlineMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersDeadlineMs),
    },
    (request, response) => {
      void serve(desk, request, response)
    },
  )
  // By itself node would invite the body before anybody has looked at the headers.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    void serve(desk, request, response)
  })
  return {
    listen: async () => listen(server, host, port),
    close: async () => {
      closing.abort()
      await close(server, limits.closeGraceMs)
    },
  }
}

interface Desk {
  readonly routes: readonly Route[]
  readonly limits: HttpLimits
  readonly log: (event: HttpEvent) => void
  readonly closing: AbortSignal
  inFlight: number
}

async function serve(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now()
  const method = request.method ?? ''
  const seen = { method, route: 'none' }
  desk.inFlight += 1
  try {
    const reply = await decide(desk, request, response, seen)
    const outgoing: Outgoing = {
      response,
      isHead: method === 'HEAD',
      isLast: !request.complete || desk.closing.aborted,
    }
    if ('start' in reply) answerStream(outgoing, reply, desk.closing)
    else answer(outgoing, reply)
    desk.log({ kind: 'answered', ...seen, status: reply.status, ms: performance.now() - startedAt })
  } catch (error) {
    desk.log({ kind: 'failed', ...seen, error })
    response.destroy()
  } finally {
    desk.inFlight -= 1
  }
}

async function decide(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  seen: { method: string; route: string },
): Promise<Reply | StreamReply> {
  try {
    const url = parseUrl(request.url ?? '')
    const { route, params } = findRoute(desk.routes, seen.method, url.pathname)
    seen.route = route.path
    if (desk.inFlight > desk.limits.inFlight && route.isAlwaysServed !== true)
      throw new Refusal(503, 'busy', { 'retry-after': '1' })
    return await route.handle(describe(request, response, url, params, desk.limits))
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, 'internal', {}, { cause: error })
    if (refusal.cause !== undefined) desk.log({ kind: 'failed', ...seen, error: refusal.cause })
    return refused(refusal)
  }
}

function describe(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  params: Readonly<Record<string, string>>,
  limits: HttpLimits,
): HttpRequest {
  return {
    method: request.method ?? '',
    url,
    params,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    remoteAddress: request.socket.remoteAddress ?? '',
    localPort: request.socket.localPort ?? 0,
    httpVersion: request.httpVersion,
    body: async ({ deadlineMs = limits.bodyDeadlineMs, givenUp } = {}) => {
      if (request.headers.expect !== undefined) response.writeContinue()
      return readBody(request, {
        bytes: limits.bodyBytes,
        deadlineMs: Math.min(deadlineMs, limits.bodyDeadlineMs),
        ...(givenUp && { givenUp }),
      })
    },
  }
}

/** Only paths: an absolute or protocol-relative target could name another host. */
function parseUrl(target: string): URL {
  const whole = `http://localhost${target}`
  if (!target.startsWith('/') || !URL.canParse(whole)) throw new Refusal(400, 'badTarget')
  return new URL(whole)
}

async function listen(server: Server, host: string, port: number): Promise<{ url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, family, port: taken } = server.address() as AddressInfo
  return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${String(taken)}` }
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.closeAllConnections()
  }, graceMs)
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  clearTimeout(cut)
}
