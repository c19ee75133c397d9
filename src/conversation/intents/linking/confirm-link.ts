import { matchChoice } from '../../../domain/choice-text.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { CodeOwner, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { consentScreen } from '../../screens/consent.ts'
import { confirmScreen, linkChoices } from '../../screens/linking.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'
import { botFull } from './bot-full.ts'

/** The code is looked at once more: it may have been used meanwhile. */
export function load(tables: Tables, { account, from }: Snapshot, _intent: IntentOf<'confirmLink'>, now: Date): Promise<CodeOwner | null> {
  const { focus } = account.conversation
  return focus.at === 'confirmLink' ? tables.ownerOfCode(focus.codeId, from.bot, now) : Promise.resolve(null)
}

function linked(owner: CodeOwner, moment: Moment): Turn {
  const conversation = { focus: { at: 'consent', index: 0 } } as const
  const turn = answerWith(consentScreen(0, moment, true), [
    { kind: 'linkAccount', memberId: owner.memberId, codeId: owner.codeId },
    { kind: 'converse', conversation },
  ])
  // The consent choices will be pressed by the member this turn makes of the stranger: signed for the member.
  return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, signedFor: owner.memberId })) }
}

export function turn(_snapshot: Snapshot, { raw }: IntentOf<'confirmLink'>, owner: CodeOwner | null, moment: Moment): Turn {
  const { t } = moment
  const free = [{ kind: 'converse', conversation: { focus: { at: 'nothing' } } }] as const
  if (owner === null) return answerWith(message([problemText({ code: 'codeUsed' }, t)]), free)
  const match = matchChoice(raw.kind === 'typed' ? raw.text : raw.choice, linkChoices(moment))
  if (match.kind !== 'one') return prefaced(answerWith(confirmScreen(owner, moment)), problemText({ code: 'chooseOne', count: 2 }, t))
  if (match.index === 0 && owner.fullAt !== null) return { ...botFull(owner, owner.fullAt, moment), changes: free }
  return match.index === 0 ? linked(owner, moment) : answerWith(message([t('linking.notMe')]), free)
}
