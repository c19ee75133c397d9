// Private words to the secretary about the branch's month.
import { meetingLine } from '../../conversation/screens/schedule.ts'
import {
  closingChoices,
  documentChoices,
  paperNames,
} from '../../conversation/screens/meeting-papers.ts'
import { choice, message, type Moment } from '../../conversation/turn.ts'
import { localOf } from '../../domain/local-time.ts'
import { closingPapers, type PapersDone, papersLeft } from '../../domain/meeting-papers.ts'
import { defaultMonth } from '../../domain/timeline-rules.ts'
import { formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'

interface PapersAsked {
  readonly papers: 'documents' | 'minutes'
  readonly meeting: MeetingView
  readonly said: PapersDone
  readonly isAgain: boolean
}

/**
 * Documents before the meeting, minutes and resolution after it, each to be answered; the record
 * itself is the Sổ tay.
 */
export function paperScreen(
  { papers, meeting, said, isAgain }: PapersAsked,
  moment: Moment,
): Outbound {
  const { t } = moment
  const of = meetingLine(meeting, moment)
  if (papers === 'documents')
    return message(
      [t('reminders.secretary.documents', { meeting: of })],
      documentChoices(meeting.period, moment),
    )
  const left = t('reminders.secretary.left', {
    papers: paperNames(papersLeft(closingPapers, said), moment),
  })
  const asked = t(`reminders.secretary.${isAgain ? 'minutesAgain' : 'minutes'}`, { meeting: of })
  return message([asked, left], closingChoices(meeting.period, said, moment))
}

/** No group is bound: how to bind one. */
export function noGroupScreen(meeting: MeetingView, moment: Moment): Outbound {
  return message([
    moment.t('reminders.secretary.noGroup', { meeting: meetingLine(meeting, moment) }),
  ])
}

interface DoubtfulNotice {
  readonly outboxId: string
  readonly rule: string | null
  readonly settledAt: Date
  readonly zone: string
}

/** "Chưa chắc đã đến": which notice, when, and the two answers. */
export function unknownScreen(
  { outboxId, rule, settledAt, zone }: DoubtfulNotice,
  { t }: Moment,
): Outbound {
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
