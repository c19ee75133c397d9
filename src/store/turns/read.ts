// The one statement a turn reads with: everything about the person, their branch, their round and
// their sheet.
import { sql, type Statement } from '../../database/statement.ts'
import { noRelink } from '../relink.ts'
import type { SnapshotRow } from './snapshot-row.ts'

interface SnapshotKey {
  readonly bot: string
  readonly personHash: Uint8Array
  readonly chatHash: Uint8Array
  readonly inboxKey: string
  readonly meaningHash: string
  readonly now: Date
  readonly isGroup: boolean
}

/**
 * A chat that was linked again reads what was given in it and nothing else.
 * In a group the person's sheet is not read: only who they are, and which branch the group belongs
 * to.
 */
export function readSnapshot(key: SnapshotKey): Statement<SnapshotRow> {
  return sql<SnapshotRow>('turn-read', { isIdempotent: true })`
SELECT EXISTS (SELECT 1 FROM inbox i WHERE i.bot_id = ${key.bot} AND i.key = ${key.inboxKey})
  AS is_duplicate, coalesce((SELECT x.is_tight FROM bot x WHERE x.id = ${key.bot}), false) AS
  is_tight, a.id AS account_id, a.version, a.language AS account_language, a.state AS account_state,
  a.relink_id, a.conversation, a.wrong_tries, a.wrong_since, a.locked_until, m.id AS member_id,
  m.name AS member_name, k.wrapped AS member_key, m.role, m.status, m.prefers_quick, m.is_elder,
  (SELECT json_object_agg(c.purpose, c.is_granted) FROM (SELECT DISTINCT ON (purpose) purpose,
    is_granted FROM consent WHERE member_id = m.id AND meaning_hash = ${key.meaningHash}
    AND at >= a.linked_at AND relink_id = a.relink_id ORDER BY purpose, at DESC) c) AS consents,
  b.id AS branch_id, o.code AS branch_code, o.name AS branch_name, p.name AS parent_name,
  o.path, b.time_zone, b.meeting_rule, b.meeting_time, b.meeting_place, b.timeline,
  b.quiet_from, b.quiet_to, b.pack, b.is_voice_open, b.reminded_on, b.wrapped_key AS branch_key,
  b.is_deputy_told, b.reviewees_at_meeting, b.language AS branch_language, b.unit,
  EXISTS (SELECT 1 FROM branch_group x WHERE x.branch_id = b.id AND x.state = 'bound') AS has_group,
  (SELECT count(*)::int FROM member n WHERE n.branch_id = b.id AND n.status = 'official'
    AND n.left_at IS NULL) AS official_members,
  r.id AS round_id, r.number AS round_number, r.period, r.closes_at, r.closed_at,
  r.questionnaire_hash, s.id AS assessment_id, s.state AS assessment_state, s.sheet,
  s.started_at, s.submitted_at, s.is_late, s.submissions,
  (SELECT json_agg(json_build_object('id', n.id, 'question', n.question, 'version', n.version,
    'at', n.at, 'body', encode(n.body, 'base64'))) FROM (
    SELECT DISTINCT ON (question) id, question, version, at, body FROM answer
    WHERE assessment_id = s.id AND (a.relink_id = ${noRelink}::uuid OR relink_id = a.relink_id)
    ORDER BY question, version DESC) n) AS answers,
  (SELECT json_agg(json_build_object('id', d.id, 'round_id', d.round_id, 'question', d.question,
    'status', d.status, 'due_on', d.due_on, 'moves', d.moves, 'body', encode(d.body, 'base64'))
    ORDER BY d.due_on ASC NULLS LAST, d.created_at)
    FROM remedy d WHERE d.member_id = m.id
      AND (a.relink_id = ${noRelink}::uuid OR d.relink_id = a.relink_id)
      AND (d.status IN ('open', 'inProgress', 'noMeasure')
        OR (d.status IN ('done', 'dropped') AND d.closed_at >= r.opened_at))) AS remedies,
  (SELECT json_build_object('id', t.id, 'period', t.period, 'kind', t.kind, 'date', t.date,
    'starts_at', t.starts_at, 'place', encode(t.place, 'base64'), 'source', t.source,
    'moved_for', t.moved_for, 'nominal_date', t.nominal_date) FROM meeting t
    WHERE t.branch_id = b.id AND t.date >= (${key.now}::timestamptz AT TIME ZONE b.time_zone)::date
    ORDER BY t.date LIMIT 1) AS meeting,
  g.id AS group_id, g.branch_id AS group_branch_id, g.state AS group_state, to_json(w) AS tries,
  (SELECT json_agg(json_build_object('id', t.id, 'platform', t.platform, 'title', t.title,
    'link', t.link) ORDER BY t.id) FROM bot t WHERE t.id = ANY(b.bot_ids)) AS serving,
  (SELECT json_build_object('sheet', x.conversation->'sheet') FROM account x
    WHERE x.member_id = m.id AND x.id <> a.id AND x.relink_id = a.relink_id
    ORDER BY (x.conversation->'sheet') IS NULL, x.last_inbound_at DESC NULLS LAST
    LIMIT 1) AS elsewhere,
  (SELECT json_agg(x.relink_id ORDER BY x.linked_at DESC) FROM account x WHERE x.member_id = m.id
    AND x.id <> a.id AND x.relink_id <> ${noRelink}::uuid) AS other_relinks
FROM (SELECT 1) e LEFT JOIN account a ON a.bot_id = ${key.bot} AND a.person_hash = ${key.personHash}
  LEFT JOIN member m ON m.id = a.member_id AND m.left_at IS NULL
  LEFT JOIN member_key k ON k.member_id = m.id
  LEFT JOIN branch_group g ON g.bot_id = ${key.bot} AND g.chat_hash = ${key.chatHash}
  LEFT JOIN group_code_try w ON ${key.isGroup} AND w.bot_id = ${key.bot}
    AND w.chat_hash = ${key.chatHash} AND w.person_hash = ${key.personHash}
  LEFT JOIN branch b ON b.id = CASE WHEN ${key.isGroup}
    THEN coalesce(g.branch_id, m.branch_id) ELSE m.branch_id END
  LEFT JOIN organisation o ON o.id = b.id LEFT JOIN organisation p ON p.id = o.parent_id
  LEFT JOIN LATERAL (SELECT round.* FROM round JOIN assessment own ON own.round_id = round.id
    AND own.member_id = m.id ORDER BY round.opened_at DESC LIMIT 1) r ON true
  LEFT JOIN assessment s ON s.round_id = r.id AND s.member_id = m.id`
}
