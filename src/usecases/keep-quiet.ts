// What could not be sent by day (an outage, a throttled platform) is not sent by night: it waits
// for the morning, or lapses.
import type { App } from '../app.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { postpone, readWaitingZones } from '../store/waiting.ts'
import { countRows } from './count-rows.ts'

export async function keepQuiet(app: App): Promise<void> {
  const now = app.now()
  for (const waiting of await readWaitingZones(app.database, now)) {
    const until = afterQuiet(now, waiting.quiet, waiting.zone)
    if (until > now) countRows(app, await postpone(app.database, waiting, now, until))
  }
}
