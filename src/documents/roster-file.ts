import { checkRoster } from '../domain/roster.ts'
import type { RosterCheck } from '../domain/roster.ts'
import type { RawRow } from '../domain/roster-row.ts'
import { readCsvRows } from './roster-csv.ts'
import { readSheetRows } from './roster-sheet.ts'
import { UnreadableRoster } from './unreadable-roster.ts'
import type { UnreadableReason } from './unreadable-roster.ts'

export type { RosterFault, RosterReason } from '../domain/roster-row.ts'
export type { RosterPlan } from '../domain/roster.ts'

type RosterReading =
  | RosterCheck
  | { readonly ok: false; readonly unreadable: UnreadableReason; readonly line?: number }

/** Far above the largest installation: a roster of 10,000 members is about 1 MB. */
export const largestRosterBytes = 20 * 1024 * 1024

/** A roster file, .csv or .xlsx (its first bytes tell, not its name), read and checked. */
export async function readRosterFile(bytes: Uint8Array): Promise<RosterReading> {
  try {
    return checkRoster(await readRows(bytes))
  } catch (error) {
    if (!(error instanceof UnreadableRoster)) throw error
    return {
      ok: false,
      unreadable: error.reason,
      ...(error.line !== undefined && { line: error.line }),
    }
  }
}

async function readRows(bytes: Uint8Array): Promise<readonly RawRow[]> {
  const signature = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (bytes.length === 0) throw new UnreadableRoster('empty')
  if (signature === '504b0304') return readSheetRows(bytes)
  if (signature === 'd0cf11e0') throw new UnreadableRoster('oldExcel')
  return readCsvRows(bytes)
}
