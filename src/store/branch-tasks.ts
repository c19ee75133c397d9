// Tasks whose day has come near, has come or has passed, and whom to tell: read for their
// reminders.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Leave } from '../domain/absence.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'
import { localTime } from '../domain/local-time.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { contexts } from './contexts.ts'
import { chatOf, languageOf } from './months.ts'
import type { Chat } from './reminders.ts'
import { openTaskBody, type TaskBody } from './tables/branch-tasks.ts'

/**
 * Whoever is told of a task: those responsible who are still of the branch; where there are none,
 * its officers.
 */
export interface TaskHearer {
  readonly memberId: string
  readonly isExempt: boolean
  readonly mayRemind: boolean
  readonly language: 'vi' | 'en'
  readonly chat: Chat | null
  readonly leaves: readonly Leave[]
}

export interface DueTask {
  readonly id: string
  readonly branchId: string
  readonly dueOn: LocalDate
  readonly createdAt: Date
  readonly zone: string
  readonly quiet: QuietHours
  readonly hearers: readonly TaskHearer[]
  /** Opens its words with the branch's key. */
  open(keyring: Keyring): TaskBody
}

interface HearerRow {
  readonly id: string
  readonly is_exempt: boolean
  readonly may_remind: boolean | null
  readonly language: string
  readonly chat: { readonly bot: string; readonly address: string; readonly chat: string } | null
  readonly leaves: readonly Leave[] | null
  readonly is_officer: boolean
}

interface Row {
  readonly id: string
  readonly branch_id: string
  readonly due_on: string
  readonly created_at: Date
  readonly body: Buffer
  readonly time_zone: string
  readonly quiet_from: string
  readonly quiet_to: string
  readonly wrapped_key: Buffer
  readonly hearers: readonly HearerRow[] | null
}

/**
 * Tasks still to be done that are due on one of these days. An officer agreed to nothing: what
 * concerns the office is told them.
 */
export async function readTasksDueOn(
  queryable: Queryable,
  days: readonly LocalDate[],
  meaningHash: string,
): Promise<readonly DueTask[]> {
  const rows = await queryable.query(sql<Row>('branch-tasks-due', { isIdempotent: true })`
    SELECT k.id, k.branch_id, k.due_on::text AS due_on, k.created_at, k.body, b.time_zone,
      b.quiet_from, b.quiet_to, b.wrapped_key,
      (SELECT json_agg(json_build_object('id', m.id, 'is_exempt', m.status = 'exempt', 'language',
        coalesce(a.language, m.language),
          'is_officer', NOT m.id = ANY(k.member_ids),
          'may_remind', NOT m.id = ANY(k.member_ids) OR (SELECT c.is_granted FROM consent c
            WHERE c.member_id = m.id
            AND c.purpose = 'remind' AND c.meaning_hash = ${meaningHash} AND c.at >= a.linked_at
              ORDER BY c.at DESC LIMIT 1),
          'chat', CASE WHEN a.id IS NOT NULL THEN json_build_object('bot', a.bot_id, 'address',
            encode(a.address, 'base64'),
            'chat', encode(a.chat_hash, 'base64')) END,
          'leaves', (SELECT json_agg(json_build_object('from', x.from_on, 'to', x.to_on))
            FROM absence x WHERE x.member_id = m.id))
          ORDER BY m.id)
        FROM member m LEFT JOIN LATERAL (SELECT * FROM account
          WHERE member_id = m.id AND state = 'linked'
          ORDER BY (bot_id = ANY(b.bot_ids)) DESC, is_preferred DESC, linked_at LIMIT 1) a ON true
        WHERE m.branch_id = b.id AND m.left_at IS NULL
          AND (m.id = ANY(k.member_ids) OR m.role = 'secretary' OR (m.role = 'deputy'
            AND b.is_deputy_told))) AS hearers
    FROM branch_task k JOIN branch b ON b.id = k.branch_id
    WHERE k.state IN ('open', 'putOff') AND k.due_on = ANY(${days}::date[])
      ORDER BY k.branch_id, k.due_on, k.id`)
  return rows.map(openRow)
}

function openRow(row: Row): DueTask {
  const { id, branch_id: branchId } = row
  const all = row.hearers ?? []
  const responsible = all.filter(({ is_officer: isOfficer }) => !isOfficer)
  return {
    id,
    branchId,
    dueOn: localDate(row.due_on),
    createdAt: row.created_at,
    zone: row.time_zone,
    quiet: { from: localTime(row.quiet_from), to: localTime(row.quiet_to) },
    hearers: (responsible.length > 0 ? responsible : all).map(openHearer),
    open: (keyring) => {
      const body = Buffer.from(row.body).toString('base64')
      return openTaskBody(
        { id, body },
        branchId,
        keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(branchId)),
      )
    },
  }
}

function openHearer(row: HearerRow): TaskHearer {
  return {
    memberId: row.id,
    isExempt: row.is_exempt,
    mayRemind: row.may_remind === true,
    language: languageOf(row.language),
    chat: row.chat === null ? null : chatOf(row.chat),
    leaves: row.leaves ?? [],
  }
}

/**
 * Which of these are still to be done by that day. Until this transaction ends nobody can move one
 * of them.
 */
export async function lockActiveTasks(
  transaction: Queryable,
  tasks: readonly Pick<DueTask, 'id' | 'dueOn'>[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query(sql<{ id: string; due_on: string }>('branch-tasks-lock')`
    SELECT id, due_on::text AS due_on FROM branch_task
      WHERE id = ANY(${tasks.map(({ id }) => id)}::uuid[])
      AND state IN ('open', 'putOff') ORDER BY id FOR SHARE`)
  const due = new Map(rows.map((row) => [row.id, row.due_on]))
  return new Set(tasks.filter(({ id, dueOn }) => due.get(id) === dueOn).map(({ id }) => id))
}
