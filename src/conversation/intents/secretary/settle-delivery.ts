// A group notice whose delivery is in doubt: only a person in the group can tell, and only they may
// send it again.
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Tables, UnknownDelivery } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

export function load(
  tables: Tables,
  { outboxId }: IntentOf<'settleDelivery'>,
): Promise<UnknownDelivery | null> {
  return tables.unknownDelivery(outboxId)
}

export function turn(
  snapshot: Snapshot,
  { outboxId, verdict }: IntentOf<'settleDelivery'>,
  delivery: UnknownDelivery | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'settleDelivery', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  if (delivery?.branchId !== allowed.branch.id)
    return answerWith(message([problemText({ code: 'staleButton' }, t)]))
  return answerWith(message([t(`delivery.${verdict}`)]), [
    { kind: 'settleUnknown', outboxId, verdict },
    ...allowed.audit,
  ])
}
