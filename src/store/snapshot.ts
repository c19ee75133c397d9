// What one turn knows: read in one statement, decided on without another look.
import type { AnswerValue } from '../domain/answer.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { LocalTime } from '../domain/local-time.ts'
import type { LockState } from '../domain/lockout.ts'
import type { MeetingRule } from '../domain/meeting-rule.ts'
import type { Period } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { RemedyStatus } from '../domain/remedy.ts'
import type { Sheet } from '../domain/sheet.ts'
import type { TimelineOverrides } from '../domain/timeline-rules.ts'
import type { Unit } from '../domain/unit.ts'
import type { Address } from '../messaging/address.ts'
import type { Relink } from './relink.ts'

export type Role = 'secretary' | 'deputy' | 'committee' | 'member'
export type MemberStatus = 'official' | 'probationary' | 'exempt'

export interface AccountView {
  readonly id: string
  /** Not yet in the database: written with this turn. */
  readonly isNew: boolean
  readonly version: number
  /**
   * Linked again, and so closed to what was given elsewhere (domain/link-reach.ts); null: whole.
   */
  readonly relink: Relink | null
  /** Of a whole chat: the other chats of its member that were linked again, the newest first. */
  readonly otherRelinks: readonly Relink[]
  readonly language: 'vi' | 'en' | null
  readonly state: 'new' | 'linked' | 'unreachable'
  /**
   * An open sheet belongs to the member: begun in another chat of theirs, it stands in this
   * conversation too.
   */
  readonly conversation: Conversation
  /** The member has another account; `sheet`: and the sheet is open there and not here. */
  readonly elsewhere: 'nothing' | 'account' | 'sheet'
  readonly wrongTries: number
  readonly wrongSince: Date | null
  readonly lockedUntil: Date | null
}

/** A bot as people find it: the name and the link are there where they are known. */
export interface BotFace {
  readonly id: string
  readonly platform: string
  readonly title: string | null
  readonly link: string | null
}

export interface BranchView {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly parentName: string | null
  readonly path: string
  readonly zone: string
  readonly meetingRule: MeetingRule | null
  readonly meetingTime: LocalTime | null
  readonly meetingPlace: string | null
  readonly timeline: TimelineOverrides
  readonly quiet: QuietHours
  readonly pack: string
  readonly isVoiceOpen: boolean
  readonly isDeputyTold: boolean
  /** How many review themselves at a meeting, where there is a rotation. */
  readonly reviewees: 1 | 2
  /** Of what its group hears. */
  readonly language: 'vi' | 'en'
  readonly unit: Unit
  readonly remindedOn: LocalDate | null
  readonly hasGroup: boolean
  readonly officialMembers: number
  /** The bots that serve it; empty: any. */
  readonly bots: readonly BotFace[]
}

export interface MeetingView {
  readonly id: string
  readonly period: Period
  readonly kind: 'regular' | 'thematic'
  readonly date: LocalDate
  readonly startsAt: LocalTime
  readonly place: string | null
  readonly source: 'rule' | 'hand'
  /** The key of the holiday it was moved off, and the date the rule gave. */
  readonly movedFor: string | null
  readonly nominalDate: LocalDate | null
}

export interface MemberView {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly status: MemberStatus
  /**
   * Purposes granted under a notice of the meaning in force, in whatever words; empty when none was
   * answered.
   */
  readonly consents: ReadonlyMap<string, boolean>
  /** All choice questions of a sheet in one message; null: never said. */
  readonly prefersQuick: boolean | null
  readonly isElder: boolean
}

export interface RemedyView {
  readonly id: string
  readonly roundId: string
  readonly question: string
  readonly status: RemedyStatus
  readonly dueOn: LocalDate | null
  readonly moves: number
  readonly cause: string | null
  readonly measure: string | null
}

export interface AnswerView {
  readonly version: number
  readonly at: Date
  readonly value: AnswerValue
}

export interface RoundView {
  readonly id: string
  readonly number: number
  readonly period: Period
  readonly closesAt: Date
  readonly closedAt: Date | null
  readonly pack: Pack
}

export interface AssessmentView {
  readonly id: string
  readonly state: 'invited' | 'inProgress' | 'submitted' | 'onPaper'
  readonly sheet: Sheet
  readonly startedAt: Date | null
  readonly submittedAt: Date | null
  readonly isLate: boolean
  readonly submissions: number
  /** By step key, the newest version of each. */
  readonly answers: ReadonlyMap<string, AnswerView>
}

export interface GroupView {
  readonly id: string
  readonly branchId: string
  readonly title: string | null
  readonly state: 'bound' | 'removed'
}

export interface Snapshot {
  readonly from: Address
  readonly account: AccountView
  readonly member: MemberView | null
  readonly branch: BranchView | null
  /** The newest round of the branch that has a sheet for this member, open or not. */
  readonly round: RoundView | null
  readonly assessment: AssessmentView | null
  /** Not done, dropped or withdrawn; with a date first, most due first. */
  readonly remedies: readonly RemedyView[]
  /** The next meeting not yet over. */
  readonly meeting: MeetingView | null
  /** The group this message came from, where it came from one that is bound. */
  readonly group: GroupView | null
  /**
   * The month of this bot is over 80 % of its plan, used or expected: a quick sheet is the default,
   * and words are few.
   */
  readonly isTight: boolean
  /** The wrong codes of whoever speaks here, in the group they speak in. */
  readonly groupLock: LockState
}
