import type { HolidayId } from '../../domain/holidays.ts'
import { localOf } from '../../domain/local-time.ts'
import {
  formatDate,
  formatPeriod,
  formatShortDate,
  formatTime,
  formatWeekday,
} from '../../i18n/format.ts'
import type { MeetingView, Snapshot } from '../../store/snapshot.ts'
import type { Moment } from '../turn.ts'

/** `19 giờ 30, Thứ Năm, 03/12/2026, Nhà văn hóa tổ 5`. */
export function meetingLine(
  meeting: Pick<MeetingView, 'date' | 'startsAt' | 'place'>,
  { t }: Pick<Moment, 't'>,
): string {
  const parts = [
    formatTime(meeting.startsAt, t.language),
    formatWeekday(meeting.date, t.language),
    formatDate(meeting.date),
  ]
  return [...parts, ...(meeting.place === null ? [] : [meeting.place])].join(', ')
}

function movedLine({ movedFor, nominalDate }: MeetingView, t: Moment['t']): string | null {
  if (movedFor === null || nominalDate === null) return null
  return t('schedule.moved', {
    date: formatShortDate(nominalDate),
    reason: t(`holidays.${movedFor as HolidayId}`),
  })
}

/** When the next meeting is, moved for what; and whether a round is open until when. */
export function scheduleLine({ meeting, round, branch }: Snapshot, { t, now }: Moment): string {
  const when =
    meeting === null
      ? t('schedule.none')
      : t(`schedule.${meeting.kind}`, { meeting: meetingLine(meeting, { t }) })
  const moved = meeting === null ? null : movedLine(meeting, t)
  const isOpen =
    round !== null && branch !== null && round.closedAt === null && now < round.closesAt
  const open = isOpen ? openLine(round, branch.zone, t) : null
  return [when, moved, open].filter((line) => line !== null).join('\n')
}

function openLine(round: NonNullable<Snapshot['round']>, zone: string, t: Moment['t']): string {
  const closes = localOf(round.closesAt, zone)
  return t('schedule.roundOpen', {
    period: formatPeriod(round.period),
    time: formatTime(closes.time, t.language),
    date: formatShortDate(closes.date),
  })
}
