// The notice, purpose by purpose. What is not agreed to is not done; no question is asked before
// all are answered.
import { matchChoice } from '../../../domain/choice-text.ts'
import type { Focus } from '../../../domain/conversation.ts'
import { noticeTag } from '../../../domain/questionnaire.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { hasAnsweredNotice } from '../../consented.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { consentScreen } from '../../screens/consent.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { yesNo } from '../../yes-no.ts'
import { afterConsent } from './after-consent.ts'

function readVerdict(raw: RawAnswer, moment: Moment): boolean | null {
  if (raw.kind === 'pressed') return raw.choice === 'y'
  const match = matchChoice(
    raw.text,
    yesNo(moment.t('consent.agree'), moment.t('consent.notNow'), moment),
  )
  return match.kind === 'one' ? match.index === 0 : null
}

/** Where a person is while a purpose is asked, and in which words it is. */
export function consentFocus(
  index: number,
  { library: { notice } }: Moment,
  isAgain = false,
): Focus {
  return { at: 'consent', index, notice: noticeTag(notice), ...(isAgain ? { isAgain } : {}) }
}

function ask(snapshot: Snapshot, index: number, isAgain: boolean, moment: Moment): Turn {
  const focus = consentFocus(index, moment, isAgain)
  const conversation = { ...snapshot.account.conversation, focus }
  return answerWith(consentScreen(index, moment, index === 0), [{ kind: 'converse', conversation }])
}

/**
 * Shows the first purpose not yet answered under the notice in force; when all are, goes through
 * them once more.
 */
export function beginConsent(snapshot: Snapshot, moment: Moment): Turn {
  const open = moment.library.notice.purposes.findIndex(
    ({ id }) => snapshot.member?.consents.has(id) !== true,
  )
  return open < 0 ? ask(snapshot, 0, true, moment) : ask(snapshot, open, false, moment)
}

/** "quay lại": the purpose before, to be answered anew; the newest answer counts. */
export function goBack(snapshot: Snapshot, moment: Moment): Turn {
  const { focus } = snapshot.account.conversation
  if (focus.at !== 'consent') return beginConsent(snapshot, moment)
  const turn = ask(snapshot, Math.max(0, focus.index - 1), focus.isAgain === true, moment)
  return focus.index === 0 ? prefaced(turn, moment.t('consent.atStart')) : turn
}

function granted(
  snapshot: Snapshot,
  index: number,
  isGranted: boolean,
  { library: { notice } }: Moment,
): Change | null {
  const purpose = notice.purposes[index]
  if (snapshot.member === null || purpose === undefined) return null
  return {
    kind: 'consent',
    memberId: snapshot.member.id,
    notice,
    purpose: purpose.id,
    isGranted,
  }
}

export function turn(
  snapshot: Snapshot,
  { raw, index, notice }: IntentOf<'answerConsent'>,
  moment: Moment,
): Turn {
  // A yes to other words is no yes to these, which were not shown.
  if (notice !== noticeTag(moment.library.notice))
    return prefaced(beginConsent(snapshot, moment), moment.t('consent.otherWords'))
  const { focus } = snapshot.account.conversation
  const isAgain = focus.at === 'consent' && focus.isAgain === true
  const verdict = readVerdict(raw, moment)
  if (verdict === null)
    return prefaced(
      ask(snapshot, index, isAgain, moment),
      problemText({ code: 'chooseOne', count: 2 }, moment.t),
    )
  const change = granted(snapshot, index, verdict, moment)
  if (change?.kind !== 'consent' || snapshot.member === null) return silence
  const wasComplete = hasAnsweredNotice(snapshot, moment.library)
  const consents = new Map([...snapshot.member.consents, [change.purpose, verdict] as const])
  const after = { ...snapshot, member: { ...snapshot.member, consents } }
  if (!hasAnsweredNotice(after, moment.library))
    return prefaced(beginConsent(after, moment), null, [change])
  const hasMore =
    isAgain && index === focus.index && index + 1 < moment.library.notice.purposes.length
  if (hasMore) return prefaced(ask(after, index + 1, true, moment), null, [change])
  return prefaced(afterConsent(after, moment, wasComplete), null, [change])
}
