// A promise tended outside the sheet: from its reminder or from the list.
import { freeMoves } from '../../../domain/remedy.ts'
import { parseDueDate } from '../../../domain/typed-date.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { RemedyView, Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { remediesScreen, remedyChoices, remedyLine } from '../../screens/remedies.ts'
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
import * as plan from './plan-remedy.ts'
import { askDate, pickedDate, release, remember, todayOf } from './remedy-date.ts'

/** How many tasks of the branch wait for the member beside their own promises. */
export function loadTasks(tables: Tables, { member, branch }: Snapshot): Promise<number> {
  return member === null || branch === null
    ? Promise.resolve(0)
    : tables.openTaskCount(branch.id, member.id)
}

export function list(
  { remedies }: Snapshot,
  { number }: IntentOf<'listRemedies'>,
  tasks: number,
  moment: Moment,
): Turn {
  const open = remedies.filter(
    ({ status }) => status === 'open' || status === 'inProgress' || status === 'noMeasure',
  )
  const picked = number === null ? undefined : open[number - 1]
  if (picked === undefined) return answerWith(remediesScreen(open, tasks, moment))
  return answerWith(
    message(
      [remedyLine(picked, moment), moment.t('sheet.promise.question')],
      remedyChoices(picked, moment),
    ),
  )
}

export function load(
  tables: Tables,
  { member }: Snapshot,
  { remedyId }: IntentOf<'tendRemedy'>,
): Promise<RemedyView | null> {
  return member === null ? Promise.resolve(null) : tables.remedy(member.id, remedyId)
}

/**
 * One of the four answers to "đến nay đã làm được chưa". The remedy is looked up as the member's
 * own.
 */
export function tend(
  snapshot: Snapshot,
  { verb }: IntentOf<'tendRemedy'>,
  remedy: RemedyView | null,
  moment: Moment,
): Turn {
  const { t } = moment
  if (snapshot.member === null) return silence
  if (remedy === null || remedy.status === 'withdrawn')
    return answerWith(message([problemText({ code: 'remedyGone' }, t)]))
  const base = { kind: 'moveRemedy', remedyId: remedy.id, memberId: snapshot.member.id } as const
  const quiet: Change = {
    kind: 'dropPrompts',
    memberId: snapshot.member.id,
    mergeKey: `remedy:${remedy.id}`,
  }
  switch (verb) {
    case 'done': {
      const skip = choice(t('sheet.choices.skip'), { kind: 'say', text: 'bo qua' })
      return answerWith(message([t('sheet.promise.result')], [skip]), [
        { ...base, status: 'done' },
        quiet,
        remember(snapshot, { at: 'remedy', remedyId: remedy.id, part: 'result' }),
      ])
    }
    case 'progress':
      return answerWith(message([t('remedies.inProgress')]), [
        { ...base, status: 'inProgress' },
        quiet,
      ])
    case 'drop':
      return answerWith(message([t('remedies.dropped')]), [{ ...base, status: 'dropped' }, quiet])
    case 'plan':
      return plan.begin(snapshot, remedy, moment)
    case 'move':
      if (remedy.moves < freeMoves) return askDate(snapshot, remedy.id, 'due', moment)
      return answerWith(message([t('sheet.promise.reason')]), [
        remember(snapshot, { at: 'remedy', remedyId: remedy.id, part: 'reason' }),
      ])
  }
}

function giveResult(snapshot: Snapshot, raw: RawAnswer, remedyId: string, moment: Moment): Turn {
  const memberId = snapshot.member?.id ?? ''
  if (raw.kind === 'pressed')
    return answerWith(message([moment.t('remedies.done')]), [release(snapshot)])
  const problem = checkText(raw.text, moment.library.screening)
  if (problem !== null)
    return answerWith(message([problemText(problem, moment.t), moment.t('sheet.promise.result')]))
  return answerWith(message([moment.t('remedies.doneWithResult')]), [
    { kind: 'moveRemedy', remedyId, memberId, status: 'done', result: raw.text.trim() },
    release(snapshot),
  ])
}

function giveDate(snapshot: Snapshot, text: string, remedyId: string, moment: Moment): Turn {
  const { t } = moment
  const picked = pickedDate(snapshot, text, moment)
  const typed =
    picked === null
      ? parseDueDate(text, todayOf(snapshot, moment))
      : ({ ok: true, date: picked } as const)
  if (!typed.ok) {
    const problem = problemText({ code: typed.reason, typed: text.slice(0, 40) }, t)
    return prefaced(askDate(snapshot, remedyId, 'due', moment), problem)
  }
  const moves = (snapshot.remedies.find(({ id }) => id === remedyId)?.moves ?? 0) + 1
  const moved: Change = {
    kind: 'moveRemedy',
    remedyId,
    memberId: snapshot.member?.id ?? '',
    status: 'open',
    dueOn: typed.date,
    moves,
  }
  const quiet: Change = {
    kind: 'dropPrompts',
    memberId: snapshot.member?.id ?? '',
    mergeKey: `remedy:${remedyId}`,
  }
  return answerWith(message([t('sheet.promise.moved', { date: formatDate(typed.date) })]), [
    moved,
    quiet,
    release(snapshot),
  ])
}

/**
 * What follows a tended promise: its result, the reason of a third move, the new date; the measure
 * that was missing, and its day.
 */
export function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerRemedy'>,
  moment: Moment,
): Turn {
  const { focus } = snapshot.account.conversation
  if (focus.at !== 'remedy' || snapshot.member === null) return silence
  if (focus.part === 'result') return giveResult(snapshot, raw, focus.remedyId, moment)
  if (focus.part === 'measure') return plan.giveMeasure(snapshot, raw, focus.remedyId, moment)
  if (focus.part === 'planDue') return plan.giveDay(snapshot, raw, focus.remedyId, moment)
  const text = raw.kind === 'typed' ? raw.text : ''
  if (focus.part === 'due') return giveDate(snapshot, text, focus.remedyId, moment)
  const problem = checkText(text, moment.library.screening)
  if (problem !== null || text.trim() === '')
    return answerWith(
      message([
        problem === null ? null : problemText(problem, moment.t),
        moment.t('sheet.promise.reason'),
      ]),
    )
  return askDate(snapshot, focus.remedyId, 'due', moment)
}
