// What is said beside minutes and a plan: enough to do without the file.
import { attendancePercent, countAttendance } from '../../../domain/attendance.ts'
import type { PeriodSpan } from '../../../domain/period-span.ts'
import {
  formatDate,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatTime,
  formatWeekday,
} from '../../../i18n/format.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { MeetingView } from '../../../store/snapshot.ts'
import type { AttendanceSource } from '../../../store/meeting-sources.ts'
import { message, type Moment } from '../../turn.ts'
import { spanName } from '../report.ts'
import { doneText, type SummaryData } from '../summary.ts'

/** Counts only: the names are in the paper, and in `/diemdanh`. */
export function minutesScreen(
  { date, startsAt }: MeetingView,
  attendance: AttendanceSource | null,
  { t }: Moment,
): Outbound {
  const { language } = t
  const done = t('minutes.done', {
    time: formatTime(startsAt, language),
    weekday: formatWeekday(date, language),
    date: formatDate(date),
  })
  const lines = attendance?.lines ?? []
  if (lines.every(({ state }) => state === null)) return message([done, t('minutes.notTaken')])
  const counts = countAttendance(lines)
  const percent = attendancePercent(counts)
  const number = (value: number): string => formatNumber(value, t.language)
  const values = {
    present: number(counts.present),
    expected: number(counts.expected),
    excused: number(counts.excused),
    unexcused: number(counts.unexcused),
    percent: percent === null ? '–' : formatPercent(percent, t.language),
  }
  return message([done, t('minutes.counts', values)])
}

export function planScreen(
  branch: string,
  span: PeriodSpan,
  { summary: { remedies } }: SummaryData,
  moment: Moment,
): Outbound {
  const { t } = moment
  const done = t('plan.done', { span: spanName(span, t), branch })
  const figures = t('plan.figures', { period: formatPeriod(span.from) })
  const counts =
    remedies.kind === 'missing' ? null : t('plan.counts', { said: doneText(remedies, moment) })
  return message([done, counts, figures])
}
