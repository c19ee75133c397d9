/** What the Zalo Bot API answers. */
export interface Refusal {
  readonly ok: false
  readonly description: string
  readonly error_code: number
}

export type Answer =
  { readonly ok: true; readonly result?: unknown; readonly error_code: 0 } | Refusal

/** A success carries a code too, as seen live. */
export function done(result?: unknown): Answer {
  return { ok: true, ...(result === undefined ? {} : { result }), error_code: 0 }
}

export function refuse(code: number, description: string): Refusal {
  return { ok: false, description, error_code: code }
}
