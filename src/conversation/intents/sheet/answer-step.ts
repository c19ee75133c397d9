import type { AnswerValue } from '../../../domain/answer.ts'
import { type OpenSheet, type StepKey } from '../../../domain/conversation.ts'
import { allSteps, numberOf, partOf, stepAfter } from '../../../domain/course.ts'
import { localOf } from '../../../domain/local-time.ts'
import type { Problem } from '../../../domain/problems.ts'
import { isSameText } from '../../../domain/tempo.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { problemText } from '../../screens/problem.ts'
import { ask, askOpen } from '../../sheet/advance.ts'
import { answered, conversing, courseOf, hasSheet, type SheetSnapshot } from '../../sheet/course.ts'
import { effectsOf, keptAnswers } from '../../sheet/effects.ts'
import { promptOf } from '../../sheet/ask-step.ts'
import { readAnswer } from '../../sheet/read-answer.ts'
import { refusalCount } from '../../sheet/refusal-count.ts'
import { shorten } from '../../shorten.ts'
import { type Moment, prefaced, type Turn } from '../../turn.ts'
import { refuseSheet } from './open-sheet.ts'

/**
 * Texts of the member's round before this one, to notice the same words again. Read only when a
 * text was given.
 */
type LastTexts = readonly string[]

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'answerStep'>,
): Promise<LastTexts> {
  const isText = intent.raw.kind === 'typed' && ['text', 'measure'].includes(partOf(intent.step))
  if (!isText || snapshot.member === null || snapshot.round === null) return []
  return tables.textsBefore(snapshot.member.id, snapshot.round.id)
}

/** The question stays open; a text that must not be kept is counted, without content. */
export function repeatAfter(snapshot: SheetSnapshot, problem: Problem, moment: Moment): Turn {
  const { step, isEditing, isAnonymous } = snapshot.account.conversation.sheet ?? {}
  const flags = {
    ...(isEditing === true ? { isEditing } : {}),
    ...(isAnonymous === true ? { isAnonymous } : {}),
  }
  const turn = step === undefined ? askOpen(snapshot, moment) : ask(snapshot, step, moment, flags)
  return prefaced(
    turn,
    problemText(problem, moment.t),
    refusalCount(problem, snapshot.branch.zone, moment),
  )
}

function acknowledgement(
  changes: readonly Change[],
  value: AnswerValue,
  step: StepKey,
  { t }: Moment,
): string | null {
  const remedy = changes.find((change) => change.kind === 'putRemedy')
  if (remedy?.status === 'open')
    return t('sheet.remedyKept', {
      measure: shorten(remedy.measure ?? ''),
      date: formatDate(remedy.dueOn ?? ''),
    })
  if (remedy?.status === 'noMeasure') return t('sheet.noMeasureKept')
  const voice = changes.find((change) => change.kind === 'addVoice')
  if (voice !== undefined)
    return t(voice.memberId === null ? 'voice.keptAnonymous' : 'voice.keptNamed')
  if (value.kind === 'date') return t('sheet.promise.moved', { date: formatDate(value.date) })
  return value.kind === 'text' && partOf(step) !== 'measure' && partOf(step) !== 'cause'
    ? t('sheet.kept')
    : null
}

/** The answers as they are kept, each a version on; the first of a sheet begins it. */
export function answerChanges(
  snapshot: SheetSnapshot,
  kept: ReadonlyMap<StepKey, AnswerValue>,
): readonly Change[] {
  const { assessment, member, round } = snapshot
  const isLate = round.closedAt !== null
  const begin: readonly Change[] =
    assessment.state === 'invited' || assessment.state === 'onPaper'
      ? [{ kind: 'moveAssessment', assessmentId: assessment.id, state: 'inProgress', isLate }]
      : []
  const answers = [...kept].map(([question, value]): Change => {
    const version = (assessment.answers.get(question)?.version ?? 0) + 1
    return {
      kind: 'answer',
      assessmentId: assessment.id,
      memberId: member.id,
      question,
      version,
      value,
      isLate,
    }
  })
  return [...begin, ...answers]
}

/**
 * Keeps the answer and goes on. Choosing an anonymous voice keeps nothing yet: it is known only
 * while it is written.
 */
function accept(
  snapshot: SheetSnapshot,
  step: StepKey,
  value: AnswerValue,
  lastTexts: LastTexts,
  moment: Moment,
): Turn {
  const sheet: Partial<OpenSheet> = snapshot.account.conversation.sheet ?? {}
  const isWriting = step === 'voice.choice' && value.kind === 'choice' && value.id === 'anonymous'
  const kept = keptAnswers(step, value, sheet.isAnonymous === true)
  const hasSameText =
    sheet.hasSameText === true ||
    (value.kind === 'text' && lastTexts.some((text) => isSameText(text, value.text)))
  const flags = {
    ...(hasSameText ? { hasSameText } : {}),
    ...(isWriting ? { isAnonymous: true } : {}),
  }
  const after = answered(
    conversing(snapshot, {
      ...snapshot.account.conversation,
      sheet: { round: snapshot.round.number, step, ...flags },
    }),
    kept,
    moment.now,
  )
  const changes = [
    ...answerChanges(snapshot, kept),
    ...effectsOf(snapshot, after, step, value, moment),
  ]
  const isEditing = sheet.isEditing === true && sheet.step === step
  const next = isWriting ? 'voice.text' : stepAfter(courseOf(after), step, isEditing)
  return prefaced(
    ask(after, next, moment, { ...flags, ...(isEditing ? { isEditing } : {}) }),
    acknowledgement(changes, value, step, moment),
    changes,
  )
}

/** An answer, pressed or typed, to one step of the sheet. */
export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'answerStep'>,
  lastTexts: LastTexts,
  moment: Moment,
): Turn {
  const refused = refuseSheet(snapshot, moment)
  if (refused !== null || !hasSheet(snapshot)) return refused ?? { changes: [], replies: [] }
  if (intent.round !== snapshot.round.number)
    return repeatAfter(snapshot, { code: 'roundOver' }, moment)
  if (intent.step === 'review') return repeatAfter(snapshot, { code: 'notUnderstoodText' }, moment)
  const isOpen = intent.step === snapshot.account.conversation.sheet?.step
  if (!isOpen && !allSteps(courseOf(snapshot)).includes(intent.step))
    return repeatAfter(snapshot, { code: 'staleButton' }, moment)
  const prompt = promptOf(snapshot, intent.step, moment)
  const number = numberOf(snapshot.assessment.sheet, intent.step)
  const today = localOf(moment.now, snapshot.branch.zone).date
  const read = readAnswer(
    { prompt, number, today, screening: moment.library.screening },
    intent.raw,
  )
  switch (read.kind) {
    case 'value':
      return accept(snapshot, intent.step, read.value, lastTexts, moment)
    case 'problem':
      return repeatAfter(snapshot, read.problem, moment)
    case 'why':
      return prefaced(ask(snapshot, intent.step, moment), prompt.why)
    case 'keep': {
      if (!snapshot.assessment.answers.has(intent.step))
        return repeatAfter(snapshot, { code: 'cannotKeep' }, moment)
      return ask(snapshot, stepAfter(courseOf(snapshot), intent.step, true), moment, {
        isEditing: true,
      })
    }
  }
}
