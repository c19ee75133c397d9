// AES-256-GCM, and the only file that names a cipher. A sealed value: version 1 | key id 4 | nonce
// 12 | ciphertext | tag 16. Random nonces are safe far below 2^32 values a key (NIST SP 800-38D
// §8.3); a member's key seals thousands.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { keyLength } from './master-key.ts'

const version = 1
const idLength = 4
const nonceLength = 12
const tagLength = 16
const headerLength = 1 + idLength
const shortest = headerLength + nonceLength + tagLength

/**
 * A plaintext is filled up to a multiple of this, or the length would tell which of two choices was
 * taken.
 */
const block = 32

/** A key and the id that every value sealed with it carries. */
export interface SealingKey {
  readonly id: string
  readonly secret: KeyObject
}

/** Altered, moved to another place, or sealed with another key. Says nothing of the content. */
export class SealBroken extends Error {
  constructor() {
    super('A sealed value could not be opened: it was altered or moved, or another key sealed it')
    this.name = 'SealBroken'
  }
}

/** Refuses anything but 32 bytes. */
export function sealingKey(bytes: Uint8Array): SealingKey {
  if (bytes.length !== keyLength)
    throw new RangeError(`A sealing key has ${String(keyLength)} bytes`)
  const id = createHash('sha256')
    .update('tu-soi key id')
    .update(bytes)
    .digest()
    .subarray(0, idLength)
    .toString('hex')
  return { id, secret: createSecretKey(bytes) }
}

/**
 * Seals text (as UTF-8) or bytes; opens only with the same key and the same `context`: table,
 * column, row and owner.
 */
export function seal(
  key: SealingKey,
  plaintext: string | Uint8Array,
  context: string,
): Uint8Array<ArrayBuffer> {
  const header = Buffer.concat([Buffer.of(version), Buffer.from(key.id, 'hex')])
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.concat([header, Buffer.from(context, 'utf8')]))
  const ciphertext = Buffer.concat([cipher.update(padded(plaintext)), cipher.final()])
  return Uint8Array.from(Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()]))
}

/** The text that was sealed; throws SealBroken. */
export function unseal(key: SealingKey, sealed: Uint8Array, context: string): string {
  return Buffer.from(unsealBytes(key, sealed, context)).toString('utf8')
}

/** The bytes that were sealed; throws SealBroken. */
export function unsealBytes(key: SealingKey, sealed: Uint8Array, context: string): Uint8Array {
  if (sealed.length < shortest || sealed[0] !== version || keyIdOf(sealed) !== key.id)
    throw new SealBroken()
  const decipher = createDecipheriv(
    'aes-256-gcm',
    key.secret,
    sealed.subarray(headerLength, headerLength + nonceLength),
    {
      authTagLength: tagLength,
    },
  )
  decipher.setAAD(Buffer.concat([sealed.subarray(0, headerLength), Buffer.from(context, 'utf8')]))
  decipher.setAuthTag(sealed.subarray(-tagLength))
  try {
    return unpadded(
      Buffer.concat([
        decipher.update(sealed.subarray(headerLength + nonceLength, -tagLength)),
        decipher.final(),
      ]),
    )
  } catch {
    throw new SealBroken()
  }
}

/** Which key sealed a value, without opening it. */
export function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(1, headerLength)).toString('hex')
}

// ISO/IEC 7816-4: one byte 0x80, then zeros. It is inside the seal, so nobody can probe it.
function padded(plaintext: string | Uint8Array): Buffer {
  const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext
  const filled = Buffer.alloc(Math.ceil((bytes.length + 1) / block) * block)
  filled.set(bytes)
  filled[bytes.length] = 0x80
  return filled
}

function unpadded(filled: Buffer): Uint8Array {
  return filled.subarray(0, filled.lastIndexOf(0x80))
}
