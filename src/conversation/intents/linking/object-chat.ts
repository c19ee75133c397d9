// "Không phải tôi": a member ends the chat that somebody linked with their code.
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import {
  answerWith,
  choice,
  message,
  type Moment,
  say,
  silence,
  tellSecretary,
  type Turn,
} from '../../turn.ts'

/**
 * By the button, which names the link it was shown with; by words, the newest. A link that is no
 * more needs nothing done.
 */
export function turn(
  { member, branch, account, round }: Snapshot,
  { relink: named }: IntentOf<'objectChat'>,
  moment: Moment,
): Turn {
  const { t } = moment
  if (member === null || branch === null) return silence
  const relink = named ?? account.otherRelinks[0]
  if (relink === undefined || !account.otherRelinks.includes(relink))
    return answerWith(message([t('linking.objectedBefore')]))
  const resume =
    round?.closedAt !== null
      ? []
      : [choice(t('sheet.choices.resume'), { kind: 'sheet', round: round.number, verb: 'resume' })]
  // A secretary does not hear of themselves.
  const told = tellSecretary(
    branch.id,
    (words) => words('linking.objectedSecretary', { name: member.name }),
    moment,
    `objected:${relink}`,
  )
  return {
    changes: [
      { kind: 'endRelink', memberId: member.id, relink },
      {
        kind: 'audit',
        deed: 'objectToChat',
        branchId: branch.id,
        subjectMemberId: member.id,
        isAllowed: true,
      },
    ],
    replies: [
      say(message([t('linking.objected')], resume)),
      ...(member.role === 'secretary' ? [] : [told]),
    ],
  }
}
