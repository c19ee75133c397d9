// What a message can mean. Interpreted from the words, the button and where the person is; decided
// on by `intents/`.
import type { AgendaRequest } from '../domain/agenda-line.ts'
import type { AttendanceState } from '../domain/attendance.ts'
import type { AttendanceRequest } from '../domain/attendance-line.ts'
import type { CourseRequest } from '../domain/course-line.ts'
import type { StepKey } from '../domain/conversation.ts'
import type { PaperVerb } from '../domain/paper-codes.ts'
import type { Period } from '../domain/period.ts'
import type { AttachmentKind } from '../messaging/inbound.ts'
import type { CommandName } from './commands.ts'
import type { AttendanceTarget, PaperTarget, RemedyVerb, TaskVerb } from './action.ts'

/** An answer as it came: the id of a pressed choice, or typed words. */
export type RawAnswer =
  | { readonly kind: 'pressed'; readonly choice: string }
  | { readonly kind: 'typed'; readonly text: string }

export interface AttendancePress {
  readonly kind: 'press'
  readonly who: AttendanceTarget
  readonly state: AttendanceState
}

export type Intent =
  | { readonly kind: 'enterCode'; readonly code: string }
  | { readonly kind: 'askForCode' }
  | { readonly kind: 'confirmLink'; readonly raw: RawAnswer }
  /** `relink` null: the newest chat that was linked again. */
  | { readonly kind: 'objectChat'; readonly relink: string | null }
  /** `notice`: in which words it was asked (`noticeTag`). */
  | {
      readonly kind: 'answerConsent'
      readonly raw: RawAnswer
      readonly index: number
      readonly notice: string
    }
  | { readonly kind: 'beginConsent' }
  | { readonly kind: 'goBackInConsent' }
  | { readonly kind: 'withdraw'; readonly raw: RawAnswer | null }
  | { readonly kind: 'erase'; readonly raw: RawAnswer | null }
  | { readonly kind: 'openSheet' }
  | { readonly kind: 'postponeSheet' }
  | {
      readonly kind: 'answerStep'
      readonly round: number
      readonly step: StepKey
      readonly raw: RawAnswer
    }
  | { readonly kind: 'answerQuick'; readonly raw: RawAnswer }
  | { readonly kind: 'chooseQuick'; readonly isQuick: boolean }
  | { readonly kind: 'goBack' }
  | { readonly kind: 'editItem'; readonly number: number | null }
  | { readonly kind: 'pauseSheet' }
  | { readonly kind: 'submitSheet' }
  | { readonly kind: 'takePaper' }
  | { readonly kind: 'listRemedies'; readonly number: number | null }
  | { readonly kind: 'tendRemedy'; readonly remedyId: string; readonly verb: RemedyVerb }
  | { readonly kind: 'answerRemedy'; readonly raw: RawAnswer }
  | { readonly kind: 'beginVoice' }
  | { readonly kind: 'answerVoice'; readonly raw: RawAnswer }
  /** `argument`: a topic, or nothing. */
  | { readonly kind: 'help'; readonly argument: string }
  | { readonly kind: 'schedule' }
  | { readonly kind: 'manifestations'; readonly group: string }
  | { readonly kind: 'myData' }
  | { readonly kind: 'whoLooked' }
  | { readonly kind: 'language'; readonly argument: string }
  | { readonly kind: 'cancel' }
  /** `opens`: the sheet was asked for as well. */
  | { readonly kind: 'preferHere'; readonly opens: boolean }
  /** `span`: as typed. */
  | { readonly kind: 'summary'; readonly span: string }
  | { readonly kind: 'report'; readonly span: string }
  | { readonly kind: 'register'; readonly span: string }
  | { readonly kind: 'attendanceRegister'; readonly span: string }
  | { readonly kind: 'minutes'; readonly month: string }
  | { readonly kind: 'plan'; readonly period: string }
  | { readonly kind: 'participation' }
  | { readonly kind: 'remindUnfinished' }
  | { readonly kind: 'branchRemedies'; readonly span: string }
  | { readonly kind: 'readVoices'; readonly period: string }
  | { readonly kind: 'invite' }
  | { readonly kind: 'groupCode' }
  | { readonly kind: 'meeting'; readonly argument: string }
  | { readonly kind: 'answerMeeting'; readonly raw: RawAnswer }
  | { readonly kind: 'agenda'; readonly request: AgendaRequest }
  | { readonly kind: 'reviewRotation'; readonly argument: string }
  | { readonly kind: 'answerReviewRotation'; readonly raw: RawAnswer }
  | { readonly kind: 'settings'; readonly argument: string }
  | { readonly kind: 'answerSetting'; readonly raw: RawAnswer }
  | {
      readonly kind: 'attendance'
      readonly period: Period | null
      readonly request: AttendanceRequest | AttendancePress
    }
  /** `argument`: nothing, “thêm”, a page, a number, or lines of tasks. */
  | { readonly kind: 'tasks'; readonly argument: string }
  | { readonly kind: 'tendTask'; readonly taskId: string; readonly verb: TaskVerb }
  | { readonly kind: 'answerTask'; readonly raw: RawAnswer }
  /** `period` null: of the meeting it is said after. */
  | {
      readonly kind: 'settlePaper'
      readonly period: Period | null
      readonly paper: PaperTarget
      readonly isDone: boolean
    }
  | { readonly kind: 'scoreMeeting'; readonly argument: string }
  | {
      readonly kind: 'pressScore'
      readonly period: Period
      readonly criterion: string
      readonly points: number | null
    }
  | { readonly kind: 'answerScore'; readonly raw: RawAnswer }
  | {
      readonly kind: 'meetingCourse'
      readonly period: Period | null
      readonly request: CourseRequest
    }
  | { readonly kind: 'paperSheets'; readonly argument: string }
  | {
      readonly kind: 'paperPress'
      readonly round: number
      readonly memberId: string
      readonly verb: PaperVerb
    }
  | { readonly kind: 'answerPaperCodes'; readonly raw: RawAnswer }
  | { readonly kind: 'paperConsent'; readonly argument: string }
  | { readonly kind: 'declareAbsence'; readonly argument: string }
  | { readonly kind: 'endAbsence' }
  | {
      readonly kind: 'settleDelivery'
      readonly outboxId: string
      readonly verdict: 'arrived' | 'resend'
    }
  | { readonly kind: 'groupSchedule' }
  | { readonly kind: 'groupHelp' }
  | { readonly kind: 'bindGroup'; readonly code: string }
  | { readonly kind: 'groupMistake' }
  | { readonly kind: 'groupWords'; readonly text: string }
  | { readonly kind: 'groupStanding'; readonly standing: 'joined' | 'removed' }
  | { readonly kind: 'groupRenamed'; readonly title: string }
  | { readonly kind: 'groupMigrated'; readonly toChat: string }
  | { readonly kind: 'chatStanding'; readonly standing: 'joined' | 'removed' }
  | { readonly kind: 'refuseAttachment'; readonly what: AttachmentKind }
  | { readonly kind: 'staleButton' }
  /** Of a question that no longer stands; `command`: what its words would have done. */
  | { readonly kind: 'olderButton'; readonly command: CommandName | null }
  | { readonly kind: 'editedMessage' }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'ignore' }

export type IntentOf<K extends Intent['kind']> = Extract<Intent, { kind: K }>
