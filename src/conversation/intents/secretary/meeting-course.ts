// `/buoihop`: the meeting as a checklist with time boxes, in the private chat of whoever runs it.
// Times are kept, and nothing else.
import { agendaOf } from '../../../domain/agenda.ts'
import type { CourseRequest } from '../../../domain/course-line.ts'
import { addDays } from '../../../domain/local-date.ts'
import { instantOf, localOf, type LocalTime } from '../../../domain/local-time.ts'
import {
  beginCourse,
  correctStart,
  type Coursed,
  currentStep,
  endCourse,
  finishStep,
  isForgotten,
  longestMeetingMinutes,
  type MeetingCourse,
  minutesBetween,
  stepBack,
} from '../../../domain/meeting-course.ts'
import { formatPeriod } from '../../../i18n/format.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { MeetingRecord } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { meetingText } from '../../screens/agenda.ts'
import { courseScreen, stepScreen, toBeginScreen } from '../../screens/meeting-course.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'

export function load(
  tables: Tables,
  snapshot: Snapshot,
  { period }: IntentOf<'meetingCourse'>,
  moment: Moment,
): Promise<MeetingRecord | null> {
  const allowed = office(snapshot, 'runMeeting', moment)
  return allowed.isAllowed
    ? tables.meetingRecord(allowed.branch.id, period, moment.now)
    : Promise.resolve(null)
}

/** What stands before this turn, once the right was asked and the meeting has come. */
interface Desk {
  readonly branchId: string
  readonly zone: string
  readonly record: MeetingRecord
  readonly moment: Moment
}

export function turn(
  snapshot: Snapshot,
  { period, request }: IntentOf<'meetingCourse'>,
  record: MeetingRecord | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'runMeeting', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  if (record === null) {
    const { meeting } = snapshot
    if (period !== null)
      return answerWith(
        message([t('meetingCourse.refused.noMeeting', { period: formatPeriod(period) })]),
      )
    const next =
      meeting === null
        ? t('meetingCourse.refused.noneHeld')
        : t('meetingCourse.refused.notYet', { meeting: meetingText(meeting, moment) })
    return answerWith(message([next]))
  }
  if (!record.isHeld)
    return answerWith(
      message([t('meetingCourse.refused.notYet', { meeting: meetingText(record, moment) })]),
    )
  const desk: Desk = { branchId: allowed.branch.id, zone: allowed.branch.zone, record, moment }
  return record.course === null ? beforeIt(desk, request) : within(desk, record.course, request)
}

/**
 * Nothing is recorded yet. A meeting of an earlier day is not begun by a tap: its times are typed.
 */
function beforeIt(desk: Desk, request: CourseRequest): Turn {
  const { record, moment, zone } = desk
  const isToday = localOf(moment.now, zone).date === record.date
  if (request.kind === 'begin') {
    const at = request.time === null ? moment.now : atTime(desk, request.time, null)
    if (at > moment.now)
      return prefaced(unbegun(desk, isToday), moment.t('meetingCourse.refused.inTheFuture'))
    if (request.time !== null || isToday) return begin(desk, beginCourse(at, isToday))
  }
  if (request.kind === 'unclear')
    return prefaced(unbegun(desk, isToday), moment.t('meetingCourse.refused.unclear'))
  return unbegun(desk, isToday)
}

function unbegun({ record, moment }: Desk, isToday: boolean): Turn {
  if (isToday) return answerWith(toBeginScreen(record, moment))
  return answerWith(
    message([moment.t('meetingCourse.unrecorded', { meeting: meetingText(record, moment) })]),
  )
}

/** From now on the agenda stands as it is. */
function begin(desk: Desk, course: MeetingCourse): Turn {
  const { branchId, record, moment } = desk
  const { period, version } = record
  const { lines } = agendaOf(moment.library.agendas, record)
  const frozen: readonly Change[] =
    record.lines === null
      ? [{ kind: 'putAgenda', branchId, period, version: version + 1, lines }]
      : []
  const after = { ...desk, record: { ...record, lines } }
  return prefaced(
    kept(after, course, frozen),
    moment.t(course.steps.length === 0 ? 'meetingCourse.kept' : 'meetingCourse.begun'),
  )
}

function screenOf({ record, zone, moment }: Desk, course: MeetingCourse): Outbound {
  const running = { record, course, zone }
  return currentStep(course) === null ? courseScreen(running, moment) : stepScreen(running, moment)
}

function kept(desk: Desk, course: MeetingCourse, before: readonly Change[] = []): Turn {
  const {
    branchId,
    record: { period, courseVersion },
  } = desk
  const change: Change = { kind: 'putCourse', branchId, period, version: courseVersion + 1, course }
  return answerWith(screenOf(desk, course), [...before, change])
}

function within(desk: Desk, course: MeetingCourse, request: CourseRequest): Turn {
  const { record, zone, moment } = desk
  const { t, now } = moment
  const refused = (line: string): Turn => prefaced(answerWith(screenOf(desk, course)), line)
  switch (request.kind) {
    case 'show':
      return answerWith(screenOf(desk, course))
    case 'steps':
      return answerWith(courseScreen({ record, course, zone }, moment))
    case 'unclear':
      return refused(t('meetingCourse.refused.unclear'))
    case 'begin':
      if (request.time === null) return answerWith(screenOf(desk, course))
      return taken(desk, course, correctStart(course, atTime(desk, request.time, null), now))
    case 'finish': {
      // Hours after everybody went home no tap says when a line was done.
      if (isForgotten(course, now)) return answerWith(screenOf(desk, course))
      const { lines } = agendaOf(moment.library.agendas, record)
      const at = request.number === null ? (currentStep(course) ?? 0) : request.number - 1
      return taken(desk, course, finishStep(course, at, lines.length, now, request.isSkipped))
    }
    case 'back':
      return goBack(desk, course, request.number)
    case 'end': {
      if (request.time === null && (course.endedAt !== null || isForgotten(course, now)))
        return answerWith(screenOf(desk, course))
      return taken(
        desk,
        course,
        endCourse(
          course,
          request.time === null ? now : atTime(desk, request.time, course.startedAt),
          now,
        ),
      )
    }
  }
}

/** `number`: the step that was shown with the button; an old button does nothing. */
function goBack(desk: Desk, course: MeetingCourse, number: number | null): Turn {
  const current = currentStep(course)
  const isStale = number !== null && number - 1 !== current
  if (isStale || course.steps.length === 0)
    return prefaced(
      answerWith(screenOf(desk, course)),
      desk.moment.t('meetingCourse.refused.notCurrent'),
    )
  return prefaced(kept(desk, stepBack(course)), desk.moment.t('meetingCourse.back'))
}

function taken(desk: Desk, course: MeetingCourse, verdict: Coursed): Turn {
  const { t } = desk.moment
  if (verdict.ok) return prefaced(kept(desk, verdict.course), t('meetingCourse.kept'))
  return prefaced(answerWith(screenOf(desk, course)), t(`meetingCourse.refused.${verdict.reason}`))
}

/** A time typed, on the day of the meeting; one before it began is of the morning after. */
function atTime({ record, zone }: Desk, time: LocalTime, began: Date | null): Date {
  const [at, after] = [
    instantOf(record.date, time, zone),
    instantOf(addDays(record.date, 1), time, zone),
  ]
  return began !== null && at < began && minutesBetween(began, after) <= longestMeetingMinutes
    ? after
    : at
}
