/**
 * How long a claimed row belongs to its instance. After that another one may judge what became of
 * it.
 */
const leaseMs = 30_000

/** Until when a row claimed now belongs to its instance. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + leaseMs)
}

/**
 * A row whose lease has less than this left is not sent: a platform's call may take 15 s (F16), and
 * its verdict a while.
 */
export const leaseNeededMs = 18_000

/** Longest time a statement takes (database/postgresql.ts). */
export const statementMs = 5_000
