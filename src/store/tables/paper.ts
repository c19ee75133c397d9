// What a paper says of a meeting: its attendance, whose turn it was, the tasks of its resolution.
import type { Database } from '../../database/database.ts'
import { chooseMeeting, type WantedMeeting } from '../../domain/choose-meeting.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { firstDayOf } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import type { PaperQuestion, PaperSource } from '../meeting-sources.ts'
import { readAttendance } from './attendance.ts'
import { readBranchTasks } from './branch-tasks.ts'
import { readMeetings } from './branch.ts'
import { readMeetingRecord } from './meeting-record.ts'
import { readRotation } from './rotation.ts'

/** A meeting so long ago is not the one a paper is asked about without a month. */
const daysBack = 62

function beginOf(wanted: WantedMeeting, today: LocalDate): LocalDate {
  if (wanted.kind === 'nearest') return addDays(today, -daysBack)
  return firstDayOf(wanted.kind === 'of' ? wanted.period : wanted.month)
}

export async function readPaperSource(
  database: Database,
  keyring: Keyring,
  meaningHash: string,
  { branchId, wanted, tasks, today, now }: PaperQuestion,
): Promise<PaperSource> {
  const meetings = await readMeetings(database, keyring, branchId, beginOf(wanted, today))
  const meeting = chooseMeeting(meetings, wanted, today)
  const next = meeting === null ? null : (meetings.find(({ date }) => date > meeting.date) ?? null)
  const own = meeting === null ? null : { from: meeting.period, to: meeting.period }
  const span = tasks === 'open' ? null : tasks === 'meeting' ? own : tasks
  const isAsked = tasks === 'open' || span !== null
  return {
    meeting,
    next,
    attendance:
      meeting === null
        ? null
        : await readAttendance(database, keyring, branchId, meeting.period, now),
    record:
      meeting === null
        ? null
        : await readMeetingRecord(database, keyring, branchId, meeting.period, now),
    rotation: await readRotation(database, keyring, meaningHash, branchId),
    tasks: isAsked ? (await readBranchTasks(database, keyring, branchId, span, now)).lines : [],
  }
}
