import { type Period, period } from './period.ts'

const aMonth = /^(?<month>0?[1-9]|1[0-2])[/.-](?<year>20\d{2})(?:\s+|$)/u

/** “11/2026 3 có mặt”: the month that a text begins with, or null, and the rest of it. */
export function leadingMonth(typed: string): { readonly of: Period | null; readonly rest: string } {
  const text = typed.trim()
  const found = aMonth.exec(text)
  if (found === null) return { of: null, rest: text }
  const { month = '', year = '' } = found.groups ?? {}
  return { of: period(`${year}-${month.padStart(2, '0')}`), rest: text.slice(found[0].length) }
}
