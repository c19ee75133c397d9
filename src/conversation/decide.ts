// Every intent and who decides it, a line each by subject. A new intent does not compile until it
// stands in one of them.
import { isOpen } from '../domain/link-reach.ts'
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
import { reaches, tablesFor } from './reach.ts'
import { problemText } from './screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from './turn.ts'

const deciders: Deciders = {
  ...linkingDeciders,
  ...sheetDeciders,
  ...ownDeciders,
  ...groupDeciders,
  ...branchDeciders,
  ...meetingDeciders,
}

/** Decides an intent, after the one look it may take. */
export async function decide(
  tables: Tables,
  snapshot: Snapshot,
  intent: Intent,
  moment: Moment,
): Promise<Turn> {
  const { relink } = snapshot.account
  const standing = relink === null ? 'whole' : 'again'
  if (!isOpen(standing, reaches[intent.kind]))
    return answerWith(message([problemText({ code: 'linkedAgain' }, moment.t)]))
  // Each decider is of its own kind, which is lost where one is picked by a kind that is any of
  // them.
  const decider = deciders[intent.kind] as Decider<Intent['kind']>
  return decider(snapshot, intent, moment, tablesFor(snapshot, tables))
}
