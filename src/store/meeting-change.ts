// What a turn may change about a meeting: when it is, its agenda, who was there, what came of it.
import type { AgendaLine, BranchType } from '../domain/agenda.ts'
import type { AttendanceState } from '../domain/attendance.ts'
import type { BranchTaskState } from '../domain/branch-task.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { LocalTime } from '../domain/local-time.ts'
import type { MeetingCourse } from '../domain/meeting-course.ts'
import type { MeetingPaper } from '../domain/meeting-papers.ts'
import type { MeetingRule } from '../domain/meeting-rule.ts'
import type { Period } from '../domain/period.ts'

export type MeetingChange =
  | {
      readonly kind: 'setMeetingRule'
      readonly branchId: string
      readonly rule?: MeetingRule
      readonly time?: LocalTime
      readonly place?: string | null
    }
  /**
   * Meetings the old rule gave, from this day on, but for the one period that is being set anew.
   */
  | {
      readonly kind: 'dropRuleMeetings'
      readonly branchId: string
      readonly from: LocalDate
      readonly keep: Period | null
    }
  | {
      readonly kind: 'setMeeting'
      readonly branchId: string
      readonly period: Period
      readonly meeting: {
        readonly date: LocalDate
        readonly startsAt: LocalTime
        readonly place: string | null
        readonly kind: 'regular' | 'thematic'
        readonly source: 'rule' | 'hand'
        readonly movedFor: string | null
        readonly nominalDate: LocalDate | null
      }
    }
  /** How many review themselves at a meeting; 0: the branch has no rotation. */
  | { readonly kind: 'setRotation'; readonly branchId: string; readonly size: 0 | 1 | 2 }
  /**
   * A turn at the meeting of a period is put off; `named`: those who take one on in its place and
   * know of it.
   */
  | {
      readonly kind: 'putOffReview'
      readonly branchId: string
      readonly period: Period
      readonly memberId: string
      readonly reason: string
      readonly named: readonly string[]
    }
  | { readonly kind: 'setBranchType'; readonly branchId: string; readonly type: BranchType }
  /** The next version of a meeting's own agenda; `lines` null: the standard one again. */
  | {
      readonly kind: 'putAgenda'
      readonly branchId: string
      readonly period: Period
      readonly version: number
      readonly lines: readonly AgendaLine[] | null
    }
  /** The next version of how a meeting goes. */
  | {
      readonly kind: 'putCourse'
      readonly branchId: string
      readonly period: Period
      readonly version: number
      readonly course: MeetingCourse
    }
  /**
   * New versions of what is recorded of a held meeting; `reason`: why a record is corrected later.
   */
  | {
      readonly kind: 'markAttendance'
      readonly branchId: string
      readonly period: Period
      readonly byMember: string
      readonly marks: readonly { readonly memberId: string; readonly state: AttendanceState }[]
      readonly reason: string | null
    }
  /** Shown to be confirmed; in place of what this officer left unconfirmed. */
  | {
      readonly kind: 'draftTasks'
      readonly branchId: string
      readonly period: Period
      readonly byMember: string
      readonly tasks: readonly {
        readonly what: string
        readonly others: string | null
        readonly memberIds: readonly string[]
        readonly dueOn: LocalDate
      }[]
    }
  | { readonly kind: 'confirmTasks'; readonly branchId: string; readonly byMember: string }
  | { readonly kind: 'dropTaskDrafts'; readonly branchId: string; readonly byMember: string }
  | {
      readonly kind: 'moveTask'
      readonly taskId: string
      readonly branchId: string
      readonly byMember: string
      readonly state: BranchTaskState
      readonly dueOn?: LocalDate
      readonly reason: string | null
    }
  | {
      readonly kind: 'markPapers'
      readonly branchId: string
      readonly period: Period
      readonly byMember: string
      readonly papers: readonly MeetingPaper[]
      readonly isDone: boolean
    }
  /** Some of the criteria; the others stay. */
  | {
      readonly kind: 'scoreMeeting'
      readonly branchId: string
      readonly period: Period
      readonly byMember: string
      readonly sheet: string
      readonly marks: Readonly<Record<string, number>>
    }
