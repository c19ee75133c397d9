import { randomBytes } from 'node:crypto'
import { keyLength } from './master-key.ts'
import { keyIdOf, seal, SealBroken, sealingKey, unsealBytes } from './seal.ts'
import type { SealingKey } from './seal.ts'

/**
 * Opened keys kept in memory: more than the members who write within an hour in the largest
 * installation.
 */
const kept = 4096

/**
 * Each member's own key, wrapped by the master key: destroying the wrapped one makes all that was
 * sealed with it unreadable. `context` binds it to its row, as in `seal`.
 */
export interface DataKeys {
  /** A new key, and the form of it that may be stored. */
  make(context: string): { readonly key: SealingKey; readonly wrapped: Uint8Array<ArrayBuffer> }
  /** Opens a stored key; throws SealBroken. */
  open(wrapped: Uint8Array, context: string): SealingKey
  /** The stored form under the current master key, for a rotation. */
  rewrap(wrapped: Uint8Array, context: string): Uint8Array<ArrayBuffer>
  /** Drops an opened key from memory, when its stored form is destroyed. */
  forget(wrapped: Uint8Array, context: string): void
}

/** `current` wraps; `current` and `older` open. */
export function dataKeys(current: SealingKey, older: readonly SealingKey[] = []): DataKeys {
  const masters = new Map([current, ...older].map((key) => [key.id, key]))
  // A Map remembers the order of insertion: its first entry is the one that was longest not used.
  const opened = new Map<string, SealingKey>()
  const nameOf = (wrapped: Uint8Array, context: string): string =>
    `${context}\0${Buffer.from(wrapped).toString('base64')}`

  const remember = (name: string, key: SealingKey): SealingKey => {
    opened.delete(name)
    opened.set(name, key)
    const oldest = opened.keys().next()
    if (opened.size > kept && oldest.done !== true) opened.delete(oldest.value)
    return key
  }
  const unwrap = (wrapped: Uint8Array, context: string): Uint8Array => {
    const master = masters.get(keyIdOf(wrapped))
    if (master === undefined) throw new SealBroken()
    return unsealBytes(master, wrapped, context)
  }
  return {
    make: (context) => {
      const bytes = randomBytes(keyLength)
      const wrapped = seal(current, bytes, context)
      return { key: remember(nameOf(wrapped, context), sealingKey(bytes)), wrapped }
    },
    open: (wrapped, context) => {
      const name = nameOf(wrapped, context)
      return remember(name, opened.get(name) ?? sealingKey(unwrap(wrapped, context)))
    },
    rewrap: (wrapped, context) => seal(current, unwrap(wrapped, context), context),
    forget: (wrapped, context) => {
      opened.delete(nameOf(wrapped, context))
    },
  }
}
