// Whether the member speaking may do a deed to their own branch, and the audit row that goes with
// it.
import { type Actor, type Deed, mayDo, needsAudit } from '../domain/rights.ts'
import type { Change } from '../store/change.ts'
import type { MemberView, Snapshot } from '../store/snapshot.ts'
import { problemText } from './screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from './turn.ts'

export type Office =
  | {
      readonly isAllowed: true
      readonly audit: readonly Change[]
      readonly branch: NonNullable<Snapshot['branch']>
      readonly member: MemberView
    }
  | { readonly isAllowed: false; readonly turn: Turn }

export function actorOf({ id, role, status }: MemberView, branchId: string): Actor {
  return {
    kind: 'member',
    memberId: id,
    branchId,
    role,
    isExempt: status === 'exempt',
    follows: [],
  }
}

/**
 * Asks the table of rights. A denial is itself an answer with its audit row; a look at content
 * brings its row along.
 */
export function office({ member, branch }: Snapshot, deed: Deed, moment: Moment): Office {
  const refusal = message([problemText({ code: 'notYourOffice' }, moment.t)])
  if (member === null || branch === null) return { isAllowed: false, turn: answerWith(refusal) }
  const verdict = mayDo(actorOf(member, branch.id), deed, {
    branchId: branch.id,
    memberId: member.id,
  })
  const isAllowed = verdict === 'allowed'
  const audit: readonly Change[] = needsAudit(deed, verdict)
    ? [{ kind: 'audit', deed, branchId: branch.id, isAllowed }]
    : []
  return isAllowed
    ? { isAllowed, audit, branch, member }
    : { isAllowed, turn: answerWith(refusal, audit) }
}
