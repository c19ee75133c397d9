// One prompt of the sheet: what is asked, who will see the answer, what can be chosen and what may
// be typed.
import type { StepKey } from '../../domain/conversation.ts'
import { itemKeyOf, numberOf } from '../../domain/course.ts'
import type { Localised, Visibility } from '../../domain/questionnaire.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import type { Moment } from '../turn.ts'
import type { SheetSnapshot } from './course.ts'

export interface PromptChoice {
  readonly id: string
  readonly label: string
  /** Whole answers that mean the same. */
  readonly also?: readonly string[]
}

export interface Prompt {
  readonly step: StepKey
  readonly paragraphs: readonly string[]
  readonly visibility: Visibility
  readonly choices: readonly PromptChoice[]
  /** What typed words beyond the choices are taken as; null: only a choice will do. */
  readonly takes: 'text' | 'date' | null
  /** Why this is asked, with its source. */
  readonly why: string | null
}

export interface Asking {
  readonly snapshot: SheetSnapshot
  readonly moment: Moment
  readonly step: StepKey
  readonly words: (text: Localised) => string
}

export type Body = Omit<Prompt, 'step'>

export function itemOf({ assessment }: SheetSnapshot, step: StepKey): SheetItem | undefined {
  return assessment.sheet.items.find(({ key }) => key === itemKeyOf(step))
}

export function skip({ moment: { t } }: Asking): PromptChoice {
  return { id: 'skip', label: t('sheet.choices.skip') }
}

/** The wording frozen for this sheet; a pack that lost wordings falls back to its first. */
export function wordingOf(
  { words }: Asking,
  wordings: readonly Localised[],
  index: number,
): string {
  const wording = wordings[index] ?? wordings[0]
  return wording === undefined ? '' : words(wording)
}

/**
 * Fewer controls and shorter texts (domain/elder.ts); “vì sao” and a typed date are still heard.
 */
export function isElder({ snapshot: { member } }: Asking): boolean {
  return member.isElder
}

/** "(Câu 3/9)": where the member is; nothing at the gentle question. */
export function progressOf(
  { assessment: { sheet } }: SheetSnapshot,
  step: StepKey,
  { t }: Moment,
): string {
  const number = numberOf(sheet, step)
  return number === null ? '' : t('sheet.progress', { number, total: sheet.items.length })
}
