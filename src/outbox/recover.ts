// Rows that no living instance answers for: after a crash, or where a claim's answer was lost.
import type { Database } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { MessageClass } from '../messaging/outbound.ts'
import { crashWaitsMs } from './doubt.ts'
import { noBranch } from './message-count.ts'
import type { Lane } from './pace.ts'
import type { Subject } from './parcel.ts'

interface RecoveredRow extends Subject {
  readonly id: string
  readonly state: 'pending' | 'unknown'
  readonly bot: string
  readonly class: MessageClass
  readonly lane: Lane
  readonly reason: string | null
  readonly attempts: number
  readonly createdAt: Date
}

interface Recovery {
  readonly bot: string
  readonly owner: string
  /** Other instances that are gone. */
  readonly dead: readonly string[]
  /** This instance has just begun to send for the bot: what its name holds is a former life's. */
  readonly isFresh: boolean
  /** What this instance has in its hands. */
  readonly held: readonly string[]
  readonly now: Date
  /** 'YYYY-MM': where the messages in doubt are counted. */
  readonly month: string
}

/**
 * Judges rows in state `sending` of instances that are gone, of this one's former life, and whoever
 * holds them, those whose lease is over. What was to be sent at most once becomes `unknown`; the
 * rest is sent again, at once or after the wait of crashWaitsMs, unless its time is over by then. A
 * row of this life that is not in its hands was certainly never sent: the answer to its claim was
 * lost. What may have been sent counts as one message of the bot's month.
 */
export function recover(
  database: Database,
  { bot, owner, dead, isFresh, held, now, month }: Recovery,
): Promise<RecoveredRow[]> {
  return database.query(sql<RecoveredRow>('outbox-recover', { isIdempotent: true })`
    WITH found AS (
      SELECT id, class, not_before, not_after, crashes, owner = ${owner}
          AND NOT ${isFresh}::boolean AS is_untried,
        owner = ANY(${dead}::text[]) OR ${isFresh}::boolean AND owner = ${owner} AS is_crash
      FROM outbox WHERE bot_id = ${bot} AND state = 'sending' AND (lease_until < ${now}
          OR owner = ANY(${dead}::text[]) OR ${isFresh}::boolean AND owner = ${owner})
        AND id NOT IN (SELECT value::uuid FROM jsonb_array_elements_text(${json(held)}::jsonb))
      FOR UPDATE SKIP LOCKED
    ), waiting AS (
      SELECT *, CASE WHEN is_crash
        THEN (${crashWaitsMs}::float8[])[least(crashes + 1, ${crashWaitsMs.length}::int)]
        ELSE 0 END AS wait_ms FROM found
    ), lost AS (
      SELECT id, is_untried, is_crash, is_once, CASE WHEN is_once AND NOT is_untried
          OR NOT is_untried AND again_at > not_after THEN 'unknown' ELSE 'pending' END AS next,
        CASE WHEN wait_ms > 0 THEN greatest(not_before, again_at) ELSE not_before END AS not_before
      FROM (SELECT *, class IN ('groupNotice', 'document') AS is_once,
        ${now}::timestamptz + make_interval(secs => wait_ms / 1000) AS again_at FROM waiting) w
    ), done AS (
      UPDATE outbox o SET state = next, owner = NULL, lease_until = NULL,
        not_before = lost.not_before, doubts = doubts + (NOT is_untried)::int,
        crashes = crashes + is_crash::int, reason = CASE
          WHEN next = 'unknown' THEN CASE WHEN is_once THEN 'crash' ELSE 'expired' END
          ELSE concat_ws(' ', CASE WHEN is_untried THEN 'released' ELSE 'resend' END,
            CASE WHEN o.reason LIKE '%+moved%' THEN '+moved' END) END,
        body = CASE WHEN next = 'pending' OR class = 'groupNotice' THEN body END,
        settled_at = CASE WHEN next = 'unknown' THEN ${now}::timestamptz END
      FROM lost WHERE o.id = lost.id RETURNING o.*, is_untried
    ), counted AS (
      INSERT INTO message_count AS c (bot_id, month, branch_id, replies, bulk)
      SELECT bot_id, ${month}::text, COALESCE(branch_id, ${noBranch}::uuid) AS branch,
        count(*) FILTER (WHERE lane = 0), count(*) FILTER (WHERE lane = 1)
      FROM done WHERE NOT is_untried GROUP BY bot_id, branch ORDER BY bot_id, branch
      ON CONFLICT (bot_id, month, branch_id) DO UPDATE
        SET replies = c.replies + excluded.replies, bulk = c.bulk + excluded.bulk
    )
    SELECT id, state, bot_id AS bot, class, lane, reason, attempts, created_at AS "createdAt",
      dedupe_key AS "dedupeKey", member_id AS "memberId", group_id AS "groupId",
      branch_id AS "branchId", slot_id AS "slotId" FROM done`)
}

/** What instances hold of a bot. `isLapsed`: a lease among it is over. */
interface Holding {
  readonly bot: string
  readonly owner: string
  readonly isLapsed: boolean
}

/** What others hold of these bots, and what this instance holds past its lease. */
export function strayHoldings(
  database: Database,
  bots: readonly string[],
  owner: string,
  now: Date,
): Promise<Holding[]> {
  return database.query(sql<Holding>('outbox-stray', { isIdempotent: true })`
    SELECT bot_id AS bot, owner, min(lease_until) < ${now} AS "isLapsed" FROM outbox
    WHERE bot_id = ANY(${bots}::text[]) AND state = 'sending'
      AND (owner <> ${owner} OR lease_until < ${now})
    GROUP BY bot_id, owner ORDER BY bot_id, owner`)
}
