// The first part of writing a turn: its message goes into the inbox, its account moves on by one
// version.
import type { Value } from '../../database/statement.ts'
import { type LinkTerms, stillHolds } from './link-terms.ts'
import { isFree, type Seat } from './seat.ts'
import type { Bind, Fragment } from './writing.ts'

/** What a turn changes in the account itself, column by column. */
export type AccountColumns = Readonly<Record<string, Value>>

interface Hold {
  readonly bot: string
  readonly inboxKey: string
  readonly now: Date
  readonly account: { readonly id: string; readonly isNew: boolean; readonly version: number }
  readonly personHash: Uint8Array
  readonly chatHash: Uint8Array
  readonly address: Uint8Array
  readonly columns: AccountColumns
  /** In a group nobody's account is made or moved on: the inbox alone holds the turn. */
  readonly isGroup: boolean
  /** The place on the bot this turn takes: without it the turn is not held, and begins again. */
  readonly seat: Seat | null
  /** What a link rests on; the same. */
  readonly link: LinkTerms | null
}

const casts: Readonly<Record<string, string>> = {
  conversation: '::jsonb',
  member_id: '::uuid',
  link_code_id: '::uuid',
  relink_id: '::uuid',
  locked_until: '::timestamptz',
  wrong_since: '::timestamptz',
}

function setList(columns: AccountColumns, bind: Bind): string {
  return Object.entries(columns)
    .map(([column, value]) => `, ${column} = ${bind(value)}${casts[column] ?? ''}`)
    .join('')
}

function isGranted({ seat, link }: Hold, bind: Bind): string {
  const terms = [
    ...(seat === null ? [] : [isFree(seat, bind)]),
    ...(link === null ? [] : [stillHolds(link, bind)]),
  ]
  return terms.length === 0 ? 'true' : terms.join(' AND ')
}

function holdKnown(hold: Hold): Fragment {
  return (bind) => `UPDATE account SET version = version + 1, last_inbound_at = ${bind(hold.now)},
    chat_hash = ${bind(hold.chatHash)},
    address = ${bind(hold.address)}${setList(hold.columns, bind)}
    WHERE id = ${bind(hold.account.id)}::uuid AND version = ${bind(hold.account.version)}
      AND NOT EXISTS (SELECT 1 FROM inbox WHERE bot_id = ${bind(hold.bot)}
        AND key = ${bind(hold.inboxKey)}) AND ${isGranted(hold, bind)}
    RETURNING id`
}

function holdNew(hold: Hold): Fragment {
  const extra = Object.entries(hold.columns)
  return (
    bind,
  ) => `INSERT INTO account (id, bot_id, person_hash, chat_hash, address, version, created_at,
    last_inbound_at${extra.map(([column]) => `, ${column}`).join('')})
    SELECT ${bind(hold.account.id)}::uuid, ${bind(hold.bot)}, ${bind(hold.personHash)},
      ${bind(hold.chatHash)}, ${bind(hold.address)}, 1,
      ${bind(hold.now)}::timestamptz, ${bind(hold.now)}::timestamptz
      ${extra
        .map(([column, value]) => `, ${bind(value)}${casts[column] ?? castOf(value)}`)
        .join('')}
    WHERE ${isGranted(hold, bind)} ON CONFLICT (bot_id, person_hash) DO NOTHING RETURNING id`
}

function castOf(value: Value): string {
  if (value instanceof Date) return '::timestamptz'
  if (typeof value === 'boolean') return '::boolean'
  return typeof value === 'number' ? '::int' : ''
}

function holdInbox(hold: Hold): Fragment {
  return (bind) =>
    `INSERT INTO inbox (bot_id, key, at) SELECT ${bind(hold.bot)}, ${bind(hold.inboxKey)},
      ${bind(hold.now)}::timestamptz
      WHERE ${isGranted(hold, bind)} ON CONFLICT DO NOTHING RETURNING key AS id`
}

/** The fragments that hold the turn: the account (or in a group the inbox) first. */
export function holdFragments(hold: Hold): {
  readonly held: Fragment
  readonly inbox: readonly Fragment[]
} {
  if (hold.isGroup) return { held: holdInbox(hold), inbox: [] }
  const inbox: Fragment = (bind) =>
    `INSERT INTO inbox (bot_id, key, at) SELECT ${bind(hold.bot)}, ${bind(hold.inboxKey)},
      ${bind(hold.now)}::timestamptz FROM held
      ON CONFLICT DO NOTHING`
  return { held: hold.account.isNew ? holdNew(hold) : holdKnown(hold), inbox: [inbox] }
}
