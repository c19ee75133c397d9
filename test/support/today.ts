// The one place in which tests read the clock of the machine: for what runs as a process of its own
// and for stand-ins of what stands elsewhere. `TUSOI_TODAY=2028-02-29 npm test` moves it, with the
// clock of everything started (test/support/move-today.mjs).

/** This instant. */
export const today = (): Date => new Date()
