// `/baocao [MM/YYYY | quý | năm]`: the branch's report as a paper to sign, from what `/tonghop`
// shows and nothing else.
import { countBranchTasks } from '../../../domain/branch-task.ts'
import { localOf } from '../../../domain/local-time.ts'
import { type Period, previousPeriod } from '../../../domain/period.ts'
import type { PeriodSpan } from '../../../domain/period-span.ts'
import { turnsAt } from '../../../domain/review-turns.ts'
import { rulesOf } from '../../../domain/timeline-rules.ts'
import { trendFrom, trendOf, within } from '../../../domain/trend.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { PaperSource } from '../../../store/meeting-sources.ts'
import type { ClosingSource, SummarySource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office, type Office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { turnNames } from '../../screens/papers/minutes-paper.ts'
import {
  monthlyReport,
  type ReportExtras,
  type Reporting,
  spanReport,
} from '../../screens/report-paper.ts'
import { monthlyReportScreen, spanName, spanReportScreen } from '../../screens/report.ts'
import { answerWith, type FileDraft, message, type Moment, say, type Turn } from '../../turn.ts'
import { wantedSpan } from './spans.ts'
import { summaryOf } from './summary.ts'

type ReportSource =
  | {
      readonly kind: 'month'
      readonly source: SummarySource | null
      readonly paper: PaperSource | null
    }
  | {
      readonly kind: 'closings'
      readonly closings: readonly ClosingSource[]
      readonly paper: PaperSource
    }

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'report'>,
  moment: Moment,
): Promise<ReportSource | null> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  const { id, zone } = allowed.branch
  const paperOf = (period: Period, tasks: Pick<PeriodSpan, 'from' | 'to'>): Promise<PaperSource> =>
    tables.paper({
      branchId: id,
      wanted: { kind: 'of', period },
      tasks,
      today: localOf(moment.now, zone).date,
      now: moment.now,
    })
  if (wanted === null || wanted.span.kind === 'month') {
    const source = await tables.summary(id, wanted?.span.from ?? null, moment.now)
    if (source === null) return { kind: 'month', source, paper: null }
    // What the meeting before it resolved had to be done in this month.
    const before = previousPeriod(source.period)
    return {
      kind: 'month',
      source,
      paper: await paperOf(source.period, { from: before, to: before }),
    }
  }
  const { from, to } = wanted.span
  return {
    kind: 'closings',
    closings: await tables.closings(id, trendFrom(wanted.span), to),
    paper: await paperOf(to, { from, to }),
  }
}

/**
 * Names of those whose turn it is are for who arranges it; to others the line stays open, as where
 * there is no rotation.
 */
function extrasOf(
  snapshot: Snapshot,
  paper: PaperSource | null,
  span: PeriodSpan,
  moment: Moment,
): ReportExtras {
  const arranging = office(snapshot, 'arrangeRotation', moment)
  const { branch } = snapshot
  if (paper === null || branch === null) return { turns: null, tasks: null }
  const today = localOf(moment.now, branch.zone).date
  const tasks = countBranchTasks(paper.tasks, today)
  const isOn = rulesOf(branch.timeline).some(({ action }) => action === 'remindReviewees')
  if (span.kind !== 'month' || !arranging.isAllowed || !isOn) return { turns: null, tasks }
  const turns = turnsAt(paper.rotation, paper.meeting, paper.next, today)
  return {
    turns: {
      now: turnNames(paper.rotation, turns.now),
      next: turnNames(paper.rotation, turns.next),
    },
    tasks,
  }
}

/** Like every export: never sent a second time by itself. */
export function exported(
  outbound: ReturnType<typeof message>,
  file: FileDraft,
  changes: readonly Change[],
): Turn {
  return { changes, replies: [{ ...say(outbound), class: 'document' }], file }
}

function fileOf(span: PeriodSpan, paper: FileDraft['paper'], { t }: Moment): FileDraft {
  const fileName = t('report.fileName', { span: spanName(span, t).replace('/', '-') })
  return { paper, fileName, alt: t('report.alt'), linkLine: t('report.link') }
}

type Allowed = Extract<Office, { isAllowed: true }>

function spanTurn(
  snapshot: Snapshot,
  { branch, member, audit }: Allowed,
  span: PeriodSpan,
  found: Extract<ReportSource, { kind: 'closings' }>,
  moment: Moment,
): Turn {
  const { t } = moment
  const all = found.closings
  const closings = within(span, all)
  const pack = closings.at(-1)?.pack
  if (pack === undefined)
    return answerWith(message([t('report.refused.noClosing', { span: spanName(span, t) })]), audit)
  const reporting: Reporting = {
    branch,
    member,
    span,
    trend: trendOf(span, all),
    ...extrasOf(snapshot, found.paper, span, moment),
  }
  return exported(
    spanReportScreen(branch.name, span, closings, t),
    fileOf(span, spanReport(reporting, closings, pack, moment), moment),
    audit,
  )
}

function monthTurn(
  snapshot: Snapshot,
  { branch, member, audit }: Allowed,
  source: SummarySource,
  paper: PaperSource | null,
  moment: Moment,
): Turn {
  const span: PeriodSpan = { kind: 'month', from: source.period, to: source.period }
  const extras = extrasOf(snapshot, paper, span, moment)
  const report = monthlyReport(
    { branch, member, span, ...extras },
    summaryOf(source, branch.name),
    moment,
  )
  const screen = monthlyReportScreen(branch.name, span, moment.t)
  return exported(screen, fileOf(span, report, moment), audit)
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'report'>,
  found: ReportSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (wanted?.ok === false)
    return answerWith(
      message([t(`report.refused.${wanted.reason}`, { typed: intent.span.slice(0, 20) })]),
    )
  if (found?.kind === 'closings' && wanted !== null)
    return spanTurn(snapshot, allowed, wanted.span, found, moment)
  if (found?.kind === 'month' && found.source !== null)
    return monthTurn(snapshot, allowed, found.source, found.paper, moment)
  const text =
    wanted === null
      ? problemText({ code: 'noRound' }, t)
      : t('report.refused.noRound', { span: spanName(wanted.span, t) })
  return answerWith(message([text]), allowed.audit)
}
