// First days on which whatever depends on dates is played, each with one time zone of the host:
// pairwise, so that every kind of day meets every zone some time, and no product of both.

/** Zones a server may stand in: Viet Nam's own, one with daylight saving, one a day ahead. */
export const hostZones = ['Asia/Ho_Chi_Minh', 'America/New_York', 'Pacific/Kiritimati'] as const

const days = [
  // The turn of each month, its last day and its first by turns.
  ['2027-01-31', 'a Sunday, the last of January'],
  ['2027-03-01', 'after a February of 28 days'],
  ['2027-03-31', 'the last of March'],
  ['2027-05-01', 'a holiday, the first of May'],
  ['2027-05-31', 'the last of May'],
  ['2027-07-01', 'the first of July'],
  ['2027-07-31', 'the last of July'],
  ['2027-09-01', 'the eve of National Day'],
  ['2027-09-30', 'the last of September'],
  ['2027-11-01', 'the first of November'],
  ['2027-11-30', 'the last of November'],
  ['2026-12-01', 'the day on which a suite of ours first failed'],
  // Tết of 2027 (Đinh Mùi, 06/02) and of 2028 (Mậu Thân, 26/01): before, on it, after.
  ['2027-01-28', 'a week before Tết'],
  ['2027-02-06', 'the first day of Tết'],
  ['2027-02-11', 'back from Tết'],
  ['2028-01-26', 'the first day of a Tết in January'],
  // A leap year.
  ['2028-02-28', 'the eve of a leap day'],
  ['2028-02-29', 'a leap day'],
  ['2028-03-01', 'after a leap day'],
  // The end of a year, and what lies around.
  ['2026-12-31', "New Year's Eve"],
  ['2027-01-01', "New Year's Day"],
  ['2027-12-26', 'the meeting is the first of another year'],
  // Sundays, and the day clocks change where the host stands.
  ['2027-03-14', 'a Sunday on which New York loses an hour'],
  ['2027-11-07', 'a Sunday on which New York gains an hour'],
] as const

export interface FirstDay {
  readonly date: string
  readonly what: string
  readonly hostZone: (typeof hostZones)[number]
}

export const firstDays: readonly FirstDay[] = days.map(([date, what], index) => {
  const isNewYork = what.includes('New York')
  const zone = isNewYork ? hostZones[1] : hostZones[index % hostZones.length]
  return { date, what, hostZone: zone ?? hostZones[0] }
})
