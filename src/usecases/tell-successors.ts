// Private, to whoever is next: somebody named for a turn is hindered after the last reminder of it,
// and the meeting is still to come.
import type { App } from '../app.ts'
import { addDays } from '../domain/local-date.ts'
import { instantOf, localOf } from '../domain/local-time.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { rotationAt } from '../domain/review-rotation.ts'
import { rulesOf } from '../domain/timeline-rules.ts'
import { readMonth } from '../store/months.ts'
import { queueReminders } from '../store/reminders.ts'
import { nameReviewees, readRevieweeChats, releaseReviewees } from '../store/reviewees.ts'
import { claimSlots, endSlots } from '../store/slots.ts'
import { type HinderedMeeting, readHinderedMeetings, successorRule } from '../store/successors.ts'
import { dayInUtc } from './day-in-utc.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf } from './posting.ts'
import { turnLetter } from './remind-reviewees.ts'

/** The first reminder lies 14 days before its meeting at most. */
const daysAhead = 15

export async function tellSuccessors(app: App): Promise<void> {
  const today = dayInUtc(app.now())
  const meetings = await readHinderedMeetings(
    app.database,
    addDays(today, -1),
    addDays(today, daysAhead),
  )
  await forEachBranch(app, 'tell-successors', meetings, (hindered) => tell(app, hindered))
}

/** While a reminder is still to come it names whose turn it is by itself. */
async function tell(app: App, { branchId, period, rules }: HinderedMeeting): Promise<void> {
  const now = app.now()
  const month = await readMonth(app.database, app.keyring, branchId, period)
  const meeting = month?.meeting ?? null
  if (month === null || meeting === null) return
  const { branch } = month
  const last = rulesOf(branch.overrides).findLast(({ action }) => action === 'remindReviewees')
  const startsAt = instantOf(meeting.date, meeting.startsAt, branch.zone)
  if (last === undefined || !rules.has(last.id) || now >= startsAt) return
  const rotation = await app.tables.rotation(branchId)
  const { chosen } = rotationAt(rotation, meeting, localOf(now, branch.zone).date)
  const named = rotation.reviewees
    .filter((row) => row.period === period && row.state === 'named')
    .map(({ memberId }) => memberId)
  const hindered = named.filter((id) => !chosen.includes(id))
  // What the night holds back until the meeting has begun is not said.
  const isTooLate = afterQuiet(now, branch.quiet, branch.zone) >= startsAt
  const next = isTooLate ? [] : chosen.filter((id) => !named.includes(id))
  const chats = await readRevieweeChats(app.database, next, app.meaningHash)
  const letters = await Promise.all(
    chats.map((chat) => turnLetter(app, chat, { branch, meeting }, 'successor')),
  )
  await app.database.transact(async (transaction) => {
    const posting = postingOf(app, now)
    const slots = next.map((subject) => ({
      rule: successorRule,
      subject,
      localDate: meeting.date,
      branchId,
      meetingOn: meeting.date,
      end: { state: 'queued' } as const,
    }))
    const claimed = await claimSlots(transaction, slots, posting)
    await releaseReviewees(transaction, branchId, period, hindered)
    const standing = await nameReviewees(transaction, branchId, period, next, now)
    const going = letters.flatMap((letter) => {
      const { memberId = '' } = letter
      const slotId = claimed.find(({ subject }) => subject === memberId)?.id
      if (slotId === undefined || !standing.has(memberId)) return []
      return [
        {
          ...letter,
          slotId,
          dedupeKey: `review:${successorRule}:${branchId}:${meeting.date}:${memberId}`,
          notAfter: startsAt,
        },
      ]
    })
    await queueReminders(transaction, going, { branchId }, posting)
    const unheard = claimed
      .filter(({ id }) => !going.some(({ slotId }) => slotId === id))
      .map(({ id }) => id)
    await endSlots(transaction, unheard, { state: 'skipped', reason: 'nobodyToTell' })
  })
  app.wake(letters.map(({ to }) => to.bot))
}
