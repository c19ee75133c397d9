// The course of a sheet: which prompts it comes to, given what has been answered, and what comes
// before and after one. A step is an item's key and a part, `h.duties.cause`. An admitted
// shortcoming brings cause, measure and date with it.
import { type Answers, isChoice } from './answer.ts'
import type { StepKey } from './conversation.ts'
import { freeMoves } from './remedy.ts'
import type { Sheet, SheetItem } from './sheet.ts'

type Part =
  'state' | 'reason' | 'due' | 'result' | 'level' | 'cause' | 'measure' | 'read' | 'text' | 'choice'

export interface Course {
  readonly sheet: Sheet
  readonly answers: Answers
  /** Does this level of this item admit a shortcoming? */
  admits(item: SheetItem, levelId: string): boolean
  /** How often the promised remedy had been moved when this sheet came to it. */
  movesOf(remedyId: string): number
  /**
   * One gentle question is due before the review (all good too quickly, or last month's words
   * again).
   */
  readonly needsGentle: boolean
  /** The góp ý being written is anonymous: known only while it is being written. */
  readonly isAnonymous: boolean
}

/** Key of the gentle question, which belongs to no item of the sheet. */
export const gentleKey = 'gentle'
export const review = 'review'
/** In place of a step: several questions shown together, answered in one line. */
export const quick = 'quick'

export function itemKeyOf(step: StepKey): string {
  return step.slice(0, step.lastIndexOf('.'))
}

export function partOf(step: StepKey): Part {
  return step.slice(step.lastIndexOf('.') + 1) as Part
}

function promiseParts(
  course: Course,
  item: Extract<SheetItem, { kind: 'promise' }>,
): readonly Part[] {
  const state = course.answers.get(`${item.key}.state`)
  if (isChoice(state, 'done')) return ['state', 'result']
  if (isChoice(state, 'move'))
    return course.movesOf(item.remedyId) >= freeMoves
      ? ['state', 'reason', 'due']
      : ['state', 'due']
  return ['state']
}

function remedyParts(course: Course, key: string): readonly Part[] {
  return isChoice(course.answers.get(`${key}.measure`), 'none')
    ? ['cause', 'measure']
    : ['cause', 'measure', 'due']
}

function levelParts(course: Course, item: SheetItem): readonly Part[] {
  const level = course.answers.get(`${item.key}.level`)
  return level?.kind === 'choice' && course.admits(item, level.id)
    ? ['level', ...remedyParts(course, item.key)]
    : ['level']
}

function voiceParts(course: Course, key: string): readonly Part[] {
  return course.isAnonymous || isChoice(course.answers.get(`${key}.choice`), 'named')
    ? ['choice', 'text']
    : ['choice']
}

function partsOf(course: Course, item: SheetItem): readonly Part[] {
  switch (item.kind) {
    case 'promise':
      return promiseParts(course, item)
    case 'head':
    case 'manifestation':
      return levelParts(course, item)
    case 'acknowledge':
      return ['read']
    case 'deed':
      return ['text']
    case 'voice':
      return voiceParts(course, item.key)
  }
}

/** The steps an item comes to, in order, as answered so far. */
function stepsOf(course: Course, item: SheetItem): readonly StepKey[] {
  return partsOf(course, item).map((part) => `${item.key}.${part}`)
}

/**
 * What a quick sheet asks together: the questions that are nothing but a choice. The word to the
 * committee is not among them: choosing "anonymous" leaves no trace, so its words must follow at
 * once.
 */
export function quickSteps({ sheet, answers }: Course): readonly StepKey[] {
  const parts = {
    promise: 'state',
    head: 'level',
    manifestation: 'level',
    acknowledge: 'read',
    deed: null,
    voice: null,
  } as const
  const steps = sheet.items.flatMap(({ kind, key }) =>
    parts[kind] === null ? [] : [`${key}.${parts[kind]}`],
  )
  return steps.filter((step) => !answers.has(step))
}

function gentleSteps(course: Course): readonly StepKey[] {
  const wantsMore = isChoice(course.answers.get(`${gentleKey}.choice`), 'yes')
  if (!course.needsGentle && !course.answers.has(`${gentleKey}.choice`)) return []
  return wantsMore
    ? [`${gentleKey}.choice`, `${gentleKey}.measure`, `${gentleKey}.due`]
    : [`${gentleKey}.choice`]
}

export function allSteps(course: Course): readonly StepKey[] {
  return [...course.sheet.items.flatMap((item) => stepsOf(course, item)), ...gentleSteps(course)]
}

/** The first prompt without an answer, or the review. */
export function openStep(course: Course): StepKey {
  return allSteps(course).find((step) => !course.answers.has(step)) ?? review
}

/**
 * What follows `step`: while editing, the rest of the same item and then the review; else the first
 * open prompt.
 */
export function stepAfter(course: Course, step: StepKey, isEditing: boolean): StepKey {
  if (!isEditing) return openStep(course)
  const steps = allSteps(course)
  const following = steps[steps.indexOf(step) + 1]
  return following !== undefined && itemKeyOf(following) === itemKeyOf(step)
    ? following
    : openStep(course)
}

/** What stood before `step`; null at the very first prompt. */
export function stepBefore(course: Course, step: StepKey): StepKey | null {
  const steps = allSteps(course)
  const index = step === review ? steps.length : steps.indexOf(step)
  return steps[index - 1] ?? null
}

/**
 * Which item of the sheet a step belongs to, from 1; null for the gentle question and the review.
 */
export function numberOf(sheet: Sheet, step: StepKey): number | null {
  const index = sheet.items.findIndex(({ key }) => key === itemKeyOf(step))
  return index < 0 ? null : index + 1
}

/** How many items still wait for an answer: what "còn 3 câu" says. */
export function remaining(course: Course): number {
  return course.sheet.items.filter((item) =>
    stepsOf(course, item).some((step) => !course.answers.has(step)),
  ).length
}
