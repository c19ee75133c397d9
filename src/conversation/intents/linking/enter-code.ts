// A one-time code ties a chat to a member. Wrong ones are counted: 5 in an hour lock this chat out,
// many lock all out.
import {
  afterWrongTry,
  codeGate,
  hourOf,
  type LockState,
  triesLeft,
} from '../../../domain/lockout.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { CodeOwner, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { botLines, isServedBy } from '../../screens/bots.ts'
import { confirmScreen, welcomeScreen } from '../../screens/linking.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { botFull } from './bot-full.ts'

/** Whose code this is; null: nobody's, used up, or too old. */
export function load(
  tables: Tables,
  { from }: Snapshot,
  { code }: IntentOf<'enterCode'>,
  now: Date,
): Promise<CodeOwner | null> {
  return tables.memberOfCode(code, from.bot, now)
}

/** To whom nothing was said before: that this is no person, as platforms ask. */
function introduction({ account }: Snapshot, { t }: Moment): string | null {
  return account.isNew ? t('linking.automatic') : null
}

function locked(snapshot: Snapshot, until: Date, moment: Moment): Turn {
  const minutes = Math.ceil((until.getTime() - moment.now.getTime()) / 60_000)
  return answerWith(
    message([
      problemText({ code: 'lockedOut', minutes }, moment.t),
      introduction(snapshot, moment),
    ]),
  )
}

function lockOf({ account }: Snapshot): LockState {
  return {
    wrongTries: account.wrongTries,
    lastWrongAt: account.wrongSince,
    lockedUntil: account.lockedUntil,
  }
}

/**
 * A member's wrong codes lock their own chat and nobody else's: the link of a code used long ago is
 * tapped again in good faith, by hundreds on one day, and must not lock a whole province out.
 */
function wrong(snapshot: Snapshot, moment: Moment): Turn {
  const { now, t } = moment
  const { wrongTries, lockedUntil } = afterWrongTry(lockOf(snapshot), now)
  const isMember = snapshot.member !== null
  const changes = [
    {
      kind: 'countWrongCode',
      wrongTries,
      wrongSince: now,
      lockedUntil,
      hour: isMember ? null : hourOf(now),
    },
  ] as const
  if (lockedUntil !== null) return { ...locked(snapshot, lockedUntil, moment), changes }
  const left = triesLeft({ wrongTries, lastWrongAt: now, lockedUntil }, now)
  const problem = problemText(isMember ? { code: 'codeUsed' } : { code: 'wrongCode', left }, t)
  return answerWith(message([problem, introduction(snapshot, moment)]), changes)
}

/** A right code in the wrong place is no wrong code: nothing is counted, and it stays good. */
export function otherBot({ bots }: Pick<CodeOwner, 'bots'>, { t }: Moment): Turn {
  return answerWith(message([problemText({ code: 'otherBot', bots: botLines(bots, t) }, t)]))
}

export function turn(
  snapshot: Snapshot,
  _intent: IntentOf<'enterCode'>,
  owner: CodeOwner | null,
  moment: Moment,
): Turn {
  const gate = codeGate(lockOf(snapshot), snapshot.wrongCodesThisHour, moment.now)
  if (!gate.isOpen) return locked(snapshot, gate.until, moment)
  if (owner === null) return wrong(snapshot, moment)
  if (!isServedBy(owner.bots, snapshot.from.bot)) return otherBot(owner, moment)
  if (owner.fullAt !== null) return botFull(owner, owner.fullAt, moment)
  const focus = { at: 'confirmLink', codeId: owner.codeId, memberId: owner.memberId } as const
  return answerWith(confirmScreen(owner, moment), [{ kind: 'converse', conversation: { focus } }])
}

/** Anything a stranger says that is no code. */
export function askForCode(moment: Moment): Turn {
  return answerWith(welcomeScreen(moment))
}
