// Where a person is in their conversation with us. Kept in the clear, so it names questions and
// never holds an answer.
import type { SettingKey, SettingValue } from './settings.ts'

/**
 * One prompt of the sheet: the key of an item and the part of it that is asked, `h.duties.cause`;
 * or the review.
 */
export type StepKey = string

/** `measure` and `planDue`: what was missing when the sheet was sent. */
type RemedyPart = 'result' | 'due' | 'reason' | 'measure' | 'planDue'

export type Focus =
  | { readonly at: 'nothing' }
  | { readonly at: 'confirmLink'; readonly codeId: string; readonly memberId: string }
  /**
   * `isAgain`: all were answered before and are gone through once more. `notice`: in which words
   * (`noticeTag`); absent since before v0.2.0.
   */
  | {
      readonly at: 'consent'
      readonly index: number
      readonly isAgain?: boolean
      readonly notice?: string
    }
  | {
      readonly at: 'sheet'
      readonly step: StepKey
      readonly isEditing?: boolean
      readonly isAnonymous?: boolean
    }
  | {
      readonly at: 'remedy'
      readonly remedyId: string
      readonly part: RemedyPart
      readonly dueOn?: string
    }
  | { readonly at: 'voice'; readonly isAnonymous?: boolean }
  | { readonly at: 'confirmErase' }
  | { readonly at: 'confirmWithdraw' }
  | { readonly at: 'meetingRule' }
  | { readonly at: 'meetingTime'; readonly purpose: 'rule' | 'meeting' }
  | { readonly at: 'meetingPlace'; readonly purpose: 'rule' | 'meeting' }
  | { readonly at: 'meetingDate' }
  /** The letters of this member's sheet on paper. */
  | { readonly at: 'paperCodes'; readonly memberId: string; readonly round: number }
  /** `of`: a setting's key, or the list that is shown (conversation/screens/settings.ts). */
  | { readonly at: 'setting'; readonly of: string }
  | {
      readonly at: 'confirmSetting'
      readonly key: SettingKey
      readonly memberId: string | null
      readonly value: SettingValue
    }
  | { readonly at: 'confirmHandover'; readonly memberId: string }
  | { readonly at: 'reviewSwap'; readonly memberId: string; readonly period: string }
  | {
      readonly at: 'reviewReason'
      readonly memberId: string
      readonly period: string
      readonly replacedBy?: string
    }
  /** Lines of tasks are awaited; then they are shown and wait to be confirmed. */
  | { readonly at: 'taskLines' }
  | { readonly at: 'taskCheck' }
  | {
      readonly at: 'task'
      readonly taskId: string
      readonly deed: 'putOff' | 'drop'
      readonly dueOn?: string
    }
  | { readonly at: 'score'; readonly period: string; readonly criterion: string }

/** The questions of a quick sheet that were shown together and wait for one line. */
export interface QuickPage {
  readonly asked: readonly StepKey[]
  /** ISO instant of the first showing. */
  readonly shownAt: string
  /** Lines that could not be read. */
  readonly misread?: number
}

/** The sheet a person has begun and not yet sent. It waits while another subject has the focus. */
export interface OpenSheet {
  readonly round: number
  readonly step: StepKey
  readonly isEditing?: boolean
  readonly isAnonymous?: boolean
  /** A text of this sheet is the same as last month's: one gentle question follows. */
  readonly hasSameText?: boolean
  /** While `step` is the quick page. */
  readonly quick?: QuickPage
}

/** A choice that was shown, and what it means. */
export interface MenuEntry {
  readonly label: string
  readonly payload: string
}

export interface Conversation {
  readonly focus: Focus
  readonly sheet?: OpenSheet
  /** The choices shown last when nothing was being asked: typing a number means one of them. */
  readonly menu?: readonly MenuEntry[]
  /**
   * The question that stands: the buttons shown with it, and no others, may answer (question.ts).
   */
  readonly asked?: number
  /**
   * ISO instant at which the person was told that only text is taken, when nothing else was said
   * since.
   */
  readonly refusedAt?: string
}

export const freshConversation: Conversation = { focus: { at: 'nothing' } }
