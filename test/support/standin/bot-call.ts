/**
 * Reading a call to `/bot<token>/<method>`, the shape that the Zalo Bot API has from Telegram's.
 */
import type { IncomingMessage } from 'node:http'
import { readMultipart } from './multipart.ts'
import { parse, recordOf, type Params } from './params.ts'

export interface Request {
  readonly method: string
  readonly params: Params
}

export interface BotApi<Platform, Faults> {
  readonly token: string
  readonly platform: Platform
  readonly faults: Faults
  readonly onRequest: (request: Request) => void
  /** Told after each call that was done. */
  readonly onDone: () => void
}

const pathShape = /^\/bot([^/]+)\/(\w+)(?:\?(.*))?$/

/** The whole of a request's body, once it is there. */
export function readText(request: IncomingMessage, onText: (text: string) => void): void {
  readBytes(request, (bytes) => {
    onText(bytes.toString())
  })
}

function readBytes(request: IncomingMessage, onBytes: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    onBytes(Buffer.concat(chunks))
  })
}

/** `onStranger` is told the refusal's status: 404 without a token, 401 with a wrong one. */
export function readBotCall(
  request: IncomingMessage,
  rightToken: string,
  onStranger: (status: 401 | 404) => void,
  onCall: (call: Request) => void,
): void {
  const [, token, method = '', query = ''] = pathShape.exec(request.url ?? '') ?? []
  if (token !== rightToken) {
    request.resume()
    onStranger(token === undefined ? 404 : 401)
    return
  }
  readBytes(request, (bytes) => {
    const type = request.headers['content-type'] ?? ''
    const given = type.startsWith('multipart/')
      ? readMultipart(type, bytes)
      : recordOf(parse(bytes.toString()))
    onCall({ method, params: { ...Object.fromEntries(new URLSearchParams(query)), ...given } })
  })
}
