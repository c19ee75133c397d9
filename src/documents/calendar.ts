// Meetings for a phone's calendar (RFC 5545), with reminders. Equal input gives equal bytes.

export interface CalendarEntry {
  /**
   * The same meeting keeps it when it is moved: the phone then moves its entry instead of adding
   * one.
   */
  readonly uid: string
  readonly startsAt: Date
  readonly minutes: number
  readonly title: string
  readonly place: string | null
}

export interface Calendar {
  readonly kind: 'calendar'
  readonly name: string
  readonly zone: string
  readonly language: 'vi' | 'en'
  /** A later file about the same meeting takes the place of an earlier one. */
  readonly madeAt: Date
  readonly entries: readonly CalendarEntry[]
  /** Minutes before each meeting at which the phone rings. */
  readonly alarms: readonly number[]
}

const vietnam = 'Asia/Ho_Chi_Minh'
const vietnamOffsetMs = 7 * 3_600_000

/** One hour all the year: Viet Nam has had no other since 1975. */
const vietnamZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${vietnam}`,
  'BEGIN:STANDARD',
  'DTSTART:19750613T000000',
  'TZOFFSETFROM:+0700',
  'TZOFFSETTO:+0700',
  'TZNAME:+07',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')

/**
 * The file. Times are those of Viet Nam with their zone; of another zone, which may change its
 * clocks, in UTC.
 */
export async function drawCalendar({
  name,
  zone,
  language,
  madeAt,
  entries,
  alarms,
}: Calendar): Promise<Uint8Array> {
  const { default: ical, ICalAlarmType } = await import('ical-generator')
  const calendar = ical({
    name,
    prodId: { company: 'tu-soi', product: 'tu-soi', language: language.toUpperCase() },
  })
  calendar.x([{ key: 'X-WR-TIMEZONE', value: zone }])
  for (const { uid, startsAt, minutes, title, place } of entries) {
    const event = calendar.createEvent({
      id: uid,
      start: startsAt,
      end: new Date(startsAt.getTime() + minutes * 60_000),
      stamp: madeAt,
      sequence: Math.floor(madeAt.getTime() / 60_000),
      summary: title,
      ...(place !== null && { location: place }),
    })
    for (const before of alarms)
      event.createAlarm({ type: ICalAlarmType.display, trigger: before * 60, description: title })
  }
  return Buffer.from(zone === vietnam ? inVietnam(calendar.toString()) : calendar.toString())
}

/**
 * The library writes local times by the server's own clock, so it is given none: its UTC times are
 * put into the zone here.
 */
function inVietnam(utc: string): string {
  const times = /^(DTSTART|DTEND):(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/gm
  const local = utc.replace(times, (_, name: string, ...parts: readonly string[]) => {
    const [year, month, day, hour, minute, second] = parts
    const instant = Date.parse(
      `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}Z`,
    )
    const there = new Date(instant + vietnamOffsetMs).toISOString()
    return `${name};TZID=${vietnam}:${there.slice(0, 19).replace(/[-:]/g, '')}`
  })
  return local.replace('BEGIN:VEVENT', `${vietnamZone}\r\nBEGIN:VEVENT`)
}
