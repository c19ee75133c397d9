// `/kehoach [MM/YYYY]`: the branch's plan to mend what a round showed, as a paper to complete and
// sign.
import { localOf } from '../../../domain/local-time.ts'
import { monthOf, parsePeriod } from '../../../domain/period.ts'
import type { PeriodSpan } from '../../../domain/period-span.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { BranchTaskLine } from '../../../store/meeting-sources.ts'
import type { SummarySource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { planPaper } from '../../screens/papers/plan-paper.ts'
import { planScreen } from '../../screens/papers/said.ts'
import { problemText } from '../../screens/problem.ts'
import { spanName } from '../../screens/report.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { exported } from './report.ts'
import { summaryOf } from './summary.ts'

interface PlanSource {
  readonly source: SummarySource | null
  readonly tasks: readonly BranchTaskLine[]
}

function wantedPeriod(
  typed: string,
  { branch }: Snapshot,
  { now }: Moment,
): ReturnType<typeof parsePeriod> | null {
  return typed.trim() === ''
    ? null
    : parsePeriod(typed, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  { period }: IntentOf<'plan'>,
  moment: Moment,
): Promise<PlanSource | null> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedPeriod(period, snapshot, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  const { id } = allowed.branch
  const source = await tables.summary(id, wanted?.period ?? null, moment.now)
  return {
    source,
    tasks: source === null ? [] : (await tables.branchTasks(id, null, moment.now)).lines,
  }
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'plan'>,
  found: PlanSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, member, audit } = allowed
  const wanted = wantedPeriod(intent.period, snapshot, moment)
  const typed = intent.period.trim().slice(0, 20)
  if (wanted?.ok === false)
    return answerWith(message([t(`plan.refused.${wanted.reason}`, { typed })]))
  const source = found?.source ?? null
  if (found === null || source === null) {
    return answerWith(
      message([
        wanted === null
          ? problemText({ code: 'noRound' }, t)
          : t('plan.refused.noRound', { typed }),
      ]),
      audit,
    )
  }
  const span: PeriodSpan = { kind: 'month', from: source.period, to: source.period }
  const data = summaryOf(source, branch.name)
  const paper = planPaper({ branch, member, span, tasks: found.tasks }, data, moment)
  const fileName = t('plan.fileName', { span: spanName(span, t).replace('/', '-') })
  const file = { paper, fileName, alt: t('plan.alt'), linkLine: t('plan.link') }
  return exported(planScreen(branch.name, span, data, moment), file, audit)
}
