import type { Request } from './compose.ts'
import { meaningOf, needsOperator, type Meaning } from './error-meaning.ts'
import type { OnEvent } from './event.ts'
import type { HttpReply, Post, Unreachable } from './http.ts'
import { Envelope } from './schema.ts'
import type { TokenSource } from './tokens.ts'

/** What became of one call. `refused`: Zalo understood and said no, so nothing was done. */
export type Answer =
  | { readonly kind: 'done'; readonly data: unknown }
  | { readonly kind: 'refused'; readonly error: number; readonly meaning: Meaning }
  | { readonly kind: 'noToken' }
  | Unreachable

/**
 * Calls one method. Resolves whatever happens; nothing of the token, the URL or the payload is in
 * what it resolves to.
 */
export type Call = (request: Request) => Promise<Answer>

interface CallOptions {
  readonly post: Post
  readonly tokens: TokenSource
  readonly apiRoot: string
  /** For the token, the call, and its one repetition together, in ms. */
  readonly deadlineMs: number
  readonly onEvent: OnEvent
}

/** Of the time for a call, the part that may be waited for a token. */
const tokenShare = 1 / 3

/**
 * One call with the current token; once more with a new one, where Zalo refused the token (B.7).
 * Every failure is reported once.
 */
export function createCall({ post, tokens, apiRoot, deadlineMs, onEvent }: CallOptions): Call {
  const root = apiRoot.replace(/\/+$/, '')
  const send = async (
    { path, payload }: Request,
    accessToken: string,
    until: number,
  ): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', access_token: accessToken }
    const remainingMs = Math.max(1, until - performance.now())
    return answerOf(
      await post({ url: root + path, headers, body: JSON.stringify(payload) }, remainingMs),
    )
  }
  const attempt = async (request: Request): Promise<Answer> => {
    const until = performance.now() + deadlineMs
    const token = await tokens.current(deadlineMs * tokenShare)
    if (token.kind === 'none') return noToken(token.why)
    const first = await send(request, token.accessToken, until)
    if (first.kind !== 'refused' || first.meaning !== 'tokenRefused') return first
    const renewed = await tokens.renew(token.accessToken, deadlineMs * tokenShare)
    return renewed.kind === 'none'
      ? noToken(renewed.why)
      : send(request, renewed.accessToken, until)
  }
  const noToken = (why: 'needsAuthorisation' | 'unavailable'): Answer => {
    onEvent({ code: 'noToken', why })
    return { kind: 'noToken' }
  }
  return async (request) => {
    const answer = await attempt(request)
    report(request.path, answer, onEvent)
    return answer
  }
}

function answerOf(reply: HttpReply): Answer {
  if (reply.kind === 'unreachable') return reply
  const { status, json } = reply
  if (status === 401) return { kind: 'refused', error: status, meaning: 'tokenRefused' }
  if (status === 429) return { kind: 'refused', error: status, meaning: 'rate' }
  // 5xx may come from a server in between after the work was done.
  if (status >= 500) return { kind: 'unreachable', reason: 'server', delivered: 'unknown' }
  const envelope = Envelope.safeParse(json)
  if (!envelope.success) return { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
  const { error, data } = envelope.data
  if (error !== 0) return { kind: 'refused', error, meaning: meaningOf(error) }
  return status === 200
    ? { kind: 'done', data }
    : { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' }
}

function report(method: string, answer: Answer, onEvent: OnEvent): void {
  if (answer.kind === 'unreachable') onEvent({ code: 'callFailed', method, reason: answer.reason })
  if (answer.kind !== 'refused') return
  const { error, meaning } = answer
  if (meaning === 'tokenRefused') {
    onEvent({ code: 'tokenRefused', method, error })
    return
  }
  const code = needsOperator(meaning) ? 'operatorNeeded' : 'callRefused'
  onEvent({ code, method, error, meaning })
}
