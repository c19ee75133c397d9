// What is read of meetings: who was there, whose turn it was, what was resolved, how it is marked.
import type { Leave } from '../domain/absence.ts'
import type { AgendaLine, BranchType } from '../domain/agenda.ts'
import type { AttendanceState } from '../domain/attendance.ts'
import type { AttendanceYearPerson } from '../domain/attendance-year.ts'
import type { BranchTask } from '../domain/branch-task.ts'
import type { WantedMeeting } from '../domain/choose-meeting.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { LocalTime } from '../domain/local-time.ts'
import type { PapersDone } from '../domain/meeting-papers.ts'
import type { Marks, ScoreSource } from '../domain/meeting-score.ts'
import type { MeetingCourse } from '../domain/meeting-course.ts'
import type { Period } from '../domain/period.ts'
import type { ReviewRotation, Reviewee, RotationMember } from '../domain/review-rotation.ts'
import type { MeetingView, MemberStatus, Role } from './snapshot.ts'

/** One of those whose attendance is taken, in the order of the list. */
export interface AttendanceLine {
  readonly memberId: string
  readonly name: string
  readonly status: MemberStatus
  /** Left the branch since the meeting: what was recorded stays as it is. */
  readonly hasLeft: boolean
  readonly state: AttendanceState | null
  /** What they said of their absence that covers the meeting. */
  readonly leave: Leave | null
}

export interface AttendanceSource {
  readonly period: Period
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly isHeld: boolean
  readonly lines: readonly AttendanceLine[]
}

/** A member as tasks name them. `hasLeft`: no longer of this branch. */
export interface TaskPerson {
  readonly memberId: string
  readonly name: string
  readonly role: Role
  readonly isExempt: boolean
  readonly hasLeft: boolean
}

/**
 * A task of a resolution. `others`: who is responsible beside members, in the secretary's words.
 */
export interface BranchTaskLine extends BranchTask {
  readonly id: string
  /** Of the meeting whose resolution it is. */
  readonly period: Period
  readonly what: string
  readonly others: string | null
  readonly responsible: readonly TaskPerson[]
  /** Why it was put off or dropped. */
  readonly reason: string | null
  readonly createdBy: string
}

/** Months, both included. */
export interface Months {
  readonly from: Period
  readonly to: Period
}

export interface BranchTasksSource {
  /** Of the last meeting held; of the month before where none was. */
  readonly period: Period
  readonly today: LocalDate
  readonly lines: readonly BranchTaskLine[]
  /** Written and not yet confirmed. */
  readonly drafts: readonly BranchTaskLine[]
  /** Of the branch now, officers first, then by given name: the numbers of a typed line. */
  readonly people: readonly TaskPerson[]
}

export interface MeetingPapersSource {
  readonly period: Period
  readonly date: LocalDate
  readonly said: PapersDone
}

/** A meeting as its score sees it; `marks`: those given so far, by a version of the sheet. */
export interface MeetingScoreSource {
  readonly period: Period
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly isHeld: boolean
  readonly source: ScoreSource
  readonly marks: { readonly sheet: string; readonly marks: Marks } | null
}

/** A meeting as it is planned and, once it began, as it went; for its agenda see `agendaOf`. */
export interface MeetingRecord {
  readonly period: Period
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly place: string | null
  readonly kind: MeetingView['kind']
  readonly type: BranchType
  /** May be run: from half an hour before it begins. */
  readonly isHeld: boolean
  /**
   * As the secretary made it; null: the standard one. `before`: of the version before, for undoing.
   */
  readonly lines: readonly AgendaLine[] | null
  readonly before: readonly AgendaLine[] | null
  /** Versions there are; 0: nothing was changed yet. */
  readonly version: number
  /** Names of those whose turn it is to review themselves there, as they were told. */
  readonly reviewees: readonly string[]
  readonly course: MeetingCourse | null
  readonly courseVersion: number
}

/** A member of the branch as its rotation sees them. */
export interface RotationPerson extends RotationMember {
  readonly name: string
  readonly language: 'vi' | 'en'
  /** Can be reached, and agreed to be reminded. */
  readonly canBeTold: boolean
  /**
   * The day of the newest meeting for which they were told at short notice that they take
   * somebody's turn; null: of none.
   */
  readonly tookTurnOn?: LocalDate | null
}

/** `reason`: why somebody was put off; for the secretary and the deputy. */
export interface RevieweeLine extends Reviewee {
  readonly reason: string | null
}

export type RotationSource = ReviewRotation<RotationPerson, RevieweeLine>

/**
 * `meetings`: dates of those held whose attendance was taken, oldest first. Officers first, then by
 * given name.
 */
export interface AttendanceYearSource {
  readonly meetings: readonly LocalDate[]
  readonly people: readonly AttendanceYearPerson[]
}

/** What a paper says of a meeting and beside it. */
export interface PaperSource {
  readonly meeting: MeetingView | null
  /** The one after it. */
  readonly next: MeetingView | null
  readonly attendance: AttendanceSource | null
  /** With the meeting's own agenda, where it has one. */
  readonly record: MeetingRecord | null
  readonly rotation: RotationSource
  readonly tasks: readonly BranchTaskLine[]
}

/** `tasks`: of these months' resolutions, of the meeting's own, or what is to be done now. */
export interface PaperQuestion {
  readonly branchId: string
  readonly wanted: WantedMeeting
  readonly tasks: Months | 'meeting' | 'open'
  readonly today: LocalDate
  readonly now: Date
}
