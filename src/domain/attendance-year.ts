// Who was at which meetings of a stretch of time: the lines of the attendance sheet.
import { attendanceOf, type AttendanceState, countAttendance } from './attendance.ts'
import type { LocalDate } from './local-date.ts'

export interface AttendanceYearPerson {
  readonly memberId: string
  readonly name: string
  readonly status: 'official' | 'probationary' | 'exempt'
  /**
   * By date of the meeting; a date that is missing: not of the branch that day; null: not recorded.
   */
  readonly states: ReadonlyMap<LocalDate, AttendanceState | null>
}

/** `expected` and `present`: meetings. What was not recorded counts for nobody. */
interface AttendanceShare {
  readonly present: number
  readonly expected: number
}

export function shareOf({ status, states }: AttendanceYearPerson): AttendanceShare {
  const { present, expected, unmarked } = countAttendance(
    [...states.values()].map((state) => ({ status, state })),
  )
  return { present, expected: expected - unmarked }
}

/** The same of everybody at one meeting. */
export function shareAt(people: readonly AttendanceYearPerson[], date: LocalDate): AttendanceShare {
  const there = people.flatMap(({ status, states }) =>
    states.has(date) ? [{ status, state: states.get(date) ?? null }] : [],
  )
  const { present, expected, unmarked } = countAttendance(there)
  return { present, expected: expected - unmarked }
}

/** As a cell shows it; undefined: not of the branch. */
export function markOf(
  { status, states }: AttendanceYearPerson,
  date: LocalDate,
): AttendanceState | null | undefined {
  const state = states.get(date)
  return state === undefined ? undefined : attendanceOf({ status, state })
}
