// The try mode's clock: the real one, moved. It goes on by itself and only ever forward.
import type { Database } from '../database/database.ts'
import { readClockOffset, writeClockOffset } from '../store/playground.ts'

export interface TryClock {
  readonly now: () => Date
  /** From here on it is this instant (and time goes on). */
  moveTo(instant: Date): Promise<void>
}

export async function openTryClock(
  database: Database,
  realNow: () => number = Date.now,
): Promise<TryClock> {
  const stored = await readClockOffset(database)
  let offset = stored ?? 0
  return {
    now: () => new Date(realNow() + offset),
    moveTo: async (instant) => {
      offset = instant.getTime() - realNow()
      await writeClockOffset(database, offset)
    },
  }
}
