// A one-time code ties a chat to a member. Wrong ones are counted and slow this chat, and no other.
import { afterWrongTry, codeGate, type LockState, triesLeft } from '../../../domain/lockout.ts'
import type { Problem } from '../../../domain/problems.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { CodeOwner, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { botLines, isServedBy } from '../../screens/bots.ts'
import { confirmScreen, welcomeScreen } from '../../screens/linking.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { botFull } from './bot-full.ts'

/** Whose code this is; `sheet`: of a sheet on paper; null: nobody's, used up, or too old. */
export function load(
  tables: Tables,
  { from }: Snapshot,
  { code }: IntentOf<'enterCode'>,
  now: Date,
): Promise<CodeOwner | 'sheet' | null> {
  return tables.memberOfCode(code, from.bot, now)
}

/** To whom nothing was said before: that this is no person, as platforms ask. */
function introduction({ account }: Snapshot, { t }: Moment): string | null {
  return account.isNew ? t('linking.automatic') : null
}

/** What takes longer is said in hours. */
const minutesSaid = 60

function locked(snapshot: Snapshot, until: Date, moment: Moment): Turn {
  const minutes = Math.ceil((until.getTime() - moment.now.getTime()) / 60_000)
  const problem: Problem =
    minutes <= minutesSaid
      ? { code: 'lockedOut', minutes }
      : { code: 'lockedOutLong', hours: Math.ceil(minutes / 60) }
  return answerWith(message([problemText(problem, moment.t), introduction(snapshot, moment)]))
}

function lockOf({ account }: Snapshot): LockState {
  return {
    wrongTries: account.wrongTries,
    lastWrongAt: account.wrongSince,
    lockedUntil: account.lockedUntil,
  }
}

function wrong(snapshot: Snapshot, moment: Moment): Turn {
  const { now, t } = moment
  const { wrongTries, lockedUntil } = afterWrongTry(lockOf(snapshot), now)
  const isMember = snapshot.member !== null
  const changes = [{ kind: 'countWrongCode', wrongTries, wrongSince: now, lockedUntil }] as const
  if (lockedUntil !== null) return { ...locked(snapshot, lockedUntil, moment), changes }
  const left = triesLeft({ wrongTries, lastWrongAt: now, lockedUntil }, now)
  const problem = problemText(isMember ? { code: 'codeUsed' } : { code: 'wrongCode', left }, t)
  return answerWith(message([problem, introduction(snapshot, moment)]), changes)
}

/** Whoever typed it holds a sheet in good faith: nothing is counted. */
function sheetCode(snapshot: Snapshot, moment: Moment): Turn {
  const problem = problemText({ code: 'sheetCode' }, moment.t)
  return answerWith(message([problem, introduction(snapshot, moment)]))
}

/** A right code in the wrong place is no wrong code: nothing is counted, and it stays good. */
export function otherBot({ bots }: Pick<CodeOwner, 'bots'>, { t }: Moment): Turn {
  return answerWith(message([problemText({ code: 'otherBot', bots: botLines(bots, t) }, t)]))
}

export function turn(
  snapshot: Snapshot,
  _intent: IntentOf<'enterCode'>,
  owner: CodeOwner | 'sheet' | null,
  moment: Moment,
): Turn {
  const gate = codeGate(lockOf(snapshot), moment.now)
  if (!gate.isOpen) return locked(snapshot, gate.until, moment)
  if (owner === null) return wrong(snapshot, moment)
  if (owner === 'sheet') return sheetCode(snapshot, moment)
  if (!isServedBy(owner.bots, snapshot.from.bot)) return otherBot(owner, moment)
  if (owner.fullAt !== null) return botFull(owner, owner.fullAt, moment)
  const focus = { at: 'confirmLink', codeId: owner.codeId, memberId: owner.memberId } as const
  return answerWith(confirmScreen(owner, moment), [{ kind: 'converse', conversation: { focus } }])
}

/** Anything a stranger says that is no code. */
export function askForCode(moment: Moment): Turn {
  return answerWith(welcomeScreen(moment))
}
