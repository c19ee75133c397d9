import { createHash } from 'node:crypto'

/** Bytes of chance behind a verifier: they make the 43 characters that Zalo wants. */
export const verifierBytes = 32

/** A PKCE verifier (RFC 7636 §4.1) of 32 random bytes. */
export function verifierOf(bytes: Uint8Array): string {
  if (bytes.length !== verifierBytes)
    throw new RangeError(`A verifier is made of ${String(verifierBytes)} bytes`)
  return Buffer.from(bytes).toString('base64url')
}

/**
 * What stands in the consent URL for the verifier: base64url of its SHA-256, unpadded; Zalo takes
 * no other method.
 */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url')
}
