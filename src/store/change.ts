// Everything a turn may change: one exhaustive union. A new kind does not compile until `changes/` writes it.
import type { Leave } from '../domain/absence.ts'
import type { AgendaLine, BranchType } from '../domain/agenda.ts'
import type { AnswerValue } from '../domain/answer.ts'
import type { AttendanceState } from '../domain/attendance.ts'
import type { BranchTaskState } from '../domain/branch-task.ts'
import type { Conversation, MenuEntry } from '../domain/conversation.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { LocalTime } from '../domain/local-time.ts'
import type { MeetingCourse } from '../domain/meeting-course.ts'
import type { MeetingPaper } from '../domain/meeting-papers.ts'
import type { MeetingRule } from '../domain/meeting-rule.ts'
import type { Period } from '../domain/period.ts'
import type { RemedyStatus } from '../domain/remedy.ts'
import type { Deed } from '../domain/rights.ts'
import type { SettingKey, SettingValue } from '../domain/settings.ts'
import type { MessageClass, Outbound } from '../messaging/outbound.ts'

export type Change =
  | { readonly kind: 'converse'; readonly conversation: Conversation }
  | { readonly kind: 'speak'; readonly language: 'vi' | 'en' }
  | { readonly kind: 'preferQuick'; readonly memberId: string; readonly isQuick: boolean }
  | {
      readonly kind: 'countWrongCode'
      readonly wrongTries: number
      readonly wrongSince: Date
      readonly lockedUntil: Date | null
      /** Where it also counts against the whole installation. */
      readonly hour: Date | null
    }
  /** `seats`: how many people the bot's plan allows; null: any number. */
  | { readonly kind: 'linkAccount'; readonly memberId: string; readonly codeId: string; readonly seats: number | null }
  | { readonly kind: 'unlinkAccount' }
  /** Of the member's accounts this one is written to from now on, and an open sheet is open here alone. */
  | { readonly kind: 'preferHere'; readonly memberId: string }
  /** The sheet is worked on here: in the member's other chats it is open no more. */
  | { readonly kind: 'takeSheet'; readonly memberId: string }
  | { readonly kind: 'reach'; readonly isReachable: boolean; readonly reason?: string }
  | {
      readonly kind: 'consent'
      readonly memberId: string
      readonly noticeVersion: string
      readonly noticeHash: string
      readonly purpose: string
      readonly isGranted: boolean
      /** Who recorded it and holds the signed paper. */
      readonly recordedBy?: string
    }
  | {
      readonly kind: 'answer'
      readonly assessmentId: string
      readonly memberId: string
      readonly question: string
      readonly version: number
      readonly value: AnswerValue
      readonly isLate: boolean
    }
  | {
      readonly kind: 'moveAssessment'
      readonly assessmentId: string
      readonly state: 'inProgress' | 'submitted' | 'onPaper'
      readonly isLate: boolean
    }
  /** "Tôi ghi giấy": answers already given and remedies made of them are deleted. */
  | { readonly kind: 'clearSheet'; readonly assessmentId: string; readonly memberId: string; readonly roundId: string }
  | {
      readonly kind: 'putRemedy'
      readonly memberId: string
      readonly branchId: string
      readonly roundId: string
      readonly question: string
      readonly status: 'open' | 'noMeasure'
      readonly dueOn: LocalDate | null
      readonly cause: string | null
      readonly measure: string | null
    }
  | { readonly kind: 'withdrawRemedy'; readonly memberId: string; readonly roundId: string; readonly question: string }
  | {
      readonly kind: 'moveRemedy'
      readonly remedyId: string
      readonly memberId: string
      readonly status: RemedyStatus
      readonly dueOn?: LocalDate
      readonly moves?: number
      readonly result?: string | null
    }
  /** Anonymous when `memberId` is null: then neither person nor time is kept. */
  | {
      readonly kind: 'addVoice'
      readonly branchId: string
      readonly roundId: string
      readonly memberId: string | null
      readonly text: string
    }
  /** The named voice a member gave at this moment is taken back. */
  | { readonly kind: 'dropVoice'; readonly roundId: string; readonly memberId: string; readonly at: Date }
  | { readonly kind: 'countRefusedText'; readonly reason: string; readonly localDate: LocalDate }
  | {
      readonly kind: 'audit'
      readonly deed: Deed
      readonly branchId: string
      readonly subjectMemberId?: string
      readonly isAllowed: boolean
    }
  | {
      readonly kind: 'setMeetingRule'
      readonly branchId: string
      readonly rule?: MeetingRule
      readonly time?: LocalTime
      readonly place?: string | null
    }
  /** Meetings the old rule gave, from this day on, but for the one period that is being set anew. */
  | { readonly kind: 'dropRuleMeetings'; readonly branchId: string; readonly from: LocalDate; readonly keep: Period | null }
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
  /** A turn at the meeting of a period is put off, and another member may take it. */
  | {
      readonly kind: 'putOffReview'
      readonly branchId: string
      readonly period: Period
      readonly memberId: string
      readonly reason: string
      readonly replacedBy: string | null
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
  /** New versions of what is recorded of a held meeting; `reason`: why a record is corrected later. */
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
  | { readonly kind: 'putAbsence'; readonly memberId: string; readonly leave: Leave; readonly replaces: readonly string[] }
  /** Back earlier: away up to this day; null: not at all. */
  | { readonly kind: 'endAbsence'; readonly absenceId: string; readonly memberId: string; readonly to: LocalDate | null }
  /** Done on paper, by an officer's word; what the member sent themselves stays. */
  | { readonly kind: 'recordPaper'; readonly assessmentId: string; readonly byMember: string; readonly isLate: boolean }
  /** The letters of a sheet on paper. `wrappedKey`: the member's, as it was read. */
  | {
      readonly kind: 'enterCodes'
      readonly assessmentId: string
      readonly memberId: string
      readonly byMember: string
      readonly wrappedKey: Uint8Array
      readonly isLate: boolean
      readonly answers: readonly { readonly question: string; readonly version: number; readonly value: AnswerValue }[]
    }
  /** What was entered for a member goes; the sheet counts as done on paper. */
  | { readonly kind: 'clearCodes'; readonly assessmentId: string }
  /** `memberId`: whose setting it is; null: the branch's. */
  | {
      readonly kind: 'changeSetting'
      readonly branchId: string
      readonly memberId: string | null
      readonly byMember: string
      readonly key: SettingKey
      readonly before: SettingValue
      readonly after: SettingValue
      readonly follow: Follow
    }
  /** As it was before the change of this id. */
  | {
      readonly kind: 'undoSetting'
      readonly changeId: string
      readonly branchId: string
      readonly memberId: string | null
      readonly key: SettingKey
      readonly value: SettingValue
      readonly follow: Follow
    }
  /** An older offer of the branch is withdrawn. `menu`: what a typed number means to the one it is made to. */
  | {
      readonly kind: 'offerHandover'
      readonly branchId: string
      readonly fromMember: string
      readonly toMember: string
      readonly expiresAt: Date
      readonly menu: readonly MenuEntry[]
    }
  | { readonly kind: 'endHandover'; readonly handoverId: string; readonly state: 'declined' | 'withdrawn' }
  /** The old rights end where the new ones begin. */
  | {
      readonly kind: 'acceptHandover'
      readonly handoverId: string
      readonly branchId: string
      readonly fromMember: string
      readonly toMember: string
    }
  /** The open round follows its meeting: closing moves with it. */
  | { readonly kind: 'moveRoundClose'; readonly roundId: string; readonly closesAt: Date }
  | {
      readonly kind: 'issueCode'
      readonly purpose: CodePurpose
      readonly branchId: string
      readonly memberId: string | null
      /** Of a sheet on paper. */
      readonly assessmentId?: string
      readonly code: string
      readonly expiresAt: Date
    }
  | {
      readonly kind: 'bindGroup'
      readonly branchId: string
      readonly codeId: string
      readonly title: string | null
      /** How many groups the bot's plan allows; null: any number. */
      readonly seats: number | null
    }
  | { readonly kind: 'renameGroup'; readonly groupId: string; readonly title: string }
  | { readonly kind: 'removeGroup'; readonly groupId: string }
  | { readonly kind: 'restoreGroup'; readonly groupId: string }
  | { readonly kind: 'migrateGroup'; readonly groupId: string; readonly toChat: string }
  | { readonly kind: 'noteReminded'; readonly branchId: string; readonly localDate: LocalDate }
  /** Prompts of this member that would now be stale are dropped with a reason. */
  | { readonly kind: 'dropPrompts'; readonly memberId: string; readonly mergeKey: string; readonly which?: 'due' }
  | { readonly kind: 'settleUnknown'; readonly outboxId: string; readonly verdict: 'arrived' | 'resend' }
  | { readonly kind: 'eraseMember'; readonly memberId: string }
  | { readonly kind: 'publishCheckpoint'; readonly roundId: string; readonly checkpoint: unknown }

/** `sheet` and `sheetOnly` find a sheet on paper; the latter links nobody. */
export type CodePurpose = 'member' | 'group' | 'sheet' | 'sheetOnly'

/** What moves with a setting; what is null stays where it is. */
export interface Follow {
  /** The branch's months are planned anew for meetings from this day on: what was not said yet, and what was skipped. */
  readonly replanFrom: LocalDate | null
  /** Where the open round of a period now closes. */
  readonly closing: { readonly period: Period; readonly closesAt: Date } | null
  /** What waited for the end of the quiet hours, `was`, waits until `until`. */
  readonly waiting: { readonly was: Date; readonly until: Date } | null
}

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Who hears a reply: the chat the message came from, a member's preferred account, or a branch's secretary. */
export type Recipient =
  | { readonly kind: 'here' }
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'secretary'; readonly branchId: string }

/** Something to say. Choices carry their action in the clear; the store signs them for whoever will press them. */
export interface Reply {
  readonly to: Recipient
  readonly message: Outbound
  /** The same in every language, where it is told to somebody else than who speaks: whoever hears it gets their own. */
  readonly inLanguages?: Readonly<Record<'vi' | 'en', Outbound>>
  readonly class: MessageClass
  /** Whose presses the choices are signed for, when that is not yet (or no longer) whom the account belongs to. */
  readonly signedFor?: string
  /** Makes it happen once; without one the inbound message's own key does. */
  readonly dedupeKey?: string
  readonly mergeKey?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
}
