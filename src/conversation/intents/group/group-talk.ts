// The little that is said in a group, and what happens to the group itself, told to the secretary in private.
import type { Change, Reply } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { scheduleLine } from '../../screens/schedule.ts'
import { answerWith, message, type Moment, silence, type Turn } from '../../turn.ts'

export function schedule(snapshot: Snapshot, moment: Moment): Turn {
  if (snapshot.group === null || snapshot.group.state === 'removed') return answerWith({ text: moment.t('group.notBound') })
  return answerWith({ text: scheduleLine({ ...snapshot, round: null }, moment) })
}

export function help({ t }: Moment): Turn {
  return answerWith({ text: t('group.help') })
}

/** An answer typed in the group by mistake: nothing is kept or said there, the person is told privately, without content. */
export function hint({ member }: Snapshot, { t }: Moment): Turn {
  if (member === null) return silence
  return { changes: [], replies: [{ to: { kind: 'member', memberId: member.id }, message: message([t('group.mistake')]), class: 'reply' }] }
}

function tell(snapshot: Snapshot, text: string, changes: readonly Change[]): Turn {
  const branchId = snapshot.group?.branchId
  const replies: readonly Reply[] =
    branchId === undefined ? [] : [{ to: { kind: 'secretary', branchId }, message: message([text]), class: 'prompt' }]
  return { changes, replies }
}

/** The bot was removed from the group, or let in again. */
export function standing(snapshot: Snapshot, intent: IntentOf<'groupStanding'>, { t }: Moment): Turn {
  const { group } = snapshot
  if (group === null) return intent.standing === 'joined' ? answerWith({ text: t('group.hello') }) : silence
  if (intent.standing === 'removed') return tell(snapshot, t('group.removed'), [{ kind: 'removeGroup', groupId: group.id }])
  return group.state === 'removed' ? tell(snapshot, t('group.restored'), [{ kind: 'restoreGroup', groupId: group.id }]) : silence
}

export function renamed(snapshot: Snapshot, { title }: IntentOf<'groupRenamed'>, { t }: Moment): Turn {
  const { group } = snapshot
  return group === null ? silence : tell(snapshot, t('group.renamed', { title }), [{ kind: 'renameGroup', groupId: group.id, title }])
}

export function migrated(snapshot: Snapshot, { toChat }: IntentOf<'groupMigrated'>, { t }: Moment): Turn {
  const { group } = snapshot
  return group === null ? silence : tell(snapshot, t('group.migrated'), [{ kind: 'migrateGroup', groupId: group.id, toChat }])
}
