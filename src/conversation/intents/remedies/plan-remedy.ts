// A shortcoming admitted without a measure gets one later: its words first, then its day, by the
// rules of the sheet.
import type { LocalDate } from '../../../domain/local-date.ts'
import { isUnplanned } from '../../../domain/remedy.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { RemedyView, Snapshot } from '../../../store/snapshot.ts'
import { agreesTo } from '../../consented.ts'
import type { RawAnswer } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { measureScreen } from '../../screens/remedies.ts'
import { refusalCount } from '../../sheet/refusal-count.ts'
import type { Prompt } from '../../sheet/prompt.ts'
import { readAnswer, readDate } from '../../sheet/read-answer.ts'
import { shorten } from '../../shorten.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { askDate, pickedDate, release, remember, todayOf } from './remedy-date.ts'

/** Its measure; where that was kept already, the day that is still missing. */
export function begin(snapshot: Snapshot, remedy: RemedyView, moment: Moment): Turn {
  const { t } = moment
  if (!isUnplanned(remedy)) return answerWith(message([problemText({ code: 'staleButton' }, t)]))
  if (!agreesTo(snapshot, 'store'))
    return answerWith(message([problemText({ code: 'storeNotAgreed' }, t)]))
  return remedy.measure === null
    ? askMeasure(snapshot, remedy, moment)
    : askDate(snapshot, remedy.id, 'planDue', moment)
}

function askMeasure(snapshot: Snapshot, remedy: RemedyView, moment: Moment): Turn {
  return answerWith(measureScreen(remedy, moment), [
    remember(snapshot, { at: 'remedy', remedyId: remedy.id, part: 'measure' }),
  ])
}

/** The member's own remedy that is being planned; null: done, dropped or withdrawn since. */
function planned({ remedies }: Snapshot, remedyId: string): RemedyView | null {
  return remedies.find((remedy) => remedy.id === remedyId && isUnplanned(remedy)) ?? null
}

function gone(snapshot: Snapshot, { t }: Moment): Turn {
  return answerWith(message([problemText({ code: 'remedyGone' }, t)]), [release(snapshot)])
}

/** Kept at once, still without a day, so that nothing written is lost where the day never comes. */
export function giveMeasure(
  snapshot: Snapshot,
  raw: RawAnswer,
  remedyId: string,
  moment: Moment,
): Turn {
  const {
    t,
    library: { screening },
  } = moment
  const { branch, member } = snapshot
  const remedy = planned(snapshot, remedyId)
  if (branch === null || member === null) return silence
  if (remedy === null) return gone(snapshot, moment)
  const none = { id: 'none', label: t('sheet.measure.none') }
  const prompt: Prompt = {
    step: 'measure',
    paragraphs: [],
    visibility: 'self',
    choices: [none],
    takes: 'text',
    why: null,
  }
  const read = readAnswer(
    { prompt, number: null, today: todayOf(snapshot, moment), screening },
    raw,
  )
  if (read.kind === 'problem') {
    const counted = refusalCount(read.problem, branch.zone, moment)
    return prefaced(askMeasure(snapshot, remedy, moment), problemText(read.problem, t), counted)
  }
  if (read.kind !== 'value' || read.value.kind !== 'text')
    return answerWith(message([t('remedies.plan.later')]), [release(snapshot)])
  const { cause } = remedy
  const kept = {
    kind: 'planRemedy',
    remedyId,
    memberId: member.id,
    cause,
    measure: read.value.text,
  } as const
  if (remedy.dueOn === null)
    return prefaced(askDate(snapshot, remedyId, 'planDue', moment), t('sheet.kept'), [kept])
  return answerWith(message([keptText(kept.measure, remedy.dueOn, moment)]), [
    kept,
    release(snapshot),
  ])
}

/** Its first day: no move is counted. “Quay lại” asks for the measure once more. */
export function giveDay(
  snapshot: Snapshot,
  raw: RawAnswer,
  remedyId: string,
  moment: Moment,
): Turn {
  const { t } = moment
  const remedy = planned(snapshot, remedyId)
  if (snapshot.member === null) return silence
  if (remedy === null) return gone(snapshot, moment)
  if (raw.kind === 'pressed' && raw.choice === 'back') return askMeasure(snapshot, remedy, moment)
  const text = raw.kind === 'typed' ? raw.text : ''
  const picked = pickedDate(snapshot, text, moment)
  const read = picked === null ? readDate(text, todayOf(snapshot, moment)) : null
  if (read?.kind === 'problem')
    return prefaced(askDate(snapshot, remedyId, 'planDue', moment), problemText(read.problem, t))
  const dueOn =
    picked ?? (read?.kind === 'value' && read.value.kind === 'date' ? read.value.date : null)
  if (dueOn === null) return silence
  const status = remedy.status === 'inProgress' ? 'inProgress' : 'open'
  return answerWith(message([keptText(remedy.measure ?? '', dueOn, moment)]), [
    { kind: 'moveRemedy', remedyId, memberId: snapshot.member.id, status, dueOn },
    { kind: 'dropPrompts', memberId: snapshot.member.id, mergeKey: `remedy:${remedyId}` },
    release(snapshot),
  ])
}

function keptText(measure: string, dueOn: LocalDate, { t }: Moment): string {
  return t('sheet.remedyKept', { measure: shorten(measure), date: formatDate(dueOn) })
}
