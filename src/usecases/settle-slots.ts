// Each slot ends with the fate of what it said: sent, unknown, failed, or skipped with the reason
// (reliability.md §4.2, I4).
import type { App } from '../app.ts'
import { settleSlots as settle } from '../store/slots.ts'
import { countRows } from './count-rows.ts'

export async function settleSlots(app: App): Promise<void> {
  countRows(app, await settle(app.database))
}
