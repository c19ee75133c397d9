import { matchChoice } from '../../../domain/choice-text.ts'
import type { Reply } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { CodeOwner, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { isServedBy } from '../../screens/bots.ts'
import { consentScreen } from '../../screens/consent.ts'
import { confirmScreen, linkChoices } from '../../screens/linking.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, prefaced, tellSecretary, type Turn } from '../../turn.ts'
import { consentFocus } from '../consent/answer-consent.ts'
import { botFull } from './bot-full.ts'
import { otherBot } from './enter-code.ts'

/** The code is looked at once more: it may have been used meanwhile. */
export function load(
  tables: Tables,
  { account, from }: Snapshot,
  _intent: IntentOf<'confirmLink'>,
  now: Date,
): Promise<CodeOwner | null> {
  const { focus } = account.conversation
  return focus.at === 'confirmLink'
    ? tables.ownerOfCode(focus.codeId, from.bot, now)
    : Promise.resolve(null)
}

/**
 * Where else the member is linked by a bot that serves the branch, reminders go on going there
 * until they say otherwise.
 */
function placeLine({ bots, linkedBots }: CodeOwner, bot: string, { t }: Moment): string | null {
  const others = linkedBots.filter((other) => other !== bot)
  if (others.length === 0) return null
  return t(
    others.some((other) => isServedBy(bots, other)) ? 'linking.alsoElsewhere' : 'linking.movedHere',
  )
}

/**
 * A second account of one bot takes the first one's place. Whoever did that with a stolen code is
 * found out by the secretary.
 */
function tellOfChange(
  owner: CodeOwner,
  { member, from }: Snapshot,
  moment: Moment,
): readonly Reply[] {
  const { memberId, branchId, codeId, name, linkedBots } = owner
  if (!linkedBots.includes(from.bot) || member?.id === memberId) return []
  return [
    tellSecretary(
      branchId,
      (t) => t('linking.accountChanged', { name }),
      moment,
      `account-changed:${codeId}`,
    ),
  ]
}

function linked(owner: CodeOwner, snapshot: Snapshot, moment: Moment): Turn {
  const conversation = { focus: consentFocus(0, moment) }
  const turn = prefaced(
    answerWith(consentScreen(0, moment, true)),
    placeLine(owner, snapshot.from.bot, moment),
    [
      { kind: 'linkAccount', memberId: owner.memberId, codeId: owner.codeId, seats: owner.seats },
      { kind: 'converse', conversation },
    ],
  )
  // The consent choices will be pressed by the member this turn makes of the stranger: signed for
  // the member.
  const replies = turn.replies.map((reply) => ({ ...reply, signedFor: owner.memberId }))
  return { ...turn, replies: [...replies, ...tellOfChange(owner, snapshot, moment)] }
}

export function turn(
  snapshot: Snapshot,
  { raw }: IntentOf<'confirmLink'>,
  owner: CodeOwner | null,
  moment: Moment,
): Turn {
  const { t } = moment
  const free = [{ kind: 'converse', conversation: { focus: { at: 'nothing' } } }] as const
  if (owner === null) return answerWith(message([problemText({ code: 'codeUsed' }, t)]), free)
  const match = matchChoice(raw.kind === 'typed' ? raw.text : raw.choice, linkChoices(moment))
  if (match.kind !== 'one')
    return prefaced(
      answerWith(confirmScreen(owner, moment)),
      problemText({ code: 'chooseOne', count: 2 }, t),
    )
  // The branch may have been moved while the question was open.
  if (!isServedBy(owner.bots, snapshot.from.bot))
    return prefaced(otherBot(owner, moment), null, free)
  if (match.index === 0 && owner.fullAt !== null)
    return { ...botFull(owner, owner.fullAt, moment), changes: free }
  return match.index === 0
    ? linked(owner, snapshot, moment)
    : answerWith(message([t('linking.notMe')]), free)
}
