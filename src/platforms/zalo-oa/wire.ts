/**
 * Node's own requests for axios, watched: whether the connection had come about tells whether a
 * message can have left.
 */
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'

/** How far one request came. */
export interface Progress {
  /**
   * The connection stands (with TLS where there is TLS): from here on the request may have arrived.
   */
  isConnected: boolean
  isClosed: boolean
}

/** What axios takes as `transport`; its own type for it is `any`. */
interface Transport {
  request(
    options: https.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest
}

/**
 * Idle connections are closed (ms) before Zalo's side does it: a request written on a closing one
 * ends as `unknown`.
 */
const pooling = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 64, timeout: 15_000 }

interface Wire {
  readonly httpAgent: http.Agent
  readonly httpsAgent: https.Agent
  watch(isSecure: boolean, progress: Progress): Transport
}

export function createWire(): Wire {
  return {
    httpAgent: new http.Agent(pooling),
    httpsAgent: new https.Agent(pooling),
    watch: (isSecure, progress) => ({
      request(options, onResponse) {
        const request = (isSecure ? https : http).request(options, onResponse)
        // Before axios hears of it, and rejects.
        request.once('error', (error: NodeJS.ErrnoException) => {
          progress.isClosed ||=
            error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ETIMEDOUT'
        })
        request.once('socket', (socket: Socket) => {
          follow(request, socket, isSecure ? 'secureConnect' : 'connect', progress)
        })
        return request
      },
    }),
  }
}

function follow(
  request: http.ClientRequest,
  socket: Socket,
  connectedEvent: string,
  progress: Progress,
): void {
  const onConnected = (): void => {
    progress.isConnected = true
  }
  const onClosed = (): void => {
    progress.isClosed = true
  }
  if (request.reusedSocket) onConnected()
  else socket.once(connectedEvent, onConnected)
  socket.once('close', onClosed)
  request.once('close', () => {
    socket.off(connectedEvent, onConnected)
    socket.off('close', onClosed)
  })
}
