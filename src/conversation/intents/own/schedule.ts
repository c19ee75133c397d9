// `/lichhop`: when the next meeting is, and the meetings to come as a file for the phone's
// calendar.
import type { CalendarEntry } from '../../../documents/calendar.ts'
import { instantOf, localOf } from '../../../domain/local-time.ts'
import type { MeetingView, Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import { scheduleLine } from '../../screens/schedule.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

/**
 * No meeting is to be shorter (domain §4.5: 90 minutes), and how long one lasts nobody says
 * beforehand.
 */
const meetingMinutes = 90
/** The day before, and two hours before. */
const alarms = [1440, 120]

export function load(
  tables: Tables,
  { branch, meeting }: Snapshot,
  { now }: Moment,
): Promise<readonly MeetingView[]> {
  return branch === null || meeting === null
    ? Promise.resolve([])
    : tables.meetings(branch.id, localOf(now, branch.zone).date)
}

export function turn(snapshot: Snapshot, meetings: readonly MeetingView[], moment: Moment): Turn {
  const { t, now } = moment
  const answer = answerWith(message([scheduleLine(snapshot, moment)]))
  const { branch } = snapshot
  if (branch === null) return answer
  const entries = meetings
    .map(({ period, date, startsAt, place, kind }): CalendarEntry => ({
      uid: `${branch.id}-${period}@tu-soi`,
      startsAt: instantOf(date, startsAt, branch.zone),
      minutes: meetingMinutes,
      title: t(`schedule.calendar.${kind}`),
      place,
    }))
    .filter(({ startsAt }) => startsAt > now)
  if (entries.length === 0) return answer
  const { zone } = branch
  const paper = {
    kind: 'calendar',
    name: t('schedule.calendar.name'),
    zone,
    language: t.language,
    madeAt: now,
    entries,
    alarms,
  } as const
  const words = {
    fileName: t('schedule.calendar.fileName'),
    alt: t('schedule.calendar.alt'),
    linkLine: t('schedule.calendar.link'),
  }
  return { ...answer, file: { paper, ...words } }
}
