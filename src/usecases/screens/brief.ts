// What a secretary takes along to the meeting, in one message: the month's summary, who is ready, whose turn it is, what was
// decided last time and is open, and what has to be on Sổ tay by when. Longer lists give way, so that it fits every platform.
import { toParticipant } from '../../conversation/screens/participation.ts'
import { meetingLine } from '../../conversation/screens/schedule.ts'
import { stepsText, summaryChoices, type SummaryData, summarySections } from '../../conversation/screens/summary.ts'
import { message, type Moment } from '../../conversation/turn.ts'
import { addDays, endOfMonth } from '../../domain/local-date.ts'
import { byState, isCountedAway } from '../../domain/participation.ts'
import { formatDate, formatNumber, formatPeriod } from '../../i18n/format.ts'
import { numberedLabels, type Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'
import type { RosterLine } from '../../store/tables.ts'

export interface Brief {
  readonly data: SummaryData
  readonly meeting: MeetingView
  readonly roster: readonly RosterLine[]
  /** Names of those whose turn it is; null: the branch has no rotation. */
  readonly reviewees: readonly string[] | null
  /** Remedies to be done by the end of the meeting's month, those overdue among them. */
  readonly remediesDue: number
}

/** The smallest platform's message, in UTF-16 units. */
const longest = 2000
/** Names of one state that are shown, one step shorter each time it does not fit; the number stays true. */
const namesShown: readonly number[] = [40, 20, 10, 5, 3, 0]
/** Documents a day before, minutes and resolution within two days after (Hướng dẫn 42; domain reference §3.6). */
const [documentsDays, minutesDays] = [-1, 2]

type Parts = readonly (string | null)[]

function namesText(key: 'notBegun' | 'inProgress' | 'away', people: readonly { readonly line: RosterLine }[], shown: number, { t }: Moment) {
  if (people.length === 0 || shown === 0) return null
  const names = people.slice(0, shown).map(({ line }) => line.name).join(', ')
  const more = people.length > shown ? `, ${t('participation.more', { count: people.length - shown })}` : ''
  return t(`brief.${key}`, { names: names + more })
}

/** By name and state, as `/thamgia` shows them: for secretary and deputy. */
function readiness(roster: readonly RosterLine[], shown: number, moment: Moment): string {
  const people = roster.map(toParticipant)
  const { notBegun, inProgress } = byState(people)
  const lines = [
    namesText('notBegun', notBegun, shown, moment), namesText('inProgress', inProgress, shown, moment),
    namesText('away', people.filter(isCountedAway), shown, moment),
  ]
  return notBegun.length + inProgress.length === 0 ? [moment.t('brief.allReady'), ...lines].filter((line) => line !== null).join('\n')
    : lines.filter((line) => line !== null).join('\n')
}

function partsOf({ data, meeting, roster, reviewees, remediesDue }: Brief, shown: number, moment: Moment): Parts {
  const { t } = moment
  const { period } = data.summary
  const [participation = '', content = '', remedies = '', voices = ''] = summarySections(data, moment)
  const due = t('brief.due', { count: formatNumber(remediesDue, t.language), date: formatDate(endOfMonth(meeting.date)) })
  return [
    t('brief.title', { meeting: meetingLine(meeting, moment), branch: data.branchName, period: formatPeriod(period) }),
    [participation, readiness(roster, shown, moment)].filter((line) => line !== '').join('\n'),
    content,
    remediesDue === 0 ? remedies : `${remedies} ${due}`,
    voices,
    stepsText(data, moment),
    reviewees === null ? null : t(reviewees.length === 0 ? 'brief.nobodysTurn' : 'brief.turn', { names: reviewees.join(', ') }),
    t('brief.papers', { before: formatDate(addDays(meeting.date, documentsDays)), after: formatDate(addDays(meeting.date, minutesDays)) }),
  ]
}

/** As a platform without buttons has it. */
function lengthOf({ text, choices = [] }: Outbound): number {
  return [text, '', ...numberedLabels(choices)].join('\n').length
}

export function briefScreen(brief: Brief, moment: Moment): Outbound {
  const choices = summaryChoices(brief.data, moment)
  const screens = namesShown.map((shown) => message(partsOf(brief, shown, moment), choices))
  const fitting = screens.find((screen) => lengthOf(screen) <= longest)
  return fitting ?? screens.at(-1) ?? message([])
}
