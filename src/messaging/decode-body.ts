import { parseKeepingIds } from './keep-ids.ts'

export type Decoded = { readonly json: unknown } | { readonly malformed: 'encoding' | 'json' }

/**
 * The body of a call or of an answer as JSON, long ids kept (`parseKeepingIds`). The bytes are
 * decoded once and whole: decoding chunk by chunk corrupts Vietnamese where a chunk splits a
 * character (F27).
 */
export function decodeBody(body: Uint8Array): Decoded {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return { malformed: 'encoding' }
  }
  try {
    return { json: parseKeepingIds(text) }
  } catch {
    return { malformed: 'json' }
  }
}
