// Private, to whose turn it is to review themselves at the coming meeting: that it is, and an
// outline of their own words.
import type { App } from '../app.ts'
import { localOf } from '../domain/local-time.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { reviewOutline } from '../domain/review-outline.ts'
import { revieweeKey, rotationAt } from '../domain/review-rotation.ts'
import { type MonthBranch, readMonth } from '../store/months.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import {
  nameReviewees,
  readRevieweeChats,
  releaseReviewees,
  type RevieweeChat,
} from '../store/reviewees.ts'
import { claimSlot, endSlots, skipSlot } from '../store/slots.ts'
import type { MeetingView } from '../store/snapshot.ts'
import type { DueMoment } from './due-moments.ts'
import { postingOf, speaking } from './posting.ts'
import { type ReviewTurn, reviewTurnScreen } from './screens/review-turn.ts'

/** Names them, so that a roster that changes later changes nothing for those who were told. */
export async function remindReviewees(app: App, due: DueMoment): Promise<void> {
  const { entry, slot } = due
  const now = app.now()
  const posting = postingOf(app, now)
  const month = await readMonth(app.database, app.keyring, entry.branchId, entry.period)
  const meeting = month?.meeting ?? null
  if (month === null || meeting === null) {
    await skipSlot(app.database, slot, 'noMeeting', posting)
    return
  }
  const rotation = await app.tables.rotation(entry.branchId)
  const { chosen } = rotationAt(rotation, meeting, localOf(now, month.branch.zone).date)
  const passedOver = rotation.reviewees
    .filter(
      ({ memberId, period, state }) =>
        period === entry.period && state === 'named' && !chosen.includes(memberId),
    )
    .map(({ memberId }) => memberId)
  const isTooLate = afterQuiet(now, month.branch.quiet, month.branch.zone) >= due.moment.usefulUntil
  if (isTooLate || chosen.length === 0) {
    await skipSlot(app.database, slot, isTooLate ? 'quietHours' : 'nobodyToTell', posting)
    return
  }
  const chats = await readRevieweeChats(app.database, chosen, app.meaningHash)
  const reminders = await Promise.all(
    chats.map(async (chat) => ({
      ...(await turnLetter(
        app,
        chat,
        { branch: month.branch, meeting },
        due.moment.ruleId === 'reviewLast' ? 'again' : 'first',
      )),
      dedupeKey: `review:${slot.rule}:${slot.branchId}:${slot.localDate}:${chat.memberId}`,
      notAfter: due.moment.usefulUntil,
    })),
  )
  await app.database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return
    await releaseReviewees(transaction, entry.branchId, entry.period, passedOver)
    const named = await nameReviewees(transaction, entry.branchId, entry.period, chosen, now)
    const going = reminders.filter(({ memberId = '' }) => named.has(memberId))
    await queueReminders(transaction, going, { branchId: entry.branchId, slotId }, posting)
    if (going.length === 0)
      await endSlots(transaction, [slotId], { state: 'skipped', reason: 'nobodyToTell' })
  })
  app.wake(reminders.map(({ to }) => to.bot))
}

/** A branch and the meeting it comes to. */
interface Holding {
  readonly branch: MonthBranch
  readonly meeting: MeetingView
}

/**
 * That it is their turn. Only of the member's own words, and only where they agreed that those are
 * kept.
 */
export async function turnLetter(
  app: App,
  to: RevieweeChat,
  { branch, meeting }: Holding,
  telling: ReviewTurn['telling'],
): Promise<Omit<Reminder, 'dedupeKey' | 'notAfter'>> {
  const now = app.now()
  const own = to.mayStore ? await app.tables.ownAnswers(to.memberId) : { rounds: [], remedies: [] }
  const outline = reviewOutline(own.rounds, own.remedies, localOf(now, branch.zone).date)
  return {
    to: to.chat,
    message: reviewTurnScreen({ meeting, outline, telling }, speaking(app, to.language, now)),
    class: 'prompt',
    mergeKey: revieweeKey(meeting.period),
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    memberId: to.memberId,
  }
}
