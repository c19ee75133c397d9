// What the branch's group hears of the month: dates, never a name, a number of people or of
// remedies, or anything anyone answered; each at most once.
import type { App } from '../app.ts'
import { instantOf } from '../domain/local-time.ts'
import { isLeftOut } from '../domain/message-budget.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import type { Outbound } from '../messaging/outbound.ts'
import { type Month, readMonth, toldOfficers } from '../store/months.ts'
import { type Reminder, sayOnce } from '../store/reminders.ts'
import { skipSlot, wasSaidSince } from '../store/slots.ts'
import type { DueMoment } from './due-moments.ts'
import { postingOf, speaking } from './posting.ts'
import { announcementScreen, remediationScreen, windowScreen } from './screens/group.ts'
import { noGroupScreen } from './screens/secretary.ts'

type Notice = { readonly say: Outbound } | { readonly skip: string }

export async function remindGroup(app: App, due: DueMoment): Promise<void> {
  const now = app.now()
  const { entry, moment, slot } = due
  const month = await readMonth(app.database, app.keyring, entry.branchId, entry.period)
  const notice: Notice =
    month === null ? { skip: 'noBranch' } : await noticeOf(app, due, month, now)
  if (month === null || 'skip' in notice)
    return skip(app, due, 'skip' in notice ? notice.skip : 'noBranch')
  if (month.group === null) {
    await skip(app, due, 'noGroup')
    return tellNoGroup(app, due, month)
  }
  if (isLeftOut(slot.rule, await app.budgets.level(month.group.chat.bot)))
    return skip(app, due, 'budget')
  const notBefore = afterQuiet(now, month.branch.quiet, month.branch.zone)
  if (notBefore >= moment.usefulUntil) return skip(app, due, 'quietHours')
  const { id: groupId, chat } = month.group
  const dedupeKey = `group:${slot.rule}:${slot.branchId}:${slot.localDate}`
  const mergeKey = `group:${moment.action}:${slot.branchId}`
  const reminder: Reminder = {
    to: chat,
    message: notice.say,
    class: 'groupNotice',
    dedupeKey,
    mergeKey,
    notBefore,
    notAfter: moment.usefulUntil,
    groupId,
  }
  await sayOnce(app.database, slot, [reminder], postingOf(app, now))
  app.wake([chat.bot])
}

async function skip(app: App, { slot }: DueMoment, reason: string): Promise<void> {
  await skipSlot(app.database, slot, reason, postingOf(app, app.now()))
}

async function noticeOf(
  app: App,
  { moment, slot, timeline }: DueMoment,
  month: Month,
  now: Date,
): Promise<Notice> {
  const { meeting, round, branch } = month
  const speak = speaking(app, branch.language, now)
  if (meeting === null) return { skip: 'noMeeting' }
  const open = round !== null && round.closedAt === null && round.closesAt > now ? round : null
  switch (moment.action) {
    case 'announceMeeting': {
      const all = timeline.moments.filter(({ action }) => action === 'announceMeeting')
      const number = all.findIndex(({ ruleId }) => ruleId === moment.ruleId) + 1
      const window = moment.includes.includes('windowClosing') ? open : null
      return {
        say: announcementScreen({ branch, meeting, window, number, total: all.length }, speak),
      }
    }
    case 'windowOpening':
    case 'windowClosing': {
      if (round === null || open === null)
        return { skip: round === null ? 'noRound' : 'alreadyClosed' }
      const isRepeat =
        moment.action === 'windowOpening' &&
        (await wasSaidSince(app.database, slot.rule, slot.subject, round.openedAt))
      return isRepeat
        ? { skip: 'alreadyOpen' }
        : { say: windowScreen(moment.action, { branch, window: open }, speak) }
    }
    // Said whether or not anything is due: silence would tell that nobody admitted anything.
    case 'remindRemediation':
      return round === null
        ? { skip: 'noRound' }
        : { say: remediationScreen({ branch, date: moment.localDate }, speak) }
    default:
      return { skip: 'notForGroups' }
  }
}

/**
 * The secretary hears once a meeting that there is no group to tell; the rest of its notices are
 * skipped in silence.
 */
async function tellNoGroup(app: App, { moment }: DueMoment, month: Month): Promise<void> {
  const now = app.now()
  const { branch, meeting } = month
  if (meeting === null) return
  const slot = { rule: 'noGroup', subject: branch.id, localDate: meeting.date, branchId: branch.id }
  const officers = toldOfficers(month)
  if (officers.length === 0) {
    const isOurs = await skipSlot(app.database, slot, 'nobodyToTell', postingOf(app, now))
    if (isOurs) app.report({ code: 'group.nobodyTold', branch: branch.id })
    return
  }
  const start = instantOf(meeting.date, meeting.startsAt, branch.zone)
  const reminders = officers.map(({ memberId, chat, language }): Reminder => ({
    to: chat,
    message: noGroupScreen(meeting, speaking(app, language, now)),
    class: 'prompt',
    dedupeKey: `no-group:${branch.id}:${meeting.date}:${memberId}`,
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: start > moment.usefulUntil ? start : moment.usefulUntil,
    memberId,
  }))
  await sayOnce(app.database, slot, reminders, postingOf(app, now))
  app.wake(officers.map(({ chat }) => chat.bot))
}
