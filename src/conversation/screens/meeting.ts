import { matchChoice } from '../../domain/choice-text.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { localOf } from '../../domain/local-time.ts'
import { timelineOf } from '../../domain/timeline.ts'
import type { TimelineAction } from '../../domain/timeline-rules.ts'
import { formatShortDate, formatTime } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { Snapshot } from '../../store/snapshot.ts'
import { choice, message, type Moment } from '../turn.ts'
import { scheduleLine } from './schedule.ts'

const commonRules = ['ngay 3', 'ngay 5', 'thu bay dau tien', 'tu dat'] as const
const ruleKeys = ['third', 'fifth', 'firstSaturday', 'byHand'] as const

/** "Chi bộ họp thường kỳ vào ngày nào?" with the usual answers; any other is typed. */
export function meetingRuleScreen({ t }: Moment): Outbound {
  const choices = commonRules.map((text, index) =>
    choice(t(`meeting.rules.${ruleKeys[index] ?? 'third'}`), { kind: 'say', text }),
  )
  return message([t('meeting.askRule')], choices)
}

/** What was typed, or the usual rule it names by number or label. */
export function chosenRule(typed: string, { t }: Moment): string {
  const match = matchChoice(
    typed,
    ruleKeys.map((key) => ({ label: t(`meeting.rules.${key}`) })),
    { hasFreeText: true },
  )
  return match.kind === 'one' ? (commonRules[match.index] ?? typed) : typed
}

const commonTimes = ['19:30', '14:00', '08:00'] as const

export function chosenTime(typed: string, { t }: Moment): string {
  const match = matchChoice(
    typed,
    commonTimes.map((time) => ({ label: formatTime(time, t.language) })),
    { hasFreeText: true },
  )
  return match.kind === 'one' ? (commonTimes[match.index] ?? typed) : typed
}

/** The question of one part of a meeting. */
export function askScreen(focus: Conversation['focus'], { t }: Moment): Outbound {
  if (focus.at === 'meetingTime')
    return message(
      [t('meeting.askTime')],
      commonTimes.map((text) => choice(formatTime(text, t.language), { kind: 'say', text })),
    )
  if (focus.at === 'meetingPlace')
    return message(
      [t('meeting.askPlace')],
      [choice(t('sheet.choices.skip'), { kind: 'say', text: 'bo qua' })],
    )
  return message([t('meeting.askDate')])
}

/** The month around the meeting, a line for each thing that will happen. */
function timelineLines({ meeting, branch, round }: Snapshot, { t, now }: Moment): string {
  if (meeting === null || branch === null) return ''
  const isOpen = round?.period === meeting.period
  const isPast = (action: TimelineAction): boolean =>
    isOpen && (action === 'openRound' || action === 'windowOpening')
  const { moments } = timelineOf(meeting, branch.timeline, branch.zone)
  return moments
    .filter(({ action, dueAt }) => dueAt >= now && !isPast(action))
    .map(({ action, dueAt }) => {
      const at = localOf(dueAt, branch.zone)
      return t('meeting.timelineLine', {
        date: formatShortDate(at.date),
        time: formatTime(at.time, t.language),
        what: t(`meeting.actions.${action}`),
      })
    })
    .join('\n')
}

const parts = ['ngay', 'gio', 'noi', 'loai', 'quy tac', 'chuong trinh'] as const
const partKeys = ['date', 'time', 'place', 'kind', 'rule', 'agenda'] as const

/** The next meeting, what will happen around it, and what can be changed. */
export function meetingScreen(snapshot: Snapshot, moment: Moment): Outbound {
  const { t } = moment
  const choices: readonly Choice[] = parts.map((part, index) =>
    choice(t(`meeting.change.${partKeys[index] ?? 'date'}`), { kind: 'say', text: `/hop ${part}` }),
  )
  return message(
    [scheduleLine(snapshot, moment), t('meeting.timeline'), timelineLines(snapshot, moment)],
    choices,
  )
}
