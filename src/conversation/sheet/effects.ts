// What an answer changes beside itself: a promise is kept or moved, a shortcoming gets its remedy,
// a voice is passed on.
import { type AnswerValue, isChoice } from '../../domain/answer.ts'
import type { StepKey } from '../../domain/conversation.ts'
import { gentleKey, itemKeyOf, partOf } from '../../domain/course.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import type { Change } from '../../store/change.ts'
import type { Moment } from '../turn.ts'
import { levelOf, type SheetSnapshot } from './course.ts'
import { itemOf } from './prompt.ts'
import { causesOf } from './ask-remedy.ts'

function promiseEffects(
  snapshot: SheetSnapshot,
  item: Extract<SheetItem, { kind: 'promise' }>,
  step: StepKey,
  value: AnswerValue,
): readonly Change[] {
  const base = {
    kind: 'moveRemedy',
    remedyId: item.remedyId,
    memberId: snapshot.member.id,
  } as const
  switch (partOf(step)) {
    case 'state':
      if (isChoice(value, 'done')) return [{ ...base, status: 'done' }]
      if (isChoice(value, 'drop')) return [{ ...base, status: 'dropped', result: null }]
      return [
        { ...base, status: isChoice(value, 'progress') ? 'inProgress' : 'open', result: null },
      ]
    case 'result':
      return [{ ...base, status: 'done', result: value.kind === 'text' ? value.text : null }]
    case 'due': {
      if (value.kind !== 'date') return []
      const moves = snapshot.remedies.find(({ id }) => id === item.remedyId)?.moves ?? 0
      const isAgain = snapshot.assessment.answers.has(step)
      return [{ ...base, status: 'open', dueOn: value.date, moves: isAgain ? moves : moves + 1 }]
    }
    default:
      return []
  }
}

/** The words of a cause: a choice's label, or what was typed. */
function causeText(snapshot: SheetSnapshot, step: StepKey, moment: Moment): string | null {
  const answer = snapshot.assessment.answers.get(`${itemKeyOf(step)}.cause`)?.value
  if (answer?.kind === 'text') return answer.text
  if (answer?.kind !== 'choice') return null
  return (
    causesOf(snapshot, itemOf(snapshot, step)).find(({ id }) => id === answer.id)?.label[
      moment.t.language
    ] ?? null
  )
}

/**
 * The remedy of an item, as its answers now stand; nothing while it is incomplete. `snapshot`
 * already has the answer.
 */
function remedyEffects(snapshot: SheetSnapshot, step: StepKey, moment: Moment): readonly Change[] {
  const { answers } = snapshot.assessment
  const key = itemKeyOf(step)
  const measure = answers.get(`${key}.measure`)?.value
  const due = answers.get(`${key}.due`)?.value
  const base = {
    kind: 'putRemedy',
    memberId: snapshot.member.id,
    branchId: snapshot.branch.id,
    roundId: snapshot.round.id,
    question: key,
    cause: causeText(snapshot, step, moment),
  } as const
  if (isChoice(measure, 'none'))
    return [{ ...base, status: 'noMeasure', dueOn: null, measure: null }]
  if (measure?.kind !== 'text' || due?.kind !== 'date') return []
  return [{ ...base, status: 'open', dueOn: due.date, measure: measure.text }]
}

/**
 * A shortcoming taken back takes its remedy back; admitted again, the remedy stands as its kept
 * answers have it.
 */
function levelEffects(
  before: SheetSnapshot,
  after: SheetSnapshot,
  item: SheetItem,
  step: StepKey,
  moment: Moment,
): readonly Change[] {
  const admitsIn = ({ assessment, round }: SheetSnapshot): boolean => {
    const level = assessment.answers.get(step)?.value
    return level?.kind === 'choice' && levelOf(item, round.pack, level.id)?.admits === true
  }
  const hadRemedy = before.assessment.answers.has(`${item.key}.measure`)
  if (!hadRemedy || admitsIn(before) === admitsIn(after)) return []
  if (admitsIn(after)) return remedyEffects(after, step, moment)
  return [
    {
      kind: 'withdrawRemedy',
      memberId: before.member.id,
      roundId: before.round.id,
      question: item.key,
    },
  ]
}

/**
 * The named word given at this sheet, to be taken back; its time tells it from one given outside
 * the sheet.
 */
function namedVoice({ assessment: { answers }, round, member }: SheetSnapshot): readonly Change[] {
  const given = isChoice(answers.get('voice.choice')?.value, 'named')
    ? answers.get('voice.text')
    : undefined
  return given === undefined
    ? []
    : [{ kind: 'dropVoice', roundId: round.id, memberId: member.id, at: given.at }]
}

/**
 * A named word goes only when something else takes its place: choosing "anonymous" is not yet
 * having written.
 */
function voiceEffects(before: SheetSnapshot, value: AnswerValue): readonly Change[] {
  if (value.kind !== 'text') return isChoice(value, 'none') ? namedVoice(before) : []
  const isAnonymous = before.account.conversation.sheet?.isAnonymous === true
  const memberId = isAnonymous ? null : before.member.id
  return [
    ...namedVoice(before),
    {
      kind: 'addVoice',
      branchId: before.branch.id,
      roundId: before.round.id,
      memberId,
      text: value.text,
    },
  ]
}

/** `before` is the snapshot without the answer, `after` with it. */
export function effectsOf(
  before: SheetSnapshot,
  after: SheetSnapshot,
  step: StepKey,
  value: AnswerValue,
  moment: Moment,
): readonly Change[] {
  const item = itemOf(before, step)
  if (itemKeyOf(step) === gentleKey)
    return partOf(step) === 'choice' ? [] : remedyEffects(after, step, moment)
  if (item === undefined) return []
  switch (item.kind) {
    case 'promise':
      return promiseEffects(before, item, step, value)
    case 'head':
    case 'manifestation':
      return partOf(step) === 'level'
        ? levelEffects(before, after, item, step, moment)
        : remedyEffects(after, step, moment)
    case 'voice':
      return voiceEffects(before, value)
    case 'acknowledge':
    case 'deed':
      return []
  }
}

/**
 * What is kept as the answer. Of an anonymous voice nothing is kept at the sheet, not even that
 * there was one: "none" and "anonymous" leave the same trace (privacy).
 */
export function keptAnswers(
  step: StepKey,
  value: AnswerValue,
  isAnonymous: boolean,
): ReadonlyMap<StepKey, AnswerValue> {
  const asked = new Map<StepKey, AnswerValue>([['voice.choice', { kind: 'choice', id: 'asked' }]])
  if (step === 'voice.choice') {
    if (isChoice(value, 'anonymous')) return new Map()
    return isChoice(value, 'named') ? new Map([[step, value]]) : asked
  }
  if (step !== 'voice.text') return new Map([[step, value]])
  if (isAnonymous || value.kind !== 'text') return asked
  return new Map([[step, { kind: 'choice', id: 'given' }]])
}
