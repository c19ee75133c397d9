// What the reading statement of a turn brings. Rows inside a json column carry bytes as base64.
import type { BotFace } from '../snapshot.ts'

/** Rows inside a json column carry bytes as base64. */
export interface AnswerRow {
  readonly id: string
  readonly question: string
  readonly version: number
  readonly at: string
  readonly body: string
}

export interface RemedyRow {
  readonly id: string
  readonly round_id: string
  readonly question: string
  readonly status: string
  readonly due_on: string | null
  readonly moves: number
  readonly body: string
}

export interface SnapshotRow {
  readonly is_duplicate: boolean
  readonly is_tight: boolean
  readonly account_id: string | null
  readonly version: number | null
  readonly account_language: string | null
  readonly account_state: string | null
  readonly relink_id: string | null
  readonly conversation: unknown
  readonly wrong_tries: number | null
  readonly wrong_since: Date | null
  readonly locked_until: Date | null
  readonly member_id: string | null
  readonly member_name: Buffer | null
  readonly member_key: Buffer | null
  readonly role: string | null
  readonly status: string | null
  readonly prefers_quick: boolean | null
  readonly is_elder: boolean | null
  readonly consents: Readonly<Record<string, boolean>> | null
  readonly branch_id: string | null
  readonly branch_code: string | null
  readonly branch_name: string | null
  readonly parent_name: string | null
  readonly path: string | null
  readonly time_zone: string | null
  readonly meeting_rule: unknown
  readonly meeting_time: string | null
  readonly meeting_place: Buffer | null
  readonly timeline: unknown
  readonly quiet_from: string | null
  readonly quiet_to: string | null
  readonly pack: string | null
  readonly is_voice_open: boolean | null
  readonly is_deputy_told: boolean | null
  readonly reviewees_at_meeting: number | null
  readonly branch_language: string | null
  readonly unit: unknown
  readonly reminded_on: string | null
  readonly branch_key: Buffer | null
  readonly has_group: boolean
  readonly official_members: number
  readonly round_id: string | null
  readonly round_number: number | null
  readonly period: string | null
  readonly closes_at: Date | null
  readonly closed_at: Date | null
  readonly questionnaire_hash: string | null
  readonly assessment_id: string | null
  readonly assessment_state: string | null
  readonly sheet: unknown
  readonly started_at: Date | null
  readonly submitted_at: Date | null
  readonly is_late: boolean | null
  readonly submissions: number | null
  readonly answers: readonly AnswerRow[] | null
  readonly remedies: readonly RemedyRow[] | null
  readonly meeting: MeetingRow | null
  readonly group_id: string | null
  readonly group_branch_id: string | null
  readonly group_state: string | null
  /** Wrong codes in the group, with times as they stand in json. */
  readonly tries: {
    readonly wrong_tries: number
    readonly wrong_since: string
    readonly locked_until: string | null
  } | null
  readonly serving: readonly BotFace[] | null
  readonly elsewhere: { readonly sheet: unknown } | null
  /** Of the member's other chats, the newest first. */
  readonly other_relinks: readonly string[] | null
}

export interface MeetingRow {
  readonly id: string
  readonly period: string
  readonly kind: string
  readonly date: string
  readonly starts_at: string
  readonly place: string | null
  readonly source: string
  readonly moved_for: string | null
  readonly nominal_date: string | null
}
