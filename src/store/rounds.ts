// A round opens with everything it will be judged by frozen: who is asked, and which sheet each of
// them gets.
import type { Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import { localDate, type LocalDate } from '../domain/local-date.ts'
import { period, type Period } from '../domain/period.ts'
import type { RemedyStatus } from '../domain/remedy.ts'
import type { Sheet } from '../domain/sheet.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { unseal } from '../sealing/seal.ts'
import { contexts } from './contexts.ts'
import { languageOf } from './months.ts'
import type { Chat } from './reminders.ts'

/**
 * One member to be asked. `chat` is null where none can be reached; without `mayStore` only paper
 * is left to them.
 */
export interface Invitee {
  readonly memberId: string
  readonly name: string
  readonly language: 'vi' | 'en'
  readonly chat: Chat | null
  readonly mayRemind: boolean
  readonly mayStore: boolean
  readonly isElder: boolean
  /** Said so for today: asked, and not invited. */
  readonly isAway: boolean
  /** Not closed, oldest first. */
  readonly remedies: readonly {
    readonly id: string
    readonly status: RemedyStatus
    readonly dueOn: LocalDate | null
  }[]
}

interface InviteeRow {
  readonly id: string
  readonly name: Buffer
  readonly wrapped: Buffer | null
  readonly language: string
  readonly bot_id: string | null
  readonly address: Buffer | null
  readonly chat_hash: Buffer | null
  readonly may_remind: boolean | null
  readonly may_store: boolean | null
  readonly is_elder: boolean
  readonly is_away: boolean
  readonly remedies:
    | readonly {
        readonly id: string
        readonly status: RemedyStatus
        readonly due_on: string | null
      }[]
    | null
}

/**
 * Every official and probationary member of the branch who has not left; the exempt are asked
 * nothing.
 */
export async function readInvitees(
  queryable: Queryable,
  keyring: Keyring,
  branchId: string,
  meaningHash: string,
  now: Date,
): Promise<readonly Invitee[]> {
  const rows = await queryable.query(sql<InviteeRow>('round-invitees', { isIdempotent: true })`
    SELECT m.id, m.name, m.is_elder, k.wrapped, coalesce(a.language, m.language) AS language,
      a.bot_id, a.address, a.chat_hash,
      (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'remind'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1) AS may_remind,
      (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'store'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1) AS may_store,
      EXISTS (SELECT FROM absence x WHERE x.member_id = m.id
        AND (${now}::timestamptz AT TIME ZONE b.time_zone)::date BETWEEN x.from_on
          AND x.to_on) AS is_away,
      (SELECT json_agg(json_build_object('id', d.id, 'status', d.status, 'due_on', d.due_on)
        ORDER BY d.created_at, d.id)
        FROM remedy d WHERE d.member_id = m.id AND d.status IN ('open', 'inProgress',
          'noMeasure')) AS remedies
    FROM member m JOIN branch b ON b.id = m.branch_id LEFT JOIN member_key k ON k.member_id = m.id
      LEFT JOIN LATERAL (SELECT * FROM account WHERE member_id = m.id
          AND state IN ('linked', 'relinked')
        ORDER BY (bot_id = ANY(b.bot_ids)) DESC, state = 'linked' DESC, is_preferred DESC, linked_at
        LIMIT 1) a ON true
    WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL AND m.status <> 'exempt'
      ORDER BY m.created_at, m.id`)
  return rows.map((row) => openInvitee(row, keyring))
}

function openInvitee(row: InviteeRow, keyring: Keyring): Invitee {
  const { id, wrapped, bot_id: bot, address, chat_hash: chatHash } = row
  // Without a key there is no name to address them by: they stay on the roster, and nothing is
  // sent.
  const name =
    wrapped === null
      ? ''
      : unseal(
          keyring.dataKeys.open(wrapped, contexts.memberKey(id)),
          row.name,
          contexts.memberName(id),
        )
  return {
    memberId: id,
    name,
    language: languageOf(row.language),
    chat:
      bot === null || address === null || chatHash === null || wrapped === null
        ? null
        : { bot, sealed: address, chatHash },
    mayRemind: row.may_remind === true,
    mayStore: row.may_store === true,
    isElder: row.is_elder,
    isAway: row.is_away,
    remedies: (row.remedies ?? []).map((remedy) => {
      return {
        id: remedy.id,
        status: remedy.status,
        dueOn: remedy.due_on === null ? null : localDate(remedy.due_on),
      }
    }),
  }
}

/**
 * Whether a pack was kept already: it is asked first, since a pack is 60 KB and a morning opens
 * hundreds of rounds.
 */
export async function hasPack(queryable: Queryable, hash: string): Promise<boolean> {
  const rows = await queryable.query(
    sql('round-has-pack', { isIdempotent: true })`SELECT 1 FROM questionnaire WHERE hash = ${hash}`,
  )
  return rows.length > 0
}

interface NewRound {
  readonly id: string
  readonly branchId: string
  readonly path: string
  readonly period: Period
  readonly questionnaireHash: string
  readonly openedAt: Date
  readonly closesAt: Date
}

/**
 * The number of the round that is now there; null: the branch has one for this period, and nothing
 * was written.
 */
export async function insertRound(transaction: Queryable, round: NewRound): Promise<number | null> {
  const [row] = await transaction.query(sql<{ number: number }>('round-insert')`
    INSERT INTO round (id, branch_id, path, period, questionnaire_hash, opened_at, closes_at)
    VALUES (${round.id}::uuid, ${round.branchId}::uuid, ${round.path}, ${round.period},
      ${round.questionnaireHash}, ${round.openedAt},
      ${round.closesAt}) ON CONFLICT (branch_id, period) DO NOTHING RETURNING number`)
  return row?.number ?? null
}

export interface NewAssessment {
  readonly id: string
  readonly memberId: string
  readonly sheet: Sheet
}

const assessmentsPerStatement = 500

/**
 * The sheets of a round that opens. A sheet left open in the round before is over, wherever the
 * conversation stood in it.
 */
export async function insertAssessments(
  transaction: Queryable,
  roundId: string,
  assessments: readonly NewAssessment[],
): Promise<void> {
  for (let from = 0; from < assessments.length; from += assessmentsPerStatement) {
    const chunk = assessments.slice(from, from + assessmentsPerStatement)
    const rows = chunk.map(({ id, memberId, sheet }) => ({ id, member_id: memberId, sheet }))
    await transaction.query(sql('round-assessments')`
      INSERT INTO assessment (id, round_id, member_id, sheet)
      SELECT d.id, ${roundId}::uuid, d.member_id, d.sheet
      FROM jsonb_to_recordset(${json(rows)}::jsonb) AS d(id uuid, member_id uuid, sheet jsonb)`)
  }
  await transaction.query(sql('round-leave-sheets')`
    UPDATE account a SET version = a.version + 1, conversation = CASE
      WHEN a.conversation->'focus'->>'at' = 'sheet'
      THEN '{"focus":{"at":"nothing"}}'::jsonb ELSE a.conversation - 'sheet' END
    FROM assessment s WHERE s.round_id = ${roundId}::uuid AND s.member_id = a.member_id
      AND a.conversation->'sheet' IS NOT NULL`)
}

/** A round whose time is over and that is not closed yet. */
export interface DueRound {
  readonly id: string
  readonly branchId: string
  readonly zone: string
  readonly closesAt: Date
}

/** Oldest first. */
export function readDueRounds(
  queryable: Queryable,
  now: Date,
  atMost: number,
): Promise<readonly DueRound[]> {
  return queryable.query(sql<DueRound>('rounds-due', { isIdempotent: true })`
    SELECT r.id, r.branch_id AS "branchId", b.time_zone AS zone, r.closes_at AS "closesAt"
      FROM round r JOIN branch b ON b.id = r.branch_id
    WHERE r.closed_at IS NULL AND r.closes_at <= ${now} ORDER BY r.closes_at, r.id
      LIMIT ${atMost}::int`)
}

/**
 * True: it is closed by us, from the commit of this transaction. False: it was, or its time was
 * moved.
 */
export async function closeRound(
  transaction: Queryable,
  roundId: string,
  now: Date,
): Promise<boolean> {
  const rows = await transaction.query(sql('round-close')`
    UPDATE round SET closed_at = ${now} WHERE id = ${roundId}::uuid AND closed_at IS NULL
      AND closes_at <= ${now} RETURNING id`)
  return rows.length > 0
}

export interface ClosedRound {
  readonly id: string
  readonly branchId: string
  readonly period: Period
  readonly closedAt: Date
}

/** Rounds closed since a moment of which nobody was told yet, the oldest first. */
export function readUntoldRounds(
  queryable: Queryable,
  rule: string,
  since: Date,
  atMost: number,
): Promise<readonly ClosedRound[]> {
  return queryable.query(sql<ClosedRound>('rounds-untold', { isIdempotent: true })`
    SELECT r.id, r.branch_id AS "branchId", r.period, r.closed_at AS "closedAt" FROM round r
    WHERE r.closed_at >= ${since} AND (r.publication IS NOT NULL
      OR r.tally IS NOT NULL) AND NOT EXISTS (SELECT FROM slot s
      WHERE s.rule = ${rule} AND s.subject = r.id)
    ORDER BY r.closed_at, r.id LIMIT ${atMost}::int`)
}

/** The period of the branch's newest round, while it is open. */
export async function readOpenPeriod(
  queryable: Queryable,
  branchId: string,
  now: Date,
): Promise<Period | null> {
  const [row] = await queryable.query(sql<{ period: string }>('round-open-period', {
    isIdempotent: true,
  })`
    SELECT period FROM round WHERE branch_id = ${branchId}::uuid AND closed_at IS NULL
      AND closes_at > ${now}
    ORDER BY opened_at DESC LIMIT 1`)
  return row === undefined ? null : period(row.period)
}
