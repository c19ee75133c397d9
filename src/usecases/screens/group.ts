// What is said in a branch's group. Dates and places only: these functions are given nothing else,
// and no number of people or of what anybody promised.
import type { Moment } from '../../conversation/turn.ts'
import type { HolidayId } from '../../domain/holidays.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { monthOf } from '../../domain/period.ts'
import {
  formatDate,
  formatPeriod,
  formatShortDate,
  formatTime,
  formatWeekday,
} from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { MonthBranch, MonthRound } from '../../store/months.ts'
import type { MeetingView } from '../../store/snapshot.ts'
import { closingValues } from './invitation.ts'

type Named = Pick<MonthBranch, 'name' | 'zone'>

interface Announcement {
  readonly branch: Named
  readonly meeting: MeetingView
  /** The open round, when this notice also says that its window closes. */
  readonly window: MonthRound | null
  /** Which of how many announcements: a rare duplicate is then known for one. */
  readonly number: number
  readonly total: number
}

/**
 * When and where the branch meets; why it is on another day than usual; until when the sheets are
 * taken.
 */
export function announcementScreen(
  { branch, meeting, window, number, total }: Announcement,
  moment: Moment,
): Outbound {
  const { t } = moment
  const { date, startsAt, place } = meeting
  const lines = [
    t('reminders.group.greeting', { branch: branch.name }),
    t(`reminders.group.${meeting.kind}`, { month: formatPeriod(monthOf(date)) }),
    t('reminders.group.time', {
      time: formatTime(startsAt, t.language),
      weekday: formatWeekday(date, t.language),
      date: formatDate(date),
    }),
    ...(place === null ? [] : [t('reminders.group.place', { place })]),
    ...movedLine(meeting, moment),
    ...(window === null
      ? []
      : [t('reminders.group.windowClosing', closingValues(window, branch.zone, moment))]),
    t('reminders.group.repeat', { number, total }),
  ]
  return { text: lines.join('\n') }
}

function movedLine({ movedFor, nominalDate }: MeetingView, { t }: Moment): readonly string[] {
  if (movedFor === null || nominalDate === null) return []
  return [
    t('reminders.group.moved', {
      date: formatShortDate(nominalDate),
      reason: t(`holidays.${movedFor as HolidayId}`),
    }),
  ]
}

type WindowNotice = Pick<Announcement, 'branch'> & { readonly window: MonthRound }

/** That the round has opened, or that it is about to close. */
export function windowScreen(
  key: 'windowOpening' | 'windowClosing',
  { branch, window }: WindowNotice,
  moment: Moment,
): Outbound {
  const said = moment.t(`reminders.group.${key}`, closingValues(window, branch.zone, moment))
  return { text: `${moment.t('reminders.group.greeting', { branch: branch.name })}\n${said}` }
}

/** To whoever has promised something: the same words whether anybody has or not. */
export function remediationScreen(
  { branch, date }: Pick<Announcement, 'branch'> & { readonly date: LocalDate },
  { t }: Moment,
): Outbound {
  const said = t('reminders.group.remediation', { month: formatPeriod(monthOf(date)) })
  return { text: `${t('reminders.group.greeting', { branch: branch.name })}\n${said}` }
}
