// `/baocao [MM/YYYY | quý | năm]`: the branch's report as a paper to sign, from what `/tonghop` shows and nothing else.
import type { Closing } from '../../../domain/closings.ts'
import { localOf } from '../../../domain/local-time.ts'
import { monthOf } from '../../../domain/period.ts'
import { parseSpan, type PeriodSpan, type TypedSpan } from '../../../domain/period-span.ts'
import { publish } from '../../../domain/suppression.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource, SummarySource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { monthlyReport, type Reporting, spanReport } from '../../screens/report-paper.ts'
import { monthlyReportScreen, spanName, spanReportScreen } from '../../screens/report.ts'
import { answerWith, type FileDraft, message, type Moment, say, type Turn } from '../../turn.ts'
import { freshCheckpoint, scalesOf, summaryOf } from './summary.ts'

export type ReportSource =
  | { readonly kind: 'month'; readonly source: SummarySource | null }
  | { readonly kind: 'closings'; readonly closings: readonly ClosingSource[] }

/** What was typed; null: nothing. */
export function wantedSpan({ branch }: Snapshot, typed: string, { now }: Moment): TypedSpan | null {
  if (typed.trim() === '') return null
  return parseSpan(typed, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}

export async function load(tables: Tables, snapshot: Snapshot, intent: IntentOf<'report'>, moment: Moment): Promise<ReportSource | null> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  const { id } = allowed.branch
  if (wanted === null || wanted.span.kind === 'month')
    return { kind: 'month', source: await tables.summary(id, wanted?.span.from ?? null, moment.now) }
  return { kind: 'closings', closings: await tables.closings(id, wanted.span.from, wanted.span.to) }
}

/** What may be seen of closed rounds. */
export function closingsOf(sources: readonly ClosingSource[]): readonly Closing[] {
  return sources.map(({ period, closedOn, tally, checkpoint, pack }) => {
    return { period, closedOn, roster: tally.roster, published: publish(tally, scalesOf(pack), 'closing', checkpoint) }
  })
}

/** Like every export: never sent a second time by itself. */
export function exported(outbound: ReturnType<typeof message>, file: FileDraft, changes: readonly Change[]): Turn {
  return { changes, replies: [{ ...say(outbound), class: 'document' }], file }
}

export function turn(snapshot: Snapshot, intent: IntentOf<'report'>, found: ReportSource | null, moment: Moment): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, member, audit } = allowed
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (wanted?.ok === false) return answerWith(message([t(`report.refused.${wanted.reason}`, { typed: intent.span.slice(0, 20) })]))
  const file = (span: PeriodSpan, paper: FileDraft['paper']): FileDraft => {
    const fileName = t('report.fileName', { span: spanName(span, t).replace('/', '-') })
    return { paper, fileName, alt: t('report.alt'), linkLine: t('report.link') }
  }
  if (found?.kind === 'closings' && wanted !== null) {
    const { span } = wanted
    const pack = found.closings.at(-1)?.pack
    if (pack === undefined) return answerWith(message([t('report.refused.noClosing', { span: spanName(span, t) })]), audit)
    const [reporting, closings]: [Reporting, readonly Closing[]] = [{ branch, member, span }, closingsOf(found.closings)]
    return exported(spanReportScreen(branch.name, span, closings, t), file(span, spanReport(reporting, closings, pack, moment)), audit)
  }
  const source = found?.kind === 'month' ? found.source : null
  if (source === null) {
    const text = wanted === null ? problemText({ code: 'noRound' }, t) : t('report.refused.noRound', { span: spanName(wanted.span, t) })
    return answerWith(message([text]), audit)
  }
  const span: PeriodSpan = { kind: 'month', from: source.period, to: source.period }
  const paper = monthlyReport({ branch, member, span }, summaryOf(source, branch.name), moment)
  return exported(monthlyReportScreen(branch.name, span, t), file(span, paper), [...freshCheckpoint(source), ...audit])
}
