// `/khacphuc [MM/YYYY | quý | năm]`: how many remedies of the branch stand where. Counts only.
import { localOf } from '../../../domain/local-time.ts'
import { percentOf } from '../../../domain/participation.ts'
import { doneMark, type RemedyCounts } from '../../../domain/remedy.ts'
import { trendFrom, trendOf, within } from '../../../domain/trend.ts'
import { formatNumber, formatPercent } from '../../../i18n/format.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { spanName } from '../../screens/report.ts'
import { spanRemediesScreen } from '../../screens/trend.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { closingsOf, wantedSpan } from './spans.ts'

type RemediesFound =
  | { readonly kind: 'now'; readonly counts: RemedyCounts }
  | { readonly kind: 'span'; readonly closings: readonly ClosingSource[] }

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'branchRemedies'>,
  moment: Moment,
): Promise<RemediesFound | null> {
  const allowed = office(snapshot, 'seeRemediesOfBranch', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  const { id, zone } = allowed.branch
  if (wanted === null)
    return { kind: 'now', counts: await tables.branchRemedies(id, localOf(moment.now, zone).date) }
  return {
    kind: 'span',
    closings: await tables.closings(id, trendFrom(wanted.span), wanted.span.to),
  }
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'branchRemedies'>,
  found: RemediesFound | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeRemediesOfBranch', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, audit } = allowed
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (wanted?.ok === false)
    return answerWith(
      message([t(`report.refused.${wanted.reason}`, { typed: intent.span.slice(0, 20) })]),
    )
  if (found?.kind === 'span' && wanted !== null) {
    const { span } = wanted
    const all = closingsOf(found.closings)
    const closings = within(span, all)
    if (closings.length === 0)
      return answerWith(message([t('trend.noClosing', { span: spanName(span, t) })]), audit)
    return answerWith(
      spanRemediesScreen(
        { branch: branch.name, span, closings, trend: trendOf(span, all) },
        moment,
      ),
      audit,
    )
  }
  return found?.kind === 'now'
    ? answerWith(nowScreen(branch.name, found.counts, moment), audit)
    : { changes: audit, replies: [] }
}

function nowScreen(branch: string, counts: RemedyCounts, { t }: Moment): Outbound {
  const number = (value: number): string => formatNumber(value, t.language)
  const percent = percentOf(counts.doneOfDue, counts.dueInPeriod)
  const share =
    percent === null
      ? t('summary.noneDue')
      : t('summary.share', { percent: formatPercent(percent, t.language), mark: doneMark.percent })
  const lines = t('branchRemedies.lines', {
    created: number(counts.created),
    inProgress: number(counts.inProgress),
    overdue: number(counts.overdue),
    done: number(counts.done),
    share,
  })
  return message([t('branchRemedies.title', { branch }), lines, t('branchRemedies.note')])
}
