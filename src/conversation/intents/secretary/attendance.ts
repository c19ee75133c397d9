// `/diemdanh`: who was at the meeting, by button or by line. What is recorded is added to and never
// overwritten.
import { type AttendanceState, needsReason } from '../../../domain/attendance.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { localOf } from '../../../domain/local-time.ts'
import { formatDate, formatPeriod, formatTime } from '../../../i18n/format.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { AttendanceLine, AttendanceSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { AttendancePress, IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import {
  attendanceScreen,
  pageOf,
  rollScreen,
  stateText,
  unmarkedOf,
} from '../../screens/attendance.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'

const longestReason = 200
const shownNames = 5

export function load(
  tables: Tables,
  snapshot: Snapshot,
  { period }: IntentOf<'attendance'>,
  moment: Moment,
): Promise<AttendanceSource | null> {
  const allowed = office(snapshot, 'takeAttendance', moment)
  return allowed.isAllowed
    ? tables.attendance(allowed.branch.id, period, moment.now)
    : Promise.resolve(null)
}

/** The one who takes it, and of which meeting. */
interface Taking {
  readonly branchId: string
  readonly byMember: string
  readonly today: LocalDate
  readonly source: AttendanceSource
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'attendance'>,
  source: AttendanceSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'takeAttendance', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t, now } = moment
  if (source === null) {
    const { period } = intent
    return answerWith(
      message([
        period === null
          ? t('attendance.refused.noneHeld')
          : t('attendance.refused.noMeeting', { period: formatPeriod(period) }),
      ]),
    )
  }
  const when = { time: formatTime(source.startsAt, t.language), date: formatDate(source.date) }
  if (!source.isHeld) return answerWith(message([t('attendance.refused.notHeld', when)]))
  const { branch, member } = allowed
  const taking = {
    branchId: branch.id,
    byMember: member.id,
    today: localOf(now, branch.zone).date,
    source,
  }
  const { request } = intent
  switch (request.kind) {
    case 'list':
      return answerWith(attendanceScreen(source, request.page, moment))
    case 'roll':
      return answerWith(nextScreen(source, moment))
    case 'line':
      return recordLine(taking, request, moment)
    case 'press':
      return recordPress(taking, request, moment)
    case 'unclear':
      return answerWith(message([t('attendance.refused.unclear')]))
  }
}

/** The next member nothing is recorded of; the whole list when all are. */
function nextScreen(source: AttendanceSource, moment: Moment): Outbound {
  const [next] = unmarkedOf(source)
  return next === undefined ? attendanceScreen(source, 1, moment) : rollScreen(source, next, moment)
}

interface Line {
  readonly numbers: readonly number[]
  readonly state: AttendanceState
  readonly reason: string | null
}

/** All of a line or nothing of it. */
function recordLine(taking: Taking, { numbers, state, reason }: Line, moment: Moment): Turn {
  const { lines } = taking.source
  const wrong = numbers.find((number) => lines[number - 1] === undefined)
  if (wrong !== undefined)
    return refuse(
      moment.t('attendance.refused.noSuchNumber', { number: wrong, total: lines.length }),
    )
  const people = numbers.flatMap((number) => lines[number - 1] ?? [])
  return record(taking, people, { state, reason }, moment, (source) =>
    attendanceScreen(source, pageOf(numbers[0] ?? 1), moment),
  )
}

function recordPress(taking: Taking, { who, state }: AttendancePress, moment: Moment): Turn {
  const { source } = taking
  const mark = { state, reason: null }
  if (typeof who === 'string') {
    const people = unmarkedOf(source).filter(({ leave }) => who === 'rest' || leave !== null)
    return record(taking, people, mark, moment, (after) => attendanceScreen(after, 1, moment))
  }
  const line = source.lines.find(({ memberId }) => memberId === who.memberId)
  if (line === undefined) return refuse(problemText({ code: 'staleButton' }, moment.t))
  return record(taking, [line], mark, moment, (after) => nextScreen(after, moment))
}

function refuse(text: string): Turn {
  return answerWith(message([text]))
}

interface Mark {
  readonly state: AttendanceState
  readonly reason: string | null
}

/** Why these may not be recorded so; null: they may. */
function refusalOf(
  { source, today }: Taking,
  people: readonly AttendanceLine[],
  { state, reason }: Mark,
  moment: Moment,
): string | null {
  const { t } = moment
  const gone = people.find(({ hasLeft }) => hasLeft)
  if (gone !== undefined) return t('attendance.refused.left', { name: gone.name })
  const corrected = people.find((line) => needsReason(line.state, state, source.date, today))
  if (corrected === undefined) return null
  const number = source.lines.indexOf(corrected) + 1
  if (reason === null)
    return t('attendance.refused.reasonNeeded', {
      name: corrected.name,
      state: stateText(corrected.state, moment),
      number,
    })
  if (Array.from(reason).length > longestReason)
    return t('attendance.refused.reasonTooLong', { limit: longestReason })
  const problem = checkText(reason, moment.library.screening)
  return problem === null ? null : problemText(problem, t)
}

function namesText(people: readonly AttendanceLine[], { t }: Moment): string {
  const names = people
    .slice(0, shownNames)
    .map(({ name }) => name)
    .join(', ')
  return people.length <= shownNames
    ? names
    : t('attendance.more', { names, count: people.length - shownNames })
}

/** Why somebody was absent is not ours to keep: a reason is kept only with a correction. */
function record(
  taking: Taking,
  people: readonly AttendanceLine[],
  mark: Mark,
  moment: Moment,
  then: (source: AttendanceSource) => Outbound,
): Turn {
  const { source, branchId, byMember, today } = taking
  const refusal = refusalOf(taking, people, mark, moment)
  if (refusal !== null) return refuse(refusal)
  const { state } = mark
  const fresh = people.filter((line) => line.state !== state)
  if (fresh.length === 0)
    return prefaced(answerWith(then(source)), moment.t('attendance.nothingNew'))
  const isCorrection = fresh.some((line) => needsReason(line.state, state, source.date, today))
  const ids = new Set(fresh.map(({ memberId }) => memberId))
  const change: Change = {
    kind: 'markAttendance',
    branchId,
    period: source.period,
    byMember,
    marks: [...ids].map((memberId) => ({ memberId, state })),
    reason: isCorrection ? mark.reason : null,
  }
  const lines = source.lines.map((line) => (ids.has(line.memberId) ? { ...line, state } : line))
  const said = moment.t('attendance.recorded', {
    names: namesText(fresh, moment),
    state: stateText(state, moment),
  })
  const note =
    mark.reason !== null && !isCorrection ? `${said} ${moment.t('attendance.reasonNotKept')}` : said
  return prefaced(answerWith(then({ ...source, lines }), [change]), note)
}
