// One-time codes, as they are handed out on paper and typed back by people of 70 on a Vietnamese
// keyboard.

/**
 * No two look alike: O is read as 0, I and L as 1. And nothing a Vietnamese keyboard rewrites, or
 * every third code would arrive as another: no vowels (Telex turns AS into Á, VNI A1), no D (DD is
 * Đ), no W (Ư). That leaves 27 signs and 38 bits rather than the 40 of 32 signs; the lock-outs of
 * lockout.ts carry the difference.
 */
export const codeAlphabet = '0123456789BCFGHJKMNPQRSTVXZ'
export const codeLength = 8
/** Days from issue to expiry. */
export const codeDays = 14

const codeForm = new RegExp(`^[${codeAlphabet}]{${String(codeLength)}}$`)
/**
 * The largest multiple of 27 that fits into a byte: what lies above would make some signs likelier.
 */
const fairBytes = 243

/**
 * A new code. `randomBytes` must be fit for secrets; it is asked again for every byte that is not
 * fair.
 */
export function makeCode(randomBytes: (count: number) => Uint8Array): string {
  let code = ''
  while (code.length < codeLength) {
    const fair = [...randomBytes(codeLength - code.length)].filter((byte) => byte < fairBytes)
    code += fair.map((byte) => codeAlphabet.charAt(byte % codeAlphabet.length)).join('')
  }
  return code
}

/** As it is printed and read out: `7KMQ 2RTB`. */
export function formatCode(code: string): string {
  return `${code.slice(0, codeLength / 2)} ${code.slice(codeLength / 2)}`
}

/**
 * The code in what a person typed or a link carried: in any case, with spaces, dashes, dots or
 * quotes, after a command (`/start CODE`, `/nhom@bot CODE`), as a whole `t.me` link, full-width.
 * Null for anything else.
 */
export function readCode(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  const carried = /[?&]start=([^&#\s]+)/i.exec(text)?.[1] ?? text.replace(/^\/\S+\s+/, '')
  // Phones put in dashes, quotes and invisible signs by themselves.
  const bare = carried
    .replace(/[\s\p{Pd}\p{Cf}\p{Pi}\p{Pf}._"'`:]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL|]/g, '1')
  return codeForm.test(bare) ? bare : null
}
