// The bot has all the people its plan allows: the code stays valid, and the branch's secretary is
// told to use another bot.
import type { CodeOwner } from '../../../store/tables.ts'
import { problemText } from '../../screens/problem.ts'
import { message, type Moment, say, tellSecretary, type Turn } from '../../turn.ts'

/** Told once for each code, however often it is typed. */
export function botFull(
  { codeId, branchId, branch }: CodeOwner,
  limit: number,
  moment: Moment,
): Turn {
  const told = tellSecretary(
    branchId,
    (t) => t('budget.personFull', { branch, limit }),
    moment,
    `bot-full:${codeId}`,
  )
  return {
    changes: [],
    replies: [say(message([problemText({ code: 'botFull', limit }, moment.t)])), told],
  }
}
