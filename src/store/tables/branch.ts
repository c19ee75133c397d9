// The branch's words to its committee, its meetings, and notices whose delivery is in doubt.
import { randomInt } from 'node:crypto'
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { type Period, period } from '../../domain/period.ts'
import { fewestRespondents } from '../../domain/suppression.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import type { MeetingView } from '../snapshot.ts'
import type { UnknownDelivery, VoiceLine, VoicesSource } from '../tables.ts'
import { openMeeting } from '../turns/open.ts'
import type { MeetingRow } from '../turns/snapshot-row.ts'

interface VoiceRow {
  readonly round_id: string
  readonly period: string
  readonly closed_at: Date | null
  readonly are_held: boolean
  readonly branch_key: Buffer
  readonly id: string | null
  readonly body: Buffer | null
  readonly member_id: string | null
  readonly name: Buffer | null
  readonly member_key: Buffer | null
}

function openVoice(row: VoiceRow, branchId: string, keyring: Keyring): VoiceLine | null {
  const { id, body, member_id: memberId, name, member_key: memberKey } = row
  if (id === null || body === null) return null
  const text = unseal(
    keyring.dataKeys.open(row.branch_key, contexts.branchKey(branchId)),
    body,
    contexts.voiceBody(id, branchId),
  )
  if (memberId === null || name === null || memberKey === null) return { text, name: null }
  return {
    text,
    name: unseal(
      keyring.dataKeys.open(memberKey, contexts.memberKey(memberId)),
      name,
      contexts.memberName(memberId),
    ),
  }
}

/** In an order that says nothing of who came first. */
function shuffled<T>(lines: readonly T[]): readonly T[] {
  return lines
    .map((line) => ({ line, at: randomInt(2 ** 47) }))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line)
}

export async function readVoices(
  database: Database,
  keyring: Keyring,
  branchId: string,
  wanted: Period | null,
): Promise<VoicesSource | null> {
  const rows = await database.query(sql<VoiceRow>('voices-read', { isIdempotent: true })`
    SELECT r.id AS round_id, r.period, r.closed_at, b.wrapped_key AS branch_key, v.id,
      v.body, v.member_id, m.name, k.wrapped AS member_key,
      CASE WHEN r.publication IS NULL
        THEN coalesce((r.tally->>'sheets')::int, 0) < ${fewestRespondents}::int
        ELSE r.publication->'published'->'voices' = 'null'::jsonb END AS are_held
    FROM (SELECT * FROM round WHERE branch_id = ${branchId}::uuid AND (${wanted}::text IS NULL
      OR period = ${wanted})
      ORDER BY closed_at IS NULL, period DESC LIMIT 1) r
      JOIN branch b ON b.id = r.branch_id LEFT JOIN voice v ON v.shown_with = r.id
        AND v.branch_id = r.branch_id
        LEFT JOIN member m ON m.id = v.member_id LEFT
        JOIN member_key k ON k.member_id = v.member_id
    ORDER BY v.at NULLS LAST`)
  const [first] = rows
  if (first === undefined) return null
  const lines = rows.map((row) => openVoice(row, branchId, keyring)).filter((line) => line !== null)
  return {
    period: period(first.period),
    isClosed: first.closed_at !== null,
    areHeld: first.are_held,
    named: lines.filter(({ name }) => name !== null),
    anonymous: shuffled(lines.filter(({ name }) => name === null)),
  }
}

export async function readMeetings(
  database: Database,
  keyring: Keyring,
  branchId: string,
  from: LocalDate,
): Promise<readonly MeetingView[]> {
  const rows = await database.query(sql<{ row: MeetingRow; branch_key: Buffer }>('meetings-read', {
    isIdempotent: true,
  })`
    SELECT json_build_object('id', t.id, 'period', t.period, 'kind', t.kind, 'date', t.date,
      'starts_at', t.starts_at, 'place',
      encode(t.place, 'base64'),
      'source', t.source, 'moved_for', t.moved_for, 'nominal_date', t.nominal_date) AS row,
        b.wrapped_key AS branch_key
    FROM meeting t JOIN branch b ON b.id = t.branch_id
      WHERE t.branch_id = ${branchId}::uuid AND t.date >= ${from}::date
      ORDER BY t.date LIMIT 6`)
  return rows.map(({ row, branch_key }) =>
    openMeeting(row, branchId, keyring.dataKeys.open(branch_key, contexts.branchKey(branchId))),
  )
}

export async function readUnknown(
  database: Database,
  outboxId: string,
): Promise<UnknownDelivery | null> {
  if (!/^[0-9a-f-]{36}$/u.test(outboxId)) return null
  const [row] = await database.query(sql<{ id: string; branch_id: string }>('unknown-read', {
    isIdempotent: true,
  })`
    SELECT id, branch_id FROM outbox WHERE id = ${outboxId}::uuid AND state = 'unknown'
      AND branch_id IS NOT NULL`)
  return row === undefined ? null : { outboxId: row.id, branchId: row.branch_id }
}
