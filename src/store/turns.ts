// A turn: read once, decided elsewhere, written once. Two round trips to the database for an
// ordinary message.
import { randomUUID } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { StatementFailed } from '../database/problem.ts'
import type { Statement } from '../database/statement.ts'
import { hourOf } from '../domain/lockout.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import type { Inbound } from '../messaging/inbound.ts'
import type { OutboxDraft } from '../outbox/draft.ts'
import { type DirectSender, queueParameter, queueSql, type QueuedRow } from '../outbox/queue.ts'
import { chatHashOf, sealAddress } from '../outbox/sealed-address.ts'
import type { Keyring } from '../sealing/keyring.ts'
import type { Change, Reply } from './change.ts'
import { accountColumns } from './changes/account.ts'
import type { ChangeContext } from './changes/context.ts'
import { prepareErasure } from './changes/erasure.ts'
import { fragmentsOf } from './changes/fragments.ts'
import { lookups } from './contexts.ts'
import { readAction, signed } from './signature.ts'
import type { Snapshot } from './snapshot.ts'
import { type Correspondent, correspondents } from './turns/correspondents.ts'
import { holdFragments } from './turns/hold.ts'
import { keysOf, openSnapshot, type TurnKeys } from './turns/open.ts'
import { readSnapshot } from './turns/read.ts'
import { lockSeats, type Seat, seatOf } from './turns/seat.ts'
import { loadPack } from './questionnaires.ts'
import { type Fragment, writeStatement } from './turns/writing.ts'

/**
 * A turn that was read and not yet written. `action` is a pressed button's meaning, when its
 * signature is ours.
 */
export interface BegunTurn {
  readonly snapshot: Snapshot
  readonly action: string | null
  readonly inbound: Inbound
  readonly keys: TurnKeys
  readonly now: Date
}

export type Commit =
  | { readonly kind: 'conflict' }
  | {
      readonly kind: 'written'
      readonly direct: readonly OutboxDraft[]
      readonly bots: readonly string[]
    }

export interface Turns {
  /** Null: this message has had its effect already. */
  begin(inbound: Inbound, now: Date): Promise<BegunTurn | null>
  /** `conflict`: somebody was faster, nothing was written; begin again. */
  commit(begun: BegunTurn, changes: readonly Change[], replies: readonly Reply[]): Promise<Commit>
}

export interface TurnsOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly sender: DirectSender
  readonly noticeHash: string
  readonly id?: () => string
}

/** What a draft is made of beside its reply. */
interface Addressing {
  readonly begun: BegunTurn
  readonly others: ReadonlyMap<string, Correspondent>
  readonly id: () => string
  readonly keyring: Keyring
}

function recipientOf(reply: Reply, { begun, others }: Addressing): Correspondent | null {
  const { snapshot } = begun
  if (reply.to.kind === 'here') {
    const subject = reply.signedFor ?? snapshot.member?.id ?? snapshot.account.id
    const { from, member } = snapshot
    const isElder = member?.isElder === true && from.kind === 'private'
    return {
      bot: from.bot,
      address: from,
      subject,
      memberId: member?.id ?? null,
      language: 'vi',
      isElder,
    }
  }
  return (
    others.get(reply.to.kind === 'member' ? reply.to.memberId : `secretary:${reply.to.branchId}`) ??
    null
  )
}

function draftOf(reply: Reply, place: number, addressing: Addressing): OutboxDraft | null {
  const { begun, id, keyring } = addressing
  const recipient = recipientOf(reply, addressing)
  if (recipient === null) return null
  const { branch } = begun.snapshot
  const said = reply.inLanguages?.[recipient.language] ?? reply.message
  const isPrompt = reply.class === 'prompt'
  const from = reply.notBefore ?? begun.now
  const notBefore = isPrompt && branch !== null ? afterQuiet(from, branch.quiet, branch.zone) : from
  return {
    id: id(),
    bot: recipient.bot,
    dedupeKey:
      reply.dedupeKey ?? `turn:${begun.inbound.from.bot}:${begun.inbound.key}:${String(place)}`,
    class: reply.class,
    lane: isPrompt ? 1 : 0,
    address: recipient.address,
    message: signed(
      recipient.isElder ? { ...said, isByDigits: true } : said,
      recipient.subject,
      keyring,
    ),
    notBefore,
    ...(reply.notAfter === undefined ? {} : { notAfter: reply.notAfter }),
    ...(reply.mergeKey === undefined ? {} : { mergeKey: reply.mergeKey }),
    ...(recipient.memberId === null ? {} : { memberId: recipient.memberId }),
    ...(branch === null ? {} : { branchId: branch.id }),
  }
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

/**
 * Two turns raced, or one code was typed twice at once: PostgreSQL's unique violation. Anything
 * else is thrown on.
 */
function isRace(error: unknown): boolean {
  return error instanceof StatementFailed && error.sqlState === '23505'
}

interface Desk extends Required<TurnsOptions> {
  readonly packs: Map<string, Pack>
}

async function begin(
  { database, keyring, noticeHash, id, packs }: Desk,
  inbound: Inbound,
  now: Date,
): Promise<BegunTurn | null> {
  const { from, sender: person } = inbound
  const personHash = keyring.lookupHash(lookups.person, `${from.bot}:${person.id}`)
  const isGroup = from.kind === 'group'
  const [row] = await database.query(
    readSnapshot({
      bot: from.bot,
      personHash,
      chatHash: chatHashOf(keyring, from),
      inboxKey: inbound.key,
      noticeHash,
      hour: hourOf(now),
      now,
      isGroup,
    }),
  )
  if (row === undefined) throw new Error('the snapshot of a turn has always one row')
  if (row.is_duplicate) return null
  const { questionnaire_hash: hash } = row
  if (hash !== null && !packs.has(hash)) packs.set(hash, await loadPack(database, hash))
  const keys = keysOf(row, keyring)
  const snapshot = openSnapshot(row, keys, from, packs, id())
  const subject = snapshot.member?.id ?? snapshot.account.id
  return {
    snapshot,
    inbound,
    keys,
    now,
    action: inbound.kind === 'press' ? readAction(inbound.payload, subject, keyring) : null,
  }
}

function holdOf(
  { keyring }: Desk,
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
  { keyring, sender }: Desk,
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

async function commit(
  desk: Desk,
  begun: BegunTurn,
  changes: readonly Change[],
  replies: readonly Reply[],
): Promise<Commit> {
  const { database, keyring, id } = desk
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
  const { held, inbox } = holdOf(desk, begun, changes, context)
  const queue = drafts.length === 0 ? [] : [queueFragment(desk, drafts, now)]
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
  const sending = new Set(
    (row.queued ?? []).flatMap((queuedRow) =>
      queuedRow.state === 'sending' ? [queuedRow.id] : [],
    ),
  )
  return {
    kind: 'written',
    direct: drafts.filter((draft) => sending.has(draft.id)),
    bots: [...new Set(drafts.map(({ bot }) => bot))],
  }
}

export function createTurns(options: TurnsOptions): Turns {
  const desk: Desk = { id: randomUUID, ...options, packs: new Map() }
  return {
    begin: (inbound, now) => begin(desk, inbound, now),
    commit: (begun, changes, replies) =>
      commit(desk, begun, changes, replies).catch((error: unknown) => {
        if (isRace(error)) return { kind: 'conflict' }
        throw error
      }),
  }
}
