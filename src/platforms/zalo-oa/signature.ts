import { createHash, timingSafeEqual } from 'node:crypto'

/** The app id by the documentation; some apps are seen to be signed with the account's own id. */
export interface SignaturePrefix {
  readonly name: 'appId' | 'oaId'
  readonly id: string
}

interface SignatureClaim {
  readonly body: Uint8Array
  /** Where the signature's time was found. */
  readonly timestamp: string
  /** Header `X-ZEvent-Signature`: `mac=<hex>`, or the hex alone. */
  readonly given: string
}

/**
 * Plain SHA-256, not an HMAC, of prefix + body as it came + timestamp + the account's secret key,
 * in hex. https://developers.zalo.me/docs/official-account/webhook/tong-quan
 */
export function signatureOf(
  prefix: string,
  { body, timestamp }: Omit<SignatureClaim, 'given'>,
  key: string,
): string {
  return createHash('sha256')
    .update(prefix)
    .update(body)
    .update(timestamp)
    .update(key)
    .digest('hex')
}

/** The hash a header claims, or undefined where it is none. */
function claimed(given: string): Buffer | undefined {
  const hex = /^(?:mac=)?([0-9a-f]{64})$/i.exec(given.trim())?.[1]
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/** Whether a header could be a signature at all: told before the body is read. */
export function isSignature(given: string): boolean {
  return claimed(given) !== undefined
}

/**
 * Which prefix and which key signed the body, or undefined for none. Every pair is tried, so that
 * the time it takes tells nothing; an empty key or prefix signs nothing.
 */
export function findSigner(
  claim: SignatureClaim,
  prefixes: readonly SignaturePrefix[],
  keys: readonly string[],
): { readonly prefix: SignaturePrefix['name']; readonly key: number } | undefined {
  const given = claimed(claim.given)
  if (given === undefined) return undefined
  let found: { prefix: SignaturePrefix['name']; key: number } | undefined
  for (const { name, id } of prefixes) {
    keys.forEach((secret, key) => {
      const expected = Buffer.from(signatureOf(id, claim, secret), 'hex')
      const isSame = timingSafeEqual(expected, given)
      if (isSame && id !== '' && secret !== '') found ??= { prefix: name, key }
    })
  }
  return found
}
