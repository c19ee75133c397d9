import type { Queryable } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { localDate } from '../../domain/local-date.ts'
import { period } from '../../domain/period.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { type SealingKey, unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import { languageOf } from '../months.ts'
import { successorRule } from '../successors.ts'
import type { RevieweeLine, RotationPerson, RotationSource } from '../meeting-sources.ts'

/** Rows inside a json column carry bytes as base64. */
interface MemberRow {
  readonly id: string
  readonly name: string
  readonly wrapped: string
  readonly is_exempt: boolean
  readonly language: string
  readonly joined_on: string
  readonly can_be_told: boolean
  readonly is_temporary: boolean
  readonly took_turn_on: string | null
  readonly leaves: readonly { readonly from: string; readonly to: string }[] | null
}

interface RevieweeRow {
  readonly member_id: string
  readonly period: string
  readonly state: string
  readonly reason: string | null
  readonly on: string | null
}

interface Row {
  readonly size: number
  readonly since: string
  readonly wrapped_key: Buffer
  readonly members: readonly MemberRow[] | null
  readonly reviewees: readonly RevieweeRow[] | null
}

/**
 * The branch's members, and who was called to review themselves when. Names and dates, no content.
 */
export async function readRotation(
  queryable: Queryable,
  keyring: Keyring,
  meaningHash: string,
  branchId: string,
): Promise<RotationSource> {
  const [row] = await queryable.query(sql<Row>('rotation-read', { isIdempotent: true })`
    SELECT b.reviewees_at_meeting AS size, (o.created_at AT TIME ZONE b.time_zone)::date::text AS
      since, b.wrapped_key,
      (SELECT json_agg(json_build_object('id', m.id, 'name', encode(m.name, 'base64'), 'wrapped',
        encode(k.wrapped, 'base64'),
          'is_exempt', m.status = 'exempt', 'language', coalesce(a.language, m.language),
          'joined_on', (coalesce(m.moved_at, m.created_at) AT TIME ZONE b.time_zone)::date,
          'is_temporary', coalesce((SELECT x.state FROM attendance x
            WHERE x.branch_id = b.id AND x.member_id = m.id
            ORDER BY x.period DESC, x.version DESC LIMIT 1) = 'temporary', false),
          'took_turn_on', (SELECT max(s.local_date) FROM slot s
            WHERE s.rule = ${successorRule} AND s.subject = m.id AND s.branch_id = b.id),
          'leaves', (SELECT json_agg(json_build_object('from', l.from_on, 'to', l.to_on))
            FROM absence l WHERE l.member_id = m.id),
          'can_be_told', coalesce((SELECT c.is_granted FROM consent c
            WHERE c.member_id = m.id AND c.purpose = 'remind'
            AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
            AND c.at >= a.linked_at ORDER BY c.at DESC
              LIMIT 1), false)))
        FROM member m JOIN member_key k ON k.member_id = m.id
          LEFT JOIN LATERAL (SELECT * FROM account WHERE member_id = m.id AND state = 'linked'
            ORDER BY (bot_id = ANY(b.bot_ids)) DESC, is_preferred DESC, linked_at LIMIT 1) a ON true
        WHERE m.branch_id = b.id AND m.left_at IS NULL) AS members,
      (SELECT json_agg(json_build_object('member_id', r.member_id, 'period', r.period, 'state',
        r.state,
          'reason', encode(r.reason, 'base64'), 'on', t.date))
        FROM reviewee r LEFT JOIN meeting t ON t.branch_id = r.branch_id AND t.period = r.period
          WHERE r.branch_id = b.id) AS reviewees
    FROM branch b JOIN organisation o ON o.id = b.id WHERE b.id = ${branchId}::uuid`)
  if (row === undefined) throw new Error('a rotation was asked of a branch that is not there')
  const key = keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(branchId))
  return {
    size: row.size,
    since: localDate(row.since),
    members: (row.members ?? []).map((member) => openPerson(member, keyring)),
    reviewees: (row.reviewees ?? []).map((reviewee) => openReviewee(reviewee, branchId, key)),
  }
}

function openPerson(row: MemberRow, keyring: Keyring): RotationPerson {
  const key = keyring.dataKeys.open(Buffer.from(row.wrapped, 'base64'), contexts.memberKey(row.id))
  return {
    memberId: row.id,
    name: unseal(key, Buffer.from(row.name, 'base64'), contexts.memberName(row.id)),
    isExempt: row.is_exempt,
    joinedOn: localDate(row.joined_on),
    language: languageOf(row.language),
    canBeTold: row.can_be_told,
    isTemporary: row.is_temporary,
    tookTurnOn: row.took_turn_on === null ? null : localDate(row.took_turn_on),
    leaves: (row.leaves ?? []).map(({ from, to }) => ({
      from: localDate(from),
      to: localDate(to),
    })),
  }
}

const states: readonly RevieweeLine['state'][] = ['named', 'putOff', 'absent']

function openReviewee(row: RevieweeRow, branchId: string, key: SealingKey): RevieweeLine {
  const { member_id: memberId, reason } = row
  return {
    memberId,
    period: period(row.period),
    state: states.find((state) => state === row.state) ?? 'putOff',
    on: row.on === null ? null : localDate(row.on),
    reason:
      reason === null
        ? null
        : unseal(
            key,
            Buffer.from(reason, 'base64'),
            contexts.revieweeReason(branchId, row.period, memberId),
          ),
  }
}
