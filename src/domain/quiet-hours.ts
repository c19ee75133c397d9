import { addDays } from './local-date.ts'
import { instantOf, localOf, localTime, minutesOf } from './local-time.ts'
import type { LocalTime } from './local-time.ts'

/**
 * Nothing is sent from `from` on, and again from `to` on. Over midnight when `from` is the later;
 * equal means never quiet.
 */
export interface QuietHours {
  readonly from: LocalTime
  readonly to: LocalTime
}

/** Nothing is sent 21:00–07:00 local time (design.md §3). */
export const nightRest: QuietHours = { from: localTime('21:00'), to: localTime('07:00') }

/** Whether this time of day is quiet: `from` is, `to` no longer. */
export function isQuiet(time: LocalTime, { from, to }: QuietHours): boolean {
  return from <= to ? from <= time && time < to : time >= from || time < to
}

/**
 * The instant itself when something may be sent then, else the moment the quiet hours end. Never
 * earlier than `instant`.
 */
export function afterQuiet(instant: Date, quiet: QuietHours, zone: string): Date {
  const now = localOf(instant, zone)
  if (!isQuiet(now.time, quiet)) return instant
  const minutesLeft = (minutesOf(quiet.to) - minutesOf(now.time) + 1440) % 1440
  const minuteBegan = Math.floor(instant.getTime() / 60_000) * 60_000
  const ends = new Date(minuteBegan + minutesLeft * 60_000)
  if (localOf(ends, zone).time === quiet.to) return ends
  // The clock was changed in between (summer time), so the minutes left are not the minutes that
  // pass.
  const end = instantOf(now.time < quiet.to ? now.date : addDays(now.date, 1), quiet.to, zone)
  // Where the clock skips all of the time that is not quiet, the quiet goes on to the day after.
  return isQuiet(localOf(end, zone).time, quiet) ? afterQuiet(end, quiet, zone) : end
}
