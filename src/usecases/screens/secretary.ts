// Private words to the secretary about the branch's month.
import { meetingLine } from '../../conversation/screens/schedule.ts'
import { choice, message, type Moment } from '../../conversation/turn.ts'
import { localOf } from '../../domain/local-time.ts'
import { defaultMonth } from '../../domain/timeline.ts'
import { formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'

/** Documents before the meeting, minutes and resolution after it; the record itself is the Sổ tay. */
export function paperScreen(papers: 'documents' | 'minutes', meeting: MeetingView, moment: Moment): Outbound {
  return message([moment.t(`reminders.secretary.${papers}`, { meeting: meetingLine(meeting, moment) })])
}

/** No group is bound: how to bind one. */
export function noGroupScreen(meeting: MeetingView, moment: Moment): Outbound {
  return message([moment.t('reminders.secretary.noGroup', { meeting: meetingLine(meeting, moment) })])
}

export interface DoubtfulNotice {
  readonly outboxId: string
  readonly rule: string | null
  readonly settledAt: Date
  readonly zone: string
}

/** "Chưa chắc đã đến": which notice, when, and the two answers. */
export function unknownScreen({ outboxId, rule, settledAt, zone }: DoubtfulNotice, { t }: Moment): Outbound {
  const at = localOf(settledAt, zone)
  const action = defaultMonth.find(({ id }) => id === rule)?.action
  const values = {
    what: action === undefined ? t('reminders.secretary.notice') : t(`meeting.actions.${action}`),
    time: formatTime(at.time, t.language),
    date: formatShortDate(at.date),
  }
  const choices = (['arrived', 'resend'] as const).map((verdict) => {
    return choice(t(`reminders.secretary.${verdict}`), { kind: 'delivery', outboxId, verdict })
  })
  return message([t('reminders.secretary.unknown', values)], choices)
}
