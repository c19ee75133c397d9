// What a secretary types for a rule of the month or for the quiet hours.
import { fold } from './folded-words.ts'
import { parseLocalTime } from './local-time.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { RuleOverride } from './timeline-rules.ts'
import { foldTyped } from './typed-date.ts'

type TypedRule =
  | { readonly ok: true; readonly change: RuleOverride | null }
  | { readonly ok: false; readonly reason: 'notARule' | 'notATime' }

const offWords = ['tat', 'tat di', 'bo', 'khong nhac', 'off', 'ngung']
const onWords = ['bat', 'bat len', 'nhac', 'on']
const usualWords = ['mac dinh', 've mac dinh', 'nhu thuong le', 'default', 'usual']
/** “trước 3 ngày”, “3 ngày trước họp”, “sau 2 ngày”, “ngày họp”. */
const days = new RegExp(
  '(?:(?<first>truoc|sau|before|after) (?:hop )?(?<count>\\d{1,4}) (?:ngay|days?)(?: hop)?' +
    '|(?<number>\\d{1,4}) (?:ngay|days?) (?<then>truoc|sau|before|after)(?: (?:ngay |buoi ' +
    ')?hop| the meeting)?' +
    '|(?<same>(?:dung |trong )?ngay hop|(?:on )?the day of the meeting))',
)
const filler = /\b(?:luc|vao|hoi|at|va|and)\b/g

function dayOf(groups: Readonly<Record<string, string | undefined>>): number {
  if (groups['same'] !== undefined) return 0
  const count = Number(groups['count'] ?? groups['number'])
  const isBefore = ['truoc', 'before'].includes(groups['first'] ?? groups['then'] ?? '')
  return isBefore ? 0 - count : count
}

/**
 * “tắt”, “bật”, “mặc định” (null), “trước 3 ngày lúc 19 giờ”, “sau 2 ngày”, “19h30”: what is said
 * is put over `known`, what is not said stays. Whether the day is one the rule may have is asked by
 * `overrideFaults`.
 */
export function parseRuleLine(text: string, known: RuleOverride | null): TypedRule {
  const typed = foldTyped(text).replaceAll(',', ' ').trim()
  const word = fold(text)
  if (usualWords.includes(word)) return { ok: true, change: null }
  if (offWords.includes(word)) return { ok: true, change: { ...known, on: false } }
  if (onWords.includes(word)) return { ok: true, change: { ...known, on: true } }
  const found = days.exec(typed)
  const rest = (found === null ? typed : typed.replace(found[0], ' '))
    .replace(filler, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (found === null && rest === '') return { ok: false, reason: 'notARule' }
  const at = rest === '' ? null : parseLocalTime(rest)
  if (rest !== '' && at === null)
    return { ok: false, reason: found === null && !/\d/.test(rest) ? 'notARule' : 'notATime' }
  const day = found === null ? {} : { days: dayOf(found.groups ?? {}) }
  return { ok: true, change: { ...known, ...day, ...(at === null ? {} : { at }), on: true } }
}

type TypedQuiet =
  | { readonly ok: true; readonly quiet: QuietHours }
  | { readonly ok: false; readonly reason: 'notQuiet' | 'notATime' }

/** “21:00-07:00”, “từ 21 giờ đến 7 giờ”, “21h 7h”. */
export function parseQuietLine(text: string): TypedQuiet {
  const typed = foldTyped(text).replace(/^(?:tu|from) /, '')
  const parts = typed.split(/ ?[-–—] ?| den | to | toi (?=\d)/).filter((part) => part.trim() !== '')
  if (parts.length !== 2) return { ok: false, reason: 'notQuiet' }
  const [from, to] = parts.map((part) => parseLocalTime(part))
  return from === null || to === null || from === undefined || to === undefined
    ? { ok: false, reason: 'notATime' }
    : { ok: true, quiet: { from, to } }
}
