// A turn's end: written in one statement, or not at all where somebody was faster.
import type { Database } from '../../database/database.ts'
import type { Statement } from '../../database/statement.ts'
import type { OutboxDraft } from '../../outbox/draft.ts'
import { type QueuedRow, queueParameter, queueSql } from '../../outbox/queue.ts'
import { sealAddress } from '../../outbox/sealed-address.ts'
import type { Change, Reply } from '../change.ts'
import { accountColumns, standingColumns } from '../changes/account.ts'
import type { ChangeContext } from '../changes/context.ts'
import { prepareErasure } from '../changes/erasure.ts'
import { auditFragments, fragmentsOf } from '../changes/fragments.ts'
import type { BegunTurn } from './begin.ts'
import { correspondents } from './correspondents.ts'
import { draftsOf } from './drafts.ts'
import { type AccountColumns, holdFragments } from './hold.ts'
import { linkTermsOf, lockMember } from './link-terms.ts'
import { lockSeats, seatOf } from './seat.ts'
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
function columnsOf(changes: readonly Change[], context: ChangeContext): AccountColumns {
  const reached =
    context.snapshot.account.state === 'unreachable'
      ? { ...standingColumns(context.snapshot.account.relink), unreachable_reason: null }
      : {}
  const gone = changes.find((change) => change.kind === 'reach' && !change.isReachable)
  const lost =
    gone?.kind === 'reach' ? { state: 'unreachable', unreachable_reason: gone.reason ?? null } : {}
  return Object.assign(
    {},
    reached,
    lost,
    ...changes.map((change) => accountColumns(change, context)),
  ) as AccountColumns
}

function holdOf(
  { keyring }: TurnTools,
  { snapshot, inbound, personHash, now }: BegunTurn,
  changes: readonly Change[],
  context: ChangeContext,
): ReturnType<typeof holdFragments> {
  const { bot } = snapshot.from
  const { sealed, chatHash } = sealAddress(keyring, snapshot.from)
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
    link: linkTermsOf(changes),
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

/** What a turn waits for: whoever takes a place on its bot or links its member at this moment. */
function locksOf(changes: readonly Change[], bot: string): readonly Statement<{ id: string }>[] {
  const [seat, link] = [seatOf(changes, bot), linkTermsOf(changes)]
  return [...(seat === null ? [] : [lockSeats(seat)]), ...(link === null ? [] : [lockMember(link)])]
}

/** One statement; behind what it waits for, where there is any. */
function write(
  database: Database,
  statement: Statement<Written>,
  locks: readonly Statement<{ id: string }>[],
): Promise<Written[]> {
  if (locks.length === 0) return database.query(statement)
  return database.transact(async (transaction) => {
    for (const lock of locks) await transaction.query(lock)
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
  const { snapshot, now, keys, personHash } = begun
  const erasure = await prepareErasure(database, keyring, changes)
  const context: ChangeContext = {
    snapshot,
    now,
    keyring,
    personHash,
    memberKey: keys.member,
    branchKey: keys.branch,
    id,
    erasure,
  }
  const others = await correspondents(database, replies, snapshot.account.id)
  const drafts = replies.flatMap((reply, place) =>
    draftsOf(reply, place, { begun, others, id, keyring }),
  )
  const { held, inbox } = holdOf(tools, begun, changes, context)
  const queue = drafts.length === 0 ? [] : [queueFragment(tools, drafts, now)]
  const fragments = [
    ...inbox,
    ...changes.flatMap((change) => fragmentsOf(change, context)),
    ...auditFragments(changes, context),
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
  const [row] = await write(database, statement, locksOf(changes, snapshot.from.bot))
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
