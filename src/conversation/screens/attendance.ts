import {
  attendanceMark,
  attendanceOf,
  attendancePercent,
  type AttendanceState,
  attendanceStates,
  countAttendance,
  reachesAttendanceMark,
} from '../../domain/attendance.ts'
import {
  formatDate,
  formatNumber,
  formatPercent,
  formatShortDate,
  formatTime,
  formatWeekday,
} from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { AttendanceLine, AttendanceSource } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'

/** With their states about 1,500 characters, within one message of every platform. */
const linesOfPage = 30

/** The page a number of the list stands on. */
export function pageOf(number: number): number {
  return Math.ceil(number / linesOfPage)
}

function leaveText({ leave }: AttendanceLine, { t }: Moment): string {
  return leave === null
    ? ''
    : t('attendance.leave', { from: formatShortDate(leave.from), to: formatShortDate(leave.to) })
}

/** In the middle of a sentence: “có mặt”. */
export function stateText(state: AttendanceState | null, { t }: Moment): string {
  return state === null
    ? t('attendance.unmarked')
    : t(`attendance.states.${state}`).toLocaleLowerCase(t.language)
}

function lineText(line: AttendanceLine, number: number, moment: Moment): string {
  const leave = leaveText(line, moment)
  return moment.t('attendance.line', {
    number,
    name: line.name,
    state: stateText(attendanceOf(line), moment),
    leave,
  })
}

function countsText({ lines }: AttendanceSource, { t }: Moment): readonly string[] {
  const counts = countAttendance(lines)
  const number = (value: number): string => formatNumber(value, t.language)
  const percent = attendancePercent(counts)
  const isReached = reachesAttendanceMark(counts)
  const mark = { mark: number(attendanceMark.percent) }
  const values = {
    members: number(counts.members),
    exempt: number(counts.exempt),
    temporary: number(counts.temporary),
    expected: number(counts.expected),
    present: number(counts.present),
    excused: number(counts.excused),
    unexcused: number(counts.unexcused),
    unmarked: number(counts.unmarked),
    percent: percent === null ? '–' : formatPercent(percent, t.language),
  }
  return [
    t('attendance.counts', values),
    ...(isReached === null
      ? []
      : [t(isReached ? 'attendance.reached' : 'attendance.notReached', mark)]),
  ]
}

/** Whom nothing is recorded of, and who can still be recorded. */
export function unmarkedOf({ lines }: AttendanceSource): readonly AttendanceLine[] {
  return lines.filter((line) => attendanceOf(line) === null && !line.hasLeft)
}

/** `12/2026`: as it is typed behind the command, so that a button stays with its meeting. */
function typedPeriod({ period }: AttendanceSource): string {
  return `${period.slice(5)}/${period.slice(0, 4)}`
}

function listChoices(
  source: AttendanceSource,
  page: number,
  pages: number,
  { t }: Moment,
): readonly Choice[] {
  const { period } = source
  const unmarked = unmarkedOf(source)
  const isAwaited = unmarked.some(({ leave }) => leave !== null)
  const say = (words: string) =>
    ({ kind: 'say', text: `/diemdanh ${typedPeriod(source)} ${words}` }) as const
  return [
    ...(unmarked.length > 0 ? [choice(t('attendance.choices.roll'), say('lan luot'))] : []),
    ...(isAwaited
      ? [
          choice(t('attendance.choices.away'), {
            kind: 'attendance',
            period,
            who: 'away',
            state: 'excused',
          }),
        ]
      : []),
    ...(unmarked.length > 0
      ? [
          choice(t('attendance.choices.rest'), {
            kind: 'attendance',
            period,
            who: 'rest',
            state: 'present',
          }),
        ]
      : []),
    ...(page < pages
      ? [choice(t('attendance.choices.next'), say(`trang ${String(page + 1)}`))]
      : []),
  ]
}

/**
 * Everybody with a number, what is recorded, and the counts of the whole; a page of it in a large
 * branch.
 */
export function attendanceScreen(
  source: AttendanceSource,
  wanted: number,
  moment: Moment,
): Outbound {
  const { t } = moment
  const { date, startsAt, lines } = source
  const pages = Math.max(1, Math.ceil(lines.length / linesOfPage))
  const page = Math.min(Math.max(1, wanted), pages)
  const from = (page - 1) * linesOfPage
  const when = {
    time: formatTime(startsAt, t.language),
    weekday: formatWeekday(date, t.language),
    date: formatDate(date),
  }
  const title =
    t('attendance.title', when) + (pages === 1 ? '' : t('attendance.page', { page, pages }))
  const people = lines
    .slice(from, from + linesOfPage)
    .map((line, index) => lineText(line, from + index + 1, moment))
  const text = [[title, ...people].join('\n'), ...countsText(source, moment), t('attendance.how')]
  return message(text, listChoices(source, page, pages, moment))
}

/** One member, and the five states. */
export function rollScreen(
  source: AttendanceSource,
  line: AttendanceLine,
  moment: Moment,
): Outbound {
  const { t } = moment
  const { period } = source
  const { memberId, name } = line
  const choices = attendanceStates.map((state) => {
    return choice(t(`attendance.states.${state}`), {
      kind: 'attendance',
      period,
      who: { memberId },
      state,
    })
  })
  return message(
    [
      t('attendance.ask', {
        count: unmarkedOf(source).length,
        name,
        leave: leaveText(line, moment),
      }),
    ],
    choices,
  )
}
