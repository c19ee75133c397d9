// To a secretary whose offer of the office was not answered in time: that it lapsed, once.
import type { App } from '../app.ts'
import { message } from '../conversation/turn.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { endLapsed, type LapsedHandover, readLapsedHandovers } from '../store/lapsed-handovers.ts'
import { readMonth } from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'

const dayMs = 86_400_000
/** After an outage longer than this the offer is forgotten, and news of it would only confuse. */
const usefulDays = 7
const atOnce = 100

export async function tellLapsed(app: App): Promise<void> {
  const offers = await readLapsedHandovers(app.database, app.now(), atOnce)
  await forEachBranch(app, 'tell-lapsed', offers, (offer) => tell(app, offer))
}

/** Who is secretary no more, by a roster, is told nothing: the office went another way. */
async function tell(
  app: App,
  { id, branchId, fromMember, expiresAt }: LapsedHandover,
): Promise<void> {
  const now = app.now()
  const month = await readMonth(app.database, app.keyring, branchId, null)
  const officer = month?.officers.find(
    ({ memberId, role }) => memberId === fromMember && role === 'secretary',
  )
  const notAfter = new Date(expiresAt.getTime() + usefulDays * dayMs)
  const reminders =
    month === null || officer === undefined || now >= notAfter
      ? []
      : [
          {
            to: officer.chat,
            message: message([speaking(app, officer.language, now).t('handover.lapsed')]),
            class: 'prompt',
            dedupeKey: `handover-lapsed:${id}`,
            notBefore: afterQuiet(now, month.branch.quiet, month.branch.zone),
            notAfter,
            memberId: fromMember,
          } satisfies Reminder,
        ]
  const isEnded = await app.database.transact(async (transaction) => {
    if (!(await endLapsed(transaction, id, now))) return false
    await queueReminders(transaction, reminders, { branchId }, postingOf(app, now))
    return true
  })
  if (isEnded) app.wake(reminders.map(({ to }) => to.bot))
}
