// One-time codes as they are typed by hand, often on a phone whose Vietnamese keyboard rewrites what is typed.

/**
 * No vowels, D and W: Telex turns AS into Á, DD into Đ and W into Ư, and VNI does as much with digits after a vowel. No L, I
 * and O beside 1 and 0. Eight of these 27 are 38 bits; lock-outs make up for what is missing to 128 (issue of the codes' length).
 */
const alphabet = '0123456789BCFGHJKMNPQRSTVXZ'
const codeLength = 8
/** The largest multiple of 27 that fits into a byte; what lies above would make some characters likelier. */
const fairBytes = 243

/** Days from issue to expiry. */
export const codeDays = 14

/** A new code, eight characters. `randomBytes` must be fit for secrets. */
export function makeLinkCode(randomBytes: (count: number) => Uint8Array): string {
  let code = ''
  while (code.length < codeLength) {
    const fair = [...randomBytes(codeLength)].filter((byte) => byte < fairBytes)
    code += fair.map((byte) => alphabet[byte % alphabet.length] ?? '').join('')
  }
  return code.slice(0, codeLength)
}

/** The code a person typed, in any case and with any spaces, dots or dashes; null when it cannot be one. */
export function readLinkCode(typed: string): string | null {
  const bare = typed.normalize('NFKC').toUpperCase().replace(/[\s.\-–_]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return bare.length === codeLength && [...bare].every((character) => alphabet.includes(character)) ? bare : null
}

/** As it is shown and printed: `7KMQ 2RTB`. */
export function showLinkCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`
}
