// Takes due messages of one bot out of the table and into this instance's hands, committed before
// any of them is sent.
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { inHandAgain, overtakenAt } from './doubt.ts'
import { leaseFrom } from './lease.ts'
import type { ClaimedRow } from './parcel.ts'

/**
 * How many to take: of chats in which a reply waits; of bulk; of at-most-once messages; of the
 * first two together; of those by which a process may have ended, by suspicion (doubt.ts).
 */
export interface ClaimQuota {
  readonly replies: number
  readonly bulk: number
  readonly once: number
  readonly total: number
  readonly again: readonly number[]
}

/**
 * Claims the oldest due message of chats in which nothing is under way, at most one per chat. What
 * is past its time or has a newer one of its merge key comes back in state `skipped` (or `unknown`,
 * if it may have arrived), and is settled. A reply draws the older messages of its chat before it,
 * whatever their lane: it neither waits behind bulk nor overtakes, unless what waits before it is
 * in doubt too often (doubt.ts).
 */
export function claim(
  database: Database,
  bot: string,
  owner: string,
  quota: ClaimQuota,
  now: Date,
): Promise<ClaimedRow[]> {
  return database.query(sql<ClaimedRow>('outbox-claim')`
    WITH heads AS (SELECT c.*, s.is_once, s.lane
      FROM (VALUES (0, 'reply', false), (0, 'prompt', false), (0, 'document', false),
        (0, 'groupNotice', false), (0, 'reply', true), (0, 'prompt', true), (0, 'document', true),
        (0, 'groupNotice', true), (1, 'reply', false), (1, 'prompt', false), (1, 'document', true),
        (1, 'groupNotice', true)) s (lane, class, is_once)
      CROSS JOIN LATERAL (SELECT head.id, head.blame, o.not_before, o.seq FROM outbox o
        CROSS JOIN LATERAL (SELECT h.id, h.class, h.not_before,
          least(h.crashes, ${inHandAgain.length}::int) AS blame FROM outbox h
          WHERE h.bot_id = ${bot} AND h.state = 'pending' AND h.chat_hash = o.chat_hash
            AND (h.not_before <= ${now} OR h.reason IS NOT NULL AND h.doubts < ${overtakenAt}::int)
          ORDER BY h.seq LIMIT 1) head
        WHERE o.bot_id = ${bot} AND o.state = 'pending' AND o.class = s.class AND o.lane = s.lane
          AND o.not_before <= ${now} AND (s.lane = 0 OR head.id = o.id)
          AND head.not_before <= ${now} AND (head.class IN ('groupNotice', 'document')) = s.is_once
          AND (head.blame = 0 OR (${quota.again}::int[])[head.blame] > 0)
          AND NOT EXISTS (SELECT 1 FROM outbox u WHERE u.bot_id = ${bot} AND u.state = 'sending'
            AND u.chat_hash = o.chat_hash OFFSET 0)
        ORDER BY o.not_before, o.seq LIMIT CASE WHEN s.is_once THEN ${quota.once}::int
          WHEN s.lane = 0 THEN ${quota.replies}::int ELSE ${quota.bulk}::int END) c
    ), ranked AS (
      SELECT id, min(lane) = 0 AS is_urgent, CASE WHEN blame > 0 THEN (${quota.again}::int[])[blame]
          WHEN is_once THEN ${quota.once}::int ELSE ${quota.total}::int END AS places,
        row_number() OVER (PARTITION BY is_once, blame ORDER BY min(lane), min(not_before),
          min(seq)) AS place FROM heads GROUP BY id, is_once, blame
    ), locked AS (
      SELECT o.*, r.is_urgent, COALESCE(o.not_after < ${now}, false) AS is_late
      FROM ranked r JOIN outbox o ON o.id = r.id
      WHERE r.place <= r.places AND o.state = 'pending' FOR UPDATE OF o SKIP LOCKED
    ), judged AS (
      SELECT l.id, l.is_late, l.is_urgent, COALESCE(later.has_more, false) AS has_more, CASE
        WHEN l.is_late THEN CASE WHEN l.doubts > 0 THEN 'unknown' ELSE 'skipped' END
        WHEN later.has_newer THEN 'skipped' ELSE 'sending' END AS next
      FROM locked l CROSS JOIN LATERAL (SELECT bool_or(n.not_before <= ${now}) AS has_more,
          bool_or(n.merge_key = l.merge_key AND n.not_before <= ${now}
            AND (n.not_after IS NULL OR n.not_after >= ${now})) AS has_newer
        FROM (SELECT merge_key, not_before, not_after FROM outbox c WHERE c.bot_id = ${bot}
          AND c.state = 'pending' AND c.chat_hash = l.chat_hash AND c.seq > l.seq
          ORDER BY c.seq LIMIT 100) n) later
    )
    UPDATE outbox o SET state = next, attempts = attempts + (next = 'sending')::int,
      owner = CASE WHEN next = 'sending' THEN ${owner} END,
      lease_until = CASE WHEN next = 'sending' THEN ${leaseFrom(now)}::timestamptz END,
      body = CASE WHEN next = 'sending' THEN o.body END, reason = CASE
        WHEN next = 'sending' THEN o.reason WHEN is_late THEN 'expired' ELSE 'merged' END,
      settled_at = CASE WHEN next <> 'sending' THEN ${now}::timestamptz END
    FROM judged j WHERE o.id = j.id
    RETURNING o.id, o.seq, o.state, o.bot_id AS bot, o.class, o.lane, o.chat_hash AS "chatHash",
      o.address, o.body, o.attempts, o.doubts, o.crashes, o.reason, o.not_after AS "notAfter",
      o.lease_until AS "leaseUntil", o.created_at AS "createdAt", o.dedupe_key AS "dedupeKey",
      o.member_id AS "memberId", o.group_id AS "groupId", o.branch_id AS "branchId",
      o.slot_id AS "slotId", has_more AS "hasMore", is_urgent AS "isUrgent"`)
}
