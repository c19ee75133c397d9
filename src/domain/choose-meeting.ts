// Which meeting a paper is about, when a month was typed or nothing.
import { daysBetween, type LocalDate } from './local-date.ts'
import { monthOf, type Period } from './period.ts'

/**
 * `of`: the meeting of a round. `month`: as typed, the month it is held in, else its round's.
 * `nearest`: to today.
 */
export type WantedMeeting =
  | { readonly kind: 'of'; readonly period: Period }
  | { readonly kind: 'month'; readonly month: Period }
  | { readonly kind: 'nearest' }

interface Met {
  readonly period: Period
  readonly date: LocalDate
}

/** Null: there is none. Of two as near the one that was held. */
export function chooseMeeting<T extends Met>(
  meetings: readonly T[],
  wanted: WantedMeeting,
  today: LocalDate,
): T | null {
  switch (wanted.kind) {
    case 'of':
      return meetings.find(({ period }) => period === wanted.period) ?? null
    case 'month': {
      const inMonth = meetings.find(({ date }) => monthOf(date) === wanted.month)
      return inMonth ?? meetings.find(({ period }) => period === wanted.month) ?? null
    }
    case 'nearest': {
      const away = ({ date }: T): number => Math.abs(daysBetween(date, today))
      return meetings.toSorted((a, b) => away(a) - away(b) || (a.date < b.date ? -1 : 1))[0] ?? null
    }
  }
}
