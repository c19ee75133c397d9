import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a header carries the secret agreed with whoever calls. Both sides are hashed first, so
 * that the comparison takes the same time whatever the length and content of what was sent (F25,
 * F48). Without a configured secret: never.
 */
export function isSecret(given: string | undefined, expected: string | undefined): boolean {
  if (expected === undefined || expected === '') return false
  return timingSafeEqual(digest(given ?? ''), digest(expected)) && given !== undefined
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
