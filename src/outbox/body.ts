// The rendered message at rest: sealed, and bound to its row.
import type { Outbound } from '../messaging/outbound.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'

export function sealBody(keyring: Keyring, id: string, message: Outbound): Uint8Array {
  return seal(keyring.system, JSON.stringify(message), `outbox:${id}`)
}

/** Throws SealBroken where the bytes were altered or belong to another row. */
export function openBody(keyring: Keyring, id: string, body: Uint8Array): Outbound {
  return JSON.parse(unseal(keyring.system, body, `outbox:${id}`)) as Outbound
}
