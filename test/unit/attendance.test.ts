import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Attendee,
  attendanceOf,
  attendancePercent,
  type AttendanceState,
  attendanceStates,
  countAttendance,
  isHeld,
  lastHeld,
  needsReason,
  reachesAttendanceMark,
} from '../../src/domain/attendance.ts'
import { readAttendanceLine, readAttendanceRequest } from '../../src/domain/attendance-line.ts'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'

const zone = 'Asia/Ho_Chi_Minh'
const person = (
  state: AttendanceState | null,
  status: Attendee['status'] = 'official',
): Attendee => ({ state, status })
const people = (count: number, state: AttendanceState | null): readonly Attendee[] =>
  Array.from({ length: count }, () => person(state))
const anyone = fc.record({
  state: fc.constantFrom<AttendanceState | null>(...attendanceStates, null),
  status: fc.constantFrom<Attendee['status']>('official', 'probationary', 'exempt'),
})

describe('the counts of a meeting', () => {
  it('take the exempt and those who meet elsewhere out of the share', () => {
    const counts = countAttendance([
      ...people(9, 'present'),
      person('excused'),
      person('temporary'),
      person(null, 'exempt'),
      person('exempt'),
    ])
    expect(counts).toEqual({
      members: 13,
      exempt: 2,
      temporary: 1,
      expected: 10,
      present: 9,
      excused: 1,
      unexcused: 0,
      unmarked: 0,
    })
    expect(attendancePercent(counts)).toBe(90)
    expect(reachesAttendanceMark(counts)).toBe(true)
  })

  it.each([
    ['90 %, nobody without a reason', [...people(9, 'present'), person('excused')], true],
    ['less than 90 %', [...people(8, 'present'), ...people(2, 'excused')], false],
    ['one without a reason', [...people(19, 'present'), person('unexcused')], false],
    ['somebody not recorded', [...people(9, 'present'), person(null)], null],
    ['nobody expected', [person(null, 'exempt'), person('temporary')], null],
  ] as const)('the mark, %s', (_, all, isReached) => {
    expect(reachesAttendanceMark(countAttendance(all))).toBe(isReached)
  })

  it('an exempt member who came was there', () => {
    expect(attendanceOf(person('present', 'exempt'))).toBe('present')
    expect(attendanceOf(person(null, 'exempt'))).toBe('exempt')
  })

  it('always add up, and a mark changes nobody else', () => {
    fc.assert(
      fc.property(
        fc.array(anyone),
        fc.nat(),
        fc.constantFrom(...attendanceStates),
        (all, at, state) => {
          const counts = countAttendance(all)
          const { members, exempt, temporary, expected, present, excused, unexcused, unmarked } =
            counts
          expect(members).toBe(all.length)
          expect(expected).toBe(present + excused + unexcused + unmarked)
          expect(members).toBe(expected + exempt + temporary)
          if (all.length === 0) return
          const marked = countAttendance(
            all.map((one, place) => (place === at % all.length ? { ...one, state } : one)),
          )
          expect(marked.members).toBe(members)
          expect(Math.abs(marked[state] - counts[state])).toBeLessThanOrEqual(1)
          expect(marked.unmarked).toBeLessThanOrEqual(unmarked)
        },
      ),
    )
  })
})

describe('which meeting', () => {
  const meeting = (date: string) => ({ date: localDate(date), startsAt: localTime('19:30') })
  it("is held from half an hour before it begins, in the branch's own time", () => {
    expect(isHeld(meeting('2026-12-03'), new Date('2026-12-03T11:59:59Z'), zone)).toBe(false)
    expect(isHeld(meeting('2026-12-03'), new Date('2026-12-03T12:00:00Z'), zone)).toBe(true)
  })

  it('is that of today once it is held, until then the one before', () => {
    const both = [meeting('2026-12-03'), meeting('2026-11-03')]
    expect(lastHeld(both, new Date('2026-12-03T08:00:00Z'), zone)?.date).toBe('2026-11-03')
    expect(lastHeld(both, new Date('2026-12-03T12:30:00Z'), zone)?.date).toBe('2026-12-03')
    expect(lastHeld(both, new Date('2026-11-01T12:30:00Z'), zone)).toBeNull()
  })

  it.each([
    [null, 'present', '2026-12-20', false],
    ['present', 'excused', '2026-12-03', false],
    ['present', 'excused', '2026-12-04', true],
    ['present', 'present', '2026-12-04', false],
  ] as const)(
    'recorded %s, now %s, on %s: a reason is needed is %s',
    (recorded, wanted, today, isNeeded) => {
      expect(needsReason(recorded, wanted, localDate('2026-12-03'), localDate(today))).toBe(
        isNeeded,
      )
    },
  )
})

describe('a typed line', () => {
  const words = new Map<string, AttendanceState>([
    ['co mat', 'present'],
    ['vang co ly do', 'excused'],
    ['vang khong ly do', 'unexcused'],
    ['excused', 'excused'],
  ])
  it.each([
    ['3 vắng có lý do', [3], 'excused', null],
    ['3. Vang co ly do', [3], 'excused', null],
    ['2, 5 7 có mặt', [2, 5, 7], 'present', null],
    ['2 2 có mặt', [2], 'present', null],
    ['3 có mặt vì ghi nhầm', [3], 'present', 'ghi nhầm'],
    ['12 excused because of a slip', [12], 'excused', 'of a slip'],
  ] as const)('%s', (typed, numbers, state, reason) => {
    expect(readAttendanceLine(typed, words)).toEqual({ numbers, state, reason })
  })

  it.each([
    '3',
    'có mặt',
    '3 vắng',
    'vắng có lý do 3',
    '3 có mặt 4',
    '',
    '1234 có mặt',
    'tổng hợp 11/2026',
  ])('none: %s', (typed) => {
    expect(readAttendanceLine(typed, words)).toBeNull()
  })

  it.each([
    ['', null, { kind: 'list', page: 1 }],
    ['trang 2', null, { kind: 'list', page: 2 }],
    ['lần lượt', null, { kind: 'roll' }],
    ['11/2026', '2026-11', { kind: 'list', page: 1 }],
    ['1/2027 lan luot', '2027-01', { kind: 'roll' }],
    [
      '11/2026 3 có mặt vì ghi nhầm',
      '2026-11',
      { kind: 'line', numbers: [3], state: 'present', reason: 'ghi nhầm' },
    ],
    ['13/2026', null, { kind: 'unclear' }],
    ['ai vắng', null, { kind: 'unclear' }],
  ] as const)('behind the command: %s', (argument, period, request) => {
    expect(readAttendanceRequest(argument, words)).toEqual({ period, request })
  })
})
