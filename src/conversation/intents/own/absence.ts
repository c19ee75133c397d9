// “Vắng từ … đến …” and “về rồi”: prompts pause in between. The reason is not asked.
import { covers, cutShort, leaveOn, overlaps, parseLeave } from '../../../domain/absence.ts'
import { localOf } from '../../../domain/local-time.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { AbsenceView, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { answerWith, choice, message, type Moment, type Turn } from '../../turn.ts'

type Known = readonly AbsenceView[]

export function load(
  tables: Tables,
  { member, branch }: Snapshot,
  { now }: Moment,
): Promise<Known> {
  if (member === null || branch === null) return Promise.resolve([])
  return tables.absences(member.id, localOf(now, branch.zone).date)
}

function listed(leaves: Known, { t }: Moment): string {
  return leaves
    .map(({ from, to }) => t('absence.leave', { from: formatDate(from), to: formatDate(to) }))
    .join('; ')
}

/** The newest word counts: what overlaps with it is replaced. */
export function declare(
  snapshot: Snapshot,
  { argument }: IntentOf<'declareAbsence'>,
  known: Known,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'declareAbsence', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t, now } = moment
  const says = known.length === 0 ? null : t('absence.known', { leaves: listed(known, moment) })
  if (argument.trim() === '') return answerWith(message([says, t('absence.how')]))
  const today = localOf(now, allowed.branch.zone).date
  const typed = parseLeave(argument, today)
  if (!typed.ok)
    return answerWith(message([t(`absence.refused.${typed.reason}`, { typed: typed.typed })]))
  const { leave } = typed
  const replaced = known.filter((other) => overlaps(other, leave))
  const memberId = allowed.member.id
  const put: Change = {
    kind: 'putAbsence',
    memberId,
    leave,
    replaces: replaced.map(({ id }) => id),
  }
  // What waits for the morning would reach somebody who is away by then.
  const isGone = covers(leave, today) && leave.to > today
  const drop: readonly Change[] = isGone ? [{ kind: 'dropPrompts', memberId, mergeKey: '' }] : []
  const lines = [
    t('absence.kept', { from: formatDate(leave.from), to: formatDate(leave.to) }),
    replaced.length === 0 ? null : t('absence.replaced', { leaves: listed(replaced, moment) }),
    t('absence.whoSees'),
  ]
  return answerWith(message(lines), [put, ...drop])
}

/** Ends the absence of today; where there is none, takes back the next one. */
export function end(snapshot: Snapshot, known: Known, moment: Moment): Turn {
  const allowed = office(snapshot, 'declareAbsence', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t, now } = moment
  const today = localOf(now, allowed.branch.zone).date
  const current = leaveOn(known, today)
  const leave = current ?? known[0]
  if (leave === undefined) return answerWith(message([t('absence.none')]))
  const change: Change = {
    kind: 'endAbsence',
    absenceId: leave.id,
    memberId: allowed.member.id,
    to: cutShort(leave, today)?.to ?? null,
  }
  const { round, assessment } = snapshot
  const waits =
    round?.closedAt === null &&
    round.closesAt > now &&
    (assessment?.state === 'invited' || assessment?.state === 'inProgress')
  const sheet = waits ? [choice(t('commands.tusoi.label'), { kind: 'say', text: '/tusoi' })] : []
  const said =
    current === null
      ? t('absence.cancelled', { from: formatDate(leave.from), to: formatDate(leave.to) })
      : t('absence.ended')
  return answerWith(message([said], sheet), [change])
}
