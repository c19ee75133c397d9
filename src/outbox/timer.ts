/**
 * Calls `run` once, in `ms`, unless the function it gives is called before. Tests pass one of their
 * own.
 */
export type Timer = (ms: number, run: () => void) => () => void

export const realTimer: Timer = (ms, run) => {
  const timeout = setTimeout(run, Math.ceil(ms))
  return () => {
    clearTimeout(timeout)
  }
}
