// Every round past its time is closed, however late, and what may be said of it is said once: from
// then on there are these numbers and no more looking.
import type { App } from '../app.ts'
import { localOf } from '../domain/local-time.ts'
import { publishRound } from '../store/publications.ts'
import { closeRound, type DueRound, readDueRounds } from '../store/rounds.ts'
import { claimSlot } from '../store/slots.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf } from './posting.ts'

/** More is left to the next run. */
const atOnce = 500

export async function closeRounds(app: App): Promise<void> {
  const due = await readDueRounds(app.database, app.now(), atOnce)
  await forEachBranch(app, 'close-rounds', due, (round) => close(app, round))
}

async function close(app: App, { id, branchId, zone, closesAt }: DueRound): Promise<void> {
  const now = app.now()
  const slot = {
    rule: 'close',
    subject: branchId,
    localDate: localOf(closesAt, zone).date,
    branchId,
  }
  const isOurs = await app.database.transact(async (transaction) => {
    if (!(await closeRound(transaction, id, now))) return false
    await publishRound(transaction, app.keyring, id)
    await claimSlot(transaction, slot, { state: 'done' }, postingOf(app, now))
    return true
  })
  if (isOurs) app.report({ code: 'round.closed', branch: branchId, round: id })
}
