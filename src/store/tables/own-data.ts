// All that is kept about a member, for their own eyes.
import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { localDate } from '../../domain/local-date.ts'
import { period } from '../../domain/period.ts'
import { paperPurpose } from '../../domain/questionnaire.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import type { OwnData } from '../tables.ts'
import { nameOf, ownAnswers } from './own.ts'

interface Person {
  readonly actor_id: string | null
  readonly name: Buffer | null
  readonly wrapped: Buffer | null
}

interface PaperRow extends Person {
  readonly period: string
  readonly state: string
  readonly at: Date
}

export async function ownData(
  database: Database,
  keyring: Keyring,
  meaningHash: string,
  memberId: string,
): Promise<OwnData> {
  const absences = await database.query(sql<{ from: string; to: string }>('own-all-absences', {
    isIdempotent: true,
  })`
    SELECT from_on::text AS "from", to_on::text AS "to" FROM absence
    WHERE member_id = ${memberId}::uuid ORDER BY from_on DESC, id LIMIT 50`)
  const papers = await database.query(sql<PaperRow>('own-papers', { isIdempotent: true })`
    SELECT r.period, s.state, s.submitted_at AS at, m.id AS actor_id, m.name, k.wrapped
    FROM assessment s JOIN round r ON r.id = s.round_id LEFT JOIN member m ON m.id = s.recorded_by
      LEFT JOIN member_key k ON k.member_id = m.id
    WHERE s.member_id = ${memberId}::uuid AND s.recorded_by IS NOT NULL
      AND s.submitted_at IS NOT NULL ORDER BY r.period DESC LIMIT 24`)
  const [consent] = await database.query(sql<Person & { is_granted: boolean }>(
    'own-paper-consent',
    { isIdempotent: true },
  )`
    SELECT c.is_granted, m.id AS actor_id, m.name, k.wrapped FROM consent c
      LEFT JOIN member m ON m.id = c.recorded_by
      LEFT JOIN member_key k ON k.member_id = m.id
    WHERE c.member_id = ${memberId}::uuid AND c.purpose = ${paperPurpose}
      AND c.meaning_hash = ${meaningHash} ORDER BY c.at DESC LIMIT 1`)
  return {
    ...(await ownAnswers(database, keyring, memberId)),
    absences: absences.map(({ from, to }) => ({ from: localDate(from), to: localDate(to) })),
    papers: papers.map((row) => {
      return {
        period: period(row.period),
        at: row.at,
        byName: nameOf(row, keyring),
        isEntered: row.state === 'submitted',
      }
    }),
    paperConsent:
      consent === undefined
        ? null
        : { isGranted: consent.is_granted, recordedBy: nameOf(consent, keyring) },
  }
}
