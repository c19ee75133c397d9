// Everything a turn may change: one exhaustive union. A new kind does not compile until `changes/`
// writes it.
import type { Leave } from '../domain/absence.ts'
import type { AnswerValue } from '../domain/answer.ts'
import type { Conversation, MenuEntry } from '../domain/conversation.ts'
import type { Standing } from '../domain/link-reach.ts'
import type { LocalDate } from '../domain/local-date.ts'
import type { NoticeIdentity } from '../domain/questionnaire.ts'
import type { RemedyStatus } from '../domain/remedy.ts'
import type { Deed } from '../domain/rights.ts'
import type { MessageClass, Outbound } from '../messaging/outbound.ts'
import type { MeetingChange } from './meeting-change.ts'
import type { SettingChange } from './setting-change.ts'

export type Change =
  | MeetingChange
  | SettingChange
  | { readonly kind: 'converse'; readonly conversation: Conversation }
  | { readonly kind: 'speak'; readonly language: 'vi' | 'en' }
  | { readonly kind: 'preferQuick'; readonly memberId: string; readonly isQuick: boolean }
  | {
      readonly kind: 'countWrongCode'
      readonly wrongTries: number
      readonly wrongSince: Date
      readonly lockedUntil: Date | null
    }
  /** Of one person in the group this message came from. */
  | {
      readonly kind: 'countGroupCode'
      readonly wrongTries: number
      readonly wrongSince: Date
      readonly lockedUntil: Date | null
    }
  /**
   * `of`: the member's first chat; one after it (domain/link-reach.ts); or the one that is linked
   * to them already. Written only while that is still so. `seats`: how many people the bot's plan
   * allows; null: any number.
   */
  | {
      readonly kind: 'linkAccount'
      readonly memberId: string
      readonly codeId: string
      readonly of: LinkOf
      readonly seats: number | null
    }
  /** A typed number means this in the member's other chats, which hear of a new one. */
  | {
      readonly kind: 'offerObjection'
      readonly memberId: string
      readonly menu: readonly MenuEntry[]
    }
  /**
   * "Không phải tôi": the chat linked again so is nobody's, what was given in it goes, and the
   * member's unused codes are void.
   */
  | { readonly kind: 'endRelink'; readonly memberId: string; readonly relink: string }
  /**
   * Of the member's accounts this one is written to from now on, and an open sheet is open here
   * alone.
   */
  | { readonly kind: 'preferHere'; readonly memberId: string }
  /** The sheet is worked on here: in the member's other chats it is open no more. */
  | { readonly kind: 'takeSheet'; readonly memberId: string }
  | { readonly kind: 'reach'; readonly isReachable: boolean; readonly reason?: string }
  | {
      readonly kind: 'consent'
      readonly memberId: string
      /** Which wording was shown, and what it means: by that it is looked up. */
      readonly notice: NoticeIdentity
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
  | {
      readonly kind: 'clearSheet'
      readonly assessmentId: string
      readonly memberId: string
      readonly roundId: string
    }
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
  | {
      readonly kind: 'withdrawRemedy'
      readonly memberId: string
      readonly roundId: string
      readonly question: string
    }
  | {
      readonly kind: 'moveRemedy'
      readonly remedyId: string
      readonly memberId: string
      readonly status: RemedyStatus
      readonly dueOn?: LocalDate
      readonly moves?: number
      readonly result?: string | null
    }
  /** Its measure at last; the day comes with `moveRemedy`. */
  | {
      readonly kind: 'planRemedy'
      readonly remedyId: string
      readonly memberId: string
      readonly cause: string | null
      readonly measure: string
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
  | {
      readonly kind: 'dropVoice'
      readonly roundId: string
      readonly memberId: string
      readonly at: Date
    }
  | { readonly kind: 'countRefusedText'; readonly reason: string; readonly localDate: LocalDate }
  | {
      readonly kind: 'audit'
      /** Done by whoever holds a code: nobody is known to have done it. */
      readonly isStranger?: boolean
      readonly deed: Deed
      readonly branchId: string
      readonly subjectMemberId?: string
      readonly isAllowed: boolean
    }
  | {
      readonly kind: 'putAbsence'
      readonly memberId: string
      readonly leave: Leave
      readonly replaces: readonly string[]
    }
  /** Back earlier: away up to this day; null: not at all. */
  | {
      readonly kind: 'endAbsence'
      readonly absenceId: string
      readonly memberId: string
      readonly to: LocalDate | null
    }
  /** Done on paper, by an officer's word; what the member sent themselves stays. */
  | {
      readonly kind: 'recordPaper'
      readonly assessmentId: string
      readonly byMember: string
      readonly isLate: boolean
    }
  /** The letters of a sheet on paper. `wrappedKey`: the member's, as it was read. */
  | {
      readonly kind: 'enterCodes'
      readonly assessmentId: string
      readonly memberId: string
      readonly byMember: string
      readonly wrappedKey: Uint8Array
      readonly isLate: boolean
      readonly answers: readonly {
        readonly question: string
        readonly version: number
        readonly value: AnswerValue
      }[]
    }
  /** What was entered for a member goes; the sheet counts as done on paper. */
  | { readonly kind: 'clearCodes'; readonly assessmentId: string }
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
  | {
      readonly kind: 'dropPrompts'
      readonly memberId: string
      readonly mergeKey: string
      readonly which?: 'due'
    }
  | {
      readonly kind: 'settleUnknown'
      readonly outboxId: string
      readonly verdict: 'arrived' | 'resend'
    }
  | { readonly kind: 'eraseMember'; readonly memberId: string }

/** `sheet` finds a sheet on paper and links nobody. */
type CodePurpose = 'member' | 'group' | 'sheet'

export type LinkOf = 'firstChat' | 'again' | 'sameChat'

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>

/**
 * Who hears a reply: the chat the message came from, a member's preferred account, or a branch's
 * secretary.
 */
export type Recipient =
  | { readonly kind: 'here' }
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'secretary'; readonly branchId: string }
  /** Every other chat of a member that can be reached: those linked again, or the others. */
  | { readonly kind: 'otherChats'; readonly memberId: string; readonly standing: Standing }

/**
 * Something to say. Choices carry their action in the clear; the store signs them for whoever will
 * press them.
 */
export interface Reply {
  readonly to: Recipient
  readonly message: Outbound
  /**
   * The same in every language, where it is told to somebody else than who speaks: whoever hears it
   * gets their own.
   */
  readonly inLanguages?: Readonly<Record<'vi' | 'en', Outbound>>
  readonly class: MessageClass
  /**
   * Whose presses the choices are signed for, when that is not yet (or no longer) whom the account
   * belongs to.
   */
  readonly signedFor?: string
  /** Makes it happen once; without one the inbound message's own key does. */
  readonly dedupeKey?: string
  readonly mergeKey?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
}
