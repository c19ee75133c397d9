// Which bots there are, and which of them serves which branch: written at the start, so that every
// part of the program agrees on it.
import type { Database, Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import { abandonBot } from '../outbox/reroute.ts'
import { noRelink } from './relink.ts'
import type { BotFace } from './snapshot.ts'

export interface KnownBot {
  readonly id: string
  readonly platform: string
  /**
   * Codes of branches, or of a node of the tree; neither: every branch that no other bot is named
   * for.
   */
  readonly branches?: readonly string[]
  readonly subtree?: string
  readonly title?: string
  readonly link?: string
}

/**
 * Keeps these bots, and only these, as active; every account row names its bot, so they come first.
 * What belonged to a bot that is gone waits for it or for another: accounts are unreachable, groups
 * unbound, and both are back when the bot is.
 */
export async function keepBots(
  database: Database,
  bots: readonly KnownBot[],
  now: Date,
): Promise<void> {
  await database.transact(async (transaction) => {
    await transaction.query(sql('bots-keep')`
      INSERT INTO bot (id, platform, branches, subtree, title, link)
      SELECT d.id, d.platform, ARRAY(SELECT jsonb_array_elements_text(coalesce(d.branches, '[]'))),
        d.subtree, d.title, d.link
      FROM jsonb_to_recordset(${json(bots)}::jsonb) AS d(id text, platform text, branches jsonb,
        subtree text, title text, link text)
      ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, branches = excluded.branches,
        subtree = excluded.subtree,
        title = coalesce(excluded.title, bot.title), link = coalesce(excluded.link, bot.link)`)
    await transaction.query(
      sql('bots-active')`UPDATE bot SET is_active = id = ANY(${bots.map(({ id }) => id)}::text[])`,
    )
    await transaction.query(sql('bots-accounts')`
      UPDATE account a SET state = CASE WHEN NOT t.is_active THEN 'unreachable'
        WHEN a.relink_id = ${noRelink}::uuid THEN 'linked' ELSE 'relinked' END,
        unreachable_reason = CASE WHEN NOT t.is_active THEN 'botGone' END
      FROM bot t WHERE t.id = a.bot_id AND (a.state IN ('linked', 'relinked') AND NOT t.is_active
        OR a.unreachable_reason = 'botGone' AND t.is_active)`)
    await transaction.query(sql('bots-groups')`
      UPDATE branch_group g SET state = CASE WHEN t.is_active THEN 'bound' ELSE 'botGone' END
        FROM bot t
      WHERE t.id = g.bot_id AND (g.state = 'bound' AND NOT t.is_active OR g.state = 'botGone'
        AND t.is_active
        AND NOT EXISTS (SELECT FROM branch_group o
          WHERE o.branch_id = g.branch_id AND o.state = 'bound'))`)
    await assignBots(transaction, now)
  })
  const gone = await database.query(sql<{ id: string }>('bots-gone', { isIdempotent: true })`
    SELECT id FROM bot t WHERE NOT is_active AND EXISTS (SELECT FROM outbox
      WHERE bot_id = t.id AND state IN ('pending', 'sending'))`)
  for (const { id } of gone) await abandonBot(database, id, now)
}

/** What the platform says of a bot, where the configuration says nothing. */
export async function keepProfile(database: Database, bot: string, link: string): Promise<void> {
  await database.query(
    sql('bots-profile', {
      isIdempotent: true,
    })`UPDATE bot SET link = coalesce(link, ${link}) WHERE id = ${bot}`,
  )
}

/**
 * Gives each branch its bots: those that name it; else those of the nearest node above it; else
 * those that name nobody; else all. Where several are as near, all of them serve it. Called when
 * the bots or the tree may have changed.
 */
export async function assignBots(queryable: Queryable, now: Date): Promise<void> {
  await queryable.query(sql('bots-assign')`
    WITH claims AS (
      SELECT o.id, t.id AS bot, CASE WHEN o.code = ANY(t.branches) THEN 1000000
        WHEN t.branches <> '{}' THEN -1
        WHEN t.subtree IS NULL THEN 0 WHEN strpos(o.path, '/' || t.subtree || '/') > 0
          THEN strpos(o.path, '/' || t.subtree || '/')
        ELSE -1 END AS nearness
      FROM branch b JOIN organisation o ON o.id = b.id CROSS JOIN bot t WHERE t.is_active
    ), nearest AS (SELECT *, max(nearness) OVER (PARTITION BY id) AS best FROM claims),
    chosen AS (SELECT id, array_agg(bot ORDER BY bot) AS bots FROM nearest WHERE nearness = best
      GROUP BY id)
    UPDATE branch b SET bot_ids = c.bots, bots_since = ${now} FROM chosen c
      WHERE c.id = b.id AND b.bot_ids <> c.bots`)
}

/** How many members are linked, and by no bot that serves their branch now. */
export async function countMustLinkAgain(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query(sql<{ count: number }>('bots-must-link-again', {
    isIdempotent: true,
  })`
    SELECT count(*)::int AS count FROM member m JOIN branch b ON b.id = m.branch_id
      WHERE m.left_at IS NULL AND b.bot_ids <> '{}'
      AND EXISTS (SELECT FROM account a WHERE a.member_id = m.id)
      AND NOT EXISTS (SELECT FROM account a WHERE a.member_id = m.id
        AND a.bot_id = ANY(b.bot_ids))`)
  return row?.count ?? 0
}

/** The bots that serve a branch. */
export function botsOfBranch(queryable: Queryable, branchId: string): Promise<readonly BotFace[]> {
  return queryable.query(sql<BotFace>('bots-of-branch', { isIdempotent: true })`
    SELECT t.id, t.platform, t.title, t.link FROM branch b JOIN bot t ON t.id = ANY(b.bot_ids)
    WHERE b.id = ${branchId}::uuid ORDER BY t.id`)
}
