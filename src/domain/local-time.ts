import { localDate } from './local-date.ts'
import type { LocalDate } from './local-date.ts'
import { foldTyped } from './typed-date.ts'

declare const realTime: unique symbol

/** A time of day in some zone, 'HH:MM', 00:00–23:59. Text order is time order. */
export type LocalTime = string & { readonly [realTime]: true }

/** Where a wall calendar and a wall clock stand at one instant. */
interface LocalMoment {
  readonly date: LocalDate
  readonly time: LocalTime
}

const msPerMinute = 60_000
/** No zone has ever been further from UTC than 15 h 56 min (Manila before 1845). */
const widestOffset = 16 * 60 * msPerMinute
const formatters = new Map<string, Intl.DateTimeFormat>()

export function isLocalTime(text: string): text is LocalTime {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/**
 * The text as a time. Throws on anything else: for constants and rows, never for what a person
 * typed.
 */
export function localTime(text: string): LocalTime {
  if (!isLocalTime(text)) throw new RangeError('not a time of the form HH:MM')
  return text
}

/** Minutes since 00:00, 0–1439. */
export function minutesOf(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The time so many minutes after 00:00; counts round the clock, so −30 is '23:30'. */
export function timeOfMinutes(minutes: number): LocalTime {
  const within = ((minutes % 1440) + 1440) % 1440
  return localTime(
    `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`,
  )
}

// Building a formatter costs about a hundred times what using it does, and a tick asks for
// thousands of moments in one zone.
function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formatters.set(zone, made)
  return made
}

/**
 * How far a zone's wall clock is ahead of UTC at an instant, in milliseconds: read off '…
 * GMT+07:00', or '… GMT' for none.
 */
function offsetAt(at: number, zone: string): number {
  // The offset's text is read and not the date's parts: measured, five times as fast.
  const [, sign, hours, minutes, seconds = '0'] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatterOf(zone).format(at)) ?? []
  if (sign === undefined) return 0
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -size : size
}

/**
 * What the wall clock shows, as if it were UTC, in milliseconds: arithmetic on wall time without a
 * zone.
 */
function wallOf(at: number, zone: string): number {
  return at + offsetAt(at, zone)
}

/**
 * The date and the time that a wall clock in `zone` shows at `instant`; seconds are dropped. Throws
 * on an unknown zone.
 */
export function localOf(instant: Date, zone: string): LocalMoment {
  const shown = new Date(wallOf(instant.getTime(), zone)).toISOString()
  return { date: localDate(shown.slice(0, 10)), time: localTime(shown.slice(11, 16)) }
}

/**
 * The first instant at which a wall clock in `zone` shows this date and time or, where the clock
 * skips it (a change to summer time, a day left out), something later. A time shown twice is the
 * earlier one. The process's own zone plays no part (F34).
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  const around = [offsetAt(wanted - widestOffset, zone), offsetAt(wanted + widestOffset, zone)]
  const [ahead, behind] = [Math.max(...around), Math.min(...around)]
  if (ahead === behind) return new Date(wanted - ahead)
  for (const at of [wanted - ahead, wanted - behind])
    if (wallOf(at, zone) === wanted) return new Date(at)
  return new Date(firstPast(wanted, wanted - ahead, wanted - behind, zone))
}

/**
 * The skipped time's gap lies in (before, past]: the first whole second at which the clock has
 * passed `wanted`.
 */
function firstPast(wanted: number, before: number, past: number, zone: string): number {
  let [low, high] = [before, past]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (wallOf(middle, zone) >= wanted) high = middle
    else low = middle
  }
  return high
}

const typedForms: readonly RegExp[] = [
  /^(?<hour>\d{1,2})(?: ?[:.h] ?| gio ?)(?<minute>\d{2})(?: ?p(?:hut)?)?(?: (?<part>sang|trua|chieu|toi|am|pm))?$/,
  /^(?<hour>\d{1,2}) ?(?:h|gio)?(?<half> ruoi)?(?: (?<part>sang|trua|chieu|toi|am|pm))?$/,
]

/**
 * The time of day a secretary typed: '19:30', '19h30', '19 giờ 30 phút', '19h', '7 giờ tối', '7
 * rưỡi tối'. A bare number is a full hour. Null when it is none, or no such time exists.
 */
export function parseLocalTime(text: string): LocalTime | null {
  const typed = foldTyped(text).replace(/^(?:luc|vao|hoi) /, '')
  const found = typedForms
    .map((form) => form.exec(typed)?.groups)
    .find((groups) => groups !== undefined)
  if (found === undefined) return null
  const afternoon =
    /^(?:chieu|toi|pm)$/.test(found['part'] ?? '') ||
    (found['part'] === 'trua' && Number(found['hour']) < 10)
  const hour = Number(found['hour']) + (afternoon && Number(found['hour']) < 12 ? 12 : 0)
  const minute = found['half'] === undefined ? (found['minute'] ?? '00') : '30'
  const time = `${String(hour).padStart(2, '0')}:${minute}`
  return isLocalTime(time) ? time : null
}
