// Every intent and who decides it, a line each by subject. A new intent does not compile until it stands in one of them.
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import { branchDeciders } from './decide/branch.ts'
import type { Decider, Deciders } from './decide/decider.ts'
import { groupDeciders } from './decide/group.ts'
import { linkingDeciders } from './decide/linking.ts'
import { meetingDeciders } from './decide/meeting.ts'
import { ownDeciders } from './decide/own.ts'
import { sheetDeciders } from './decide/sheet.ts'
import type { Intent } from './intent.ts'
import type { Moment, Turn } from './turn.ts'

const deciders: Deciders = {
  ...linkingDeciders, ...sheetDeciders, ...ownDeciders, ...groupDeciders, ...branchDeciders, ...meetingDeciders,
}

/** The turn of an intent that draws up a paper; null when it is none. */
async function decidePaper(tables: Tables, snapshot: Snapshot, intent: Intent, moment: Moment): Promise<Turn | null> {
  switch (intent.kind) {
    case 'report':
      return report.turn(snapshot, intent, await report.load(tables, snapshot, intent, moment), moment)
    case 'register':
      return register.turn(snapshot, intent, await register.load(tables, snapshot, intent, moment), moment)
    case 'attendanceRegister':
      return attendanceRegister.turn(snapshot, intent, await attendanceRegister.load(tables, snapshot, intent, moment), moment)
    case 'minutes':
      return minutes.turn(snapshot, intent, await minutes.load(tables, snapshot, intent, moment), moment)
    case 'plan':
      return plan.turn(snapshot, intent, await plan.load(tables, snapshot, intent, moment), moment)
    default:
      return null
  }
}

/** Decides an intent, after the one look it may take. */
export async function decide(tables: Tables, snapshot: Snapshot, intent: Intent, moment: Moment): Promise<Turn> {
  // Each decider is of its own kind, which is lost where one is picked by a kind that is any of them.
  const decider = deciders[intent.kind] as Decider<Intent['kind']>
  return decider(snapshot, intent, moment, tables)
}
