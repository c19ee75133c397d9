// The words that open a month for one member.
import { message, type Moment } from '../../conversation/turn.ts'
import { invitationChoices } from '../../conversation/screens/sheet.ts'
import { meetingLine } from '../../conversation/screens/schedule.ts'
import { localOf } from '../../domain/local-time.ts'
import { formatPeriod, formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { Month, MonthRound } from '../../store/months.ts'

interface Invitation extends Pick<Month, 'branch' | 'meeting'> {
  readonly round: MonthRound
  readonly mayStore: boolean
  readonly isElder: boolean
}

/** `{ period, time, date }`: which month is looked back on, and until when. */
export function closingValues(
  { period, closesAt }: MonthRound,
  zone: string,
  { t }: Moment,
): Readonly<Record<'period' | 'time' | 'date', string>> {
  const closes = localOf(closesAt, zone)
  return {
    period: formatPeriod(period),
    time: formatTime(closes.time, t.language),
    date: formatShortDate(closes.date),
  }
}

/** Begin, later, or on paper; without consent to storing only paper is left. */
export function beginChoices(
  round: number,
  moment: Moment,
  of: { readonly mayStore: boolean; readonly isElder: boolean; readonly hasBegun: boolean },
): readonly Choice[] {
  const all = invitationChoices(round, moment, of.hasBegun, of.isElder)
  return of.mayStore ? all : all.slice(-1)
}

/**
 * When the branch meets, what is asked, until when, and that it may be done in parts: the same for
 * many, so that each of thousands of invitations only adds "Kính gửi đồng chí …" by name.
 */
export function invitationScreens(
  { branch, meeting, round, mayStore, isElder }: Invitation,
  moment: Moment,
): (name: string) => Outbound {
  const { t } = moment
  const lines = [
    ...(meeting === null
      ? []
      : [t('reminders.invitation.meeting', { meeting: meetingLine(meeting, moment) })]),
    t('reminders.invitation.ask', closingValues(round, branch.zone, moment)),
    ...(isElder && mayStore
      ? []
      : [t(mayStore ? 'reminders.invitation.pause' : 'reminders.invitation.paperOnly')]),
  ]
  const choices = beginChoices(round.number, moment, { mayStore, isElder, hasBegun: false })
  return (name) =>
    message([[t('reminders.invitation.greeting', { name }), ...lines].join('\n')], choices)
}
