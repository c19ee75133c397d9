// A group notice that did not arrive (not allowed, gone, quota): the secretary gets its text
// privately, once, to pass it on.
import type { App } from '../app.ts'
import { localOf } from '../domain/local-time.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { type FailedNotice, readFailedNotices, wipeNotice } from '../store/failed-notices.ts'
import { type Month, type Officer, readMonth, toldOfficers } from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlot, type SlotEnd } from '../store/slots.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'
import { undeliveredScreen } from './screens/undelivered.ts'

const rule = 'tellUndelivered'
const atOnce = 200
/** A notice without an end of its own is worth passing on for a day. */
const usefulMs = 86_400_000

export async function tellUndelivered(app: App): Promise<void> {
  const notices = await readFailedNotices(app.database, app.keyring, atOnce)
  await forEachBranch(app, 'tell-undelivered', notices, (notice) => tell(app, notice))
}

async function tell(app: App, notice: FailedNotice): Promise<void> {
  const now = app.now()
  const { outboxId, branchId, settledAt } = notice
  const month = await readMonth(app.database, app.keyring, branchId, null)
  if (month === null) return wipeNotice(app.database, outboxId)
  const { quiet, zone } = month.branch
  const notAfter = notice.notAfter ?? new Date(settledAt.getTime() + usefulMs)
  const notBefore = afterQuiet(now, quiet, zone)
  const officers = toldOfficers(month)
  const reason = officers.length === 0 ? 'nobodyToTell' : notBefore >= notAfter ? 'tooLate' : null
  const end: SlotEnd = reason === null ? { state: 'queued' } : { state: 'skipped', reason }
  const slot = { rule, subject: outboxId, localDate: localOf(settledAt, zone).date, branchId }
  const times = { notBefore, notAfter }
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, end, postingOf(app, now))
    await wipeNotice(transaction, outboxId)
    if (slotId === null || reason !== null) return
    const reminders = officers.flatMap((officer) => remindersTo(app, officer, notice, month, times))
    await queueReminders(transaction, reminders, { branchId, slotId }, postingOf(app, now))
  })
  app.wake(officers.map(({ chat }) => chat.bot))
}

/**
 * Two messages: the second holds the notice and nothing else, so that it can be passed on whole.
 */
function remindersTo(
  app: App,
  { memberId, chat, language }: Officer,
  notice: FailedNotice,
  { branch }: Month,
  times: Pick<Reminder, 'notBefore' | 'notAfter'>,
): readonly Reminder[] {
  const [first, second] = undeliveredScreen(notice, speaking(app, language, app.now()))
  const key = `undelivered:${notice.outboxId}:${branch.id}:${memberId}`
  const base = { to: chat, class: 'prompt', ...times, memberId } as const
  return [
    { ...base, message: first, dedupeKey: key },
    { ...base, message: second, dedupeKey: `${key}:text` },
  ]
}
