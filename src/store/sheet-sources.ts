// What is read of the sheets of a round, for paper: states and questions, no answers.
import type { LocalDate } from '../domain/local-date.ts'
import type { Period } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import type { Sheet } from '../domain/sheet.ts'
import type { AssessmentView } from './snapshot.ts'

/** One member's sheet of the newest round, as it concerns paper. */
export interface PaperLine {
  readonly memberId: string
  readonly name: string
  readonly language: 'vi' | 'en'
  readonly assessmentId: string
  readonly sheet: Sheet
  readonly state: AssessmentView['state']
  /** Nothing was handed in yet. */
  readonly isFirst: boolean
  readonly isRecorded: boolean
  readonly isExempt: boolean
  readonly hasLeft: boolean
  readonly isUsing: boolean
  readonly agrees: boolean
  readonly awayUntil: LocalDate | null
  /** The newest of each answer, by step. */
  readonly versions: ReadonlyMap<string, number>
  /** Opaque: for the change that seals with it. */
  readonly wrappedKey: Uint8Array
}

export interface PaperSheetSource {
  readonly roundId: string
  readonly number: number
  readonly period: Period
  readonly isClosed: boolean
  readonly pack: Pack
  /** Its sheets may have been printed by v0.1.0, which numbered them otherwise. */
  readonly hasOldPapers: boolean
  /**
   * All who have a sheet in the round, those who left included, so that a number stays who it is.
   */
  readonly lines: readonly PaperLine[]
  /** Whose the code is that was asked for; null: nobody's of this branch. */
  readonly found: { readonly memberId: string; readonly isOfThisRound: boolean } | null
}
