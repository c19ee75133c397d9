import { setTimeout as wait } from 'node:timers/promises'

const firstMs = 1000
const longestMs = 60_000

/**
 * How long to wait, in ms, after the `failures`-th failure in a row: doubling from 1 s to 60 s, a
 * quarter left to `chance` (0 to 1).
 */
export function backOffMs(failures: number, chance: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1))
  return Math.round(full * (0.75 + chance / 4))
}

/** Waits `ms`, less when `signal` aborts; must not reject for that. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const waitQuietly: Sleep = (ms, signal) =>
  wait(ms, undefined, { signal }).catch(() => undefined)
