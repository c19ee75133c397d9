import type { Database } from '../../database/database.ts'
import { sql } from '../../database/statement.ts'
import { hasRoom, type Plan } from '../../domain/message-budget.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { unseal } from '../../sealing/seal.ts'
import { contexts, lookups } from '../contexts.ts'
import type { BotFace } from '../snapshot.ts'
import type { CodeOwner, GroupCodeOwner } from '../tables.ts'

/** The bot a code was typed to, and what its plan allows. */
interface PlannedBot {
  readonly bot: string
  readonly plan: Plan
}

interface OwnerRow {
  readonly code_id: string
  readonly member_id: string
  readonly name: Buffer
  readonly wrapped: Buffer
  readonly branch_id: string
  readonly branch: string
  readonly parent: string | null
  readonly purpose: string
  readonly had_chat: boolean
  /** Chats of the member, but for the one that types, that can be reached now. */
  readonly reached: number
  /** Other members linked to the bot. */
  readonly others: number
  readonly bots: readonly BotFace[] | null
}

interface GroupOwnerRow {
  readonly code_id: string
  readonly branch_id: string
  readonly branch: string
  /** Groups of other branches bound to the bot. */
  readonly others: number
  readonly bots: readonly BotFace[] | null
}

function fullAt(limit: number | undefined, others: number): number | null {
  return limit === undefined || hasRoom(limit, others) ? null : limit
}

function openOwner(
  row: OwnerRow | undefined,
  keyring: Keyring,
  { people }: Plan,
): CodeOwner | 'sheet' | null {
  if (row === undefined) return null
  if (row.purpose === 'sheet') return 'sheet'
  const key = keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.member_id))
  return {
    codeId: row.code_id,
    memberId: row.member_id,
    name: unseal(key, row.name, contexts.memberName(row.member_id)),
    branchId: row.branch_id,
    branch: row.branch,
    parent: row.parent,
    fullAt: fullAt(people, row.others),
    seats: people ?? null,
    bots: row.bots ?? [],
    hadChat: row.had_chat,
    reached: row.reached,
  }
}

/**
 * Whose code this is, while it may still be used and its issuer still has the office it was issued
 * by; `sheet`: of a sheet on paper, whatever became of it, which links nobody. Found by its keyed
 * hash: the code itself is nowhere.
 */
export async function memberOfCode(
  database: Database,
  keyring: Keyring,
  code: string,
  { bot, plan }: PlannedBot,
  now: Date,
): Promise<CodeOwner | 'sheet' | null> {
  const [row] = await database.query(sql<OwnerRow>('code-member', { isIdempotent: true })`
    SELECT c.id AS code_id, m.id AS member_id, m.name, k.wrapped, o.id AS branch_id,
      o.name AS branch, p.name AS parent,
      (SELECT count(DISTINCT a.member_id)::int FROM account a
        WHERE a.bot_id = ${bot} AND a.member_id <> m.id) AS others,
      (SELECT json_agg(json_build_object('id', t.id, 'platform', t.platform, 'title', t.title,
        'link', t.link) ORDER BY t.id)
        FROM branch b JOIN bot t ON t.id = ANY(b.bot_ids) WHERE b.id = m.branch_id) AS bots,
      c.purpose, m.first_linked_at IS NOT NULL
        OR EXISTS (SELECT FROM account a WHERE a.member_id = m.id) AS had_chat,
      (SELECT count(*)::int FROM account a WHERE a.member_id = m.id
        AND a.state IN ('linked', 'relinked')) AS reached
    FROM link_code c JOIN member m ON m.id = c.member_id AND m.left_at IS NULL
      JOIN member_key k ON k.member_id = m.id
      JOIN organisation o ON o.id = m.branch_id LEFT JOIN organisation p ON p.id = o.parent_id
    WHERE c.code_hash = ${keyring.lookupHash(lookups.linkCode, code)}
      AND (c.purpose = 'sheet' OR c.purpose = 'member' AND c.used_at IS NULL
        AND c.revoked_at IS NULL AND c.expires_at > ${now}
        AND (coalesce(c.issued_by, 'operator') = 'operator' OR EXISTS (SELECT FROM member i
          WHERE i.id::text = c.issued_by AND i.branch_id = c.branch_id AND i.role = 'secretary'
            AND i.left_at IS NULL)))`)
  return openOwner(row, keyring, plan)
}

/** The same by the code's id, for the confirmation that follows. */
export async function ownerOfCode(
  database: Database,
  keyring: Keyring,
  codeId: string,
  { bot, plan }: PlannedBot,
  now: Date,
): Promise<CodeOwner | 'sheet' | null> {
  const [row] = await database.query(sql<OwnerRow>('code-owner', { isIdempotent: true })`
    SELECT c.id AS code_id, m.id AS member_id, m.name, k.wrapped, o.id AS branch_id,
      o.name AS branch, p.name AS parent,
      (SELECT count(DISTINCT a.member_id)::int FROM account a
        WHERE a.bot_id = ${bot} AND a.member_id <> m.id) AS others,
      (SELECT json_agg(json_build_object('id', t.id, 'platform', t.platform, 'title', t.title,
        'link', t.link) ORDER BY t.id)
        FROM branch b JOIN bot t ON t.id = ANY(b.bot_ids) WHERE b.id = m.branch_id) AS bots,
      c.purpose, m.first_linked_at IS NOT NULL
        OR EXISTS (SELECT FROM account a WHERE a.member_id = m.id) AS had_chat,
      (SELECT count(*)::int FROM account a WHERE a.member_id = m.id
        AND a.state IN ('linked', 'relinked')) AS reached
    FROM link_code c JOIN member m ON m.id = c.member_id AND m.left_at IS NULL
      JOIN member_key k ON k.member_id = m.id
      JOIN organisation o ON o.id = m.branch_id LEFT JOIN organisation p ON p.id = o.parent_id
    WHERE c.id = ${codeId}::uuid
      AND (c.purpose = 'sheet' OR c.purpose = 'member' AND c.used_at IS NULL
        AND c.revoked_at IS NULL AND c.expires_at > ${now}
        AND (coalesce(c.issued_by, 'operator') = 'operator' OR EXISTS (SELECT FROM member i
          WHERE i.id::text = c.issued_by AND i.branch_id = c.branch_id AND i.role = 'secretary'
            AND i.left_at IS NULL)))`)
  return openOwner(row, keyring, plan)
}

export async function groupOfCode(
  database: Database,
  keyring: Keyring,
  code: string,
  { bot, plan }: PlannedBot,
  now: Date,
): Promise<GroupCodeOwner | null> {
  const [row] = await database.query(sql<GroupOwnerRow>('code-group', { isIdempotent: true })`
    SELECT c.id AS code_id, c.branch_id, o.name AS branch,
      (SELECT count(*)::int FROM branch_group g WHERE g.bot_id = ${bot} AND g.state = 'bound'
        AND g.branch_id <> c.branch_id) AS others,
      (SELECT json_agg(json_build_object('id', t.id, 'platform', t.platform, 'title', t.title,
        'link', t.link) ORDER BY t.id)
        FROM branch b JOIN bot t ON t.id = ANY(b.bot_ids) WHERE b.id = c.branch_id) AS bots
    FROM link_code c JOIN organisation o ON o.id = c.branch_id
    WHERE c.code_hash = ${keyring.lookupHash(lookups.linkCode, code)} AND c.purpose = 'group'
      AND c.used_at IS NULL
      AND c.revoked_at IS NULL AND c.expires_at > ${now}
      AND (coalesce(c.issued_by, 'operator') = 'operator' OR EXISTS (SELECT FROM member i
        WHERE i.id::text = c.issued_by AND i.branch_id = c.branch_id AND i.role = 'secretary'
          AND i.left_at IS NULL))`)
  if (row === undefined) return null
  const { code_id: codeId, branch_id: branchId, branch, bots, others } = row
  return {
    codeId,
    branchId,
    branch,
    bots: bots ?? [],
    fullAt: fullAt(plan.groups, others),
    seats: plan.groups ?? null,
  }
}
