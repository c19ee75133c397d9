// A group notice that may or may not have arrived is never sent again by itself: the secretary is
// asked, once, and decides.
import type { App } from '../app.ts'
import { localOf } from '../domain/local-time.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { readMonth, toldOfficers } from '../store/months.ts'
import { type Reminder, sayOnce } from '../store/reminders.ts'
import { skipSlot } from '../store/slots.ts'
import { readUnknownNotices, type UnknownNotice } from '../store/unknown-notices.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'
import { unknownScreen } from './screens/secretary.ts'

const rule = 'tellUnknown'
const atOnce = 200
/** A notice without an end of its own is worth asking about for a day. */
const usefulMs = 86_400_000

export async function tellUnknown(app: App): Promise<void> {
  const notices = await readUnknownNotices(app.database, rule, atOnce)
  await forEachBranch(app, 'tell-unknown', notices, (notice) => tell(app, notice))
}

async function tell(app: App, notice: UnknownNotice): Promise<void> {
  const now = app.now()
  const posting = postingOf(app, now)
  const { outboxId, branchId, settledAt } = notice
  const month = await readMonth(app.database, app.keyring, branchId, null)
  if (month === null) return
  const { quiet, zone } = month.branch
  const slot = { rule, subject: outboxId, localDate: localOf(settledAt, zone).date, branchId }
  const notAfter = notice.notAfter ?? new Date(settledAt.getTime() + usefulMs)
  const notBefore = afterQuiet(now, quiet, zone)
  const officers = toldOfficers(month)
  if (officers.length === 0 || notBefore >= notAfter) {
    await skipSlot(app.database, slot, officers.length === 0 ? 'nobodyToTell' : 'tooLate', posting)
    return
  }
  const reminders = officers.map(({ memberId, chat, language }): Reminder => ({
    to: chat,
    message: unknownScreen({ ...notice, zone }, speaking(app, language, now)),
    class: 'prompt',
    dedupeKey: `unknown:${outboxId}:${slot.localDate}:${memberId}`,
    notBefore,
    notAfter,
    memberId,
  }))
  await sayOnce(app.database, slot, reminders, posting)
  app.wake(officers.map(({ chat }) => chat.bot))
}
