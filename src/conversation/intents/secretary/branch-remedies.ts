// `/khacphuc`: how many remedies of the branch stand where. Counts only.
import { localOf } from '../../../domain/local-time.ts'
import { percentOf } from '../../../domain/participation.ts'
import { doneMark, type RemedyCounts } from '../../../domain/remedy.ts'
import { formatNumber, formatPercent } from '../../../i18n/format.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import { office } from '../../office.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

export function load(tables: Tables, snapshot: Snapshot, moment: Moment): Promise<RemedyCounts | null> {
  const allowed = office(snapshot, 'seeRemediesOfBranch', moment)
  return allowed.isAllowed ? tables.branchRemedies(allowed.branch.id, localOf(moment.now, allowed.branch.zone).date) : Promise.resolve(null)
}

export function turn(snapshot: Snapshot, counts: RemedyCounts | null, moment: Moment): Turn {
  const allowed = office(snapshot, 'seeRemediesOfBranch', moment)
  if (!allowed.isAllowed) return allowed.turn
  if (counts === null) return { changes: allowed.audit, replies: [] }
  const { t } = moment
  const number = (value: number): string => formatNumber(value, t.language)
  const percent = percentOf(counts.doneOfDue, counts.dueInPeriod)
  const share =
    percent === null ? t('summary.noneDue') : t('summary.share', { percent: formatPercent(percent, t.language), mark: doneMark.percent })
  const lines = t('branchRemedies.lines', {
    created: number(counts.created),
    inProgress: number(counts.inProgress),
    overdue: number(counts.overdue),
    done: number(counts.done),
    share,
  })
  return answerWith(message([t('branchRemedies.title', { branch: allowed.branch.name }), lines, t('branchRemedies.note')]), allowed.audit)
}
