import http from 'node:http'
import https from 'node:https'
import axios, { type AxiosRequestConfig } from 'axios'
import { beginAttempt } from './attempt.ts'
import { replyFromError, replyFromResponse, type Reply } from './reply.ts'

/** The methods used, with their parameters. */
export interface Methods {
  readonly getMe: Readonly<Record<string, never>>
  /** `timeout` in seconds; text in the documentation, where an example has a number. */
  readonly getUpdates: { readonly timeout: string }
  readonly setWebhook: { readonly url: string; readonly secret_token: string }
  readonly deleteWebhook: Readonly<Record<string, never>>
  readonly sendMessage: { readonly chat_id: string; readonly text: string }
  readonly sendPhoto: {
    readonly chat_id: string
    readonly photo: string
    readonly caption?: string
  }
}

/**
 * Calls one method. Resolves whatever happens; nothing of the token, the URL or the parameters is
 * in what it resolves to.
 */
export type Call = <M extends keyof Methods>(
  method: M,
  params: Methods[M],
  limits: CallLimits,
) => Promise<Reply>

export interface CallLimits {
  /** From the start of the call to the last byte of the answer. */
  readonly deadlineMs: number
  /** Gives up early. */
  readonly signal?: AbortSignal
}

interface CallOptions {
  readonly token: string
  readonly apiRoot: string
}

/** Longest answer read, in bytes; the longest real one holds a message of 2,000 characters. */
const longestAnswer = 1024 * 1024

/**
 * A redirect or a proxy would show the token to another host. Each call has a connection of its
 * own: a kept one may be closing just as a request is written on it, which then ends as `unknown`,
 * and a few messages a second need none.
 */
const settings: AxiosRequestConfig = {
  maxRedirects: 0,
  proxy: false,
  maxContentLength: longestAnswer,
  responseType: 'arraybuffer',
  transformRequest: [],
  transformResponse: [],
  validateStatus: () => true,
  headers: {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'tu-soi',
  },
}

/**
 * axios, made safe: every failure is a value; its errors, which hold the token and the message in
 * `config`, go no further than `replyFromError`; and it is known whether the request can have
 * reached Zalo.
 */
export function createCall({ token, apiRoot }: CallOptions): Call {
  const root = apiRoot.replace(/\/+$/, '')
  const isSecure = new URL(root).protocol === 'https:'
  const agents = {
    httpAgent: new http.Agent({ keepAlive: false }),
    httpsAgent: new https.Agent({ keepAlive: false }),
  }
  const client = axios.create({ ...settings, ...agents })
  return async (method, params, { deadlineMs, signal }) => {
    const attempt = beginAttempt(deadlineMs, isSecure, signal)
    const { signal: giveUp, transport } = attempt
    try {
      const body = Buffer.from(JSON.stringify(params))
      const limits = { timeout: deadlineMs, signal: giveUp, transport }
      const { status, data } = await client.post<Buffer>(
        `${root}/bot${token}/${method}`,
        body,
        limits,
      )
      return replyFromResponse(status, data)
    } catch (error) {
      return replyFromError(error, attempt.phase)
    } finally {
      attempt.end()
    }
  }
}
