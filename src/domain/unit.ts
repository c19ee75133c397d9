// What a branch's papers carry of itself: names, place, the symbol of their numbers, where the tone
// mark stands (domain reference §6).
import { placeToneMarks, type ToneMark, toneMarks } from './tone-marks.ts'

/** What a branch said; what is absent is worked out or written by hand. */
export interface Unit {
  /** The organisation above, at the head of a paper: “Đảng bộ phường An Hải”. */
  readonly superior?: string
  /** Itself: “Chi bộ tổ dân phố số 5”. */
  readonly issuer?: string
  /** Before the date: “An Hải”. */
  readonly place?: string
  readonly toneMark?: ToneMark
  /** Its own part of a number, `CB` in `Số 05-BC/CB`. */
  readonly symbol?: string
}

export const unitParts = [
  'superior',
  'issuer',
  'place',
  'toneMark',
  'symbol',
] as const satisfies readonly (keyof Unit)[]
export type UnitPart = (typeof unitParts)[number]

export const usualToneMark: ToneMark = 'ủy'

/** The text with its tone marks where the branch puts them. */
export function toneMarked(text: string, { toneMark = usualToneMark }: Unit): string {
  return placeToneMarks(text, toneMark)
}

const longestUnitName = 120
const longestSymbol = 20

type UnitRefusal = 'empty' | 'tooLong' | 'strangeLetters' | 'notASymbol' | 'notAToneMark'
type TypedUnit =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: UnitRefusal }

/**
 * What no name of an organisation or a place has, and a paper or a message might take for something
 * else.
 */
const strange = /[<>{}[\]=\\|`"\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u

/**
 * A part of the unit as it was typed: one line of at most 120 characters without signs that mean
 * something elsewhere.
 */
export function parseUnitPart(part: UnitPart, text: string): TypedUnit {
  const value = text.normalize('NFC').trim()
  if (value === '') return { ok: false, reason: 'empty' }
  if (part === 'toneMark') {
    return toneMarks.some((mark) => mark === value)
      ? { ok: true, value }
      : { ok: false, reason: 'notAToneMark' }
  }
  if (strange.test(value)) return { ok: false, reason: 'strangeLetters' }
  if (part === 'symbol') {
    const isSymbol =
      Array.from(value).length <= longestSymbol && /^[\p{L}\d][\p{L}\d./-]*$/u.test(value)
    return isSymbol ? { ok: true, value } : { ok: false, reason: 'notASymbol' }
  }
  if (Array.from(value).length > longestUnitName) return { ok: false, reason: 'tooLong' }
  return { ok: true, value: value.replace(/ {2,}/gu, ' ') }
}
