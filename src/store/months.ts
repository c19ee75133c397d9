// A branch in one of its months: its settings, its meeting, its round, its group, and whom to tell.
// Read when something is due.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localTime } from '../domain/local-time.ts'
import { period, type Period } from '../domain/period.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { TimelineOverrides } from '../domain/timeline-rules.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { contexts } from './contexts.ts'
import type { Chat } from './reminders.ts'
import type { MeetingView } from './snapshot.ts'
import { openMeeting } from './turns/open.ts'
import type { MeetingRow } from './turns/snapshot-row.ts'

export interface MonthBranch {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly language: 'vi' | 'en'
  readonly zone: string
  readonly quiet: QuietHours
  readonly overrides: TimelineOverrides
  readonly pack: string
  readonly isVoiceOpen: boolean
  readonly isDeputyTold: boolean
}

export interface MonthRound {
  readonly id: string
  readonly number: number
  readonly period: Period
  readonly questionnaireHash: string
  readonly openedAt: Date
  readonly closesAt: Date
  readonly closedAt: Date | null
}

/** A secretary or deputy with a chat that can be reached. */
export interface Officer {
  readonly memberId: string
  readonly role: 'secretary' | 'deputy'
  readonly language: 'vi' | 'en'
  readonly chat: Chat
}

export interface Month {
  readonly branch: MonthBranch
  readonly meeting: MeetingView | null
  readonly round: MonthRound | null
  readonly group: { readonly id: string; readonly chat: Chat } | null
  readonly officers: readonly Officer[]
}

interface ChatRow {
  readonly id: string
  readonly bot: string
  readonly address: string
  readonly chat: string
}

interface Row {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly language: string
  readonly time_zone: string
  readonly quiet_from: string
  readonly quiet_to: string
  readonly timeline: TimelineOverrides
  readonly pack: string
  readonly is_voice_open: boolean
  readonly is_deputy_told: boolean
  readonly wrapped_key: Buffer
  readonly meeting: MeetingRow | null
  readonly round_id: string | null
  readonly number: number | null
  readonly period: string | null
  readonly questionnaire_hash: string | null
  readonly opened_at: Date | null
  readonly closes_at: Date | null
  readonly closed_at: Date | null
  readonly group_chat: ChatRow | null
  readonly officers:
    readonly (ChatRow & { readonly role: string; readonly language: string })[] | null
}

/**
 * Which of a branch's months: that of a period; null: none in particular, and neither meeting nor
 * round is given.
 */
export async function readMonth(
  queryable: Queryable,
  keyring: Keyring,
  branchId: string,
  of: Period | null,
): Promise<Month | null> {
  const [row] = await queryable.query(sql<Row>('month-read', { isIdempotent: true })`
    SELECT b.id, o.name, o.path, b.language, b.time_zone, b.quiet_from, b.quiet_to, b.timeline,
      b.pack, b.is_voice_open, b.is_deputy_told,
      b.wrapped_key, r.id AS round_id, r.number, r.period, r.questionnaire_hash, r.opened_at,
        r.closes_at, r.closed_at,
      (SELECT json_build_object('id', t.id, 'period', t.period, 'kind', t.kind, 'date', t.date,
        'starts_at', t.starts_at,
          'place', encode(t.place, 'base64'), 'source', t.source, 'moved_for', t.moved_for,
            'nominal_date', t.nominal_date)
        FROM meeting t WHERE t.branch_id = b.id AND t.period = ${of}::text) AS meeting,
      (SELECT json_build_object('id', g.id, 'bot', g.bot_id, 'address', encode(g.address, 'base64'),
        'chat', encode(g.chat_hash, 'base64'))
        FROM branch_group g WHERE g.branch_id = b.id AND g.state = 'bound' ORDER BY g.bound_at DESC
          LIMIT 1) AS group_chat,
      (SELECT json_agg(json_build_object('id', x.id, 'role', x.role, 'language', x.language, 'bot',
        x.bot_id,
          'address', encode(x.address, 'base64'), 'chat', encode(x.chat_hash, 'base64'))
            ORDER BY x.role DESC, x.id)
        FROM (SELECT DISTINCT ON (m.id) m.id, m.role, coalesce(a.language, m.language) AS language,
          a.bot_id, a.address, a.chat_hash
          FROM member m JOIN account a ON a.member_id = m.id AND a.state = 'linked'
          WHERE m.branch_id = b.id AND m.left_at IS NULL AND m.role IN ('secretary', 'deputy')
          ORDER BY m.id, (a.bot_id = ANY(b.bot_ids)) DESC, a.is_preferred DESC,
            a.linked_at) x) AS officers
    FROM branch b JOIN organisation o ON o.id = b.id
      LEFT JOIN round r ON r.branch_id = b.id AND r.period = ${of}::text
    WHERE b.id = ${branchId}::uuid`)
  return row === undefined ? null : openMonth(row, keyring)
}

function openMonth(row: Row, keyring: Keyring): Month {
  const key = keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(row.id))
  const { group_chat: group, officers } = row
  return {
    branch: {
      id: row.id,
      name: row.name,
      path: row.path,
      language: languageOf(row.language),
      zone: row.time_zone,
      quiet: { from: localTime(row.quiet_from), to: localTime(row.quiet_to) },
      overrides: row.timeline,
      pack: row.pack,
      isVoiceOpen: row.is_voice_open,
      isDeputyTold: row.is_deputy_told,
    },
    meeting: row.meeting === null ? null : openMeeting(row.meeting, row.id, key),
    round: openRound(row),
    group: group === null ? null : { id: group.id, chat: chatOf(group) },
    officers: (officers ?? []).map((officer) => ({
      memberId: officer.id,
      role: officer.role === 'secretary' ? 'secretary' : 'deputy',
      language: languageOf(officer.language),
      chat: chatOf(officer),
    })),
  }
}

function openRound(row: Row): MonthRound | null {
  const {
    round_id: id,
    number,
    questionnaire_hash: questionnaireHash,
    opened_at: openedAt,
    closes_at: closesAt,
    closed_at: closedAt,
  } = row
  if (id === null || number === null || row.period === null) return null
  if (questionnaireHash === null || openedAt === null || closesAt === null) return null
  return { id, number, period: period(row.period), questionnaireHash, openedAt, closesAt, closedAt }
}

export function languageOf(stored: string): 'vi' | 'en' {
  return stored === 'en' ? 'en' : 'vi'
}

/** From a row inside a json column, which carries bytes as base64. */
export function chatOf({ bot, address, chat }: Omit<ChatRow, 'id'>): Chat {
  return { bot, sealed: Buffer.from(address, 'base64'), chatHash: Buffer.from(chat, 'base64') }
}

/** Whom the branch's news goes to: its secretary, and its deputy where the branch wants it. */
export function toldOfficers({ branch, officers }: Month): readonly Officer[] {
  return officers.filter(({ role }) => role === 'secretary' || branch.isDeputyTold)
}
