// Reminders happen once or say why not: a slot is a row that is unique by rule, subject and local
// date, and whoever inserts it acts.
import type { Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { LocalDate } from '../domain/local-date.ts'

/**
 * One reminder of one rule about one thing on one of its local dates.
 *
 * The subject of a branch's month is the branch and not its meeting: a meeting that is moved gets
 * other dates, and so other slots, while a meeting whose row is written anew (another id, the same
 * day) must not be announced twice.
 */
export interface Slot {
  readonly rule: string
  readonly subject: string
  readonly localDate: LocalDate
  readonly branchId: string
  /** The day, as it stands now, of the meeting whose month it belongs to. */
  readonly meetingOn?: LocalDate
}

/**
 * `queued`: its messages are in the outbox, which knows their fate; `settleSlots` brings it here.
 * `done`: a deed, whatever becomes of the messages that go with it. `skipped` always has a reason.
 */
export type SlotEnd =
  { readonly state: 'queued' | 'done' } | { readonly state: 'skipped'; readonly reason: string }

export interface SlotTerms {
  readonly now: Date
  readonly id: () => string
  /** What is claimed is added here. */
  readonly tally?: { slots: number }
}

/** The id of the slot that is now ours; null: somebody has it, and acted or will. */
export async function claimSlot(
  transaction: Queryable,
  slot: Slot,
  end: SlotEnd,
  terms: SlotTerms,
): Promise<string | null> {
  const [claimed] = await claimSlots(transaction, [{ ...slot, end }], terms)
  return claimed?.id ?? null
}

/** A slot that says nothing, and why. False: somebody else has it. */
export async function skipSlot(
  queryable: Queryable,
  slot: Slot,
  reason: string,
  terms: SlotTerms,
): Promise<boolean> {
  return (await claimSlot(queryable, slot, { state: 'skipped', reason }, terms)) !== null
}

interface ClaimedSlot {
  readonly id: string
  readonly subject: string
}

const slotsPerStatement = 1000

/**
 * Many at once, in the order given, so that two instances never wait for each other crosswise.
 * Gives those that were new.
 */
export async function claimSlots(
  transaction: Queryable,
  slots: readonly (Slot & { readonly end: SlotEnd })[],
  { now, id, tally }: SlotTerms,
): Promise<readonly ClaimedSlot[]> {
  const claimed: ClaimedSlot[] = []
  for (let from = 0; from < slots.length; from += slotsPerStatement) {
    const rows = slots
      .slice(from, from + slotsPerStatement)
      .map(({ end, rule, subject, localDate, branchId, meetingOn }, place) => {
        return {
          place,
          id: id(),
          rule,
          subject,
          local_date: localDate,
          branch_id: branchId,
          meeting_on: meetingOn,
          ...end,
        }
      })
    claimed.push(
      ...(await transaction.query(sql<ClaimedSlot>('slots-claim')`
      INSERT INTO slot (id, rule, subject, local_date, branch_id, meeting_on, state, reason, at)
      SELECT d.id, d.rule, d.subject, d.local_date, d.branch_id, d.meeting_on, d.state, d.reason,
        ${now}::timestamptz
      FROM jsonb_to_recordset(${json(rows)}::jsonb)
        AS d(place int, id uuid, rule text, subject uuid, local_date date, branch_id uuid,
          meeting_on date, state text, reason text)
      ORDER BY d.place ON CONFLICT (rule, subject, local_date) DO NOTHING RETURNING id, subject`)),
    )
  }
  if (tally !== undefined) tally.slots += claimed.length
  return claimed
}

/** What a slot of ours came to after all, in the transaction that claimed it. */
export async function endSlots(
  transaction: Queryable,
  ids: readonly string[],
  end: SlotEnd,
): Promise<void> {
  if (ids.length === 0) return
  const reason = end.state === 'skipped' ? end.reason : null
  await transaction.query(
    sql(
      'slots-end',
    )`UPDATE slot SET state = ${end.state}, reason = ${reason} WHERE id = ANY(${ids}::uuid[])`,
  )
}

/** Whether something was really said under this rule since a moment. */
export async function wasSaidSince(
  queryable: Queryable,
  rule: string,
  subject: string,
  since: Date,
): Promise<boolean> {
  const rows = await queryable.query(sql('slots-said', { isIdempotent: true })`
    SELECT 1 FROM slot WHERE rule = ${rule} AND subject = ${subject}::uuid AND at >= ${since}
      AND state <> 'skipped' LIMIT 1`)
  return rows.length > 0
}

/**
 * Brings home what became of the messages of slots. A slot of many messages is `sent` when one of
 * them was; it waits while one is on its way. An `unknown` one is looked at again: the secretary
 * may have settled it.
 */
export async function settleSlots(queryable: Queryable): Promise<number> {
  const rows = await queryable.query(sql('slots-settle', { isIdempotent: true })`
    UPDATE slot s SET state = o.state, reason = o.reason
    FROM (SELECT p.id, f.* FROM slot p CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(state = 'sent') THEN 'sent' WHEN bool_or(state = 'unknown')
          THEN 'unknown'
            WHEN bool_or(state = 'failed') THEN 'failed' ELSE 'skipped' END AS state,
          CASE WHEN bool_or(state = 'sent') THEN NULL ELSE min(reason) END AS reason
        FROM outbox WHERE slot_id = p.id HAVING count(*) > 0
          AND bool_and(state NOT IN ('pending', 'sending')
          AND NOT (state = 'failed' AND class IN ('prompt', 'document') AND body IS NOT NULL))) f
      WHERE p.state IN ('queued', 'unknown')) o
    WHERE s.id = o.id AND (s.state <> o.state OR s.reason IS DISTINCT FROM o.reason)
      RETURNING s.id`)
  return rows.length
}
