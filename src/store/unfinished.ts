// Members of a round who have not handed in, and the sheet of each where it lies open.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { openAddress } from '../outbox/sealed-address.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { languageOf } from './months.ts'
import type { Chat } from './reminders.ts'
import type { Snapshot } from './snapshot.ts'
import { keysOf, openSnapshot } from './turns/open.ts'
import { readSnapshot } from './turns/read.ts'

export interface Unfinished {
  readonly memberId: string
  readonly state: 'invited' | 'inProgress'
  readonly language: 'vi' | 'en'
  readonly chat: Chat
  readonly personHash: Uint8Array
  readonly mayStore: boolean
  readonly isElder: boolean
}

interface Row {
  readonly member_id: string
  readonly state: string
  readonly language: string
  readonly bot_id: string
  readonly address: Buffer
  readonly chat_hash: Buffer
  readonly person_hash: Buffer
  readonly may_store: boolean | null
  readonly is_elder: boolean
}

/**
 * Those who can be reached and agreed to be reminded; not the exempt, nor who has left or said they
 * are away today.
 */
export async function readUnfinished(
  queryable: Queryable,
  roundId: string,
  meaningHash: string,
  now: Date,
): Promise<readonly Unfinished[]> {
  const rows = await queryable.query(sql<Row>('unfinished-read', { isIdempotent: true })`
    SELECT m.id AS member_id, m.is_elder, s.state, coalesce(a.language, m.language) AS language,
      a.bot_id, a.address, a.chat_hash, a.person_hash,
      (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'store'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1) AS may_store
    FROM assessment s JOIN member m ON m.id = s.member_id AND m.left_at IS NULL
      AND m.status <> 'exempt' JOIN branch b ON b.id = m.branch_id
      JOIN LATERAL (SELECT * FROM account WHERE member_id = m.id
          AND state IN ('linked', 'relinked')
        ORDER BY (bot_id = ANY(b.bot_ids)) DESC, state = 'linked' DESC, is_preferred DESC, linked_at
        LIMIT 1) a ON true
    WHERE s.round_id = ${roundId}::uuid AND s.state IN ('invited', 'inProgress')
      AND (SELECT c.is_granted FROM consent c WHERE c.member_id = m.id AND c.purpose = 'remind'
        AND c.meaning_hash = ${meaningHash} AND c.relink_id = a.relink_id
        AND c.at >= a.linked_at ORDER BY c.at DESC LIMIT 1)
      AND NOT EXISTS (SELECT FROM absence x WHERE x.member_id = m.id
        AND (${now}::timestamptz AT TIME ZONE b.time_zone)::date BETWEEN x.from_on AND x.to_on)
    ORDER BY m.created_at, m.id`)
  return rows.map((row) => ({
    memberId: row.member_id,
    state: row.state === 'inProgress' ? 'inProgress' : 'invited',
    language: languageOf(row.language),
    chat: { bot: row.bot_id, sealed: row.address, chatHash: row.chat_hash },
    personHash: row.person_hash,
    mayStore: row.may_store === true,
    isElder: row.is_elder,
  }))
}

/** Who of a round has still not handed in. Until this transaction ends nobody of them can. */
export async function lockUnfinished(
  transaction: Queryable,
  roundId: string,
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query(sql<{ member_id: string }>('unfinished-lock')`
    SELECT member_id FROM assessment WHERE round_id = ${roundId}::uuid
      AND state IN ('invited', 'inProgress') ORDER BY id FOR SHARE`)
  return new Set(rows.map(({ member_id }) => member_id))
}

interface SheetReading {
  readonly pack: Pack
  readonly meaningHash: string
  readonly now: Date
}

/**
 * The member as a turn would see them: with the question they stopped at. One statement each, for
 * those who have begun.
 */
export async function openSheetOf(
  queryable: Queryable,
  keyring: Keyring,
  { chat, personHash }: Unfinished,
  reading: SheetReading,
): Promise<Snapshot | null> {
  const { pack, meaningHash, now } = reading
  const key = {
    bot: chat.bot,
    personHash,
    chatHash: chat.chatHash,
    inboxKey: '',
    meaningHash,
    now,
    isGroup: false,
  }
  const [row] = await queryable.query(readSnapshot(key))
  if (row === undefined) return null
  return openSnapshot(
    row,
    keysOf(row, keyring),
    openAddress(keyring, chat),
    new Map([[pack.hash, pack]]),
    '',
  )
}
