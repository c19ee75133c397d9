// The branch's report in the Party's layout: seven parts (domain reference §6.4), a draft for a
// person to complete and sign. It is Vietnamese whatever language its reader speaks with the
// assistant, worded by templates/report.yaml.
import type { OfficialPaper } from '../../documents/official-paper.ts'
import type { PaperBlock } from '../../documents/official-body.ts'
import type { BranchTaskCounts } from '../../domain/branch-task.ts'
import { type Closing, type SummedClosings, sumClosings } from '../../domain/closings.ts'
import { percentOf, tookPart } from '../../domain/participation.ts'
import type { reportShape } from '../../domain/paper-template.ts'
import type { PeriodSpan } from '../../domain/period-span.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import type { NextStep, SummaryRow } from '../../domain/summary.ts'
import type { TrendYear } from '../../domain/trend.ts'
import { formatPeriod } from '../../i18n/format.ts'
import type { Moment } from '../turn.ts'
import { contentLines, named, percentText, remedyLines } from './papers/shared-parts.ts'
import {
  bodyOf,
  type Drafting,
  framePaper,
  type Inserts,
  issuerOf,
  numberText,
  reportWording,
  signedBy,
  spanWords,
  type Wording,
} from './papers/wording.ts'
import { rowText, type SummaryData } from './summary.ts'
import { trendLines } from './trend.ts'

/**
 * What the branch has besides its rounds. `turns`: names, of this month's meeting and of the next;
 * null: to be written by hand.
 */
export interface ReportExtras {
  readonly turns: { readonly now: readonly string[]; readonly next: readonly string[] } | null
  readonly tasks: BranchTaskCounts | null
}

/** Who reports on what. */
export interface Reporting extends Drafting, ReportExtras {
  readonly span: PeriodSpan
  /** The same months of the years before; absent or empty: nothing to compare with. */
  readonly trend?: readonly TrendYear[]
}

type Words = Wording<typeof reportShape>

function framed(
  reporting: Reporting,
  words: Words,
  parts: Omit<Inserts<typeof reportShape>, 'rotation' | 'tasks'>,
  moment: Moment,
): OfficialPaper {
  const { template, styled } = words
  const frame = {
    branch: issuerOf(reporting.branch, words),
    span: spanWords(reporting.span, words),
  }
  const body = bodyOf(words, frame, {
    ...parts,
    rotation: turnLines(reporting, words),
    tasks: taskLines(reporting, words),
  })
  const about = words.fill(styled(template.about), frame)
  return framePaper(reporting, words, { about, body, ending: signedBy(reporting, words) }, moment)
}

function turnLines({ turns }: ReportExtras, { line }: Words): readonly PaperBlock[] {
  const [now, next] = [turns?.now.join(', ') ?? '', turns?.next.join(', ') ?? '']
  return [
    ...(now === '' ? line('noTurnsNow') : line('turnsNow', { names: now })),
    ...(next === '' ? line('noTurnsNext') : line('turnsNext', { names: next })),
  ]
}

function taskLines({ tasks }: ReportExtras, { line }: Words): readonly PaperBlock[] {
  if (tasks === null || tasks.total === tasks.dropped) return line('noTasks')
  const { total, dropped, done, inTime, overdue } = tasks
  return line('tasks', {
    total: numberText(total - dropped),
    done: numberText(done),
    open: numberText(inTime),
    overdue: numberText(overdue),
  })
}

function stepLines(
  steps: readonly NextStep[],
  topic: string,
  { line }: Words,
): readonly PaperBlock[] {
  if (steps.length === 0) return line('noSteps')
  return steps.flatMap((step) => (step === 'raiseTopic' ? line(step, { topic }) : line(step)))
}

function voiceLine(count: number | null, { line }: Words): readonly PaperBlock[] {
  if (count === null) return line('voicesWithheld')
  return count > 0 ? line('voices', { count: numberText(count) }) : line('noVoices')
}

function participationLines(
  { summary: { participation: part, isOpen } }: SummaryData,
  { line, say }: Words,
): readonly PaperBlock[] {
  if (part.kind === 'missing') return line(part.reason)
  const number = numberText
  const before =
    part.previousPercent === null
      ? ''
      : say('before', { percent: percentText(part.previousPercent) })
  return [
    ...(isOpen ? line('open') : []),
    ...line('roster', {
      members: number(part.members),
      exempt: number(part.exempt),
      expected: number(part.expected),
      took: number(part.tookPart),
      percent: percentText(part.percent),
      before,
    }),
    ...line('states', {
      onPaper: number(part.onPaper),
      entered: number(part.entered ?? 0),
      late: number(part.late),
      inProgress: number(part.inProgress),
      notBegun: number(part.notBegun),
    }),
  ]
}

function inVietnamese(moment: Moment): Moment {
  return { ...moment, t: moment.library.words.vi }
}

/** A month, from the same summary that the secretary reads in the chat. */
export function monthlyReport(
  reporting: Reporting,
  data: SummaryData,
  asked: Moment,
): OfficialPaper {
  const moment = inVietnamese(asked)
  const words = reportWording(reporting.branch, moment)
  const { voices, nextSteps, topic } = data.summary
  const head = data.pack.heads.find(({ id }) => id === topic)?.name[moment.t.language] ?? ''
  return framed(
    reporting,
    words,
    {
      participation: participationLines(data, words),
      content: contentLines(data, words, moment),
      remedies: remedyLines(data.summary, words),
      voices:
        voices.kind === 'missing' ? words.line(voices.reason) : voiceLine(voices.count, words),
      proposals: stepLines(nextSteps, words.styled(head.toLocaleLowerCase('vi')), words),
    },
    moment,
  )
}

function participationTable(
  closings: readonly Closing[],
  summed: SummedClosings,
  { line, say }: Words,
): readonly PaperBlock[] {
  const rows = closings.map(({ period, roster }) => [
    formatPeriod(period),
    numberText(roster.expected),
    numberText(tookPart(roster)),
    percentText(percentOf(tookPart(roster), roster.expected)),
  ])
  const values = {
    months: numberText(closings.length),
    expected: numberText(summed.expected),
    took: numberText(summed.tookPart),
    percent: percentText(summed.percent),
  }
  const head = [say('columnMonth'), say('columnExpected'), say('columnTook'), say('columnPercent')]
  return [...line('rosterOfSpan', values), { kind: 'table', head, rows, holds: 'figures' }]
}

function summedLines(
  { heads, groups }: SummedClosings,
  pack: Pack,
  { line, say, styled }: Words,
  moment: Moment,
): readonly PaperBlock[] {
  const months = new Map(
    [...heads, ...groups].map(({ id, row }) => [id, row.kind === 'figures' ? row.months : 0]),
  )
  const asRows = (rows: SummedClosings['heads']): readonly SummaryRow[] =>
    rows.map(({ id, row }) => ({
      id,
      row: row.kind === 'figures' ? row : { kind: 'fewRespondents' },
      changes: [],
    }))
  const lines = named(asRows(heads), asRows(groups), pack, moment).flatMap(
    ({ name, row, naming }) => {
      const figures =
        row.row.kind === 'figures'
          ? say('months', {
              figures: styled(rowText(row, naming, moment)),
              months: numberText(months.get(row.id) ?? 0),
            })
          : say('withheld')
      return line('row', { name: styled(name), figures })
    },
  )
  return [...line('contentOfSpan'), ...lines, ...line('contentNote')]
}

function remedyTable(closings: readonly Closing[], { line, say }: Words): readonly PaperBlock[] {
  const rows = closings.flatMap(({ period, published: { remedies } }) => {
    if (remedies === null) return []
    const { due, done } = remedies
    const share = percentText(percentOf(done, due))
    return [[formatPeriod(period), numberText(due), numberText(done), share]]
  })
  if (rows.length === 0) return line('remediesWithheld')
  const head = [say('columnMonth'), say('columnDue'), say('columnDone'), say('columnShare')]
  return [...line('remediesByMonth'), { kind: 'table', head, rows, holds: 'figures' }]
}

function trendPart(
  { trend = [] }: Reporting,
  { line, styled }: Words,
  { t }: Moment,
): readonly PaperBlock[] {
  const lines = trendLines(trend, t)
  const written = lines.map((text): PaperBlock => ({
    kind: 'line',
    text: styled(text.replace(/^– /u, '- ')),
  }))
  return lines.length === 0 ? [] : [...line('years'), ...written]
}

/** A quarter or a year, summed over its closings; `pack` is the last one's. */
export function spanReport(
  reporting: Reporting,
  closings: readonly Closing[],
  pack: Pack,
  asked: Moment,
): OfficialPaper {
  const moment = inVietnamese(asked)
  const words = reportWording(reporting.branch, moment)
  const summed = sumClosings(closings)
  return framed(
    reporting,
    words,
    {
      participation: participationTable(closings, summed, words),
      content: summedLines(summed, pack, words, moment),
      remedies: [...remedyTable(closings, words), ...trendPart(reporting, words, moment)],
      voices: voiceLine(summed.voices, words),
      proposals: stepLines(summed.nextSteps, '', words),
    },
    moment,
  )
}
