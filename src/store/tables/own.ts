// What a member may see of their own: answers, remedies, and who looked at their branch.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { AnswerValue } from '../../domain/answer.ts'
import { type LocalDate, localDate } from '../../domain/local-date.ts'
import { period } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { type SealingKey, SealBroken, unseal } from '../../sealing/seal.ts'
import { operator, stranger } from '../audit-chain.ts'
import { contexts } from '../contexts.ts'
import type { RemedyView } from '../snapshot.ts'
import type { AbsenceView, AuditLine, OwnAnswers } from '../tables.ts'
import { openRemedy } from '../turns/open.ts'
import type { RemedyRow } from '../turns/snapshot-row.ts'

interface AnswerRow {
  readonly id: string
  readonly assessment_id: string
  readonly question: string
  readonly body: Buffer
  readonly period: string
  readonly wrapped: Buffer
}

function textOf(row: AnswerRow, key: SealingKey): string | null {
  const value = JSON.parse(
    unseal(key, row.body, contexts.answerValue(row.id, row.assessment_id, row.question)),
  ) as AnswerValue
  return value.kind === 'text' ? value.text : null
}

/** Free texts of the newest sheet before this round, to notice the same words again. */
export async function textsBefore(
  database: Database,
  keyring: Keyring,
  memberId: string,
  roundId: string,
): Promise<readonly string[]> {
  const rows = await database.query(sql<AnswerRow>('own-texts-before', { isIdempotent: true })`
    SELECT DISTINCT ON (n.question) n.id, n.assessment_id, n.question, n.body, '' AS period,
      k.wrapped FROM answer n
      JOIN member_key k ON k.member_id = ${memberId}::uuid
    WHERE n.assessment_id = (SELECT s.id FROM assessment s JOIN round r ON r.id = s.round_id
        WHERE s.member_id = ${memberId}::uuid AND r.id <> ${roundId}::uuid
          AND s.started_at IS NOT NULL ORDER BY r.opened_at DESC LIMIT 1)
      AND (n.question LIKE '%.text' OR n.question LIKE '%.measure')
    ORDER BY n.question, n.version DESC`)
  return rows.flatMap(
    (row) => textOf(row, keyring.dataKeys.open(row.wrapped, contexts.memberKey(memberId))) ?? [],
  )
}

function groupByRound(rows: readonly AnswerRow[], key: SealingKey | null): readonly OwnAnswers[] {
  const periods = [...new Set(rows.map((row) => row.period))]
  return periods.map((name) => ({
    period: period(name),
    answers:
      key === null
        ? []
        : rows
            .filter((row) => row.period === name)
            .flatMap((row) => {
              const text = textOf(row, key)
              return text === null ? [] : [{ question: row.question, text }]
            }),
  }))
}

export async function ownAnswers(
  database: Database,
  keyring: Keyring,
  memberId: string,
): Promise<{ readonly rounds: readonly OwnAnswers[]; readonly remedies: readonly RemedyView[] }> {
  const rows = await database.query(sql<AnswerRow>('own-answers', { isIdempotent: true })`
    SELECT DISTINCT ON (r.opened_at, n.question) n.id, n.assessment_id, n.question, n.body,
      r.period, k.wrapped
    FROM answer n JOIN assessment s ON s.id = n.assessment_id JOIN round r ON r.id = s.round_id
      JOIN member_key k ON k.member_id = s.member_id
    WHERE s.member_id = ${memberId}::uuid ORDER BY r.opened_at DESC, n.question, n.version DESC
      LIMIT 400`)
  const remedyRows = await database.query(sql<{ row: RemedyRow; wrapped: Buffer }>('own-remedies', {
    isIdempotent: true,
  })`
    SELECT json_build_object('id', d.id, 'round_id', d.round_id, 'question', d.question, 'status',
      d.status, 'due_on', d.due_on, 'moves',
      d.moves, 'body', encode(d.body, 'base64')) AS row, k.wrapped
    FROM remedy d JOIN member_key k ON k.member_id = d.member_id
      WHERE d.member_id = ${memberId}::uuid AND d.status <> 'withdrawn'
      ORDER BY d.created_at DESC LIMIT 100`)
  const wrapped = rows[0]?.wrapped ?? remedyRows[0]?.wrapped
  const key =
    wrapped === undefined ? null : keyring.dataKeys.open(wrapped, contexts.memberKey(memberId))
  return {
    rounds: groupByRound(rows, key),
    remedies: key === null ? [] : remedyRows.map(({ row }) => openRemedy(row, memberId, key)),
  }
}

/** The member's absences that are not over, in order. */
export async function readAbsences(
  database: Database,
  memberId: string,
  today: LocalDate,
): Promise<readonly AbsenceView[]> {
  const rows = await database.query(sql<{ id: string; from: string; to: string }>('own-absences', {
    isIdempotent: true,
  })`
    SELECT id, from_on::text AS "from", to_on::text AS "to" FROM absence
      WHERE member_id = ${memberId}::uuid AND to_on >= ${today}::date
    ORDER BY from_on, id`)
  return rows.map(({ id, from, to }) => ({ id, from: localDate(from), to: localDate(to) }))
}

/** One remedy, only if it is this member's own. */
export async function ownRemedy(
  database: Database,
  keyring: Keyring,
  memberId: string,
  remedyId: string,
): Promise<RemedyView | null> {
  if (!/^[0-9a-f-]{36}$/u.test(remedyId)) return null
  const [found] = await database.query(sql<{ row: RemedyRow; wrapped: Buffer }>('own-remedy', {
    isIdempotent: true,
  })`
    SELECT json_build_object('id', d.id, 'round_id', d.round_id, 'question', d.question, 'status',
      d.status, 'due_on', d.due_on, 'moves',
      d.moves, 'body', encode(d.body, 'base64')) AS row, k.wrapped
    FROM remedy d JOIN member_key k ON k.member_id = d.member_id
      WHERE d.id = ${remedyId}::uuid AND d.member_id = ${memberId}::uuid`)
  return found === undefined
    ? null
    : openRemedy(
        found.row,
        memberId,
        keyring.dataKeys.open(found.wrapped, contexts.memberKey(memberId)),
      )
}

interface LookRow {
  readonly at: Date
  readonly actor: string
  readonly is_own: boolean
  readonly action: string
  readonly is_allowed: boolean
  readonly actor_id: string | null
  readonly name: Buffer | null
  readonly wrapped: Buffer | null
}

/** Null where the person's key is gone. */
export function nameOf(
  row: Pick<LookRow, 'actor_id' | 'name' | 'wrapped'>,
  keyring: Keyring,
): string | null {
  if (row.actor_id === null || row.name === null || row.wrapped === null) return null
  try {
    return unseal(
      keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.actor_id)),
      row.name,
      contexts.memberName(row.actor_id),
    )
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

/**
 * The newest looks at the branch's content, and beside them what was done about this member, which
 * the others cannot push out: codes for them, chats linked to them, their objections.
 */
export async function looksAt(
  database: Database,
  keyring: Keyring,
  branchId: string,
  memberId: string,
): Promise<readonly AuditLine[]> {
  const rows = await database.query(sql<LookRow>('own-looks', { isIdempotent: true })`
    SELECT a.at, a.actor, a.action, a.is_allowed, a.subject_member_id IS NOT NULL AS is_own,
      m.id AS actor_id, m.name, k.wrapped
    FROM (
      (SELECT * FROM audit WHERE branch_id = ${branchId}::uuid AND subject_member_id IS NULL
        ORDER BY seq DESC LIMIT 15)
      UNION ALL (SELECT * FROM audit WHERE subject_member_id = ${memberId}::uuid
        ORDER BY seq DESC LIMIT 15)) a
      LEFT JOIN member m ON m.id::text = a.actor LEFT JOIN member_key k ON k.member_id = m.id
    ORDER BY a.seq DESC`)
  return rows.map((row) => ({
    at: row.at,
    actor: row.actor === operator ? 'operator' : row.actor === stranger ? 'newChat' : 'member',
    actorName: nameOf(row, keyring),
    isOwn: row.is_own,
    deed: row.action,
    isAllowed: row.is_allowed,
  }))
}
