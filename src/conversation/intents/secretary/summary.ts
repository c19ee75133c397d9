// `/tonghop [MM/YYYY | quý | năm]`: counts and what to bring up; no name, no text, nothing that
// tells of one person. Of an open round only who takes part.
import { lastMonths, type PeriodSpan } from '../../../domain/period-span.ts'
import { summarise } from '../../../domain/summary.ts'
import { trendFrom, trendOf, within } from '../../../domain/trend.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource, SummarySource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { spanName } from '../../screens/report.ts'
import { type SummaryData, summaryScreen } from '../../screens/summary.ts'
import { picturedMonths, pictureFile } from '../../screens/summary-picture.ts'
import { spanSummaryScreen } from '../../screens/trend.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { wantedSpan } from './spans.ts'

type SummaryFound =
  | {
      readonly kind: 'month'
      readonly source: SummarySource | null
      readonly closings: readonly ClosingSource[]
    }
  | { readonly kind: 'span'; readonly closings: readonly ClosingSource[] }

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'summary'>,
  moment: Moment,
): Promise<SummaryFound | null> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  const { id } = allowed.branch
  if (wanted !== null && wanted.span.kind !== 'month')
    return {
      kind: 'span',
      closings: await tables.closings(id, trendFrom(wanted.span), wanted.span.to),
    }
  const source = await tables.summary(id, wanted?.span.from ?? null, moment.now)
  return {
    kind: 'month',
    source,
    closings: source === null ? [] : await loadPictured(tables, id, source),
  }
}

/** The months that stand beside a summary in its picture. */
export function loadPictured(
  tables: Tables,
  branchId: string,
  { period }: SummarySource,
): Promise<readonly ClosingSource[]> {
  const { from, to } = lastMonths(picturedMonths, period)
  return tables.closings(branchId, from, to)
}

/** The summary of a source, ready for its screen. */
export function summaryOf(source: SummarySource, branchName: string): SummaryData {
  const { period, isClosed, roster, published, previous, pack } = source
  const summary = summarise({
    period,
    round: isClosed ? 'closed' : 'open',
    roster,
    published,
    previousRoster: previous?.roster ?? null,
    previous: previous?.published ?? null,
    turns: null,
  })
  return { branchName, summary, pack, attendance: source.attendance }
}

function spanTurn(
  span: PeriodSpan,
  sources: readonly ClosingSource[],
  branch: string,
  moment: Moment,
): Outbound {
  const closings = within(span, sources)
  const pack = closings.at(-1)?.pack
  if (pack === undefined)
    return message([moment.t('trend.noClosing', { span: spanName(span, moment.t) })])
  return spanSummaryScreen({ branch, span, closings, trend: trendOf(span, sources), pack }, moment)
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'summary'>,
  found: SummaryFound | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, audit } = allowed
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (wanted?.ok === false)
    return answerWith(
      message([t(`summary.refused.${wanted.reason}`, { typed: intent.span.slice(0, 20) })]),
    )
  if (found?.kind === 'span' && wanted !== null)
    return answerWith(spanTurn(wanted.span, found.closings, branch.name, moment), audit)
  if (found?.kind !== 'month' || found.source === null)
    return answerWith(message([problemText({ code: 'noRound' }, t)]), audit)
  const data = summaryOf(found.source, branch.name)
  const answer = answerWith(summaryScreen(data, moment), audit)
  return { ...answer, file: pictureFile(data, found.closings, moment) }
}
