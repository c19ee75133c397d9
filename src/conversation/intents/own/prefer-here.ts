// "ở đây": a member with several accounts says which of them is written to; the open sheet comes
// along.
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { botLines, isServedBy } from '../../screens/bots.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import * as openSheet from '../sheet/open-sheet.ts'

export function turn(snapshot: Snapshot, { opens }: IntentOf<'preferHere'>, moment: Moment): Turn {
  const { member, branch, account, from } = snapshot
  const { t } = moment
  if (member === null || branch === null) return silence
  if (!isServedBy(branch.bots, from.bot))
    return answerWith(message([t('own.here.otherBot', { bots: botLines(branch.bots, t) })]))
  const line = t(account.elsewhere === 'nothing' ? 'own.here.only' : 'own.here.preferred')
  const changes = [{ kind: 'preferHere', memberId: member.id }] as const
  const isOpen = account.conversation.sheet !== undefined
  return opens || isOpen
    ? prefaced(openSheet.turn(snapshot, moment), line, changes)
    : answerWith(message([line]), changes)
}
