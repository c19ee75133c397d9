import http from 'node:http'
import https from 'node:https'

/** One call on the wire: how far it came, and when to stop waiting for it. */
export interface Attempt {
  /** `connecting`: nothing of the request can have left yet. */
  readonly phase: 'connecting' | 'connected'
  readonly signal: AbortSignal
  /** Carries the request, and watches its connection. */
  readonly transport: {
    request(
      options: http.RequestOptions,
      onResponse: (response: http.IncomingMessage) => void,
    ): http.ClientRequest
  }
  /** Stops waiting; to be called when the call is over. */
  end(): void
}

/**
 * Begins a call that may take `deadlineMs` from now to the last byte of its answer; `outer` ends it
 * early.
 */
export function beginAttempt(deadlineMs: number, isSecure: boolean, outer?: AbortSignal): Attempt {
  const control = new AbortController()
  const abort = () => {
    control.abort()
  }
  const timer = setTimeout(abort, deadlineMs)
  outer?.addEventListener('abort', abort)
  if (outer?.aborted === true) abort()
  const { request: send } = isSecure ? https : http
  let phase: Attempt['phase'] = 'connecting'
  return {
    get phase() {
      return phase
    },
    signal: control.signal,
    transport: {
      request(options, onResponse) {
        const request = send(options, onResponse)
        // No connection is kept, so each socket is new, and writes wait until it has shaken hands.
        request.once('socket', (socket) => {
          socket.once(isSecure ? 'secureConnect' : 'connect', () => {
            phase = 'connected'
          })
        })
        return request
      },
    },
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}
