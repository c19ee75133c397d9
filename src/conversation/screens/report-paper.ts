// The branch's report in the Party's layout: seven parts (domain reference §6.4), a draft for a person to complete and sign.
// It is Vietnamese whatever language its reader speaks with the assistant; no name stands in it but the signer's.
import type { OfficialPaper, PaperBlock } from '../../documents/official-paper.ts'
import { type Closing, type SummedClosings, sumClosings } from '../../domain/closings.ts'
import { localOf } from '../../domain/local-time.ts'
import { percentOf, tookPart } from '../../domain/participation.ts'
import { periodParts } from '../../domain/period.ts'
import type { PeriodSpan } from '../../domain/period-span.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import { doneMark } from '../../domain/remedy.ts'
import type { NextStep, RemediesPart, SummaryRow } from '../../domain/summary.ts'
import type { TrendYear } from '../../domain/trend.ts'
import { formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { BranchView, MemberView } from '../../store/snapshot.ts'
import type { Moment } from '../turn.ts'
import { type Naming, namingOf, rowText, type SummaryData } from './summary.ts'
import { trendLines } from './trend.ts'

/** Who reports on what. */
export interface Reporting {
  readonly branch: BranchView
  readonly member: MemberView
  readonly span: PeriodSpan
  /** The same months of the years before; absent or empty: nothing to compare with. */
  readonly trend?: readonly TrendYear[]
}

type Text = Extract<PaperBlock, { text: string }>
/** The seven parts, each without its heading. */
type Parts = Readonly<Record<'participation' | 'content' | 'remedies' | 'voices' | 'proposals', readonly PaperBlock[]>>

const line = (text: string): Text => ({ kind: 'line', text })
const quarters = ['I', 'II', 'III', 'IV']

/** `tháng 02 năm 2026`, `quý IV năm 2026`: a zero stands before months 1 and 2 only (domain reference §6.2). */
function spanWords({ kind, from }: PeriodSpan, t: Translator): string {
  const { year, month, quarter } = periodParts(from)
  const padded = month <= 2 ? `0${String(month)}` : String(month)
  return t(`paper.span.${kind}`, { year, month: padded, quarter: quarters[quarter - 1] ?? '' })
}

/** A paper of a ward's or commune's branch is dated there; elsewhere the place is written by hand. */
function placeOf({ parentName }: BranchView, t: Translator): string {
  return /^đảng (?:bộ|ủy|uỷ) (?:xã|phường|thị trấn|đặc khu) (?<place>.+)$/iu.exec(parentName ?? '')?.groups?.['place'] ?? t('paper.noPlace')
}

function inVietnamese(moment: Moment): Moment {
  return { ...moment, t: moment.library.words.vi }
}

function percentText(percent: number | null, { t }: Moment): string {
  return percent === null ? '–' : formatPercent(percent, t.language)
}

function framed({ branch, member, span }: Reporting, parts: Parts, { t, now }: Moment): OfficialPaper {
  const part = (text: string): Text => ({ kind: 'part', text })
  const signs = member.role === 'secretary' || member.role === 'deputy'
  return {
    kind: 'official',
    superior: branch.parentName?.toLocaleUpperCase('vi') ?? null,
    issuer: branch.name.toLocaleUpperCase('vi'),
    number: t('paper.number'),
    draftMark: t('paper.draft'),
    party: t('paper.party'),
    placeAndDate: t('paper.placeAndDate', { place: placeOf(branch, t), year: localOf(now, branch.zone).date.slice(0, 4) }),
    type: t('paper.type'),
    about: t('paper.about', { span: spanWords(span, t) }),
    body: [
      line(t('paper.opening', { branch: branch.name, span: spanWords(span, t) })),
      part(t('paper.parts.participation')), ...parts.participation,
      part(t('paper.parts.content')), ...parts.content,
      part(t('paper.parts.remedies')), ...parts.remedies,
      part(t('paper.parts.commitments')), line(t('paper.toFill')),
      part(t('paper.parts.voices')), ...parts.voices,
      part(t('paper.parts.rotation')), line(t('paper.turnsNow')), line(t('paper.turnsNext')),
      part(t('paper.parts.proposals')), ...parts.proposals,
    ],
    recipients: { title: t('paper.recipients'), lines: [t('paper.above'), t('paper.kept')] },
    signature: {
      onBehalf: t('paper.onBehalf'),
      office: member.role === 'deputy' ? t('paper.deputy') : t('paper.secretary'),
      name: signs ? member.name : '',
    },
    footer: t('paper.footer'),
    madeAt: now,
  }
}

interface NamedRow {
  readonly name: string
  readonly row: SummaryRow
  readonly naming: Naming
}

/** Heads in the order of the pack, which a summary that was kept has lost; then the groups of manifestations. */
function named(heads: readonly SummaryRow[], groups: readonly SummaryRow[], pack: Pack, moment: Moment): readonly NamedRow[] {
  const { t } = moment
  const [headLevels, groupLevels] = [namingOf(pack.scale, moment), namingOf(pack.manifestationScale, moment)]
  return [
    ...pack.heads.flatMap(({ id, name }) =>
      heads.filter((row) => row.id === id).map((row) => ({ name: name[t.language], row, naming: headLevels }))),
    ...groups.map((row) => ({ name: t('summary.group', { id: row.id }), row, naming: groupLevels })),
  ]
}

function stepLines(steps: readonly NextStep[], topic: string, { t }: Moment): readonly PaperBlock[] {
  const lines = steps.map((step) => line(t(`paper.steps.${step}`, { topic })))
  return lines.length === 0 ? [line(t('paper.noSteps'))] : lines
}

function voiceLine(count: number, { t }: Moment): PaperBlock {
  return line(count > 0 ? t('paper.voices', { count: formatNumber(count, t.language) }) : t('paper.noVoices'))
}

function participationLines({ summary: { participation: part, isOpen } }: SummaryData, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  if (part.kind === 'missing') return [line(t(`paper.missing.${part.reason}`))]
  const number = (value: number): string => formatNumber(value, t.language)
  const before = part.previousPercent === null ? '' : t('paper.before', { percent: percentText(part.previousPercent, moment) })
  return [
    ...(isOpen ? [line(t('paper.open'))] : []),
    line(t('paper.roster', {
      members: number(part.members), exempt: number(part.exempt), expected: number(part.expected), took: number(part.tookPart),
      percent: percentText(part.percent, moment), before,
    })),
    line(t('paper.states', {
      onPaper: number(part.onPaper), late: number(part.late), inProgress: number(part.inProgress), notBegun: number(part.notBegun),
    })),
  ]
}

function contentLines({ summary: { content }, pack }: SummaryData, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  if (content.kind === 'missing') return [line(t(`paper.missing.${content.reason}`))]
  const rows = named(content.heads, content.groups, pack, moment)
  return [
    line(t('paper.content', { count: formatNumber(content.sheets, t.language) })),
    ...rows.map(({ name, row, naming }) => line(t('paper.row', { name, figures: rowText(row, naming, moment) }))),
    line(t('paper.contentNote')),
  ]
}

function shareLine(percent: number | null, moment: Moment): PaperBlock {
  const { t } = moment
  return line(percent === null ? t('paper.noneDue') : t('paper.share', { percent: percentText(percent, moment), mark: doneMark.percent }))
}

function remedyLines(part: RemediesPart, isOwn: boolean, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  const number = (value: number): string => formatNumber(value, t.language)
  const of = isOwn ? '' : t('paper.of', { period: formatPeriod(part.of) })
  const text = t('paper.remedies', {
    of, created: number(part.created), inProgress: number(part.inProgress), overdue: number(part.overdue), done: number(part.done),
  })
  return [line(text), shareLine(part.percent, moment)]
}

/** A month, from the same summary that the secretary reads in the chat. */
export function monthlyReport(reporting: Reporting, data: SummaryData, asked: Moment): OfficialPaper {
  const moment = inVietnamese(asked)
  const { t } = moment
  const { remedies, voices, period, nextSteps, topic } = data.summary
  const head = data.pack.heads.find(({ id }) => id === topic)?.name[t.language] ?? ''
  return framed(reporting, {
    participation: participationLines(data, moment),
    content: contentLines(data, moment),
    remedies: remedies.kind === 'missing'
      ? [line(t(`paper.missing.${remedies.reason}`))]
      : remedyLines(remedies, remedies.of === period, moment),
    voices: [voices.kind === 'missing' ? line(t(`paper.missing.${voices.reason}`)) : voiceLine(voices.count, moment)],
    proposals: stepLines(nextSteps, head.toLocaleLowerCase(t.language), moment),
  }, moment)
}

function participationTable(closings: readonly Closing[], summed: SummedClosings, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  const number = (value: number): string => formatNumber(value, t.language)
  const rows = closings.map(({ period, roster }) => [
    formatPeriod(period), number(roster.expected), number(tookPart(roster)),
    percentText(percentOf(tookPart(roster), roster.expected), moment),
  ])
  const values = { months: closings.length, expected: number(summed.expected), took: number(summed.tookPart) }
  const head = [t('paper.columns.month'), t('paper.columns.expected'), t('paper.columns.took'), t('paper.columns.percent')]
  return [line(t('paper.rosterOfSpan', { ...values, percent: percentText(summed.percent, moment) })), { kind: 'table', head, rows }]
}

function summedLines({ heads, groups }: SummedClosings, pack: Pack, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  const months = new Map([...heads, ...groups].map(({ id, row }) => [id, row.kind === 'figures' ? row.months : 0]))
  const asRows = (rows: SummedClosings['heads']): readonly SummaryRow[] =>
    rows.map(({ id, row }) => ({ id, row: row.kind === 'figures' ? row : { kind: 'fewRespondents' }, changes: [] }))
  const lines = named(asRows(heads), asRows(groups), pack, moment).map(({ name, row, naming }) => {
    const figures = row.row.kind === 'figures'
      ? t('paper.months', { figures: rowText(row, naming, moment), months: months.get(row.id) ?? 0 })
      : t('paper.withheld')
    return line(t('paper.row', { name, figures }))
  })
  return [line(t('paper.contentOfSpan')), ...lines, line(t('paper.contentNote'))]
}

function remedyTable(closings: readonly Closing[], summed: SummedClosings, moment: Moment): readonly PaperBlock[] {
  const { t } = moment
  const number = (value: number): string => formatNumber(value, t.language)
  const rows = closings.flatMap(({ period, published: { remedies } }) => {
    if (remedies === null) return []
    const { created, inProgress, overdue, done, doneOfDue, dueInPeriod } = remedies
    const share = percentText(percentOf(doneOfDue, dueInPeriod), moment)
    return [[formatPeriod(period), number(created), number(inProgress), number(overdue), number(done), share]]
  })
  const head = [
    t('paper.columns.month'), t('paper.columns.created'), t('paper.columns.inProgress'), t('paper.columns.overdue'),
    t('paper.columns.done'), t('paper.columns.share'),
  ]
  return [line(t('paper.remediesOfSpan', { created: number(summed.created), done: number(summed.done) })), { kind: 'table', head, rows }]
}

function trendPart({ trend = [] }: Reporting, { t }: Moment): readonly PaperBlock[] {
  const lines = trendLines(trend, t)
  return lines.length === 0 ? [] : [line(t('trend.years')), ...lines.map((text) => line(text.replace(/^– /u, '- ')))]
}

/** A quarter or a year, summed over its closings; `pack` is the last one's. */
export function spanReport(reporting: Reporting, closings: readonly Closing[], pack: Pack, asked: Moment): OfficialPaper {
  const moment = inVietnamese(asked)
  const summed = sumClosings(closings)
  return framed(reporting, {
    participation: participationTable(closings, summed, moment),
    content: summedLines(summed, pack, moment),
    remedies: [...remedyTable(closings, summed, moment), ...trendPart(reporting, moment)],
    voices: [voiceLine(summed.voices, moment)],
    proposals: stepLines(summed.nextSteps, '', moment),
  }, moment)
}
