import type { Duplex } from 'node:stream'

/** One call on the wire: how far it came, and when to stop waiting for it. */
export interface Attempt {
  /** `unknown` when somebody else's agent carries it. */
  readonly phase: 'unknown' | 'connecting' | 'connected'
  /** Why it was aborted, once it was. */
  readonly gaveUp: 'timeout' | 'reset'
  readonly signal: AbortSignal
  /** Follows a connection just being made, or one that was kept. */
  follow(socket: Duplex, connectedEvent: string | undefined): void
  /** Stops following and waiting; to be called when the call is over. */
  end(): void
}

/**
 * A closed connection whose answer is not complete by then (ms) has lost it; telegraf by itself
 * would wait for ever.
 */
const closedGraceMs = 250

/**
 * Begins a call that may take `deadlineMs` from now to the last byte of its answer; `outer` ends it
 * early.
 */
export function beginAttempt(deadlineMs: number, outer?: AbortSignal): Attempt {
  const control = new AbortController()
  const abort = () => {
    control.abort()
  }
  const timer = setTimeout(abort, deadlineMs)
  let letGo = () => undefined as unknown
  const state: { phase: Attempt['phase']; gaveUp: Attempt['gaveUp'] } = {
    phase: 'unknown',
    gaveUp: 'timeout',
  }
  const onClosed = () => {
    state.gaveUp = 'reset'
    setTimeout(abort, closedGraceMs).unref()
  }
  outer?.addEventListener('abort', abort)
  if (outer?.aborted === true) abort()
  return {
    get phase() {
      return state.phase
    },
    get gaveUp() {
      return state.gaveUp
    },
    signal: control.signal,
    follow(socket, connectedEvent) {
      letGo()
      letGo = followSocket(socket, connectedEvent, onClosed, (phase) => (state.phase = phase))
    },
    end() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
      letGo()
    },
  }
}

function followSocket(
  socket: Duplex,
  connectedEvent: string | undefined,
  onClosed: () => void,
  to: (phase: Attempt['phase']) => void,
): () => void {
  const onConnected = () => {
    to('connected')
  }
  to(connectedEvent === undefined ? 'connected' : 'connecting')
  socket.once('close', onClosed)
  if (connectedEvent !== undefined) socket.once(connectedEvent, onConnected)
  return () => {
    socket.off('close', onClosed)
    if (connectedEvent !== undefined) socket.off(connectedEvent, onConnected)
  }
}
