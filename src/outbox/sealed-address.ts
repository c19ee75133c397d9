// The one way an address is hashed and sealed: account, branch_group and outbox rows must agree on
// it.
import { addressKey, type Address } from '../messaging/address.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { seal, unseal } from '../sealing/seal.ts'

/**
 * An address at rest. The seal's context is `address:<hash in hex>`, so the bytes may be copied
 * between rows of one chat.
 */
export interface SealedAddress {
  readonly sealed: Uint8Array
  readonly chatHash: Uint8Array
}

/** By what a chat is found without its id being stored. */
export function chatHashOf(keyring: Keyring, address: Address): Uint8Array {
  return keyring.lookupHash('chat', addressKey(address))
}

export function sealAddress(keyring: Keyring, address: Address): SealedAddress {
  const chatHash = chatHashOf(keyring, address)
  return { chatHash, sealed: seal(keyring.system, JSON.stringify(address), contextOf(chatHash)) }
}

/** Throws SealBroken where the bytes were altered or belong to another chat. */
export function openAddress(keyring: Keyring, { sealed, chatHash }: SealedAddress): Address {
  return JSON.parse(unseal(keyring.system, sealed, contextOf(chatHash))) as Address
}

function contextOf(chatHash: Uint8Array): string {
  return `address:${hex(chatHash)}`
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
