// A roster or a meeting that changed takes its waiting reminders along: dropped here, and made anew
// by whatever makes them.
import type { App } from '../app.ts'
import { dropStale as drop } from '../store/stale.ts'
import { countRows } from './count-rows.ts'

export async function dropStale(app: App): Promise<void> {
  countRows(app, await drop(app.database, app.now()))
}
