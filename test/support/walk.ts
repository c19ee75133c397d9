// Somebody who fills in a sheet: reads from a prompt's buttons which step it asks, and answers as
// the test wants it.
import { type Action, decodeAction } from '../../src/conversation/action.ts'
import { unbind } from '../../src/conversation/question.ts'
import type { House, Said } from './house.ts'

/** Pressed by the id of a choice, or typed. */
export type Given = { readonly press: string } | { readonly say: string }
/** What to answer to a step; undefined: the good one, or nothing. */
export type Pick = (step: string, choices: readonly string[]) => Given | undefined

/**
 * What a message of the assistant asks for, as far as its buttons tell. `step`: the key of the
 * step, with the ids offered.
 */
export type Asked =
  | { readonly kind: 'step'; readonly step: string; readonly choices: readonly string[] }
  | { readonly kind: 'review' | 'invitation' | 'other' }
  /** Nothing to press: the reason why a promise is moved once more. */
  | { readonly kind: 'step'; readonly step: 'reason'; readonly choices: readonly [] }

/** A payload without its signature. */
export function actionOf(payload: string): Action | null {
  return decodeAction(unbind(payload.slice(0, payload.lastIndexOf('~'))).payload)
}

export function askedBy(payloads: readonly string[]): Asked {
  const actions = payloads.map(actionOf).filter((action) => action !== null)
  const steps = actions.filter((action) => action.kind === 'step')
  const [first] = steps
  if (first !== undefined)
    return { kind: 'step', step: first.step, choices: steps.map(({ choice }) => choice) }
  const verbs = actions.flatMap((action) => (action.kind === 'sheet' ? [action.verb] : []))
  if (verbs.includes('submit')) return { kind: 'review' }
  return { kind: verbs.includes('start') ? 'invitation' : 'other' }
}

/** A good member's answers: all well, nothing added. */
export function plainAnswer(step: string): Given {
  const part = step.slice(step.lastIndexOf('.') + 1)
  if (part === 'level') return { press: step.startsWith('m.') ? 'none' : 'good' }
  if (part === 'measure') return { say: 'Chuẩn bị một ý kiến trước mỗi kỳ họp' }
  if (part === 'cause') return { say: 'Chưa quen cách làm mới' }
  if (part === 'reason') return { say: 'Việc cần thêm thời gian' }
  const presses: Readonly<Record<string, string>> = {
    state: 'progress',
    read: 'read',
    result: 'skip',
    text: 'skip',
  }
  if (step === 'voice.choice') return { press: 'none' }
  if (step === 'voice.text') return { say: 'Nên họp sớm hơn nửa giờ' }
  if (step === 'gentle.choice') return { press: 'no' }
  return part === 'due' ? { say: '20/12' } : { press: presses[part] ?? 'skip' }
}

/**
 * Notes what was given, as the tables should have it. Of a word to the committee the sheet keeps
 * only that it was asked, or that a named one was given.
 */
export function remember(given: Map<string, string[]>, step: string, wanted: Given): void {
  const note = (question: string, value: string): void => {
    given.set(question, [...(given.get(question) ?? []), value])
  }
  const value = 'say' in wanted ? wanted.say : wanted.press === 'skip' ? '-' : wanted.press
  const isNamed = given.get('voice.choice')?.at(-1) === 'named'
  if (step === 'voice.choice') {
    if (value !== 'anonymous') note(step, value === 'named' ? 'named' : 'asked')
  } else if (step === 'voice.text')
    note(isNamed ? step : 'voice.choice', isNamed ? 'given' : 'asked')
  else note(step, value)
}

export function askedIn(said: Said | undefined): Asked {
  if (said?.text.includes('lý do lùi hạn') === true)
    return { kind: 'step', step: 'reason', choices: [] }
  return askedBy((said?.message.choices ?? []).map(({ payload }) => payload))
}

/** Presses or types one answer to what is asked now. */
export async function answers(house: House, person: string, given: Given): Promise<Said> {
  if ('say' in given) return lastOf(await house.says(person, given.say))
  const choices = house.newest(person)?.message.choices ?? []
  const wanted = choices.find(({ payload }) => {
    const action = actionOf(payload)
    return action?.kind === 'step' && action.choice === given.press
  })
  if (wanted === undefined)
    throw new Error(
      `"${given.press}" is not offered in: ${house.newest(person)?.text ?? 'nothing'}`,
    )
  return lastOf(await house.presses(person, wanted.label))
}

function lastOf(said: readonly Said[]): Said {
  const last = said.at(-1)
  if (last === undefined) throw new Error('no answer came')
  return last
}

/** A sheet has at most 12 items of at most four prompts, and the gentle question. */
const mostPrompts = 60

/**
 * Answers until the review (or until `stopAt` is asked) and gives the steps that were asked, in
 * order.
 */
export async function walks(
  house: House,
  person: string,
  pick: Pick = () => undefined,
  stopAt = 'review',
): Promise<readonly string[]> {
  const asked: string[] = []
  for (let count = 0; count < mostPrompts; count += 1) {
    const now = askedIn(house.newest(person))
    if (now.kind === 'review' && stopAt === 'review') return asked
    if (now.kind !== 'step')
      throw new Error(`no step is asked: ${house.newest(person)?.text ?? 'nothing'}`)
    if (now.step === stopAt) return asked
    asked.push(now.step)
    await answers(house, person, pick(now.step, now.choices) ?? plainAnswer(now.step))
  }
  throw new Error(`the sheet does not end: ${asked.join(' ')}`)
}

/** Opens the sheet, answers it all and sends it; gives the receipt. */
export async function submits(house: House, person: string, pick?: Pick): Promise<Said> {
  await house.says(person, '/tusoi')
  await walks(house, person, pick)
  return lastOf(await house.says(person, 'gửi'))
}
