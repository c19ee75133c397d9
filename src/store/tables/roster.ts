import type { Database } from '../../database/database.ts'
import { sql, type Statement } from '../../database/statement.ts'
import { byGivenName } from '../../domain/given-name.ts'
import { localDate } from '../../domain/local-date.ts'
import { unfinishedKey } from '../../domain/participation.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import { outsideWindow } from '../unheard.ts'
import type { AssessmentView, MemberStatus, Role } from '../snapshot.ts'
import type { RosterLine } from '../tables.ts'

interface Row {
  readonly member_id: string
  readonly name: Buffer
  readonly wrapped: Buffer
  readonly role: string
  readonly status: string
  readonly language: string
  readonly state: string | null
  readonly is_late: boolean | null
  readonly is_recorded: boolean
  readonly is_linked: boolean
  readonly must_link_again: boolean
  readonly is_reachable: boolean
  readonly must_be_called: boolean
  readonly wants_reminders: boolean
  readonly is_away: boolean
  readonly away_until: string | null
}

const roles: readonly Role[] = ['secretary', 'deputy', 'committee', 'member']

function rosterOf(meaningHash: string, branchId: string, now: Date): Statement<Row> {
  return sql<Row>('roster-read', { isIdempotent: true })`
    SELECT m.id AS member_id, m.name, k.wrapped, m.role, m.status, m.language, s.state, s.is_late,
      s.recorded_by IS NOT NULL AS is_recorded,
      a.id IS NOT NULL AS is_linked, a.id IS NOT NULL AND b.bot_ids <> '{}' AND NOT EXISTS (SELECT
        FROM account x
        WHERE x.member_id = m.id AND x.bot_id = ANY(b.bot_ids)) AS must_link_again,
          coalesce(a.state IN ('linked', 'relinked'), false) AS is_reachable,
      coalesce((SELECT c.is_granted FROM consent c
        WHERE c.member_id = m.id AND c.purpose = 'remind' AND c.meaning_hash = ${meaningHash}
        AND c.relink_id = a.relink_id AND c.at >= a.linked_at
        ORDER BY c.at DESC LIMIT 1), false) AS wants_reminders,
      coalesce(f.settled_at > coalesce(a.last_inbound_at, '-infinity'), false) AS must_be_called,
      (SELECT max(x.to_on)::text FROM absence x WHERE x.member_id = m.id
        AND (${now}::timestamptz AT TIME ZONE b.time_zone)::date BETWEEN x.from_on
          AND x.to_on) AS away_until,
      EXISTS (SELECT FROM absence x WHERE x.member_id = m.id
        AND (coalesce(r.counted_at, ${now}::timestamptz) AT TIME ZONE b.time_zone)::date BETWEEN
          x.from_on AND x.to_on) AS is_away
    FROM member m JOIN member_key k ON k.member_id = m.id
      JOIN branch b ON b.id = m.branch_id
      LEFT JOIN LATERAL (SELECT id, state, linked_at, bot_id, last_inbound_at, relink_id
        FROM account WHERE member_id = m.id
        ORDER BY (state IN ('linked', 'relinked')) DESC, (bot_id = ANY(b.bot_ids)) DESC,
          (state = 'linked') DESC, is_preferred DESC,
          linked_at LIMIT 1) a ON true
      LEFT JOIN (SELECT id, CASE WHEN closed_at IS NOT NULL THEN closes_at END AS counted_at
        FROM round
        WHERE branch_id = ${branchId}::uuid ORDER BY opened_at DESC LIMIT 1) r ON true
      LEFT JOIN assessment s ON s.member_id = m.id AND s.round_id = r.id
      LEFT JOIN LATERAL (SELECT max(o.settled_at) AS settled_at FROM outbox o
        WHERE o.member_id = m.id AND o.state = 'failed'
        AND o.reason = ${outsideWindow} AND o.body IS NULL
          AND o.merge_key = ${unfinishedKey('')} || s.round_id::text
        AND NOT EXISTS (SELECT FROM outbox w WHERE w.member_id = m.id AND w.state = 'sent'
          AND w.settled_at > o.settled_at - interval '1 day')) f ON true
    WHERE m.branch_id = ${branchId}::uuid AND m.left_at IS NULL`
}

function lineOf(row: Row, keyring: Keyring): RosterLine {
  return {
    memberId: row.member_id,
    name: unseal(
      keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.member_id)),
      row.name,
      contexts.memberName(row.member_id),
    ),
    role: row.role as Role,
    status: row.status as MemberStatus,
    state: row.state as AssessmentView['state'] | null,
    isLate: row.is_late ?? false,
    isRecorded: row.is_recorded,
    isLinked: row.is_linked,
    mustLinkAgain: row.must_link_again,
    isReachable: row.is_reachable,
    mustBeCalled: row.must_be_called,
    wantsReminders: row.wants_reminders,
    language: row.language === 'en' ? 'en' : 'vi',
    isAway: row.is_away,
    awayUntil: row.away_until === null ? null : localDate(row.away_until),
  }
}

/**
 * The branch by name, officers first, with where each stands in its newest round. Names and states,
 * no content.
 */
export async function readRoster(
  database: Database,
  keyring: Keyring,
  meaningHash: string,
  branchId: string,
  now: Date,
): Promise<readonly RosterLine[]> {
  const rows = await database.query(rosterOf(meaningHash, branchId, now))
  const lines = rows.map((row) => lineOf(row, keyring))
  return lines.toSorted(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byGivenName(a.name, b.name),
  )
}
