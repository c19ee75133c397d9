import type { Agent } from 'node:http'
import { Telegram } from 'telegraf'
import type { Opts, Telegram as Methods } from 'telegraf/types'
import { beginAttempt, type Attempt } from './attempt.ts'
import { createLine } from './connection.ts'
import { replyFromError, type Reply } from './reply.ts'

/**
 * Calls one method. Resolves whatever happens; nothing of the token, the URL or the payload is in
 * what it resolves to.
 */
export type Call = <M extends keyof Methods>(
  method: M,
  payload: Opts<M>,
  limits: CallLimits,
) => Promise<Reply>

interface CallLimits {
  /** From the start of the call to the last byte of the answer. */
  readonly deadlineMs: number
  /** Gives up early. */
  readonly signal?: AbortSignal
}

interface CallOptions {
  readonly token: string
  readonly apiRoot: string
  /**
   * In place of our own connections, e.g. a proxy's. What went out is then told by error codes
   * alone.
   */
  readonly agent?: Agent | undefined
}

/**
 * telegraf's client, made safe: every failure is a value, its errors (which hold the token and the
 * message) go no further, and it is known whether the request can have reached the Bot API.
 */
export function createCall({ token, apiRoot, agent }: CallOptions): Call {
  const root = apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`
  const { host, protocol } = new URL(root)
  const line = agent ? () => agent : createLine(protocol === 'https:')
  return async (method, payload, { deadlineMs, signal }) => {
    const attempt = beginAttempt(deadlineMs, signal)
    const client = new Telegram(token, { apiRoot: root, webhookReply: false })
    client.options.agent = agentFor(attempt)
    try {
      return {
        kind: 'ok',
        result: await client.callApi(method, payload, { signal: attempt.signal as CallSignal }),
      }
    } catch (error) {
      return replyFromError(error, attempt)
    } finally {
      attempt.end()
    }
  }

  /**
   * A redirect would carry a member's words to another host; refused here, because telegraf follows
   * it.
   */
  function agentFor(attempt: Attempt): Agent {
    const choose = (url: URL) => {
      if (url.host !== host) throw new Error('redirected to another host')
      return line(attempt)
    }
    return choose as unknown as AgentChoice
  }
}

/**
 * telegraf's `agent` goes to node-fetch as it is, which also takes a function called just before
 * each request; the type omits it.
 */
type AgentChoice = Agent

/** telegraf names another package's AbortSignal; Node's own is what is needed at run time. */
type CallSignal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>
