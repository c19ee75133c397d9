// A turn's end: written in one statement, or not at all where somebody was faster.
import type { Database } from '../../database/database.ts'
import type { Statement } from '../../database/statement.ts'
import type { OutboxDraft } from '../../outbox/draft.ts'
import { type QueuedRow, queueParameter, queueSql } from '../../outbox/queue.ts'
import { sealAddress } from '../../outbox/sealed-address.ts'
import type { Change, Reply } from '../change.ts'
import { accountColumns } from '../changes/account.ts'
import type { ChangeContext } from '../changes/context.ts'
import { prepareErasure } from '../changes/erasure.ts'
import { fragmentsOf } from '../changes/fragments.ts'
import { lookups } from '../contexts.ts'
import type { BegunTurn } from './begin.ts'
import { correspondents } from './correspondents.ts'
import { draftOf } from './drafts.ts'
import { holdFragments } from './hold.ts'
import { lockSeats, type Seat, seatOf } from './seat.ts'
import type { TurnTools } from './tools.ts'
import { type Fragment, writeStatement } from './writing.ts'

export type Commit =
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'written'
      readonly direct: readonly OutboxDraft[]
      readonly bots: readonly string[]
      /** All that was to be said; what had been said under its key before is not in `queued`. */
      readonly drafts: readonly OutboxDraft[]
      readonly queued: readonly QueuedRow[]
    }

/**
 * The account's columns a turn changes; a turn that says nothing of where the person is leaves it.
 */
function columnsOf(
  changes: readonly Change[],
  context: ChangeContext,
): Readonly<Record<string, string | number | boolean | Date | null>> {
  const reached =
    context.snapshot.account.state === 'unreachable'
      ? { state: 'linked', unreachable_reason: null }
      : {}
  const gone = changes.find((change) => change.kind === 'reach' && !change.isReachable)
  const lost =
    gone?.kind === 'reach' ? { state: 'unreachable', unreachable_reason: gone.reason ?? null } : {}
  return Object.assign(
    {},
    reached,
    lost,
    ...changes.map((change) => accountColumns(change, context)),
  ) as Readonly<Record<string, string | number | boolean | Date | null>>
}

function holdOf(
  { keyring }: TurnTools,
  { snapshot, inbound, now }: BegunTurn,
  changes: readonly Change[],
  context: ChangeContext,
): ReturnType<typeof holdFragments> {
  const { bot } = snapshot.from
  const { sealed, chatHash } = sealAddress(keyring, snapshot.from)
  const personHash = keyring.lookupHash(lookups.person, `${bot}:${inbound.sender.id}`)
  const isGroup = snapshot.from.kind === 'group'
  return holdFragments({
    bot,
    inboxKey: inbound.key,
    now,
    account: snapshot.account,
    personHash,
    chatHash,
    address: sealed,
    columns: columnsOf(changes, context),
    isGroup,
    seat: seatOf(changes, bot),
  })
}

function queueFragment(
  { keyring, sender }: TurnTools,
  drafts: readonly OutboxDraft[],
  now: Date,
): Fragment {
  const rows = queueParameter(drafts, { keyring, now, sender })
  return (bind) =>
    queueSql(
      `(CASE WHEN EXISTS (SELECT 1 FROM held) THEN ${bind(rows)}::jsonb ELSE '[]'::jsonb END)`,
    )
}

interface Written {
  readonly held: number
  readonly queued: readonly QueuedRow[] | null
}

/** One statement; where it takes a place on a bot, behind whoever takes one at the same moment. */
function write(
  database: Database,
  statement: Statement<Written>,
  seat: Seat | null,
): Promise<Written[]> {
  if (seat === null) return database.query(statement)
  return database.transact(async (transaction) => {
    await transaction.query(lockSeats(seat))
    return transaction.finish(statement)
  })
}

export async function commit(
  tools: TurnTools,
  begun: BegunTurn,
  changes: readonly Change[],
  replies: readonly Reply[],
): Promise<Commit> {
  const { database, keyring, id } = tools
  const { snapshot, now, keys } = begun
  const erasure = await prepareErasure(database, keyring, changes)
  const context: ChangeContext = {
    snapshot,
    now,
    keyring,
    memberKey: keys.member,
    branchKey: keys.branch,
    id,
    erasure,
  }
  const others = await correspondents(database, replies)
  const drafts = replies
    .map((reply, place) => draftOf(reply, place, { begun, others, id, keyring }))
    .filter((draft) => draft !== null)
  const { held, inbox } = holdOf(tools, begun, changes, context)
  const queue = drafts.length === 0 ? [] : [queueFragment(tools, drafts, now)]
  const fragments = [
    ...inbox,
    ...changes.flatMap((change) => fragmentsOf(change, context)),
    ...queue,
  ]
  const queued =
    queue.length === 0
      ? 'NULL::json'
      : `(SELECT json_agg(json_build_object('id', id, 'state', state))
        FROM c${String(fragments.length - 1)})`
  const statement = writeStatement<Written>(
    held,
    fragments,
    `SELECT (SELECT count(*)::int FROM held) AS held, ${queued} AS queued`,
  )
  const [row] = await write(database, statement, seatOf(changes, snapshot.from.bot))
  if (row === undefined || row.held === 0) return { kind: 'conflict' }
  const rows = row.queued ?? []
  const sending = new Set(rows.flatMap(({ id, state }) => (state === 'sending' ? [id] : [])))
  return {
    kind: 'written',
    direct: drafts.filter((draft) => sending.has(draft.id)),
    bots: [...new Set(drafts.map(({ bot }) => bot))],
    drafts,
    queued: rows,
  }
}
