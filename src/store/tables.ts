// The look an intent may take beside its snapshot: at most one query each, all of them here by
// name.
import type { Leave } from '../domain/absence.ts'
import type { AttendanceCounts } from '../domain/attendance.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { Period } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import type { Closing } from '../domain/closings.ts'
import type { RosterCounts } from '../domain/participation.ts'
import type { SettingKey, SettingValue } from '../domain/settings.ts'
import type { Published } from '../domain/suppression.ts'
import type {
  AssessmentView,
  BotFace,
  MeetingView,
  MemberStatus,
  RemedyView,
  Role,
} from './snapshot.ts'
import type {
  AttendanceSource,
  Months,
  BranchTasksSource,
  MeetingPapersSource,
  MeetingScoreSource,
  MeetingRecord,
  RotationSource,
  AttendanceYearSource,
  PaperSource,
  PaperQuestion,
} from './meeting-sources.ts'
import type { PaperSheetSource } from './sheet-sources.ts'

/** Who a one-time code stands for. */
export interface CodeOwner {
  readonly codeId: string
  readonly memberId: string
  readonly name: string
  readonly branchId: string
  readonly branch: string
  readonly parent: string | null
  /**
   * The bot already has the people its plan allows, so many, and this is not one of them; null:
   * there is room.
   */
  readonly fullAt: number | null
  /** How many people its plan allows; null: any number. */
  readonly seats: number | null
  /** Those that serve the branch; empty: any. */
  readonly bots: readonly BotFace[]
  /** The member has or had a chat: this one will be linked again. */
  readonly hadChat: boolean
  /** How many chats of theirs can be reached. */
  readonly reached: number
}

export interface GroupCodeOwner {
  readonly codeId: string
  readonly branchId: string
  readonly branch: string
  /** The bot already serves the groups its plan allows, of other branches; null: there is room. */
  readonly fullAt: number | null
  /** How many groups its plan allows; null: any number. */
  readonly seats: number | null
  readonly bots: readonly BotFace[]
}

/** One member of the branch in its newest round (or none), for lists by name: state, no content. */
export interface RosterLine {
  readonly memberId: string
  readonly name: string
  readonly role: Role
  readonly status: MemberStatus
  readonly state: AssessmentView['state'] | null
  readonly isLate: boolean
  /** By an officer, from paper. */
  readonly isRecorded: boolean
  readonly isLinked: boolean
  /** Linked, but by no bot that serves the branch now: it was moved to another. */
  readonly mustLinkAgain: boolean
  readonly isReachable: boolean
  /**
   * The platform refused the last word about the open sheet, because they have written nothing for
   * too long.
   */
  readonly mustBeCalled: boolean
  readonly wantsReminders: boolean
  readonly language: 'vi' | 'en'
  /** As the round counts them: away now, or on the day it closed. */
  readonly isAway: boolean
  /** Away today until this day; null: not away, and may be prompted. */
  readonly awayUntil: LocalDate | null
}

export interface AbsenceView extends Leave {
  readonly id: string
}

/** What a summary is made of: of the round asked for and the one before what was said. */
export interface SummarySource {
  readonly roundId: string
  readonly period: Period
  readonly pack: Pack
  readonly isClosed: boolean
  /** As it is now, late ones included. */
  readonly roster: RosterCounts
  /** Null: it is open. */
  readonly published: Published | null
  /** As it was at its closing; null: there is none before, or it is open. */
  readonly previous: { readonly roster: RosterCounts; readonly published: Published } | null
  /** Of the last meeting held (or that of the period asked for), where attendance was taken. */
  readonly attendance: { readonly date: LocalDate; readonly counts: AttendanceCounts } | null
}

/** A closed round, with the questions it was closed with. */
export interface ClosingSource extends Closing {
  readonly pack: Pack
}

export interface VoiceLine {
  readonly text: string
  /** The name of a named voice; null for an anonymous one. */
  readonly name: string | null
}

/** The words to the committee that came to be read with the closing of one round. */
export interface VoicesSource {
  readonly period: Period
  readonly isClosed: boolean
  /** It had too few sheets: those still waiting come with a later one. */
  readonly areHeld: boolean
  readonly named: readonly VoiceLine[]
  readonly anonymous: readonly VoiceLine[]
}

/** A change that can still be undone by whoever made it. */
interface SettingChangeView {
  readonly id: string
  /** Whose setting it is; null: the branch's. */
  readonly memberId: string | null
  readonly key: SettingKey
  readonly before: SettingValue
  readonly after: SettingValue
}

export interface SettingsPerson {
  readonly memberId: string
  readonly name: string
  readonly role: Role
  readonly status: MemberStatus
  readonly isElder: boolean
  readonly language: 'vi' | 'en'
  readonly isLinked: boolean
}

/** The office of secretary on offer, to the member or by them. */
interface HandoverView {
  readonly id: string
  readonly fromMember: string
  readonly toMember: string
  readonly offeredAt: Date
  readonly expiresAt: Date
}

export interface SettingsSource {
  readonly last: SettingChangeView | null
  /** By given name: the branch, or for who is not its secretary themselves alone. */
  readonly people: readonly SettingsPerson[]
  readonly handover: HandoverView | null
}

export interface AuditLine {
  readonly at: Date
  /** `newChat`: whoever typed a code. */
  readonly actor: 'member' | 'operator' | 'newChat'
  /** Null where nobody knows it any more. */
  readonly actorName: string | null
  /** About the member who asks, and nobody else. */
  readonly isOwn: boolean
  readonly deed: string
  readonly isAllowed: boolean
}

export interface UnknownDelivery {
  readonly outboxId: string
  readonly branchId: string
}

export interface OwnAnswers {
  readonly period: Period
  readonly answers: readonly { readonly question: string; readonly text: string }[]
}

/** A sheet that was recorded from paper. */
interface OwnPaper {
  readonly period: Period
  readonly at: Date
  readonly byName: string | null
  readonly isEntered: boolean
}

export interface OwnData {
  readonly rounds: readonly OwnAnswers[]
  readonly remedies: readonly RemedyView[]
  /** All that are kept, those over included, newest first. */
  readonly absences: readonly Leave[]
  readonly papers: readonly OwnPaper[]
  /** Whether codes may be entered for them, and who holds the signed paper; null: never said. */
  readonly paperConsent: { readonly isGranted: boolean; readonly recordedBy: string | null } | null
}

export interface Tables {
  /** `bot`: the one the code was typed to. */
  /** `sheet`: the code of a sheet on paper, which links nobody. */
  memberOfCode(code: string, bot: string, now: Date): Promise<CodeOwner | 'sheet' | null>
  ownerOfCode(codeId: string, bot: string, now: Date): Promise<CodeOwner | 'sheet' | null>
  groupOfCode(code: string, bot: string, now: Date): Promise<GroupCodeOwner | null>
  /** Free texts of the member's round before this one. */
  textsBefore(memberId: string, roundId: string): Promise<readonly string[]>
  roster(branchId: string, now: Date): Promise<readonly RosterLine[]>
  /** The round of a period (the newest when null) and the one before it. */
  summary(branchId: string, period: Period | null, now: Date): Promise<SummarySource | null>
  /** The closed rounds of these months, both included, oldest first. */
  closings(branchId: string, from: Period, to: Period): Promise<readonly ClosingSource[]>
  /** Of a period's meeting, held or not; of the last one held when null. */
  attendance(branchId: string, period: Period | null, now: Date): Promise<AttendanceSource | null>
  /** Of these months' resolutions; null: of the last one, and what earlier ones left to be done. */
  branchTasks(branchId: string, of: Months | null, now: Date): Promise<BranchTasksSource>
  /** How many tasks of the branch's resolutions a member is responsible for and has still to do. */
  openTaskCount(branchId: string, memberId: string): Promise<number>
  /** Of a period's meeting, held or not; of the last one held when null. */
  meetingPapers(
    branchId: string,
    period: Period | null,
    now: Date,
  ): Promise<MeetingPapersSource | null>
  meetingScore(
    branchId: string,
    period: Period | null,
    now: Date,
  ): Promise<MeetingScoreSource | null>
  /** The member's own, those over left out. */
  absences(memberId: string, today: LocalDate): Promise<readonly AbsenceView[]>
  /** Of the newest round; `code`: of a sheet, to find whose it is. */
  paperSheets(branchId: string, code: string | null, now: Date): Promise<PaperSheetSource | null>
  /** Of a period's round; of the last one closed when null. */
  voices(branchId: string, period: Period | null): Promise<VoicesSource | null>
  /** Of a period's meeting, held or not; of the last one held when null. */
  meetingRecord(branchId: string, period: Period | null, now: Date): Promise<MeetingRecord | null>
  meetings(branchId: string, from: LocalDate): Promise<readonly MeetingView[]>
  rotation(branchId: string): Promise<RotationSource>
  paper(question: PaperQuestion): Promise<PaperSource>
  /** Of the meetings held in these months. */
  attendanceYear(branchId: string, of: Months, now: Date): Promise<AttendanceYearSource>
  settings(branchId: string, memberId: string, isWhole: boolean, now: Date): Promise<SettingsSource>
  looks(branchId: string, memberId: string): Promise<readonly AuditLine[]>
  ownData(memberId: string): Promise<OwnData>
  ownAnswers(
    memberId: string,
  ): Promise<{ readonly rounds: readonly OwnAnswers[]; readonly remedies: readonly RemedyView[] }>
  remedy(memberId: string, remedyId: string): Promise<RemedyView | null>
  unknownDelivery(outboxId: string): Promise<UnknownDelivery | null>
}
