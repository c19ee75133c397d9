// The little that is said in a group, and what happens to the group itself, told to the secretary
// in private.
import { fold } from '../../../domain/folded-words.ts'
import { review } from '../../../domain/course.ts'
import type { Translator } from '../../../i18n/translator.ts'
import type { Change } from '../../../store/change.ts'
import type { GroupView, Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { scheduleLine } from '../../screens/schedule.ts'
import { hasSheet } from '../../sheet/course.ts'
import { promptOf } from '../../sheet/ask-step.ts'
import { answerWith, message, type Moment, silence, tellSecretary, type Turn } from '../../turn.ts'

export function schedule(snapshot: Snapshot, moment: Moment): Turn {
  if (snapshot.group === null || snapshot.group.state === 'removed')
    return answerWith({ text: moment.t('group.notBound') })
  return answerWith({ text: scheduleLine({ ...snapshot, round: null }, moment) })
}

export function help({ t }: Moment): Turn {
  return answerWith({ text: t('group.help') })
}

/**
 * An answer typed in the group by mistake: nothing is kept or said there, the person is told
 * privately, without content.
 */
export function hint({ member }: Snapshot, { t }: Moment): Turn {
  if (member === null) return silence
  return {
    changes: [],
    replies: [
      {
        to: { kind: 'member', memberId: member.id },
        message: message([t('group.mistake')]),
        class: 'reply',
      },
    ],
  }
}

/**
 * Ordinary talk is none of ours; words that are a choice of the question this person is being asked
 * are an answer gone astray.
 */
export function words(snapshot: Snapshot, { text }: IntentOf<'groupWords'>, moment: Moment): Turn {
  const { focus } = snapshot.account.conversation
  if (focus.at !== 'sheet' || focus.step === review || !hasSheet(snapshot)) return silence
  const isChoice = promptOf(snapshot, focus.step, moment).choices.some(
    ({ label }) => fold(label) === fold(text),
  )
  return isChoice ? hint(snapshot, moment) : silence
}

function tell(
  { branchId }: GroupView,
  say: (t: Translator) => string,
  changes: readonly Change[],
  moment: Moment,
): Turn {
  return { changes, replies: [tellSecretary(branchId, say, moment)] }
}

/**
 * A group the branch has put another in the place of: what becomes of it concerns nobody any more.
 */
function isReplaced({ group, branch }: Snapshot): boolean {
  return group?.state === 'removed' && branch?.hasGroup === true
}

/** The bot was removed from the group, or let in again. */
export function standing(
  snapshot: Snapshot,
  intent: IntentOf<'groupStanding'>,
  moment: Moment,
): Turn {
  const { group } = snapshot
  const isKnown = group !== null && !isReplaced(snapshot)
  if (intent.standing === 'joined') {
    if (!isKnown) return answerWith({ text: moment.t('group.hello') })
    if (group.state !== 'removed') return silence
    return tell(
      group,
      (t) => t('group.restored'),
      [{ kind: 'restoreGroup', groupId: group.id }],
      moment,
    )
  }
  if (!isKnown || group.state !== 'bound') return silence
  return tell(
    group,
    (t) => t('group.removed'),
    [{ kind: 'removeGroup', groupId: group.id }],
    moment,
  )
}

export function renamed(
  snapshot: Snapshot,
  { title }: IntentOf<'groupRenamed'>,
  moment: Moment,
): Turn {
  const { group } = snapshot
  if (group?.state !== 'bound') return silence
  return tell(
    group,
    (t) => t('group.renamed', { title }),
    [{ kind: 'renameGroup', groupId: group.id, title }],
    moment,
  )
}

export function migrated(
  snapshot: Snapshot,
  { toChat }: IntentOf<'groupMigrated'>,
  moment: Moment,
): Turn {
  const { group } = snapshot
  if (group?.state !== 'bound') return silence
  return tell(
    group,
    (t) => t('group.migrated'),
    [{ kind: 'migrateGroup', groupId: group.id, toChat }],
    moment,
  )
}
