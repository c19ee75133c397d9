// Everything that is derived from the master key, made once at start. Each purpose has a key of its
// own (HKDF, RFC 5869), so that what one gives away says nothing of another.
import { createHmac, hkdfSync } from 'node:crypto'
import { dataKeys } from './data-keys.ts'
import type { DataKeys } from './data-keys.ts'
import { equalSecrets } from './equal-secrets.ts'
import { keyLength } from './master-key.ts'
import { sealingKey } from './seal.ts'
import type { SealingKey } from './seal.ts'

const tagBytes = 8

export interface Keyring {
  /** Seals what belongs to no member: outbox bodies, a platform's tokens. */
  readonly system: SealingKey
  readonly dataKeys: DataKeys
  /**
   * HMAC-SHA-256 by which an external id or a code is found without being stored. `kind` keeps
   * equal values of two kinds apart.
   */
  lookupHash(kind: string, value: string): Uint8Array<ArrayBuffer>
  /** Eleven characters that prove a button's payload ours; 64 bits. */
  tag(value: string): string
  /** In a time that depends on neither. */
  verifyTag(value: string, tag: string): boolean
  /** The next link of the audit chain, over the link before and the row in its canonical form. */
  auditMac(previous: Uint8Array, row: string): Uint8Array<ArrayBuffer>
  /**
   * Eight hex digits stored with the data, so that a wrong key is told at start and not at the
   * first answer.
   */
  fingerprint(): string
}

/**
 * From the master key, 32 bytes, and any older ones that may still have wrapped data keys.
 * `lookupHash`, `tag`, `auditMac` and `system` follow the current key: a rotation has to write what
 * they made anew.
 */
export function createKeyring(master: Uint8Array, older: readonly Uint8Array[] = []): Keyring {
  const derive = (purpose: string, length = keyLength): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', master, '', `tu-soi/1 ${purpose}`, length))
  const [lookup, tags, audit] = [derive('lookup'), derive('tag'), derive('audit')]
  const fingerprint = Buffer.from(derive('fingerprint', 4)).toString('hex')
  const tag = (value: string): string =>
    createHmac('sha256', tags).update(value).digest().subarray(0, tagBytes).toString('base64url')
  return {
    system: sealingKey(derive('system')),
    dataKeys: dataKeys(wrappingKey(master), older.map(wrappingKey)),
    lookupHash: (kind, value) => mac(lookup, [kind, value]),
    tag,
    verifyTag: (value, given) => equalSecrets(tag(value), given),
    auditMac: (previous, row) => mac(audit, [previous, row]),
    fingerprint: () => fingerprint,
  }
}

function wrappingKey(master: Uint8Array): SealingKey {
  return sealingKey(new Uint8Array(hkdfSync('sha256', master, '', 'tu-soi/1 wrap', keyLength)))
}

/**
 * HMAC over parts with their lengths before them, so that no two lists of parts give the same
 * input.
 */
function mac(key: Uint8Array, parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const hmac = createHmac('sha256', key)
  for (const part of parts) {
    const bytes = Buffer.from(part)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return Uint8Array.from(hmac.digest())
}
