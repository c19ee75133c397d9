// What stands behind `/buoihop`: a month or none, and then what the secretary does: “xong 3”, “kết
// thúc 21h15”.
import { fold } from './folded-words.ts'
import { leadingMonth } from './leading-month.ts'
import { type LocalTime, parseLocalTime } from './local-time.ts'
import type { Period } from './period.ts'

/**
 * Numbers are those of the lines, from 1; null: the one the meeting is at. `time`: as it really
 * was; null: now.
 */
export type CourseRequest =
  | { readonly kind: 'show' }
  | { readonly kind: 'steps' }
  | { readonly kind: 'begin'; readonly time: LocalTime | null }
  | { readonly kind: 'finish'; readonly number: number | null; readonly isSkipped: boolean }
  | { readonly kind: 'back'; readonly number: number | null }
  | { readonly kind: 'end'; readonly time: LocalTime | null }
  | { readonly kind: 'unclear' }

const words: readonly (readonly [RegExp, (rest: string) => CourseRequest])[] = [
  [/^(?:cac buoc|steps)$/u, () => ({ kind: 'steps' })],
  [
    /^(?:xong|done)(?: (?<rest>\d{1,2}))?$/u,
    (rest) => ({ kind: 'finish', number: numberOf(rest), isSkipped: false }),
  ],
  [
    /^(?:bo qua|skip)(?: (?<rest>\d{1,2}))?$/u,
    (rest) => ({ kind: 'finish', number: numberOf(rest), isSkipped: true }),
  ],
  [
    /^(?:quay lai|lui|back)(?: (?<rest>\d{1,2}))?$/u,
    (rest) => ({ kind: 'back', number: numberOf(rest) }),
  ],
]
const timed = /^(?<word>bắt đầu|bat dau|begin|kết thúc|ket thuc|end)(?:\s+(?<time>\S.*))?$/iu
const ends = ['ket thuc', 'end']

function numberOf(text: string): number | null {
  return text === '' ? null : Number(text)
}

export function readCourseRequest(argument: string): {
  readonly period: Period | null
  readonly request: CourseRequest
} {
  const { of, rest } = leadingMonth(argument.normalize('NFC'))
  return { period: of, request: requestOf(rest) }
}

function requestOf(text: string): CourseRequest {
  const said = fold(text)
  if (said === '') return { kind: 'show' }
  for (const [form, request] of words) {
    const found = form.exec(said)
    if (found !== null) return request(found.groups?.['rest'] ?? '')
  }
  const found = timed.exec(text)?.groups
  if (found === undefined) return { kind: 'unclear' }
  const typed = found['time']
  const time = typed === undefined ? null : parseLocalTime(typed)
  if (typed !== undefined && time === null) return { kind: 'unclear' }
  return { kind: ends.includes(fold(found['word'] ?? '')) ? 'end' : 'begin', time }
}
