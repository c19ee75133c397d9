// Private, to the secretary: are the documents on Sổ tay before the meeting, are minutes and
// resolution there after it.
import type { App } from '../app.ts'
import { closingPapers, type MeetingPaper, papersLeft } from '../domain/meeting-papers.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { readMonth, toldOfficers } from '../store/months.ts'
import { type Reminder, sayOnce } from '../store/reminders.ts'
import { skipSlot } from '../store/slots.ts'
import type { DueMoment } from './due-moments.ts'
import { postingOf, speaking } from './posting.ts'
import { paperScreen } from './screens/secretary.ts'

export async function remindSecretary(app: App, { entry, moment, slot }: DueMoment): Promise<void> {
  const now = app.now()
  const posting = postingOf(app, now)
  const month = await readMonth(app.database, app.keyring, entry.branchId, entry.period)
  const meeting = month?.meeting ?? null
  const officers = month === null ? [] : toldOfficers(month)
  if (month === null || meeting === null || officers.length === 0) {
    await skipSlot(app.database, slot, meeting === null ? 'noMeeting' : 'nobodyToTell', posting)
    return
  }
  const { said } = (await app.tables.meetingPapers(entry.branchId, entry.period, now)) ?? {
    said: {},
  }
  const papers = moment.action === 'askDocuments' ? 'documents' : 'minutes'
  const asked: readonly MeetingPaper[] = papers === 'documents' ? ['documents'] : closingPapers
  if (papersLeft(asked, said).length === 0) {
    await skipSlot(app.database, slot, 'settledMeanwhile', posting)
    return
  }
  const notBefore = afterQuiet(now, month.branch.quiet, month.branch.zone)
  if (notBefore >= moment.usefulUntil) {
    await skipSlot(app.database, slot, 'quietHours', posting)
    return
  }
  const isAgain = moment.ruleId === 'askMinutesLast'
  const reminders = officers.map(({ memberId, chat, language }): Reminder => ({
    to: chat,
    message: paperScreen({ papers, meeting, said, isAgain }, speaking(app, language, now)),
    class: 'prompt',
    dedupeKey: `papers:${slot.rule}:${slot.branchId}:${slot.localDate}:${memberId}`,
    mergeKey: `papers:${slot.rule}:${slot.branchId}`,
    notBefore,
    notAfter: moment.usefulUntil,
    memberId,
  }))
  await sayOnce(app.database, slot, reminders, posting)
  app.wake(officers.map(({ chat }) => chat.bot))
}
