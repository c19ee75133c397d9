/** Reading what came over the wire, whatever it is. */
export type Params = Readonly<Record<string, unknown>>

export function recordOf(value: unknown): Params {
  const given: unknown = typeof value === 'string' && value.startsWith('{') ? parse(value) : value
  return typeof given === 'object' && given !== null ? { ...given } : {}
}

export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Numbers may also come as decimal text, as in the Bot API. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' ? number : undefined
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
