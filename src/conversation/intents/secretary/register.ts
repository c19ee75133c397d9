// `/danhsach [MM/YYYY | quý | năm]`: remedies by month as a spreadsheet; without more, the last
// twelve months. Counts only, as they were said at each closing.
import type { Register, RegisterRow } from '../../../documents/register.ts'
import type { Closing } from '../../../domain/closings.ts'
import { localOf } from '../../../domain/local-time.ts'
import { firstDayOf, monthOf } from '../../../domain/period.ts'
import { lastMonths } from '../../../domain/period-span.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { ClosingSource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { spanName } from '../../screens/report.ts'
import { registerScreen } from '../../screens/trend.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { exported } from './report.ts'
import { wantedSpan } from './spans.ts'

const monthsShown = 12

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'register'>,
  moment: Moment,
): Promise<readonly ClosingSource[]> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return []
  const { id, zone } = allowed.branch
  const { from, to } =
    wanted?.span ?? lastMonths(monthsShown, monthOf(localOf(moment.now, zone).date))
  return tables.closings(id, from, to)
}

function rowsOf(closings: readonly Closing[]): readonly RegisterRow[] {
  return closings.map(({ period, closedOn, published: { remedies } }) => ({
    month: firstDayOf(period),
    closedOn,
    remedies,
  }))
}

/** Vietnamese, like every paper. */
function registerOf(
  branch: string,
  closings: readonly Closing[],
  {
    library: {
      words: { vi },
    },
    now,
  }: Moment,
): Register {
  return {
    kind: 'register',
    sheet: vi('register.sheet'),
    title: vi('register.title'),
    branch,
    note: vi('register.note'),
    withheld: vi('register.withheld'),
    page: vi('register.page'),
    rows: rowsOf(closings),
    madeAt: now,
    heads: {
      month: vi('register.heads.month'),
      closedOn: vi('register.heads.closedOn'),
      due: vi('register.heads.due'),
      done: vi('register.heads.done'),
      share: vi('register.heads.share'),
    },
  }
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'register'>,
  sources: readonly ClosingSource[],
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, audit } = allowed
  const wanted = wantedSpan(snapshot, intent.span, moment)
  if (wanted?.ok === false)
    return answerWith(
      message([t(`report.refused.${wanted.reason}`, { typed: intent.span.slice(0, 20) })]),
    )
  if (sources.length === 0) {
    const span = wanted === null ? t('register.recent') : spanName(wanted.span, t)
    return answerWith(message([t('report.refused.noClosing', { span })]), audit)
  }
  const words = {
    fileName: t('register.fileName'),
    alt: t('register.alt'),
    linkLine: t('register.link'),
  }
  return exported(
    registerScreen(branch.name, sources, moment),
    { paper: registerOf(branch.name, sources, moment), ...words },
    audit,
  )
}
