import { type LocalDate, localDate } from '../domain/local-date.ts'

/**
 * The day it is at Greenwich: where days of many zones are looked at, with a day more on either
 * side.
 */
export function dayInUtc(at: Date): LocalDate {
  return localDate(at.toISOString().slice(0, 10))
}
