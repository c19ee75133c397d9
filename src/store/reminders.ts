// What the service says of its own accord, on its way into the outbox: signed, sealed, and tied to
// the slot it belongs to.
import type { Database, Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { MessageClass, Outbound } from '../messaging/outbound.ts'
import type { OutboxDraft } from '../outbox/draft.ts'
import { inChunks, queueParameter, queueSql } from '../outbox/queue.ts'
import type { SealedAddress } from '../outbox/sealed-address.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { signed } from './signature.ts'
import { claimSlot, type Slot, type SlotTerms } from './slots.ts'

/**
 * A chat of a member or a group, sealed as it is stored: copied from row to row and never opened on
 * the way.
 */
export interface Chat extends SealedAddress {
  readonly bot: string
}

/**
 * Choices carry their action in the clear: they are signed here for `memberId`. Every reminder has
 * a time after which it is stale.
 */
export interface Reminder {
  readonly to: Chat
  readonly message: Outbound
  readonly class: Exclude<MessageClass, 'reply'>
  readonly dedupeKey: string
  readonly mergeKey?: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Goes with the replies: what somebody should hear even when bulk has stopped. */
  readonly isUrgent?: true
  readonly memberId?: string
  readonly groupId?: string
  /** Its own, where the messages of one transaction belong to several slots. */
  readonly slotId?: string
}

export interface Posting extends SlotTerms {
  readonly keyring: Keyring
  /** What is claimed and what is queued is added here. */
  readonly tally?: { slots: number; messages: number }
}

const bulk = 1
const menusAtOnce = 1000

function draftOf(
  reminder: Reminder,
  branchId: string,
  slotId: string | undefined,
  { keyring, id }: Posting,
): OutboxDraft {
  const {
    to: { bot, sealed, chatHash },
    message,
    memberId,
    isUrgent,
    ...rest
  } = reminder
  return {
    ...rest,
    id: id(),
    bot,
    lane: isUrgent === true ? 0 : bulk,
    address: { sealed, chatHash },
    message: memberId === undefined ? message : signed(message, memberId, keyring),
    branchId,
    ...(memberId === undefined ? {} : { memberId }),
    ...(slotId === undefined ? {} : { slotId }),
  }
}

/** Queues them all in the caller's transaction, 500 in a statement. */
export async function queueReminders(
  transaction: Queryable,
  reminders: readonly Reminder[],
  of: { readonly branchId: string; readonly slotId?: string },
  posting: Posting,
): Promise<void> {
  const elders = await readElders(transaction, reminders)
  const drafts = reminders.map((reminder) => {
    const draft = draftOf(reminder, of.branchId, reminder.slotId ?? of.slotId, posting)
    return elders.has(reminder.memberId ?? '')
      ? { ...draft, message: { ...draft.message, isByDigits: true } }
      : draft
  })
  for (const chunk of inChunks(drafts)) {
    const queued = await transaction.query({
      name: 'reminders-queue',
      text: queueSql('$1'),
      values: [queueParameter(chunk, posting)],
    })
    if (posting.tally !== undefined) posting.tally.messages += queued.length
  }
  await offerMenus(transaction, reminders)
}

/** Who of those that are offered something answers by digits alone. */
async function readElders(
  transaction: Queryable,
  reminders: readonly Reminder[],
): Promise<ReadonlySet<string>> {
  const ids = reminders.flatMap(({ memberId, message }) =>
    memberId === undefined || message.choices === undefined ? [] : [memberId],
  )
  if (ids.length === 0) return new Set()
  const rows = await transaction.query(sql<{ id: string }>('reminders-elders', {
    isIdempotent: true,
  })`
    SELECT id FROM member WHERE id = ANY(${ids}::uuid[]) AND is_elder`)
  return new Set(rows.map(({ id }) => id))
}

/**
 * What a reminder offers is what a typed number means from now on, unless something is being asked.
 * Its choices go in the clear, as they do in every conversation: they name questions and never
 * answers.
 */
async function offerMenus(transaction: Queryable, reminders: readonly Reminder[]): Promise<void> {
  const menus = reminders.flatMap(({ to, memberId, message }) =>
    memberId === undefined || message.choices === undefined
      ? []
      : [
          {
            chat: Buffer.from(to.chatHash).toString('hex'),
            member_id: memberId,
            menu: message.choices,
          },
        ],
  )
  for (let from = 0; from < menus.length; from += menusAtOnce) {
    await transaction.query(sql('reminders-offer')`
      UPDATE account a SET version = a.version + 1,
        conversation = jsonb_set('{"focus":{"at":"nothing"}}'::jsonb || a.conversation, '{menu}',
          d.menu)
      FROM jsonb_to_recordset(${json(menus.slice(from, from + menusAtOnce))}::jsonb) AS d(chat text,
        member_id uuid, menu jsonb)
      WHERE a.member_id = d.member_id AND a.chat_hash = decode(d.chat, 'hex') 
        AND coalesce(a.conversation->'focus'->>'at', 'nothing') = 'nothing'`)
  }
}

/** Which of these keys are in the outbox already, whatever became of them. */
export async function readQueued(
  queryable: Queryable,
  dedupeKeys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await queryable.query(sql<{ key: string }>('reminders-queued', {
    isIdempotent: true,
  })`
    SELECT dedupe_key AS key FROM outbox WHERE dedupe_key = ANY(${dedupeKeys}::text[])`)
  return new Set(rows.map(({ key }) => key))
}

/**
 * A slot and what it says, in one transaction. False: somebody else has the slot, and nothing was
 * queued.
 */
export function sayOnce(
  database: Database,
  slot: Slot,
  reminders: readonly Reminder[],
  posting: Posting,
): Promise<boolean> {
  return database.transact(async (transaction) => {
    const slotId = await claimSlot(transaction, slot, { state: 'queued' }, posting)
    if (slotId === null) return false
    await queueReminders(transaction, reminders, { branchId: slot.branchId, slotId }, posting)
    return true
  })
}
