// The bot has all the people its plan allows: the code stays valid, and the branch's secretary is told to use another bot.
import type { CodeOwner } from '../../../store/tables.ts'
import { problemText } from '../../screens/problem.ts'
import { message, type Moment, say, type Turn } from '../../turn.ts'

/** Told once for each code, however often it is typed. */
export function botFull({ codeId, branchId, branch }: CodeOwner, limit: number, { t }: Moment): Turn {
  const told = {
    to: { kind: 'secretary', branchId },
    message: message([t('budget.personFull', { branch, limit })]),
    class: 'prompt',
    dedupeKey: `bot-full:${codeId}`,
  } as const
  return { changes: [], replies: [say(message([problemText({ code: 'botFull', limit }, t)])), told] }
}
