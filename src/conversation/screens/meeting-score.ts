// The marks of a meeting, one criterion at a time, and their sum as a proposal for the branch's
// vote.
import { attendancePercent } from '../../domain/attendance.ts'
import { tasksDonePercent } from '../../domain/branch-task.ts'
import { localOf } from '../../domain/local-time.ts'
import { closingPapers } from '../../domain/meeting-papers.ts'
import {
  factsOf,
  type MeetingScore,
  type ScoredCriterion,
  type ScoreFact,
  type ScoreSource,
  suggestedPoints,
} from '../../domain/meeting-score.ts'
import { formatDate, formatNumber, formatPercent, formatTime } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { MeetingScoreSource } from '../../store/meeting-sources.ts'
import { choice, message, type Moment } from '../turn.ts'
import { paperNames } from './meeting-papers.ts'

/** A meeting, its score as it stands, and where it was held. */
export interface Scoring {
  readonly found: MeetingScoreSource
  readonly score: MeetingScore
  readonly zone: string
}

const msPerMinute = 60_000

function durationText({ times, calledFor }: ScoreSource, zone: string, { t }: Moment): string {
  const endedAt = times?.endedAt ?? null
  if (times === null || endedAt === null) return t('meetingScore.missing.duration')
  const at = (moment: Date): string => formatTime(localOf(moment, zone).time, t.language)
  const minutes = Math.floor((endedAt.getTime() - times.startedAt.getTime()) / msPerMinute)
  return t('meetingScore.facts.duration', {
    from: at(times.startedAt),
    to: at(endedAt),
    minutes,
    called: at(calledFor),
  })
}

function attendanceText({ attendance }: ScoreSource, { t }: Moment): string {
  const percent =
    attendance === null || attendance.unmarked > 0 ? null : attendancePercent(attendance)
  if (attendance === null || percent === null) return t('meetingScore.missing.attendance')
  const { present, expected, unexcused } = attendance
  return t('meetingScore.facts.attendance', {
    present,
    expected,
    unexcused,
    percent: formatPercent(percent, t.language),
  })
}

function tasksText({ tasks }: ScoreSource, { t }: Moment): string {
  const percent = tasks === null ? null : tasksDonePercent(tasks)
  if (tasks === null || percent === null) return t('meetingScore.missing.tasks')
  const { total, dropped, done } = tasks
  return t('meetingScore.facts.tasks', {
    total: total - dropped,
    done,
    percent: formatPercent(percent, t.language),
  })
}

function documentsText({ papers: { documents } }: ScoreSource, { t }: Moment): string {
  if (documents === undefined) return t('meetingScore.missing.documents')
  return t('meetingScore.facts.documents', {
    state: t(documents ? 'meetingScore.posted' : 'meetingScore.notPosted'),
  })
}

function closingText({ papers }: ScoreSource, moment: Moment): string {
  const { t } = moment
  if (closingPapers.every((paper) => papers[paper] === undefined))
    return t('meetingScore.missing.closing')
  const done = closingPapers.filter((paper) => papers[paper] === true)
  return t('meetingScore.facts.closing', {
    papers: done.length === 0 ? t('meetingScore.nothing') : paperNames(done, moment),
  })
}

/** What is known of a criterion, or what is missing for it to be known. */
function factText(
  fact: ScoreFact | null,
  source: ScoreSource,
  zone: string,
  moment: Moment,
): string {
  switch (fact) {
    case null:
      return moment.t('meetingScore.facts.none')
    case 'duration':
      return durationText(source, zone, moment)
    case 'attendance':
      return attendanceText(source, moment)
    case 'documents':
      return documentsText(source, moment)
    case 'tasks':
      return tasksText(source, moment)
    case 'closing':
      return closingText(source, moment)
  }
}

/**
 * One criterion: what is asked, what is known, what follows from it. One choice at most: a number
 * typed is points, never a choice.
 */
export function criterionScreen(
  { found, score, zone }: Scoring,
  { criterion, number, points }: ScoredCriterion,
  moment: Moment,
): Outbound {
  const { t } = moment
  const { sheet } = score
  const suggested = suggestedPoints(criterion, factsOf(found.source, sheet))
  const total = sheet.criteria.reduce((sum, { max }) => sum + max, 0)
  const title = t('meetingScore.title', {
    date: formatDate(found.date),
    total,
    number,
    count: sheet.criteria.length,
    name: criterion.name[t.language],
    max: criterion.max,
  })
  const offered = points ?? suggested
  const label = points === null ? 'suggested' : 'given'
  const action = {
    kind: 'score',
    period: score.period,
    criterion: criterion.id,
    points: offered,
  } as const
  const choices =
    offered === null
      ? []
      : [choice(t(`meetingScore.choices.${label}`, { points: offered }), action)]
  return message(
    [
      title,
      [
        criterion.hint[t.language],
        factText(criterion.suggests?.of ?? null, found.source, zone, moment),
      ].join('\n'),
      [
        ...(suggested === null ? [] : [t('meetingScore.suggested', { points: suggested })]),
        ...(points === null ? [] : [t('meetingScore.given', { points })]),
        t('meetingScore.how', { max: criterion.max }),
      ].join('\n'),
    ],
    choices,
  )
}

/**
 * All criteria and the sum, each to be corrected by its number; never without saying that it is a
 * proposal.
 */
export function scoreScreen({ found, score }: Scoring, moment: Moment): Outbound {
  const { t } = moment
  const { sheet, lines, total, band, period } = score
  const language = t.language
  const most = sheet.criteria.reduce((sum, { max }) => sum + max, 0)
  const marks = lines.map(({ criterion, number, points }) => {
    return t('meetingScore.line', {
      number,
      name: criterion.name[language],
      points: points ?? '–',
      max: criterion.max,
    })
  })
  const values = {
    date: formatDate(found.date),
    total: formatNumber(total ?? 0, language),
    max: most,
    band: band?.label[language] ?? '',
  }
  const choices = lines.map(({ criterion, number }) => {
    return choice(t('meetingScore.choices.edit', { number }), {
      kind: 'score',
      period,
      criterion: criterion.id,
      points: null,
    })
  })
  return message(
    [
      [t('meetingScore.result', values), ...marks].join('\n'),
      t('meetingScore.proposal'),
      t('meetingScore.sheet', { version: sheet.version, mark: sheet.mark[language] }),
    ],
    choices,
  )
}
