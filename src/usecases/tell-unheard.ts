// Members a platform lets the assistant no longer write to: the branch's secretary is told whom to
// call, once a day at most.
import type { App } from '../app.ts'
import { toParticipant } from '../conversation/screens/participation.ts'
import { localOf } from '../domain/local-time.ts'
import { byState } from '../domain/participation.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { recordLook } from '../store/looks.ts'
import { readMonth, toldOfficers } from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlot } from '../store/slots.ts'
import { readUnheardRounds, type UnheardRound } from '../store/unheard.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'
import { unheardScreen } from './screens/unheard.ts'

const rule = 'tellUnheard'
const dayMs = 86_400_000
/** The invitations of a large branch go out over minutes. */
const togetherMs = 10 * 60_000
const atOnce = 100

export async function tellUnheard(app: App): Promise<void> {
  const now = app.now().getTime()
  const when = { rule, since: new Date(now - dayMs), until: new Date(now - togetherMs) }
  const rounds = await readUnheardRounds(app.database, when, atOnce)
  // One at a time: each leaves rows in the audit's chain, which has one end.
  await forEachBranch(app, 'tell-unheard', rounds, (round) => tell(app, round), 1)
}

async function tell(app: App, { id, branchId }: UnheardRound): Promise<void> {
  const now = app.now()
  const month = await readMonth(app.database, app.keyring, branchId, null)
  if (month === null) return
  const { notBegun, inProgress } = byState(
    (await app.tables.roster(branchId, app.now())).map(toParticipant),
  )
  const names = [...notBegun, ...inProgress].flatMap(({ line }) =>
    line.mustBeCalled ? [line.name] : [],
  )
  const officers = names.length === 0 ? [] : toldOfficers(month)
  const { quiet, zone } = month.branch
  const end =
    officers.length === 0
      ? ({ state: 'skipped', reason: 'nobodyToTell' } as const)
      : ({ state: 'queued' } as const)
  const localDate = localOf(now, zone).date
  const posting = postingOf(app, now)
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(
      transaction,
      { rule, subject: id, localDate, branchId },
      end,
      posting,
    )
    if (slotId === null || officers.length === 0) return
    const reminders = officers.map(({ memberId, chat, language }): Reminder => ({
      to: chat,
      message: unheardScreen(names, speaking(app, language, now)),
      class: 'document',
      dedupeKey: `unheard:${id}:${localDate}:${memberId}`,
      notBefore: afterQuiet(now, quiet, zone),
      notAfter: new Date(now.getTime() + dayMs),
      memberId,
    }))
    await queueReminders(transaction, reminders, { branchId, slotId }, posting)
    for (const { memberId } of officers) {
      await recordLook(
        transaction,
        app.keyring,
        { actor: memberId, deed: 'seeParticipation', branchId },
        now,
      )
    }
  })
  app.wake(officers.map(({ chat }) => chat.bot))
}
