// Who was at the meeting: the states, whom the share is taken of, and what may still be recorded.
import type { LocalDate } from './local-date.ts'
import { instantOf, type LocalTime } from './local-time.ts'
import { percentOf } from './participation.ts'

/**
 * `exempt`: miễn sinh hoạt. `temporary`: sinh hoạt tạm thời nơi khác, who is counted where they
 * meet. Both are counted apart in the minutes and out of the share (domain.md §§3.6, 3.7).
 */
export const attendanceStates = ['present', 'excused', 'unexcused', 'exempt', 'temporary'] as const
export type AttendanceState = (typeof attendanceStates)[number]

/** One member as a meeting sees them. `state`: as recorded, null where nothing is. */
export interface Attendee {
  readonly status: 'official' | 'probationary' | 'exempt'
  readonly state: AttendanceState | null
}

/**
 * `expected` = `members` − `exempt` − `temporary` = `present` + `excused` + `unexcused` +
 * `unmarked`.
 */
export interface AttendanceCounts {
  readonly members: number
  readonly exempt: number
  readonly temporary: number
  readonly expected: number
  readonly present: number
  readonly excused: number
  readonly unexcused: number
  readonly unmarked: number
}

/**
 * From this share on, with nobody absent without a reason, a meeting gets full marks for attendance
 * (HD 42; domain.md §3.6).
 */
export const attendanceMark = { percent: 90 } as const

/**
 * The exempt of the roster need no mark; one recorded differently counts as recorded: whoever comes
 * of their own will was there.
 */
export function attendanceOf({ status, state }: Attendee): AttendanceState | null {
  return state ?? (status === 'exempt' ? 'exempt' : null)
}

/** Counts everybody once. */
export function countAttendance(people: readonly Attendee[]): AttendanceCounts {
  const states = people.map(attendanceOf)
  const at = (wanted: AttendanceState | null): number =>
    states.filter((state) => state === wanted).length
  const exempt = at('exempt')
  const temporary = at('temporary')
  return {
    members: people.length,
    exempt,
    temporary,
    expected: people.length - exempt - temporary,
    present: at('present'),
    excused: at('excused'),
    unexcused: at('unexcused'),
    unmarked: at(null),
  }
}

/** Share of those expected who were there, in percent; null where nobody is expected. */
export function attendancePercent({ present, expected }: AttendanceCounts): number | null {
  return percentOf(present, expected)
}

/**
 * Whether the mark of attendance is reached; null while somebody is not yet recorded, or nobody is
 * expected.
 */
export function reachesAttendanceMark(counts: AttendanceCounts): boolean | null {
  const percent = attendancePercent(counts)
  if (percent === null || counts.unmarked > 0) return null
  return percent >= attendanceMark.percent && counts.unexcused === 0
}

/** Members gather before it begins, and that is when the list is gone through. */
const minutesBefore = 30

interface HeldAt {
  readonly date: LocalDate
  readonly startsAt: LocalTime
}

/** Whether a meeting's attendance may be taken: from half an hour before it begins. */
export function isHeld({ date, startsAt }: HeldAt, now: Date, zone: string): boolean {
  return now.getTime() >= instantOf(date, startsAt, zone).getTime() - minutesBefore * 60_000
}

/** The newest of some meetings that is held; null where none is. */
export function lastHeld<T extends HeldAt>(
  meetings: readonly T[],
  now: Date,
  zone: string,
): T | null {
  const held = meetings.filter((meeting) => isHeld(meeting, now, zone))
  return held.reduce<T | null>(
    (last, meeting) => (last === null || meeting.date > last.date ? meeting : last),
    null,
  )
}

/**
 * On the day itself a slip of the finger is just put right; later a record is changed only with a
 * reason.
 */
export function needsReason(
  recorded: AttendanceState | null,
  wanted: AttendanceState,
  heldOn: LocalDate,
  today: LocalDate,
): boolean {
  return recorded !== null && recorded !== wanted && today > heldOn
}
