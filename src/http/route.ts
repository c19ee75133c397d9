// The contract between the server and what it serves. Routes see bytes and facts, never node's own
// request.

/** What a route asks of one body beside the server's own limits. */
interface BodyTerms {
  /** For the whole body, in ms; the server's own where it is shorter. */
  readonly deadlineMs?: number
  /** Fires when the body is no longer waited for. */
  readonly givenUp?: AbortSignal
}

/** One request as a route sees it. Header names are lower case. */
export interface HttpRequest {
  readonly method: string
  /** Path and query; the origin in it is a placeholder, never what the client claimed. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Values of the pattern's `:name` segments, decoded. */
  readonly params: Readonly<Record<string, string>>
  /** The socket's peer: behind a reverse proxy, the proxy. */
  readonly remoteAddress: string
  readonly localPort: number
  /** `1.0` or `1.1`. */
  readonly httpVersion: string
  /**
   * The whole body, collected before anything is decoded (F27); until it is asked for, none of it
   * is read or invited. Throws a `Refusal`: 408, 413, 415, or 503 when it is given up.
   */
  body(terms?: BodyTerms): Promise<Uint8Array>
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/**
 * A reply that stays open: `start` gets a writer and a signal that fires when either side is done.
 */
export interface StreamReply {
  readonly status: 200
  readonly headers: Readonly<Record<string, string>>
  readonly start: (write: (text: string) => void, closed: AbortSignal) => void
}

export interface Route {
  readonly method: 'GET' | 'POST'
  /** Segments are literal or `:name`: `/webhooks/:bot`. */
  readonly path: string
  /** Served even when too much is in flight: probes must not fail because the service is busy. */
  readonly isAlwaysServed?: boolean
  handle(request: HttpRequest): Promise<Reply | StreamReply>
}

/**
 * A reply decided deep inside: thrown, so that no caller can forget to pass it on. The client gets
 * the code; a `cause` is for the log only.
 */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    headers: Readonly<Record<string, string>> = {},
    options: ErrorOptions = {},
  ) {
    super(`http ${String(status)} ${code}`, options)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

/** A refusal as it goes out: `{"code":"…"}`. */
export function refused({ status, code, headers }: Refusal): Reply {
  return json(status, { code }, headers)
}
