// What a branch's papers carry of itself: names, place, the symbol of their numbers, where the tone mark stands (domain reference §6).

/** `ủy`, `hòa` (the tool of HD 05-HD/VPTW) or `uỷ`, `hoà` (some offices): offices differ, so a branch chooses. */
export type ToneMark = 'ủy' | 'uỷ'

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

export const unitParts = ['superior', 'issuer', 'place', 'toneMark', 'symbol'] as const satisfies readonly (keyof Unit)[]
export type UnitPart = (typeof unitParts)[number]

/** Symbols of the papers a branch may issue (domain reference §6.3). */
export type PaperSymbol = 'BC' | 'BB' | 'CTr' | 'CV' | 'KH' | 'NQ' | 'TB' | 'TTr'

export const toneMarks: readonly ToneMark[] = ['ủy', 'uỷ']
export const usualToneMark: ToneMark = 'ủy'
const usualSymbol = 'CB'

/** `BC/CB`, as it stands behind a number's hyphen. */
export function numberSymbol({ symbol }: Unit, of: PaperSymbol): string {
  return `${of}/${symbol ?? usualSymbol}`
}

const marks = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323'] as const
/** `òa` → `oà` and back, of every open syllable in -oa, -oe, -uy; “quý” has its mark on the y in either style. */
const pairs: readonly (readonly [string, string])[] = ['oa', 'oe', 'uy', 'Oa', 'Oe', 'Uy', 'OA', 'OE', 'UY'].flatMap((vowels) =>
  marks.map((mark) => [`${vowels.charAt(0)}${mark}${vowels.charAt(1)}`.normalize('NFC'), `${vowels}${mark}`.normalize('NFC')] as const))
const early = new Map(pairs)
const late = new Map(pairs.map(([first, second]) => [second, first]))
const pattern = (keys: Iterable<string>): RegExp => new RegExp(`(?<![qQ])(?:${[...keys].join('|')})(?!\\p{L})`, 'gu')
const [earlyForms, lateForms] = [pattern(early.keys()), pattern(late.keys())]

/** The text with its tone marks where the branch puts them. */
export function toneMarked(text: string, { toneMark = usualToneMark }: Unit): string {
  const composed = text.normalize('NFC')
  return toneMark === 'uỷ'
    ? composed.replace(earlyForms, (found) => early.get(found) ?? found)
    : composed.replace(lateForms, (found) => late.get(found) ?? found)
}

export const longestUnitName = 120
const longestSymbol = 20

export type UnitRefusal = 'empty' | 'tooLong' | 'strangeLetters' | 'notASymbol' | 'notAToneMark'
export type TypedUnit = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: UnitRefusal }

/** What no name of an organisation or a place has, and a paper or a message might take for something else. */
const strange = /[<>{}[\]=\\|`"\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u

/** A part of the unit as it was typed: one line of at most 120 characters without signs that mean something elsewhere. */
export function parseUnitPart(part: UnitPart, text: string): TypedUnit {
  const value = text.normalize('NFC').trim()
  if (value === '') return { ok: false, reason: 'empty' }
  if (part === 'toneMark') {
    return value === 'ủy' || value === 'uỷ' ? { ok: true, value } : { ok: false, reason: 'notAToneMark' }
  }
  if (strange.test(value)) return { ok: false, reason: 'strangeLetters' }
  if (part === 'symbol') {
    const isSymbol = Array.from(value).length <= longestSymbol && /^[\p{L}\d][\p{L}\d./-]*$/u.test(value)
    return isSymbol ? { ok: true, value } : { ok: false, reason: 'notASymbol' }
  }
  if (Array.from(value).length > longestUnitName) return { ok: false, reason: 'tooLong' }
  return { ok: true, value: value.replace(/ {2,}/gu, ' ') }
}
