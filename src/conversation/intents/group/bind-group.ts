// A group becomes a branch's: the secretary asks privately, gets a code, and types it in the group.
import type { Snapshot } from '../../../store/snapshot.ts'
import type { GroupCodeOwner, Tables } from '../../../store/tables.ts'
import { formatCode } from '../../../domain/code.ts'
import { afterWrongTry, codeGate } from '../../../domain/lockout.ts'
import type { IntentOf } from '../../intent.ts'
import { botLines, hearsMentionsOnly, isServedBy } from '../../screens/bots.ts'
import { office } from '../../office.ts'
import { answerWith, message, type Moment, say, tellSecretary, type Turn } from '../../turn.ts'

/** A group code is typed at once; it lives a day. */
const codeLifeMs = 24 * 3_600_000

export function giveCode(snapshot: Snapshot, moment: Moment): Turn {
  const allowed = office(snapshot, 'bindGroup', moment)
  if (!allowed.isAllowed) return allowed.turn
  const code = moment.code()
  const issue = {
    kind: 'issueCode',
    purpose: 'group',
    branchId: allowed.branch.id,
    memberId: null,
    code,
    expiresAt: new Date(moment.now.getTime() + codeLifeMs),
  } as const
  const key = allowed.branch.hasGroup ? 'group.codeAgain' : 'group.code'
  const typed = moment.t(key, { code: formatCode(code), typed: `/nhom ${code}` })
  const mention = allowed.branch.bots.some(hearsMentionsOnly) ? moment.t('group.mention') : null
  return answerWith(message([typed, mention]), [issue, ...allowed.audit])
}

export function load(
  tables: Tables,
  { from }: Snapshot,
  { code }: IntentOf<'bindGroup'>,
  now: Date,
): Promise<GroupCodeOwner | null> {
  return code === '' ? Promise.resolve(null) : tables.groupOfCode(code, from.bot, now)
}

/** The bot serves all the groups its plan allows: the code stays valid, for another bot. */
function groupFull(
  { codeId, branchId, branch }: GroupCodeOwner,
  limit: number,
  moment: Moment,
): Turn {
  const told = tellSecretary(
    branchId,
    (t) => t('budget.groupFullPrivately', { branch, limit }),
    moment,
    `group-full:${codeId}`,
  )
  return { changes: [], replies: [say({ text: moment.t('budget.groupFull', { limit }) }), told] }
}

/** Counted for this person in this group: nobody else's right code waits for it. */
function wrong({ groupLock }: Snapshot, { t, now }: Moment): Turn {
  const { wrongTries, lockedUntil } = afterWrongTry(groupLock, now)
  return answerWith({ text: t('group.wrongCode') }, [
    { kind: 'countGroupCode', wrongTries, wrongSince: now, lockedUntil },
  ])
}

/**
 * Typed in the group. Whoever types it needs the code and nothing else: it was given to the
 * secretary alone.
 */
export function bind(
  snapshot: Snapshot,
  { code }: IntentOf<'bindGroup'>,
  owner: GroupCodeOwner | null,
  moment: Moment,
): Turn {
  const { t, now } = moment
  const { from, groupLock } = snapshot
  const gate = codeGate(groupLock, now)
  if (!gate.isOpen) {
    const minutes = Math.ceil((gate.until.getTime() - now.getTime()) / 60_000)
    return answerWith({ text: t('group.lockedOut', { minutes }) })
  }
  // What cannot be a code at all is no guess.
  if (code === '') return answerWith({ text: t('group.wrongCode') })
  if (owner === null) return wrong(snapshot, moment)
  if (!isServedBy(owner.bots, from.bot))
    return answerWith({ text: t('group.otherBot', { bots: botLines(owner.bots, t) }) })
  if (owner.fullAt !== null) return groupFull(owner, owner.fullAt, moment)
  const { branchId, codeId, seats } = owner
  const told = tellSecretary(
    branchId,
    (own) => own('group.boundPrivately', { branch: owner.branch }),
    moment,
    `group-bound:${codeId}`,
  )
  const greeting = t('group.bound', { branch: owner.branch })
  const isMentioned = owner.bots.some((bot) => bot.id === from.bot && hearsMentionsOnly(bot))
  const said = {
    to: { kind: 'here' },
    message: { text: isMentioned ? `${greeting}\n${t('group.mention')}` : greeting },
    class: 'groupNotice',
    dedupeKey: `group-greeting:${codeId}`,
  } as const
  return {
    changes:
      from.kind === 'group' ? [{ kind: 'bindGroup', branchId, codeId, title: null, seats }] : [],
    replies: [said, told],
  }
}
