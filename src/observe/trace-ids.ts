// The ids by which one message is followed through the log: the same on every instance and after a
// restart, of no use without the master key, and nowhere stored.
import type { Inbound } from '../messaging/inbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { turnKeyIn, turnKeyOf } from '../store/turn-key.ts'

export interface TraceIds {
  turn(inbound: Inbound): string
  /** Of the turn a queued message answers; undefined: it answers none. */
  turnOf(message: { readonly dedupeKey: string }): string | undefined
  message(id: string): string
}

const digits = 12

export function createTraceIds(keyring: Pick<Keyring, 'lookupHash'>): TraceIds {
  const idOf = (kind: string, value: string): string =>
    Buffer.from(keyring.lookupHash(kind, value)).toString('hex').slice(0, digits)
  const turnId = (key: string): string => idOf('log.turn', key)
  return {
    turn: (inbound) => turnId(turnKeyOf(inbound)),
    turnOf: ({ dedupeKey }) => {
      const key = turnKeyIn(dedupeKey)
      return key === undefined ? undefined : turnId(key)
    },
    message: (id) => idOf('log.message', id),
  }
}
