// A message to a member that one of their chats cannot take goes to the next one: the same row is
// turned round, so that it is never said in both.
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

const rowsAtOnce = 500

/**
 * Turns failed prompts and documents whose text was kept to the member's next account by another
 * bot; wipes the text of those that have none. A typed number must mean the same there, so the menu
 * that was offered goes along, unless something is being asked. Gives the bots that now have
 * something to send.
 */
export async function reroute(
  database: Database,
  bot: string,
  now: Date,
): Promise<readonly string[]> {
  const rows = await database.query(sql<{ bot: string | null }>('outbox-reroute', {
    isIdempotent: true,
  })`
    WITH lost AS (
      SELECT o.id, o.member_id, o.chat_hash, o.not_after FROM outbox o
      WHERE o.bot_id = ${bot} AND o.state = 'failed' AND o.class IN ('prompt', 'document')
        AND o.body IS NOT NULL
      ORDER BY o.seq LIMIT ${rowsAtOnce}::int FOR UPDATE SKIP LOCKED
    ), next AS (
      SELECT l.id, l.member_id, l.chat_hash AS old_chat, a.id AS account_id, a.bot_id, a.address,
        a.chat_hash
      FROM lost l JOIN outbox o ON o.id = l.id LEFT JOIN LATERAL (
        SELECT a.* FROM account a JOIN member m ON m.id = a.member_id AND m.left_at IS NULL
          JOIN branch b ON b.id = m.branch_id
        WHERE a.member_id = l.member_id AND a.state = 'linked' AND a.bot_id <> o.bot_id
          AND a.bot_id <> ALL(o.tried_bots)
          AND (l.not_after IS NULL OR l.not_after > ${now})
        ORDER BY (a.bot_id = ANY(b.bot_ids)) DESC, a.is_preferred DESC, a.linked_at
          LIMIT 1) a ON true
    ), menus AS (
      UPDATE account n SET version = n.version + 1,
        conversation = jsonb_set('{"focus":{"at":"nothing"}}'::jsonb || n.conversation, '{menu}',
          f.conversation->'menu')
      FROM (SELECT DISTINCT account_id, member_id, old_chat FROM next
        WHERE account_id IS NOT NULL) x
        JOIN account f ON f.member_id = x.member_id AND f.chat_hash = x.old_chat
      WHERE n.id = x.account_id AND f.conversation->'menu' IS NOT NULL
        AND coalesce(n.conversation->'focus'->>'at', 'nothing') = 'nothing'
    )
    UPDATE outbox o SET
      state = CASE WHEN n.bot_id IS NULL THEN 'failed' ELSE 'pending' END,
      body = CASE WHEN n.bot_id IS NOT NULL THEN o.body END,
      tried_bots = CASE WHEN n.bot_id IS NULL THEN o.tried_bots
        ELSE array_append(o.tried_bots, o.bot_id) END,
      bot_id = coalesce(n.bot_id, o.bot_id), address = coalesce(n.address, o.address),
        chat_hash = coalesce(n.chat_hash, o.chat_hash),
      reason = CASE WHEN n.bot_id IS NULL THEN o.reason END, attempts = CASE WHEN n.bot_id IS NULL
        THEN o.attempts ELSE 0 END,
      doubts = CASE WHEN n.bot_id IS NULL THEN o.doubts ELSE 0 END,
      crashes = CASE WHEN n.bot_id IS NULL THEN o.crashes ELSE 0 END,
      settled_at = CASE WHEN n.bot_id IS NULL THEN o.settled_at END
    FROM next n WHERE n.id = o.id RETURNING n.bot_id AS bot`)
  return [...new Set(rows.flatMap(({ bot: next }) => next ?? []))]
}

/** After so long at a bot that sends nothing, the next account is the better way. */
const patienceMs = 3_600_000

/**
 * Gives up, certainly unsent, what has waited long for a bot that cannot send now (its platform is
 * down, or lets nothing more through) where there is another way: prompts of members with another
 * account, for `reroute`; notices of groups whose secretary another bot reaches, to be passed on by
 * hand.
 */
export async function giveUpWaiting(database: Database, bot: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - patienceMs)
  const rows = await database.query(sql('outbox-give-up', { isIdempotent: true })`
    UPDATE outbox o SET state = 'failed', settled_at = ${now}, owner = NULL, lease_until = NULL,
      reason = CASE WHEN o.reason LIKE 'throttled%' THEN 'throttled' ELSE 'waited' END
    WHERE o.id IN (
      SELECT p.id FROM outbox p
      WHERE p.bot_id = ${bot} AND p.state = 'pending' AND p.class IN ('prompt', 'document',
        'groupNotice')
        AND (p.not_before <= ${before} OR p.reason IS NOT NULL AND p.created_at <= ${before})
        AND (p.not_after IS NULL OR p.not_after > ${now}) AND p.doubts = 0
        AND CASE WHEN p.class = 'groupNotice' THEN EXISTS (SELECT FROM member m
          JOIN account a ON a.member_id = m.id
            WHERE m.branch_id = p.branch_id AND m.role = 'secretary' AND m.left_at IS NULL
              AND a.state = 'linked' AND a.bot_id <> p.bot_id)
          ELSE EXISTS (SELECT FROM account a WHERE a.member_id = p.member_id AND a.state = 'linked'
            AND a.bot_id <> p.bot_id
            AND a.bot_id <> ALL(p.tried_bots)) END
      LIMIT ${rowsAtOnce}::int FOR UPDATE SKIP LOCKED)
    RETURNING o.id`)
  return rows.length
}

/** Settles what waits for a bot that is no longer configured: no instance sends for it. */
export async function abandonBot(database: Database, bot: string, now: Date): Promise<void> {
  await database.query(sql('outbox-abandon', { isIdempotent: true })`
    UPDATE outbox SET state = CASE WHEN doubts > 0 OR state = 'sending'
      AND class IN ('document', 'groupNotice') THEN 'unknown'
        WHEN class = 'reply' THEN 'skipped' ELSE 'failed' END,
      body = CASE WHEN class = 'reply' OR doubts > 0 AND class <> 'groupNotice'
        THEN NULL ELSE body END,
      reason = 'botGone', settled_at = ${now}, owner = NULL, lease_until = NULL
    WHERE bot_id = ${bot} AND state IN ('pending', 'sending')`)
  while ((await reroute(database, bot, now)).length > 0);
}
