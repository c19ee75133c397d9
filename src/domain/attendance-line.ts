// What a secretary types to take attendance: “3 vắng có lý do”, “3 5 7 có mặt”, “11/2026 3 có mặt
// vì ghi nhầm”.
import type { AttendanceState } from './attendance.ts'
import { fold } from './folded-words.ts'
import { leadingMonth } from './leading-month.ts'
import type { Period } from './period.ts'

/** The ways to say a state, folded. */
export type AttendanceWords = ReadonlyMap<string, AttendanceState>

/** Members by their numbers in the list shown, and what is recorded of them. */
interface AttendanceLine {
  readonly numbers: readonly number[]
  readonly state: AttendanceState
  readonly reason: string | null
}

export type AttendanceRequest =
  | { readonly kind: 'list'; readonly page: number }
  | { readonly kind: 'roll' }
  | ({ readonly kind: 'line' } & AttendanceLine)
  | { readonly kind: 'unclear' }

const because = /\s(?:vì|vi|because)\s+(?<reason>\S.*)$/iu

/**
 * Null: this is no such line. A state alone, without a number, is none: it would be said of nobody.
 */
export function readAttendanceLine(typed: string, words: AttendanceWords): AttendanceLine | null {
  const text = typed.normalize('NFC').trim()
  const reason = because.exec(text)?.groups?.['reason']?.trim() ?? null
  const said = fold(text.replace(because, ''))
  const match = /^(?<numbers>\d{1,3}(?: \d{1,3})*) (?<state>\D+)$/u.exec(said)
  const state = words.get(match?.groups?.['state'] ?? '')
  if (match === null || state === undefined) return null
  return {
    numbers: [...new Set((match.groups?.['numbers'] ?? '').split(' ').map(Number))],
    state,
    reason,
  }
}

/**
 * What stands behind `/diemdanh`: a month or none, and then nothing, a page, “lần lượt”, or a line.
 */
export function readAttendanceRequest(
  argument: string,
  words: AttendanceWords,
): { readonly period: Period | null; readonly request: AttendanceRequest } {
  const { of, rest } = leadingMonth(argument)
  return { period: of, request: requestOf(rest, words) }
}

function requestOf(text: string, words: AttendanceWords): AttendanceRequest {
  const said = fold(text)
  if (said === '') return { kind: 'list', page: 1 }
  if (said === 'lan luot' || said === 'one by one') return { kind: 'roll' }
  const page = /^(?:trang|page) (?<page>\d{1,2})$/u.exec(said)?.groups?.['page']
  if (page !== undefined) return { kind: 'list', page: Number(page) }
  const line = readAttendanceLine(text, words)
  return line === null ? { kind: 'unclear' } : { kind: 'line', ...line }
}
