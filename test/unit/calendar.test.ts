import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { drawCalendar, type Calendar } from '../../src/documents/calendar.ts'
import { drawPaper } from '../../src/documents/paper.ts'

const meeting = {
  uid: 'b-2026-12@tu-soi',
  startsAt: new Date('2026-12-03T12:30:00Z'),
  minutes: 90,
  title: 'Sinh hoạt chi bộ',
  place: 'Nhà văn hóa tổ 5',
}
const calendar: Calendar = {
  kind: 'calendar',
  name: 'Lịch',
  zone: 'Asia/Ho_Chi_Minh',
  language: 'vi',
  madeAt: new Date('2026-11-20T02:00:00Z'),
  entries: [meeting],
  alarms: [1440, 120],
}

const textOf = async (paper: Calendar) => Buffer.from(await drawCalendar(paper)).toString()

/** As a phone reads it: an independent parser. */
async function read(paper: Calendar) {
  const root = new ICAL.Component(ICAL.parse(await textOf(paper)) as object[])
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    const { uid, summary, location, sequence, startDate, endDate } = event
    return {
      uid,
      summary,
      location,
      sequence,
      zone: startDate.zone.tzid,
      local: startDate.toString(),
      from: startDate.toJSDate(),
      to: endDate.toJSDate(),
      stamped: (component.getFirstPropertyValue('dtstamp') as ICAL.Time).toJSDate(),
      alarms: component
        .getAllSubcomponents('valarm')
        .map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
    }
  })
}

test('a phone reads the meetings in the time of Viet Nam, with two alarms each', async () => {
  const january = {
    ...meeting,
    uid: 'b-2027-01@tu-soi',
    startsAt: new Date('2027-01-02T18:00:00Z'),
    place: null,
  }
  expect(await read({ ...calendar, entries: [meeting, january] })).toEqual([
    {
      uid: meeting.uid,
      summary: meeting.title,
      location: meeting.place,
      sequence: calendar.madeAt.getTime() / 60_000,
      zone: 'Asia/Ho_Chi_Minh',
      local: '2026-12-03T19:30:00',
      from: meeting.startsAt,
      to: new Date('2026-12-03T14:00:00Z'),
      stamped: calendar.madeAt,
      alarms: ['-P1D', '-PT2H'],
    },
    expect.objectContaining({
      location: null,
      local: '2027-01-03T01:00:00',
      from: january.startsAt,
      to: new Date('2027-01-02T19:30:00Z'),
    }),
  ])
})

test('in a zone that changes its clocks the instants are the same, in UTC', async () => {
  const entry = { ...meeting, startsAt: new Date('2026-10-25T00:30:00Z') }
  expect(await read({ ...calendar, zone: 'Europe/Paris', entries: [entry] })).toMatchObject([
    { zone: 'UTC', from: entry.startsAt },
  ])
})

test('what a person wrote stays a text', async () => {
  const place = 'Tầng 2; phòng "A", \\n\r\nEND:VEVENT\nDTSTART:20200101T000000Z'
  const [read1, ...more] = await read({ ...calendar, entries: [{ ...meeting, place }] })
  expect(more).toEqual([])
  expect(read1).toMatchObject({ from: meeting.startsAt })
  expect(read1?.location).toContain('Tầng 2; phòng "A", \\n')
})

test('a later file about the same meeting takes the place of the earlier', async () => {
  const moved = {
    ...calendar,
    madeAt: new Date('2026-11-21T02:00:00Z'),
    entries: [{ ...meeting, startsAt: new Date('2026-12-04T12:30:00Z') }],
  }
  const [[before], [after]] = [await read(calendar), await read(moved)]
  expect(after?.uid).toBe(before?.uid)
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Infinity)
})

test('equal input gives equal bytes, lines of at most 75 octets', async () => {
  const long = { ...calendar, entries: [{ ...meeting, place: 'Nhà văn hóa '.repeat(20) }] }
  const { bytes, mediaType } = await drawPaper(long)
  expect(mediaType).toBe('text/calendar; charset=utf-8')
  expect(Buffer.from(bytes).toString()).toBe(await textOf(long))
  for (const line of Buffer.from(bytes).toString().split('\r\n'))
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
})
