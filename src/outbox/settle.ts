// Writes verdicts, many in one statement: with the row goes what it says about the chat, in one
// transaction.
import type { Database } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { Address } from '../messaging/address.ts'
import { cleanText } from '../messaging/clean-text.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { noBranch } from './message-count.ts'
import { sealAddress } from './sealed-address.ts'
import type { Withholding } from './budget.ts'
import type { Parcel } from './parcel.ts'
import type { Settled } from './settled.ts'
import { waitingReason, type Verdict } from './settlement.ts'

/**
 * `released`: it was not tried, and goes back as if it had not been claimed; to wait until `at`,
 * where the pace says so.
 */
export type Ruling =
  | Exclude<Verdict, { kind: 'migrate' }>
  | { readonly kind: 'released'; readonly at?: Date }
  | Withholding

export interface Entry {
  readonly parcel: Parcel
  readonly ruling: Ruling
  /** How many messages of the bot's month the attempt used; absent: none. */
  readonly messages?: number
  /** The closing word of the budget went in the message's place. */
  readonly isClosing?: boolean
}

interface EntryRow {
  readonly id: string
  readonly attempts: number
  readonly state: 'pending' | 'sent' | 'failed' | 'unknown' | 'skipped'
  readonly reason?: string
  readonly external_id?: string
  readonly not_before?: Date
  readonly doubts?: number
  readonly messages?: number
  readonly closing?: true
  /** 1 where the attempt is taken back. */
  readonly untried?: 1
  readonly gone?: {
    readonly kind: Address['kind']
    readonly bot: string
    readonly chat: string
    readonly reason: string
  }
}

/**
 * Settles what still belongs to `owner` in that attempt, and gives the ids: a zombie's late word
 * changes nothing (F35). The body is wiped, but for a row that waits; for a group notice whose fate
 * is unknown, which the secretary may send again, or that failed, which they get to pass on; and
 * for what a member's next account can take (reroute.ts). What was used of the bot's month is
 * counted in the same statement, and who heard its closing word is noted, so that no crash loses
 * it; `month` is 'YYYY-MM'.
 */
export async function settle(
  database: Database,
  owner: string,
  entries: readonly Entry[],
  now: Date,
  month: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.query(sql<{ id: string }>('outbox-settle', { isIdempotent: true })`
    WITH verdicts AS (
      SELECT * FROM jsonb_to_recordset(${json(entries.map(countedRowOf))}::jsonb) AS v(id uuid,
        attempts int, state text, reason text,
        external_id text, not_before timestamptz, doubts int, messages int, closing boolean,
        untried int, gone jsonb)
    ), done AS (
      UPDATE outbox o SET state = v.state, owner = NULL, lease_until = NULL,
        attempts = o.attempts - COALESCE(v.untried, 0), doubts = COALESCE(v.doubts, o.doubts),
        reason = v.reason, external_id = v.external_id, not_before = COALESCE(v.not_before,
          o.not_before),
        body = CASE WHEN v.state = 'pending' OR v.state IN ('unknown', 'failed')
          AND o.class = 'groupNotice'
          OR v.state = 'failed' AND o.class <> 'reply' AND EXISTS (SELECT FROM account a
            WHERE a.member_id = o.member_id
            AND a.state = 'linked' AND a.bot_id <> o.bot_id AND a.bot_id <> ALL(o.tried_bots))
              THEN o.body END,
        settled_at = CASE WHEN v.state <> 'pending' THEN ${now}::timestamptz END
      FROM verdicts v WHERE o.id = v.id AND o.state = 'sending' AND o.owner = ${owner}
        AND o.attempts = v.attempts
      RETURNING o.id, o.bot_id, o.branch_id, o.chat_hash, o.lane, v.messages, v.closing, v.gone
    ), counted AS (
      INSERT INTO message_count AS c (bot_id, month, branch_id, replies, bulk)
      SELECT bot_id, ${month}::text, COALESCE(branch_id, ${noBranch}::uuid) AS branch,
        COALESCE(sum(messages) FILTER (WHERE lane = 0), 0), COALESCE(sum(messages) FILTER (WHERE
          lane = 1), 0)
      FROM done WHERE messages > 0 GROUP BY bot_id, branch ORDER BY bot_id, branch
      ON CONFLICT (bot_id, month, branch_id) DO UPDATE
        SET replies = c.replies + excluded.replies, bulk = c.bulk + excluded.bulk
    ), gone AS (
      SELECT DISTINCT ON (bot, chat_hash) g.bot, decode(g.chat, 'hex') AS chat_hash, g.kind,
        g.reason
      FROM done, jsonb_to_record(done.gone) AS g(bot text, chat text, kind text, reason text)
        WHERE done.gone IS NOT NULL
    ), accounts AS (
      UPDATE account a SET state = 'unreachable', unreachable_reason = g.reason
      FROM gone g WHERE g.kind = 'private' AND a.bot_id = g.bot AND a.chat_hash = g.chat_hash
    ), closed AS (
      UPDATE account a SET closed_month = ${month} FROM done
      WHERE done.closing AND done.messages > 0 AND a.bot_id = done.bot_id
        AND a.chat_hash = done.chat_hash
    ), groups AS (
      UPDATE branch_group b SET state = 'removed', removed_at = ${now}
      FROM gone g WHERE g.kind = 'group' AND b.bot_id = g.bot AND b.chat_hash = g.chat_hash
        AND b.state <> 'removed'
    )
    SELECT id FROM done`)
  return new Set(rows.map(({ id }) => id))
}

function countedRowOf(entry: Entry): EntryRow {
  const row = rowOf(entry)
  const { messages, isClosing } = entry
  return {
    ...row,
    ...(messages !== undefined && { messages }),
    ...(isClosing === true && { closing: true }),
  }
}

function rowOf({ parcel, ruling }: Entry): EntryRow {
  const { id, attempts, bot, chat, letter } = parcel
  switch (ruling.kind) {
    case 'sent':
      return { id, attempts, state: 'sent', external_id: plain(ruling.externalId) }
    case 'retry':
      return {
        id,
        attempts,
        state: 'pending',
        reason: waitingReason(ruling.reason, ruling.marks),
        not_before: ruling.at,
        doubts: ruling.marks.doubts,
      }
    case 'released':
      return {
        id,
        attempts,
        state: 'pending',
        reason: waitingReason('released', parcel),
        untried: 1,
        ...(ruling.at && { not_before: ruling.at }),
      }
    case 'postponed':
      // Without a reason, so that it holds up nothing in its chat until then.
      return { id, attempts, state: 'pending', untried: 1, not_before: ruling.at }
    case 'gone':
      return {
        id,
        attempts,
        state: 'failed',
        reason: ruling.reason,
        ...(letter && { gone: { kind: letter.to.kind, bot, chat, reason: ruling.reason } }),
      }
    case 'failed':
    case 'unknown':
    case 'skipped':
      return { id, attempts, state: ruling.kind, reason: plain(ruling.reason) }
  }
}

/**
 * A platform's own words as jsonb and text take them: one odd character must not keep a whole batch
 * from being written.
 */
function plain(text: string): string {
  // Cut first: the cut may halve a character.
  return cleanText(text.slice(0, 200))
}

/** What to tell of a ruling; undefined where the message waits again. */
export function settledOf({ parcel, ruling }: Entry): Settled | undefined {
  if (ruling.kind === 'retry' || ruling.kind === 'released' || ruling.kind === 'postponed')
    return undefined
  const {
    id,
    bot,
    class: messageClass,
    lane,
    attempts,
    createdAt,
    dedupeKey,
    memberId,
    groupId,
    branchId,
    slotId,
  } = parcel
  const facts = {
    id,
    bot,
    class: messageClass,
    lane,
    attempts,
    createdAt,
    dedupeKey,
    memberId,
    groupId,
    branchId,
    slotId,
  }
  if (ruling.kind === 'sent') return { ...facts, state: 'sent', reason: null }
  return { ...facts, state: ruling.kind === 'gone' ? 'failed' : ruling.kind, reason: ruling.reason }
}

/**
 * Follows a group to its new chat, in one transaction: the branch's group, the message that met the
 * news (it waits again, and goes there once), and all that waits for the old chat. Gives how many
 * groups moved: none, where the platform's own notice came first.
 */
export async function moveGroup(
  database: Database,
  keyring: Keyring,
  owner: string,
  parcel: Parcel,
  to: Address,
  now: Date,
): Promise<number> {
  const { sealed, chatHash } = sealAddress(keyring, to)
  const { bot, chatHash: oldHash, id, attempts } = parcel
  const reason = waitingReason('moved', { ...parcel, isMoved: true })
  const [row] = await database.query(sql<{ moved: number }>('outbox-move-group', {
    isIdempotent: true,
  })`
    WITH message AS (
      UPDATE outbox SET state = 'pending', reason = ${reason}, owner = NULL, lease_until = NULL,
        chat_hash = ${chatHash},
        address = ${sealed}, not_before = ${now}
      WHERE id = ${id}::uuid AND state = 'sending' AND owner = ${owner} AND attempts = ${attempts}
    ), waiting AS (
      UPDATE outbox SET chat_hash = ${chatHash}, address = ${sealed}
      WHERE bot_id = ${bot} AND state = 'pending' AND chat_hash = ${oldHash}
    ), moved AS (
      UPDATE branch_group SET chat_hash = ${chatHash}, address = ${sealed}
        WHERE bot_id = ${bot} AND chat_hash = ${oldHash}
        AND NOT EXISTS (SELECT 1 FROM branch_group
          WHERE bot_id = ${bot} AND chat_hash = ${chatHash})
      RETURNING id
    )
    SELECT count(*) AS moved FROM moved`)
  return row?.moved ?? 0
}
