import { matchChoice } from '../../../domain/choice-text.ts'
import type { Standing } from '../../../domain/link-reach.ts'
import type { Change, LinkOf, Reply } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { CodeOwner, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { isServedBy } from '../../screens/bots.ts'
import { consentScreen } from '../../screens/consent.ts'
import {
  confirmScreen,
  linkChoices,
  newChatNotice,
  newChatScreen,
  objectChoices,
} from '../../screens/linking.ts'
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
): Promise<CodeOwner | 'sheet' | null> {
  const { focus } = account.conversation
  return focus.at === 'confirmLink'
    ? tables.ownerOfCode(focus.codeId, from.bot, now)
    : Promise.resolve(null)
}

/** The member's first chat, one after it, or the one that is theirs already. */
function linkOf({ memberId, hadChat }: CodeOwner, { member }: Snapshot): LinkOf {
  if (member?.id === memberId) return 'sameChat'
  return hadChat ? 'again' : 'firstChat'
}

/**
 * Whoever did this with a stolen code is found out: the member's other chats hear of it at once, at
 * any hour, and may end it, and their secretary hears of it too.
 */
function tellOfChange(
  { memberId, branchId, codeId, name }: CodeOwner,
  moment: Moment,
): { readonly changes: readonly Change[]; readonly replies: readonly Reply[] } {
  const { vi, en } = moment.library.words
  const told = (standing: Standing): Reply => {
    const screen = standing === 'whole' ? newChatScreen : newChatNotice
    const inLanguages = {
      vi: screen(codeId, { ...moment, t: vi }),
      en: screen(codeId, { ...moment, t: en }),
    }
    return {
      to: { kind: 'otherChats', memberId, standing },
      message: inLanguages.vi,
      inLanguages,
      class: 'reply',
      dedupeKey: `linked-again:${codeId}`,
    }
  }
  const secretary = tellSecretary(
    branchId,
    (t) => t('linking.accountChanged', { name }),
    moment,
    `account-changed:${codeId}`,
  )
  return {
    changes: [{ kind: 'offerObjection', memberId, menu: objectChoices(codeId, moment) }],
    replies: [told('whole'), told('again'), secretary],
  }
}

/** What a chat linked again hears before anything else: what is closed, and who was told. */
function againLine({ reached }: CodeOwner, { t }: Moment): string {
  const told = reached === 0 ? t('linking.noneTold') : t('linking.othersTold', { count: reached })
  return [t('linking.again'), told].join(' ')
}

function linked(owner: CodeOwner, snapshot: Snapshot, moment: Moment): Turn {
  const { memberId, branchId, codeId, seats } = owner
  const of = linkOf(owner, snapshot)
  const conversation = { focus: consentFocus(0, moment) }
  const line = of === 'again' ? againLine(owner, moment) : null
  const turn = prefaced(answerWith(consentScreen(0, moment, true)), line, [
    { kind: 'linkAccount', memberId, codeId, of, seats },
    { kind: 'converse', conversation },
    {
      kind: 'audit',
      deed: 'linkChat',
      branchId,
      subjectMemberId: memberId,
      isAllowed: true,
      ...(of === 'sameChat' ? {} : { isStranger: true }),
    },
  ])
  // The consent choices will be pressed by the member this turn makes of the stranger: signed for
  // the member.
  const replies = turn.replies.map((reply) => ({ ...reply, signedFor: memberId }))
  if (of !== 'again') return { ...turn, replies }
  const told = tellOfChange(owner, moment)
  return {
    changes: [...turn.changes, ...told.changes],
    replies: [...replies, ...told.replies],
  }
}

export function turn(
  snapshot: Snapshot,
  { raw }: IntentOf<'confirmLink'>,
  owner: CodeOwner | 'sheet' | null,
  moment: Moment,
): Turn {
  const { t } = moment
  const free = [{ kind: 'converse', conversation: { focus: { at: 'nothing' } } }] as const
  if (owner === null || owner === 'sheet') {
    const code = owner === null ? 'codeUsed' : 'sheetCode'
    return answerWith(message([problemText({ code }, t)]), free)
  }
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
