// What a secretary takes along to the meeting, in one message: the month's summary, who is ready,
// whose turn it is, what was decided last time and is open, and what has to be on Sổ tay by when.
// Longer lists give way, so that it fits every platform.
import { toParticipant } from '../../conversation/screens/participation.ts'
import { meetingLine } from '../../conversation/screens/schedule.ts'
import {
  stepsText,
  summaryChoices,
  type SummaryData,
  summarySections,
} from '../../conversation/screens/summary.ts'
import { shorten } from '../../conversation/shorten.ts'
import { message, type Moment } from '../../conversation/turn.ts'
import { countBranchTasks } from '../../domain/branch-task.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { byState, isCountedAway } from '../../domain/participation.ts'
import { formatDate, formatNumber, formatPeriod } from '../../i18n/format.ts'
import { numberedLabels, type Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'
import type { BranchTaskLine } from '../../store/meeting-sources.ts'
import type { RosterLine } from '../../store/tables.ts'

export interface Brief {
  readonly data: SummaryData
  readonly meeting: MeetingView
  readonly roster: readonly RosterLine[]
  /** Names of those whose turn it is; null: the branch has no rotation. */
  readonly reviewees: readonly string[] | null
  /** Of the branch's resolutions, still to be done; those of the last one first. */
  readonly tasks: readonly BranchTaskLine[]
  readonly today: LocalDate
  /** The secretary said that the meeting's documents are on Sổ tay. */
  readonly areDocumentsPosted: boolean
}

/** The smallest platform's message, in UTF-16 units. */
const longest = 2000
/**
 * Names of a state and tasks that are shown, a step shorter each time it does not fit; the numbers
 * stay true.
 */
const steps: readonly Shown[] = [
  ...[
    [40, 5],
    [20, 5],
    [10, 4],
    [6, 3],
    [4, 2],
    [3, 1],
    [2, 1],
    [0, 0],
  ].map(([names = 0, tasks = 0]) => ({ names, tasks, hasAdvice: true })),
  { names: 0, tasks: 0, hasAdvice: false },
]
const shownTask = 60
/**
 * Documents a day before, minutes and resolution within two days after (Hướng dẫn 42; domain
 * reference §3.6).
 */
const [documentsDays, minutesDays] = [-1, 2]

interface Shown {
  readonly names: number
  readonly tasks: number
  readonly hasAdvice: boolean
}

type Parts = readonly (string | null)[]

type People = readonly { readonly line: RosterLine }[]

/** By name and state, as `/thamgia` shows them: for secretary and deputy. */
function readiness(roster: readonly RosterLine[], shown: number, { t }: Moment): string {
  const people = roster.map(toParticipant)
  const { notBegun, inProgress } = byState(people)
  const naming = (those: People, say: (names: string) => string): readonly string[] => {
    if (those.length === 0 || shown === 0) return []
    const names = those.slice(0, shown).map(({ line }) => line.name)
    return [
      say(
        [
          ...names,
          ...(those.length > shown
            ? [t('participation.more', { count: those.length - shown })]
            : []),
        ].join(', '),
      ),
    ]
  }
  return [
    ...(notBegun.length + inProgress.length === 0 ? [t('brief.allReady')] : []),
    ...naming(notBegun, (names) => t('brief.notBegun', { names })),
    ...naming(inProgress, (names) => t('brief.inProgress', { names })),
    ...naming(people.filter(isCountedAway), (names) => t('brief.away', { names })),
  ].join('\n')
}

/** What the last meeting decided and is open, with how much of it is overdue. */
function tasksText(
  tasks: readonly BranchTaskLine[],
  today: LocalDate,
  shown: number,
  moment: Moment,
): string | null {
  if (tasks.length === 0) return null
  const { overdue } = countBranchTasks(tasks, today)
  const { t } = moment
  const head = t('brief.tasks', {
    count: formatNumber(tasks.length, t.language),
    overdue: formatNumber(overdue, t.language),
  })
  const lines = tasks
    .slice(0, shown)
    .map(({ what, dueOn }) =>
      t('brief.task', { what: shorten(what, shownTask), date: formatDate(dueOn) }),
    )
  return [head, ...lines].join('\n')
}

function papersText({ meeting, areDocumentsPosted }: Brief, { t }: Moment): string {
  const [before, after] = [documentsDays, minutesDays].map((days) =>
    formatDate(addDays(meeting.date, days)),
  )
  const documents = areDocumentsPosted
    ? t('brief.documentsPosted')
    : t('brief.documents', { date: before ?? '' })
  return t('brief.papers', { documents, after: after ?? '' })
}

function partsOf(brief: Brief, shown: Shown, moment: Moment): Parts {
  const { data, meeting, roster, reviewees, tasks, today } = brief
  const { t } = moment
  const { period } = data.summary
  const [participation = '', ...others] = summarySections(data, moment)
  return [
    t('brief.title', {
      meeting: meetingLine(meeting, moment),
      branch: data.branchName,
      period: formatPeriod(period),
    }),
    [participation, readiness(roster, shown.names, moment)]
      .filter((line) => line !== '')
      .join('\n'),
    ...others,
    shown.hasAdvice ? stepsText(data, moment) : null,
    reviewees === null
      ? null
      : t(reviewees.length === 0 ? 'brief.nobodysTurn' : 'brief.turn', {
          names: reviewees.join(', '),
        }),
    tasksText(tasks, today, shown.tasks, moment),
    papersText(brief, moment),
  ]
}

/** As a platform without buttons has it. */
function lengthOf({ text, choices = [] }: Outbound): number {
  return [text, '', ...numberedLabels(choices)].join('\n').length
}

export function briefScreen(brief: Brief, moment: Moment): Outbound {
  const choices = summaryChoices(brief.data, moment)
  const screens = steps.map((shown) => message(partsOf(brief, shown, moment), choices))
  const fitting = screens.find((screen) => lengthOf(screen) <= longest)
  return fitting ?? screens.at(-1) ?? message([])
}
