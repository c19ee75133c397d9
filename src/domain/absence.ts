// Days a member is away: as they say them, and what follows for a day.
import { addDays, addMonths, daysBetween, type LocalDate } from './local-date.ts'
import { foldTyped, parseDueDate, type TypedDueDate } from './typed-date.ts'

/** Both ends included. */
export interface Leave {
  readonly from: LocalDate
  readonly to: LocalDate
}

export type LeaveRefusal =
  'notALeave' | 'notADate' | 'endsBeforeStart' | 'tooLong' | 'past' | 'tooFar'
type TypedLeave =
  | { readonly ok: true; readonly leave: Leave }
  | { readonly ok: false; readonly reason: LeaveRefusal; readonly typed: string }

/**
 * Somebody away for longer is sinh hoạt tạm thời or moved, which is the organisation's to record.
 */
const longestMonths = 12
/** “từ 20/12”, said on the 22nd: the day that has just been, not the one in a year. */
const daysBack = 31
/** An end without a year that lies so far behind its beginning was meant to lie before it. */
const likelyDays = 270

export function covers({ from, to }: Leave, day: LocalDate): boolean {
  return from <= day && day <= to
}

export function overlaps(one: Leave, other: Leave): boolean {
  return one.from <= other.to && other.from <= one.to
}

/** The leave that covers a day, and lasts longest where several do; null: not away. */
export function leaveOn<T extends Leave>(leaves: readonly T[], day: LocalDate): T | null {
  const covering = leaves.filter((leave) => covers(leave, day))
  return covering.reduce<T | null>(
    (last, leave) => (last === null || leave.to > last.to ? leave : last),
    null,
  )
}

/**
 * What is left of a leave of somebody who is back on `today`: up to the day before; null: nothing
 * is.
 */
export function cutShort({ from, to }: Leave, today: LocalDate): Leave | null {
  const last = addDays(today, -1)
  return from > last ? null : { from, to: to < last ? to : last }
}

const ofEnd = { notADate: 'notADate', past: 'endsBeforeStart', tooFar: 'tooLong' } as const

const between = /^(?:tu |from |since )?(?<from>.+?) (?:den het|den|toi|until|till|to) (?<to>.+)$/u
const until = /^(?:den het|den|toi|until|till|to) (?<to>.+)$/u

/**
 * “từ 20/12 đến 05/01”, “đến 05/01” (from today), in either language. A single day is its own end:
 * “ngày 20/12”.
 */
export function parseLeave(text: string, today: LocalDate): TypedLeave {
  const typed = foldTyped(text).replace(/^(?:mat|sinh hoat|trong) /u, '')
  const shown = text.trim().slice(0, 40)
  if (typed === '') return { ok: false, reason: 'notALeave', typed: shown }
  const open = until.exec(typed)?.groups?.['to']
  const { from, to } =
    open === undefined ? (between.exec(typed)?.groups ?? {}) : { from: 'today', to: open }
  const begin = dayOf(from ?? typed.replace(/^(?:tu|from) /u, ''), today)
  if (!begin.ok)
    return {
      ok: false,
      reason: from === undefined && begin.reason === 'notADate' ? 'notALeave' : begin.reason,
      typed: shown,
    }
  const start = begin.date
  if (to === undefined) return checked({ from: start, to: start }, today, shown)
  const end = parseDueDate(to, start)
  if (!end.ok) return { ok: false, reason: ofEnd[end.reason], typed: shown }
  const isWrapped = /^\d{1,2}[ /.-]\d{1,2}$/u.test(to) && daysBetween(start, end.date) > likelyDays
  return isWrapped
    ? { ok: false, reason: 'endsBeforeStart', typed: shown }
    : checked({ from: start, to: end.date }, today, shown)
}

/**
 * Days by their date are looked for from a month ago on; “hôm nay”, “mai”, “thứ hai” from today.
 */
function dayOf(typed: string, today: LocalDate): TypedDueDate {
  const isDated = /^(?:ngay |mung |mong )*\d{1,2}(?:$| ?[/.-]| thang| \d)/u.test(typed)
  return parseDueDate(typed, isDated ? addDays(today, -daysBack) : today)
}

function checked(leave: Leave, today: LocalDate, typed: string): TypedLeave {
  if (leave.to < today) return { ok: false, reason: 'past', typed }
  if (leave.from > addMonths(today, longestMonths)) return { ok: false, reason: 'tooFar', typed }
  if (leave.to > addMonths(leave.from, longestMonths))
    return { ok: false, reason: 'tooLong', typed }
  return { ok: true, leave }
}
