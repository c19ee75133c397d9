// The branch summary a secretary takes into the meeting. It says of itself that it is a draft of
// self-assessments.
import { attendancePercent } from '../../domain/attendance.ts'
import { tookPart } from '../../domain/participation.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import { doneMark } from '../../domain/remedy.ts'
import type {
  ContentPart,
  MissingReason,
  ParticipationPart,
  RemediesPart,
  Summary,
  SummaryRow,
} from '../../domain/summary.ts'
import type { PublishedRow } from '../../domain/suppression.ts'
import { formatDate, formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { SummarySource } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'

export interface SummaryData {
  readonly branchName: string
  readonly summary: Summary
  readonly pack: Pack
  readonly attendance: SummarySource['attendance']
}

/** Level ids of one block in words. */
export type Naming = (levels: readonly string[]) => string

function percentText(percent: number | null, { t }: Moment): string {
  return percent === null ? '–' : formatPercent(percent, t.language)
}

function participationText(part: ParticipationPart, moment: Moment): string {
  const { t } = moment
  const number = (value: number): string => formatNumber(value, t.language)
  const before =
    part.previousPercent === null
      ? ''
      : t('summary.before', { percent: percentText(part.previousPercent, moment) })
  const values = {
    members: number(part.members),
    exempt: number(part.exempt),
    expected: number(part.expected),
    took: number(tookPart(part)),
    percent: percentText(part.percent, moment),
    before,
  }
  const paper = part.onPaper > 0 ? t('summary.onPaper', { count: number(part.onPaper) }) : ''
  const entered =
    part.entered === undefined ? '' : t('summary.entered', { count: number(part.entered) })
  const late = part.late > 0 ? t('summary.late', { count: number(part.late) }) : ''
  const away = part.away > 0 ? t('summary.away', { count: number(part.away) }) : ''
  const states = t('summary.states', {
    inProgress: number(part.inProgress),
    notBegun: number(part.notBegun),
  })
  return `${t('summary.participation', values)}${paper}${entered}${late}${states}${away}`
}

/**
 * Counts of the last meeting, beside the participation in the sheets; nothing where nobody took it.
 */
function attendanceText({ attendance }: SummaryData, moment: Moment): string {
  if (attendance === null) return ''
  const { t } = moment
  const { date, counts } = attendance
  const number = (value: number): string => formatNumber(value, t.language)
  return t('summary.attendance', {
    date: formatDate(date),
    present: number(counts.present),
    expected: number(counts.expected),
    percent: percentText(attendancePercent(counts), moment),
    excused: number(counts.excused),
    unexcused: number(counts.unexcused),
  })
}

function figures(
  row: Extract<PublishedRow, { kind: 'figures' }>,
  changes: SummaryRow['changes'],
  naming: Naming,
  { t }: Moment,
): string {
  return row.blocks
    .map(({ levels, count }) => {
      const change = changes.find((candidate) => candidate.levels.join() === levels.join())
      const before =
        change === undefined || change.difference === 0
          ? ''
          : t('summary.was', { count: formatNumber(change.before, t.language) })
      return `${naming(levels)} ${formatNumber(count, t.language)}${before}`
    })
    .join('; ')
}

export function rowText({ row, changes }: SummaryRow, naming: Naming, moment: Moment): string {
  const { t } = moment
  switch (row.kind) {
    case 'figures':
      return figures(row, changes, naming, moment)
    case 'majority':
      return t('summary.majority', { level: naming([row.level]) })
    case 'mixed':
      return t('summary.mixed')
    case 'fewRespondents':
      return t('summary.few')
    case 'withheld':
      return t('summary.withheld')
  }
}

/** Level names in lower case; merged neighbours are joined by a slash. */
export function namingOf(scale: Pack['scale'], { t }: Moment): Naming {
  return (levels) =>
    levels
      .map((id) =>
        (scale.levels.find((level) => level.id === id)?.label[t.language] ?? id).toLocaleLowerCase(
          t.language,
        ),
      )
      .join(' / ')
}

function contentText(part: ContentPart, pack: Pack, moment: Moment): string {
  const { t } = moment
  const heads = namingOf(pack.scale, moment)
  const groups = namingOf(pack.manifestationScale, moment)
  const headName = (id: string): string =>
    pack.heads.find((head) => head.id === id)?.name[t.language] ?? id
  // A summary that was kept has lost the order of its heads: the pack knows it.
  const inOrder = pack.heads.flatMap(({ id }) => part.heads.filter((row) => row.id === id))
  const lines = [
    ...inOrder.map((row) => `– ${headName(row.id)}: ${rowText(row, heads, moment)}`),
    ...part.groups.map(
      (row) => `– ${t('summary.group', { id: row.id })}: ${rowText(row, groups, moment)}`,
    ),
  ]
  const title = t('summary.content', { count: formatNumber(part.sheets, t.language) })
  return [title, ...lines].join('\n')
}

/** `9 trong 11 việc đến hạn đã hoàn thành (81,8 %; mốc 80 %).` */
export function doneText(
  { due, done, percent }: Omit<RemediesPart, 'kind'>,
  moment: Moment,
): string {
  const { t } = moment
  return t('summary.doneOfDue', {
    done: formatNumber(done, t.language),
    due: formatNumber(due, t.language),
    percent: percentText(percent, moment),
    mark: doneMark.percent,
  })
}

const parts = ['content', 'remedies', 'voices'] as const

/**
 * Participation, then content, remedies and words to the committee, II to IV. Where nothing of the
 * three is said, why is said once.
 */
export function summarySections({ summary, pack }: SummaryData, moment: Moment): readonly string[] {
  const { t } = moment
  const { participation, content, remedies, voices } = summary
  const why = (reason: MissingReason): string =>
    t(`summary.missing.${reason}`, {
      count: participation.kind === 'shown' ? formatNumber(participation.done, t.language) : '0',
    })
  const taking =
    participation.kind === 'shown'
      ? participationText(participation, moment)
      : t('summary.participationMissing', { reason: why(participation.reason) })
  const reasons = new Set(parts.map((part) => reasonOf(summary[part])))
  const [only] = reasons
  if (reasons.size === 1 && typeof only === 'string')
    return [taking, t('summary.allMissing', { reason: why(only) })]
  return [
    taking,
    content.kind === 'shown'
      ? contentText(content, pack, moment)
      : t('summary.contentMissing', { reason: why(content.reason) }),
    remedies.kind === 'shown'
      ? t('summary.remedies', { said: doneText(remedies, moment) })
      : t('summary.remediesMissing', { reason: why(remedies.reason) }),
    voices.kind === 'shown'
      ? t(voices.count > 0 ? 'summary.voices' : 'summary.noVoices', {
          count: formatNumber(voices.count, t.language),
        })
      : t('summary.voicesMissing', { reason: why(voices.reason) }),
  ]
}

function reasonOf(part: Summary[(typeof parts)[number]]): MissingReason | null {
  return part.kind === 'missing' ? part.reason : null
}

export function stepsText({ summary, pack }: SummaryData, { t }: Moment): string {
  const topic = pack.heads.find(({ id }) => id === summary.topic)?.name[t.language] ?? ''
  const steps = summary.nextSteps.map(
    (step) => `– ${t(`summary.steps.${step}`, { topic: topic.toLocaleLowerCase(t.language) })}`,
  )
  return steps.length === 0 ? '' : [t('summary.next'), ...steps].join('\n')
}

/**
 * One message within 2,000 characters: title and caution, participation, content, remedies, voices,
 * what to do next.
 */
export function summaryScreen(data: SummaryData, moment: Moment): Outbound {
  const { t } = moment
  const title = t('summary.title', {
    period: formatPeriod(data.summary.period).toUpperCase(),
    branch: data.branchName,
  })
  const [participation, ...others] = summarySections(data, moment)
  const text = [
    title,
    participation,
    attendanceText(data, moment),
    ...others,
    stepsText(data, moment),
  ]
  return message(text, summaryChoices(data, moment))
}

/** Who has not taken part, and what was written to the committee where something was. */
export function summaryChoices({ summary }: SummaryData, { t }: Moment): readonly Choice[] {
  const choices = [
    choice(t('summary.who'), { kind: 'say', text: '/thamgia' }),
    choice(t('summary.readVoices'), { kind: 'say', text: `/xemgopy ${summary.period}` }),
  ]
  const hasVoices = summary.voices.kind === 'shown' && summary.voices.count > 0
  return hasVoices ? choices : choices.slice(0, 1)
}
