// Puts drafts into the outbox, many in one statement: rows built here, inserted by a fragment
// inside the store's own CTE.
import type { Keyring } from '../sealing/keyring.ts'
import { sealBody } from './body.ts'
import type { OutboxDraft } from './draft.ts'
import { leaseFrom } from './lease.ts'
import { overtakenAt } from './doubt.ts'
import { hex, sealAddress, type SealedAddress } from './sealed-address.ts'
import { usefulUntil } from './useful.ts'

/** What the sender of this instance says about hand-over; a `Sender` fits. */
export interface DirectSender {
  readonly instance: string
  isDirect(bot: string): boolean
}

interface QueueTerms {
  readonly keyring: Keyring
  readonly now: Date
  /** Absent: all rows wait in the table. */
  readonly sender?: DirectSender
}

/**
 * What `queueSql` returns for each row that was new. Rows in state `sending` are to be handed over
 * after the commit.
 */
export interface QueuedRow {
  readonly id: string
  readonly state: 'pending' | 'sending'
}

/**
 * Rows in one parameter; the embedded database parses it in one piece, so 500 keeps a chunk below a
 * megabyte.
 */
const rowsPerChunk = 500

/** The jsonb parameter of `queueSql`, rows sealed. Rows are queued in the order given. */
export function queueParameter(drafts: readonly OutboxDraft[], terms: QueueTerms): string {
  const lease = leaseFrom(terms.now)
  const held = new Set<string>()
  const rows = drafts.map((draft, place) => {
    const { sealed, chatHash } = sealedAddressOf(draft, terms.keyring)
    const chat = hex(chatHash)
    const mayGo = goesDirectly(draft, terms) && !held.has(chat)
    if (!mayGo && draft.notBefore <= terms.now) held.add(chat)
    return {
      place,
      id: draft.id,
      bot_id: draft.bot,
      dedupe_key: draft.dedupeKey,
      class: draft.class,
      lane: draft.lane,
      chat,
      address64: base64(sealed),
      body64: base64(sealBody(terms.keyring, draft.id, draft.message)),
      may_go: mayGo,
      not_before: draft.notBefore,
      not_after: usefulUntil(draft),
      merge_key: draft.mergeKey,
      owner: terms.sender?.instance,
      lease_until: lease,
      member_id: draft.memberId,
      group_id: draft.groupId,
      branch_id: draft.branchId,
      slot_id: draft.slotId,
      created_at: terms.now,
    }
  })
  return JSON.stringify(rows)
}

/**
 * Group notices are claimed one by one, so that a crash leaves at most one of them in doubt
 * (reliability §4.1).
 */
function goesDirectly(
  { bot, lane, class: messageClass, notBefore }: OutboxDraft,
  { sender, now }: QueueTerms,
): boolean {
  return (
    lane === 0 &&
    messageClass !== 'groupNotice' &&
    notBefore <= now &&
    sender?.isDirect(bot) === true
  )
}

/** Drafts in chunks for one statement each. */
export function inChunks(
  drafts: readonly OutboxDraft[],
  size = rowsPerChunk,
): readonly (readonly OutboxDraft[])[] {
  return Array.from({ length: Math.ceil(drafts.length / size) }, (_, index) =>
    drafts.slice(index * size, (index + 1) * size),
  )
}

/**
 * `INSERT … RETURNING id, state` over the jsonb in `parameter`, to stand alone or in a CTE. A row
 * goes to `sending`, and so to this instance's memory, only when nothing older of its chat still
 * waits in the table. The inner ORDER BY seq makes PostgreSQL take the index of the chat even where
 * its statistics do not yet know of 8,000 waiting rows.
 */
export function queueSql(parameter: string): string {
  return `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body, state,
    not_before, not_after, merge_key,
      attempts, owner, lease_until, member_id, group_id, branch_id, slot_id, created_at)
    SELECT id, bot_id, dedupe_key, class, lane, chat_hash, address, body, CASE WHEN goes
      THEN 'sending' ELSE 'pending' END,
      not_before, not_after, merge_key, goes::int, CASE WHEN goes THEN owner END, CASE WHEN goes
        THEN lease_until END,
      member_id, group_id, branch_id, slot_id, created_at
    FROM (
      SELECT d.*, decode(d.chat, 'hex') AS chat_hash, decode(d.address64, 'base64') AS address,
        decode(d.body64, 'base64') AS body,
        d.may_go AND NOT EXISTS (SELECT 1 FROM (SELECT not_before, reason, doubts FROM outbox w
          WHERE w.bot_id = d.bot_id AND w.state = 'pending'
            AND w.chat_hash = decode(d.chat, 'hex') ORDER BY w.seq OFFSET 0) w
              WHERE w.not_before <= d.created_at
                OR w.reason IS NOT NULL AND w.doubts < ${String(overtakenAt)})
          AND NOT EXISTS (SELECT 1 FROM (SELECT owner FROM outbox u
            WHERE u.bot_id = d.bot_id AND u.state = 'sending'
            AND u.chat_hash = decode(d.chat, 'hex') ORDER BY u.seq OFFSET 0) u
              WHERE u.owner IS DISTINCT FROM d.owner) AS goes
      FROM jsonb_to_recordset(${parameter}::jsonb) AS d(place int, id uuid, bot_id text,
        dedupe_key text, class text, lane int, chat text,
        address64 text, body64 text, may_go boolean, not_before timestamptz, not_after timestamptz,
          merge_key text, owner text,
        lease_until timestamptz, member_id uuid, group_id uuid, branch_id uuid, slot_id uuid,
          created_at timestamptz)
      ORDER BY place OFFSET 0
    ) AS ready ORDER BY place
    ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, state`
}

function sealedAddressOf({ address }: OutboxDraft, keyring: Keyring): SealedAddress {
  return 'sealed' in address ? address : sealAddress(keyring, address)
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
