// `/khacphuc [MM/YYYY | quý | năm]`: of the remedies that fell due how many are done, as it was
// said when a round closed; without more, when the last one did. Nothing is counted on asking:
// whatever moved since the last time would tell of the one who was seen to come or go.
import { localOf } from '../../../domain/local-time.ts'
import { monthOf } from '../../../domain/period.ts'
import { lastMonths } from '../../../domain/period-span.ts'
import { trendFrom, trendOf, within } from '../../../domain/trend.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { spanName } from '../../screens/report.ts'
import { lastRemediesScreen, spanRemediesScreen } from '../../screens/trend.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { wantedSpan } from './spans.ts'

/** The last closing is looked for so many months back. */
const monthsBack = 12

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'branchRemedies'>,
  moment: Moment,
): Promise<readonly ClosingSource[]> {
  const allowed = office(snapshot, 'seeRemediesOfBranch', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return []
  const { id, zone } = allowed.branch
  const recent = lastMonths(monthsBack, monthOf(localOf(moment.now, zone).date))
  return wanted === null
    ? tables.closings(id, recent.from, recent.to)
    : tables.closings(id, trendFrom(wanted.span), wanted.span.to)
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'branchRemedies'>,
  found: readonly ClosingSource[],
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
  if (wanted === null) {
    const last = found.at(-1)
    const said =
      last === undefined
        ? message([t('branchRemedies.noClosing')])
        : lastRemediesScreen(branch.name, last, moment)
    return answerWith(said, audit)
  }
  const { span } = wanted
  const closings = within(span, found)
  if (closings.length === 0)
    return answerWith(message([t('trend.noClosing', { span: spanName(span, t) })]), audit)
  return answerWith(
    spanRemediesScreen(
      { branch: branch.name, span, closings, trend: trendOf(span, found) },
      moment,
    ),
    audit,
  )
}
