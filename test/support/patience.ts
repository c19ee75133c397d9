/**
 * Milliseconds after which what has not happened is taken for hung, on a machine however busy: no
 * test asserts speed.
 */
export const patienceMs = 240_000
