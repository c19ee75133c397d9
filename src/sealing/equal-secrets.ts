import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

// timingSafeEqual throws on unequal lengths; a keyed hash makes both the same and tells nothing
// about either.
const key = randomBytes(32)

const hashed = (secret: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(secret).digest()

/** Whether two secrets are the same, in a time that depends on neither. */
export function equalSecrets(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(hashed(a), hashed(b))
}
