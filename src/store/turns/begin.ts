// A turn's beginning: read in one statement.
import type { Inbound } from '../../messaging/inbound.ts'
import { chatHashOf } from '../../outbox/sealed-address.ts'
import { lookups } from '../contexts.ts'
import { loadPack } from '../questionnaires.ts'
import { readAction } from '../signature.ts'
import type { Snapshot } from '../snapshot.ts'
import { keysOf, openSnapshot, type TurnKeys } from './open.ts'
import { readSnapshot } from './read.ts'
import type { TurnTools } from './tools.ts'

/**
 * A turn that was read and not yet written. `action` is a pressed button's meaning, when its
 * signature is ours.
 */
export interface BegunTurn {
  readonly snapshot: Snapshot
  readonly action: string | null
  readonly inbound: Inbound
  readonly keys: TurnKeys
  readonly personHash: Uint8Array
  readonly now: Date
}

export async function begin(
  { database, keyring, meaningHash, id, packs }: TurnTools,
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
      meaningHash,
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
    personHash,
    now,
    action: inbound.kind === 'press' ? readAction(inbound.payload, subject, keyring) : null,
  }
}
