// A word to the committee outside the sheet: named or anonymous, for the newest round of the
// branch.
import { matchChoice } from '../../../domain/choice-text.ts'
import { localOf } from '../../../domain/local-time.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { agreesTo } from '../../consented.ts'
import type { IntentOf } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { checkText } from '../../sheet/read-answer.ts'
import {
  answerWith,
  choice,
  message,
  type Moment,
  prefaced,
  silence,
  type Turn,
} from '../../turn.ts'

const words = { named: 'co ten', anonymous: 'khong neu ten', none: 'khong co' } as const
const kinds = ['named', 'anonymous', 'none'] as const

function focusing(snapshot: Snapshot, focus: Snapshot['account']['conversation']['focus']): Change {
  return { kind: 'converse', conversation: { ...snapshot.account.conversation, focus } }
}

export function begin(snapshot: Snapshot, moment: Moment): Turn {
  const { t } = moment
  if (snapshot.branch === null || snapshot.round === null)
    return answerWith(message([problemText({ code: 'noRound' }, t)]))
  if (!snapshot.branch.isVoiceOpen)
    return answerWith(message([problemText({ code: 'voiceClosed' }, t)]))
  if (!agreesTo(snapshot, 'store'))
    return answerWith(message([problemText({ code: 'storeNotAgreed' }, t)]))
  const choices = kinds.map((kind) =>
    choice(t(`voice.choices.${kind}`), { kind: 'say', text: words[kind] }),
  )
  return answerWith(message([t('voice.ask'), t('sheet.seenBy.committee')], choices), [
    focusing(snapshot, { at: 'voice' }),
  ])
}

function choose(snapshot: Snapshot, text: string, moment: Moment): Turn {
  const { t } = moment
  const byWord = kinds.findIndex((kind) => words[kind] === text)
  const match =
    byWord < 0
      ? matchChoice(
          text,
          kinds.map((kind) => ({
            label: t(`voice.choices.${kind}`),
            also: t(`voice.also.${kind}`).split('|'),
          })),
        )
      : ({ kind: 'one', index: byWord } as const)
  if (match.kind !== 'one')
    return prefaced(
      begin(snapshot, moment),
      problemText({ code: 'chooseOne', count: kinds.length }, t),
    )
  if (match.index === 2)
    return answerWith(message([t('voice.dropped')]), [focusing(snapshot, { at: 'nothing' })])
  const isAnonymous = match.index === 1
  return answerWith(message([t(isAnonymous ? 'voice.writeAnonymous' : 'voice.writeNamed')]), [
    focusing(snapshot, { at: 'voice', isAnonymous }),
  ])
}

export function answer(snapshot: Snapshot, { raw }: IntentOf<'answerVoice'>, moment: Moment): Turn {
  const { focus } = snapshot.account.conversation
  const { member, branch, round } = snapshot
  if (focus.at !== 'voice' || member === null || branch === null || round === null) return silence
  const text = raw.kind === 'typed' ? raw.text : raw.choice
  if (focus.isAnonymous === undefined) return choose(snapshot, text, moment)
  if (text === 'submit')
    return answerWith(
      message([moment.t(focus.isAnonymous ? 'voice.writeAnonymous' : 'voice.writeNamed')]),
    )
  if (raw.kind === 'pressed')
    return answerWith(message([moment.t('voice.dropped')]), [focusing(snapshot, { at: 'nothing' })])
  const problem = checkText(text, moment.library.screening)
  if (problem !== null) {
    const isCounted = problem.code !== 'textTooLong'
    const counted: readonly Change[] = isCounted
      ? [
          {
            kind: 'countRefusedText',
            reason: problem.code,
            localDate: localOf(moment.now, branch.zone).date,
          },
        ]
      : []
    return prefaced(
      answerWith(
        message([moment.t(focus.isAnonymous ? 'voice.writeAnonymous' : 'voice.writeNamed')]),
      ),
      problemText(problem, moment.t),
      counted,
    )
  }
  const memberId = focus.isAnonymous ? null : member.id
  const kept = message([moment.t(focus.isAnonymous ? 'voice.keptAnonymous' : 'voice.keptNamed')])
  return answerWith(kept, [
    { kind: 'addVoice', branchId: branch.id, roundId: round.id, memberId, text: text.trim() },
    focusing(snapshot, { at: 'nothing' }),
  ])
}
