// The sheets of a branch's newest round, for paper: who needs one, and whose a code is. Questions
// and states, no answers.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { localDate } from '../../domain/local-date.ts'
import { period } from '../../domain/period.ts'
import { type Pack, paperPurpose } from '../../domain/questionnaire.ts'
import type { Sheet } from '../../domain/sheet.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts, lookups } from '../contexts.ts'
import { languageOf } from '../months.ts'
import type { AssessmentView, MemberStatus, Role } from '../snapshot.ts'
import type { PaperLine, PaperSheetSource } from '../sheet-sources.ts'

/** Bytes inside a json column are base64. */
interface PersonRow {
  readonly member_id: string
  readonly name: string
  readonly wrapped: string
  readonly role: string
  readonly status: string
  readonly language: string
  readonly has_left: boolean
  readonly assessment_id: string
  readonly sheet: Sheet
  readonly state: string
  readonly submitted_at: string | null
  readonly is_recorded: boolean
  readonly is_using: boolean
  readonly agrees: boolean
  readonly away_until: string | null
  readonly versions: Readonly<Record<string, number>> | null
}

interface Row {
  readonly id: string
  readonly number: number
  readonly period: string
  readonly closed_at: Date | null
  readonly has_old_papers: boolean
  readonly content: Pack
  readonly people: readonly PersonRow[] | null
  readonly found: { readonly member_id: string; readonly round_id: string } | null
}

const roles: readonly Role[] = ['secretary', 'deputy', 'committee', 'member']

interface PaperKey {
  readonly branchId: string
  /** A code of a sheet, void or over included: here it only finds. */
  readonly code: string | null
  readonly meaningHash: string
  readonly now: Date
}

/** Null: the branch had no round yet. */
export async function readPaperSheets(
  database: Database,
  keyring: Keyring,
  key: PaperKey,
): Promise<PaperSheetSource | null> {
  const hash = key.code === null ? null : keyring.lookupHash(lookups.linkCode, key.code)
  const [row] = await database.query(sql<Row>('paper-sheets', { isIdempotent: true })`
    SELECT r.id, r.number, r.period, r.closed_at, r.has_old_papers, q.content,
      (SELECT json_agg(json_build_object('member_id', m.id, 'name', encode(m.name, 'base64'),
        'wrapped', encode(k.wrapped, 'base64'),
          'role', m.role, 'status', m.status, 'language', m.language, 'has_left',
            m.left_at IS NOT NULL OR m.branch_id <> r.branch_id,
          'assessment_id', s.id, 'sheet', s.sheet, 'state', s.state, 'submitted_at', s.submitted_at,
          'is_recorded', s.recorded_by IS NOT NULL, 'is_using', a.linked_at IS NOT NULL,
          'agrees', coalesce((SELECT c.is_granted FROM consent c
            WHERE c.member_id = m.id AND c.purpose = ${paperPurpose}
            AND c.meaning_hash = ${key.meaningHash} AND c.at >= coalesce(a.linked_at, '-infinity')
              ORDER BY c.at DESC LIMIT 1), false),
          'away_until', (SELECT max(x.to_on) FROM absence x WHERE x.member_id = m.id
            AND (${key.now}::timestamptz AT TIME ZONE b.time_zone)::date BETWEEN x.from_on
              AND x.to_on),
          'versions', (SELECT json_object_agg(v.question, v.version)
            FROM (SELECT n.question, max(n.version) AS version FROM answer n
            WHERE n.assessment_id = s.id GROUP BY n.question) v)))
        FROM assessment s JOIN member m ON m.id = s.member_id
          JOIN member_key k ON k.member_id = m.id
          LEFT JOIN LATERAL (SELECT min(x.linked_at) AS linked_at FROM account x
            WHERE x.member_id = m.id AND x.state = 'linked'
            AND (b.bot_ids = '{}' OR x.bot_id = ANY(b.bot_ids))) a ON true
        WHERE s.round_id = r.id) AS people,
      (SELECT json_build_object('member_id', s.member_id, 'round_id', s.round_id) FROM link_code c
        JOIN assessment s ON s.id = c.assessment_id
        WHERE c.code_hash = ${hash} AND c.branch_id = r.branch_id) AS found
    FROM round r JOIN branch b ON b.id = r.branch_id
      JOIN questionnaire q ON q.hash = r.questionnaire_hash
    WHERE r.branch_id = ${key.branchId}::uuid ORDER BY r.opened_at DESC LIMIT 1`)
  if (row === undefined) return null
  const people = (row.people ?? []).map((person) => ({
    ...openLine(person, keyring),
    role: person.role as Role,
  }))
  const lines = people.toSorted(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byGivenName(a.name, b.name),
  )
  const { found } = row
  return {
    roundId: row.id,
    number: row.number,
    period: period(row.period),
    isClosed: row.closed_at !== null,
    pack: row.content,
    hasOldPapers: row.has_old_papers,
    lines,
    found:
      found === null
        ? null
        : { memberId: found.member_id, isOfThisRound: found.round_id === row.id },
  }
}

function openLine(row: PersonRow, keyring: Keyring): PaperLine {
  const wrapped = Buffer.from(row.wrapped, 'base64')
  const key = keyring.dataKeys.open(wrapped, contexts.memberKey(row.member_id))
  return {
    memberId: row.member_id,
    name: unseal(key, Buffer.from(row.name, 'base64'), contexts.memberName(row.member_id)),
    language: languageOf(row.language),
    assessmentId: row.assessment_id,
    sheet: row.sheet,
    state: row.state as AssessmentView['state'],
    isFirst: row.submitted_at === null,
    isRecorded: row.is_recorded,
    isExempt: (row.status as MemberStatus) === 'exempt',
    hasLeft: row.has_left,
    isUsing: row.is_using,
    agrees: row.agrees,
    awayUntil: row.away_until === null ? null : localDate(row.away_until),
    versions: new Map(Object.entries(row.versions ?? {})),
    wrappedKey: wrapped,
  }
}
