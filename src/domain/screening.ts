// What must not be stored: classified or internal material, accusations of others, personal
// identifiers (domain brief §4.6). It reads words, not meaning: it errs towards refusing kindly,
// and the person can always say it otherwise or face to face.
import { type Screening, tokenise } from './screening-words.ts'
import { isClassified } from './classified-marks.ts'
import { holdsIdentifier } from './personal-identifiers.ts'
import { accuses } from './accusation.ts'

type RefusedReason = 'classified' | 'accusation' | 'personalData'
type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: RefusedReason }

/**
 * Whether a text a person typed may be stored, and if not, why. Takes any text; the caller has
 * capped its length.
 */
export function screen(text: string, lists: Screening): Verdict {
  const clean = text.normalize('NFC').replace(/\p{Cf}/gu, '')
  const tokens = tokenise(clean)
  if (isClassified(clean, tokens, lists)) return { ok: false, reason: 'classified' }
  if (holdsIdentifier(clean, tokens, lists)) return { ok: false, reason: 'personalData' }
  // In a text typed all in capitals a capital says nothing about names.
  const plain = clean === clean.toUpperCase() ? tokenise(clean.toLowerCase()) : tokens
  if (accuses(plain, lists.accusation)) return { ok: false, reason: 'accusation' }
  return { ok: true }
}
