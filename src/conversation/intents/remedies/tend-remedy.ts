// A promise tended outside the sheet: from its reminder or from the list.
import { localOf } from '../../../domain/local-time.ts'
import { parseDueDate } from '../../../domain/typed-date.ts'
import { dueDateChoices } from '../../../domain/due-date.ts'
import { matchChoice } from '../../../domain/choice-text.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { formatDate, formatShortDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { RemedyView, Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf, RawAnswer } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { remediesScreen, remedyChoices, remedyLine } from '../../screens/remedies.ts'
import { checkText } from '../../sheet/read-answer.ts'
import { answerWith, choice, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'

/** Moves that need no reason (issue "the main job", §3): the third asks for one. */
const freeMoves = 2

export function list({ remedies }: Snapshot, { number }: IntentOf<'listRemedies'>, moment: Moment): Turn {
  const open = remedies.filter(({ status }) => status === 'open' || status === 'inProgress' || status === 'noMeasure')
  const picked = number === null ? undefined : open[number - 1]
  if (picked === undefined) return answerWith(remediesScreen(open, moment))
  return answerWith(message([remedyLine(picked, moment), moment.t('sheet.promise.question')], remedyChoices(picked.id, moment)))
}

function remember(snapshot: Snapshot, focus: Snapshot['account']['conversation']['focus']): Change {
  return { kind: 'converse', conversation: { ...snapshot.account.conversation, focus } }
}

function release(snapshot: Snapshot): Change {
  return remember(snapshot, { at: 'nothing' })
}

function dates({ branch, meeting }: Snapshot, { now, t }: Moment): readonly { readonly id: LocalDate; readonly label: string }[] {
  const today = localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date
  return dueDateChoices(today, meeting?.date ?? null).map(({ id, date }) => ({
    id: date,
    label: t(`sheet.due.choices.${id}`, { date: formatShortDate(date) }),
  }))
}

function askDate(snapshot: Snapshot, remedyId: string, moment: Moment): Turn {
  const choices = dates(snapshot, moment).map(({ id, label }) => choice(label, { kind: 'say', text: formatDate(id) }))
  return answerWith(message([moment.t('sheet.promise.newDate'), moment.t('sheet.due.hint')], choices), [
    remember(snapshot, { at: 'remedy', remedyId, part: 'due' }),
  ])
}

export function load(tables: Tables, { member }: Snapshot, { remedyId }: IntentOf<'tendRemedy'>): Promise<RemedyView | null> {
  return member === null ? Promise.resolve(null) : tables.remedy(member.id, remedyId)
}

/** One of the four answers to "đến nay đã làm được chưa". The remedy is looked up as the member's own. */
export function tend(snapshot: Snapshot, { verb }: IntentOf<'tendRemedy'>, remedy: RemedyView | null, moment: Moment): Turn {
  const { t } = moment
  if (snapshot.member === null) return silence
  if (remedy === null || remedy.status === 'withdrawn') return answerWith(message([problemText({ code: 'remedyGone' }, t)]))
  const base = { kind: 'moveRemedy', remedyId: remedy.id, memberId: snapshot.member.id } as const
  const quiet: Change = { kind: 'dropPrompts', memberId: snapshot.member.id, mergeKey: `remedy:${remedy.id}` }
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
      return answerWith(message([t('remedies.inProgress')]), [{ ...base, status: 'inProgress' }, quiet])
    case 'drop':
      return answerWith(message([t('remedies.dropped')]), [{ ...base, status: 'dropped' }, quiet])
    case 'move':
      if (remedy.moves < freeMoves) return askDate(snapshot, remedy.id, moment)
      return answerWith(message([t('sheet.promise.reason')]), [remember(snapshot, { at: 'remedy', remedyId: remedy.id, part: 'reason' })])
  }
}

function giveResult(snapshot: Snapshot, raw: RawAnswer, remedyId: string, moment: Moment): Turn {
  const memberId = snapshot.member?.id ?? ''
  if (raw.kind === 'pressed') return answerWith(message([moment.t('remedies.done')]), [release(snapshot)])
  const problem = checkText(raw.text, moment.library.screening)
  if (problem !== null) return answerWith(message([problemText(problem, moment.t), moment.t('sheet.promise.result')]))
  return answerWith(message([moment.t('remedies.doneWithResult')]), [
    { kind: 'moveRemedy', remedyId, memberId, status: 'done', result: raw.text.trim() },
    release(snapshot),
  ])
}

function giveDate(snapshot: Snapshot, text: string, remedyId: string, moment: Moment): Turn {
  const { t, now } = moment
  const choices = dates(snapshot, moment)
  const match = matchChoice(text, choices, { hasFreeText: true })
  const today = localOf(now, snapshot.branch?.zone ?? 'Asia/Ho_Chi_Minh').date
  const picked = match.kind === 'one' ? choices[match.index]?.id : undefined
  const typed = picked === undefined ? parseDueDate(text, today) : ({ ok: true, date: picked } as const)
  if (!typed.ok) return prefaced(askDate(snapshot, remedyId, moment), problemText({ code: typed.reason, typed: text.slice(0, 40) }, t))
  const moves = (snapshot.remedies.find(({ id }) => id === remedyId)?.moves ?? 0) + 1
  const moved: Change = { kind: 'moveRemedy', remedyId, memberId: snapshot.member?.id ?? '', status: 'open', dueOn: typed.date, moves }
  const quiet: Change = { kind: 'dropPrompts', memberId: snapshot.member?.id ?? '', mergeKey: `remedy:${remedyId}` }
  return answerWith(message([t('sheet.promise.moved', { date: formatDate(typed.date) })]), [moved, quiet, release(snapshot)])
}

/** What follows a tended promise: its result, the reason of a third move, the new date. */
export function answer(snapshot: Snapshot, { raw }: IntentOf<'answerRemedy'>, moment: Moment): Turn {
  const { focus } = snapshot.account.conversation
  if (focus.at !== 'remedy' || snapshot.member === null) return silence
  if (focus.part === 'result') return giveResult(snapshot, raw, focus.remedyId, moment)
  const text = raw.kind === 'typed' ? raw.text : ''
  if (focus.part === 'due') return giveDate(snapshot, text, focus.remedyId, moment)
  const problem = checkText(text, moment.library.screening)
  if (problem !== null || text.trim() === '')
    return answerWith(message([problem === null ? null : problemText(problem, moment.t), moment.t('sheet.promise.reason')]))
  return askDate(snapshot, focus.remedyId, moment)
}
