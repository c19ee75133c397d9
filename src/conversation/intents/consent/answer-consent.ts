// The notice, purpose by purpose. What is not agreed to is not done; no question is asked before all are answered.
import { matchChoice } from '../../../domain/choice-text.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { hasAnsweredNotice } from '../../consented.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { consentScreen } from '../../screens/consent.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { afterConsent } from './after-consent.ts'

function readVerdict(raw: RawAnswer, { t }: Moment): boolean | null {
  if (raw.kind === 'pressed') return raw.choice === 'y'
  const match = matchChoice(raw.text, [{ label: t('consent.agree') }, { label: t('consent.notNow') }])
  return match.kind === 'one' ? match.index === 0 : null
}

/** Shows the first purpose not yet answered under the notice in force. */
export function beginConsent(snapshot: Snapshot, moment: Moment): Turn {
  const { notice } = moment.library
  const open = notice.purposes.findIndex(({ id }) => snapshot.member?.consents.has(id) !== true)
  const index = Math.max(0, open)
  return answerWith(consentScreen(index, moment, index === 0), [
    { kind: 'converse', conversation: { ...snapshot.account.conversation, focus: { at: 'consent', index } } },
  ])
}

function granted(snapshot: Snapshot, index: number, isGranted: boolean, { library: { notice } }: Moment): Change | null {
  const purpose = notice.purposes[index]
  if (snapshot.member === null || purpose === undefined) return null
  return {
    kind: 'consent',
    memberId: snapshot.member.id,
    noticeVersion: notice.version,
    noticeHash: notice.hash,
    purpose: purpose.id,
    isGranted,
  }
}

export function turn(snapshot: Snapshot, { raw, index }: IntentOf<'answerConsent'>, moment: Moment): Turn {
  const verdict = readVerdict(raw, moment)
  if (verdict === null) return prefaced(beginConsent(snapshot, moment), problemText({ code: 'notUnderstood', count: 2 }, moment.t))
  const change = granted(snapshot, index, verdict, moment)
  if (change?.kind !== 'consent' || snapshot.member === null) return silence
  const wasComplete = hasAnsweredNotice(snapshot, moment.library)
  const consents = new Map([...snapshot.member.consents, [change.purpose, verdict] as const])
  const after = { ...snapshot, member: { ...snapshot.member, consents } }
  if (!hasAnsweredNotice(after, moment.library)) return prefaced(beginConsent(after, moment), null, [change])
  return wasComplete
    ? prefaced(afterConsent(after, moment, true), null, [change])
    : prefaced(afterConsent(after, moment, false), null, [change])
}
