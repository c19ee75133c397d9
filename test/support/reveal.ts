// What is in the tables, opened with the keys: for tests that compare what was said with what was
// kept.
import type { AnswerValue } from '../../src/domain/answer.ts'
import { unseal } from '../../src/sealing/seal.ts'
import { contexts, lookups } from '../../src/store/contexts.ts'
import type { House } from './house.ts'

type Opener = Pick<House, 'keyring'> & {
  rows<Row>(text: string, ...values: readonly (string | Uint8Array)[]): Promise<readonly Row[]>
}

export async function memberIdOf({ keyring, rows }: Opener, ref: string): Promise<string> {
  const [row] = await rows<{ id: string }>(
    'SELECT id FROM member WHERE ref_hash = $1',
    keyring.lookupHash(lookups.memberRef, ref),
  )
  if (row === undefined) throw new Error(`nobody is ${ref}`)
  return row.id
}

async function keyOf(
  { keyring, rows }: Opener,
  memberId: string,
): Promise<ReturnType<typeof keyring.dataKeys.open>> {
  const [row] = await rows<{ wrapped: Buffer }>(
    'SELECT wrapped FROM member_key WHERE member_id = $1',
    memberId,
  )
  if (row === undefined) throw new Error('the member has no key')
  return keyring.dataKeys.open(row.wrapped, contexts.memberKey(memberId))
}

export interface KeptAnswer {
  readonly period: string
  readonly question: string
  readonly version: number
  readonly isLate: boolean
  readonly value: AnswerValue
}

/**
 * Every version of every answer of a member, decrypted, in the order of the months and of the
 * versions.
 */
export async function answersOf(opener: Opener, ref: string): Promise<readonly KeptAnswer[]> {
  const memberId = await memberIdOf(opener, ref)
  const key = await keyOf(opener, memberId)
  type Row = {
    id: string
    assessment_id: string
    question: string
    version: number
    body: Buffer
    is_late: boolean
    period: string
  }
  const rows = await opener.rows<Row>(
    `SELECT n.id, n.assessment_id, n.question, n.version, n.body, n.is_late, r.period FROM answer n
      JOIN assessment s ON s.id = n.assessment_id
      JOIN round r ON r.id = s.round_id WHERE s.member_id = $1
        ORDER BY r.period, n.at, n.question, n.version`,
    memberId,
  )
  return rows.map(({ id, assessment_id, question, version, body, is_late, period }) => {
    const value = JSON.parse(
      unseal(key, body, contexts.answerValue(id, assessment_id, question)),
    ) as AnswerValue
    return { period, question, version, isLate: is_late, value }
  })
}

/** `choice`, the text, the date, or `-`: an answer as a test writes it. */
export function shortOf(value: AnswerValue): string {
  switch (value.kind) {
    case 'choice':
      return value.id
    case 'text':
      return value.text
    case 'date':
      return value.date
    case 'skipped':
      return '-'
  }
}

/** The newest version of each answer of the newest month, by question. */
export async function sheetOf(
  opener: Opener,
  ref: string,
): Promise<Readonly<Record<string, string>>> {
  const kept = await answersOf(opener, ref)
  const last = kept.at(-1)?.period
  const newest = kept
    .filter(({ period }) => period === last)
    .toSorted((a, b) => a.version - b.version)
  return Object.fromEntries(newest.map(({ question, value }) => [question, shortOf(value)]))
}

export interface KeptRemedy {
  readonly question: string
  readonly status: string
  readonly dueOn: string | null
  readonly moves: number
  readonly cause: string | null
  readonly measure: string | null
  readonly result: string | null
}

export async function remediesOf(opener: Opener, ref: string): Promise<readonly KeptRemedy[]> {
  const memberId = await memberIdOf(opener, ref)
  const key = await keyOf(opener, memberId)
  type Row = {
    id: string
    question: string
    status: string
    due_on: string | null
    moves: number
    body: Buffer
    result: Buffer | null
  }
  const rows = await opener.rows<Row>(
    'SELECT id, question, status, due_on::text AS due_on, moves, body, result FROM remedy WHERE member_id = $1 ORDER BY created_at, question',
    memberId,
  )
  return rows.map(({ id, question, status, due_on, moves, body, result }) => {
    const { cause, measure } = JSON.parse(unseal(key, body, contexts.remedyBody(id, memberId))) as {
      cause: string | null
      measure: string | null
    }
    const told = result === null ? null : unseal(key, result, contexts.remedyResult(id, memberId))
    return { question, status, dueOn: due_on, moves, cause, measure, result: told }
  })
}

export interface KeptVoice {
  readonly text: string
  readonly isNamed: boolean
  readonly at: Date | null
}

export async function voicesOf({ keyring, rows }: Opener): Promise<readonly KeptVoice[]> {
  type Row = {
    id: string
    branch_id: string
    member_id: string | null
    body: Buffer
    at: Date | null
    wrapped_key: Buffer
  }
  const found = await rows<Row>(
    'SELECT v.id, v.branch_id, v.member_id, v.body, v.at, b.wrapped_key FROM voice v JOIN branch b ON b.id = v.branch_id ORDER BY v.at',
  )
  return found.map(({ id, branch_id, member_id, body, at, wrapped_key }) => {
    const key = keyring.dataKeys.open(wrapped_key, contexts.branchKey(branch_id))
    return {
      text: unseal(key, body, contexts.voiceBody(id, branch_id)),
      isNamed: member_id !== null,
      at,
    }
  })
}

interface AuditRow {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly branch_id: string | null
  readonly subject_member_id: string | null
  readonly is_allowed: boolean
  readonly mac: Buffer
  readonly previous: Buffer
  readonly hash: Buffer
}

export interface Look {
  readonly actor: string
  readonly action: string
  readonly isAllowed: boolean
}

/**
 * The audit in order; throws where its chain does not hold: a row changed, taken out, put in, or
 * moved.
 */
export async function verifiedAudit({ keyring, rows }: Opener): Promise<readonly Look[]> {
  const { createHash } = await import('node:crypto')
  const found = await rows<AuditRow>('SELECT * FROM audit ORDER BY seq')
  let last = Buffer.alloc(0)
  return found.map((row, place) => {
    const told = JSON.stringify([
      row.at.toISOString(),
      row.actor,
      row.action,
      row.branch_id,
      row.subject_member_id,
      row.is_allowed,
    ])
    const mac = keyring.auditMac(new Uint8Array(0), told)
    const hash = createHash('sha256').update(last).update(mac).digest()
    const isWhole = row.mac.equals(mac) && row.previous.equals(last) && row.hash.equals(hash)
    if (!isWhole) throw new Error(`the audit's chain breaks at row ${String(place + 1)}`)
    last = hash
    return { actor: row.actor, action: row.action, isAllowed: row.is_allowed }
  })
}

/** Every value of every column of every table, one line each, bytes as they are. */
export async function everythingStored({ rows }: Pick<Opener, 'rows'>): Promise<readonly string[]> {
  const tables = await rows<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  )
  const lines: string[] = []
  for (const { name } of tables) {
    const found = await rows<Record<string, unknown>>(`SELECT * FROM "${name}"`)
    for (const row of found)
      for (const [column, value] of Object.entries(row))
        lines.push(`${name}.${column} ${textOf(value)}`)
  }
  return lines
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null)
    return JSON.stringify(value, (_, inner: unknown) =>
      inner instanceof Uint8Array ? textOf(inner) : inner,
    )
  return String(value)
}
