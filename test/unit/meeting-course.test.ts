import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCourseRequest } from '../../src/domain/course-line.ts'
import {
  beginCourse,
  correctStart,
  currentStep,
  elapsedMinutes,
  endCourse,
  finishStep,
  isForgotten,
  type MeetingCourse,
  minutesBehind,
  stepBack,
} from '../../src/domain/meeting-course.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 11, 3, 12, 30 + minute))
const must = (result: ReturnType<typeof finishStep>): MeetingCourse => {
  if (!result.ok) throw new Error(result.reason)
  return result.course
}

describe('a meeting', () => {
  it('goes from line to line and ends with the last', () => {
    let course = beginCourse(at(0))
    course = must(finishStep(course, 0, 3, at(6)))
    course = must(finishStep(course, 1, 3, at(7), true))
    expect(currentStep(course)).toBe(2)
    expect(course.endedAt).toBeNull()
    course = must(finishStep(course, 2, 3, at(60)))
    expect([currentStep(course), course.endedAt]).toEqual([null, at(60)])
    expect(course.steps.map((step) => [elapsedMinutes(step, at(999)), step.isSkipped])).toEqual([
      [6, false],
      [1, true],
      [53, false],
    ])
  })

  it('takes no second press of one button, and none after it is over', () => {
    const second = must(finishStep(beginCourse(at(0)), 0, 3, at(6)))
    expect(finishStep(second, 0, 3, at(6))).toEqual({ ok: false, reason: 'notCurrent' })
    const over = must(endCourse(second, at(30), at(30)))
    expect(finishStep(over, 1, 3, at(31))).toEqual({ ok: false, reason: 'ended' })
  })

  it('goes back a line, stays at the first, and goes on where it ended', () => {
    const first = beginCourse(at(0))
    expect(stepBack(first)).toEqual(first)
    const second = must(finishStep(first, 0, 3, at(6)))
    expect(stepBack(second)).toEqual(first)
    expect(stepBack(must(endCourse(second, at(30), at(30))))).toEqual(second)
  })

  it('is put right by the times as they were, within reason', () => {
    const second = must(finishStep(beginCourse(at(5)), 0, 3, at(10)))
    expect(must(correctStart(second, at(0), at(90))).startedAt).toEqual(at(0))
    expect(correctStart(second, at(11), at(90))).toEqual({ ok: false, reason: 'notBefore' })
    expect(correctStart(second, at(91), at(90))).toEqual({ ok: false, reason: 'inTheFuture' })
    expect(endCourse(second, at(9), at(90))).toEqual({ ok: false, reason: 'notAfter' })
    expect(endCourse(second, at(91), at(90))).toEqual({ ok: false, reason: 'inTheFuture' })
    const over = must(endCourse(must(endCourse(second, at(50), at(90))), at(60), at(90)))
    expect([over.endedAt, over.steps[1]?.endedAt]).toEqual([at(60), at(60)])
    const timesOnly = must(endCourse(beginCourse(at(0), false), at(95), at(200)))
    expect([elapsedMinutes(timesOnly, at(999)), timesOnly.steps]).toEqual([95, []])
    expect(correctStart(timesOnly, at(96), at(200))).toEqual({ ok: false, reason: 'notBefore' })
  })

  it('says how far behind its boxes it is, and when it was forgotten', () => {
    const plan = [5, 10, 20]
    const first = beginCourse(at(0))
    expect([minutesBehind(first, plan, at(3)), minutesBehind(first, plan, at(8))]).toEqual([0, 3])
    const second = must(finishStep(first, 0, 3, at(8)))
    expect([
      minutesBehind(second, plan, at(9)),
      minutesBehind(must(finishStep(first, 0, 3, at(2))), plan, at(3)),
    ]).toEqual([3, -3])
    expect(minutesBehind(must(endCourse(second, at(40), at(40))), plan, at(500))).toBe(5)
    expect([
      isForgotten(second, at(480)),
      isForgotten(second, at(481)),
      isForgotten(must(endCourse(second, at(40), at(40))), at(999)),
    ]).toEqual([false, true, false])
  })

  it('whatever is tapped, its lines follow one another in time and never outnumber the agenda', () => {
    const tap = fc.record({
      what: fc.constantFrom('done', 'skip', 'back', 'end', 'stale'),
      minutes: fc.integer({ min: 0, max: 40 }),
    })
    fc.assert(
      fc.property(
        fc.array(tap, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (taps, total) => {
          let course = beginCourse(at(0))
          let minute = 0
          for (const { what, minutes } of taps) {
            minute += minutes
            const current = currentStep(course) ?? 0
            const result =
              what === 'end'
                ? endCourse(course, at(minute), at(minute))
                : finishStep(
                    course,
                    what === 'stale' ? current + 1 : current,
                    total,
                    at(minute),
                    what === 'skip',
                  )
            if (what === 'back') course = stepBack(course)
            else if (result.ok) course = result.course
            expect(course.steps.length).toBeGreaterThan(0)
            expect(course.steps.length).toBeLessThanOrEqual(total)
            course.steps.forEach(({ startedAt, endedAt }, index) => {
              const next = course.steps[index + 1]
              expect(endedAt?.getTime()).toBe(
                next === undefined ? course.endedAt?.getTime() : next.startedAt.getTime(),
              )
              expect(
                startedAt >= course.startedAt && (endedAt === null || endedAt >= startedAt),
              ).toBe(true)
            })
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('what is typed behind /buoihop', () => {
  it.each([
    ['', null, { kind: 'show' }],
    ['11/2026', '2026-11', { kind: 'show' }],
    ['các bước', null, { kind: 'steps' }],
    ['11/2026 xong 3', '2026-11', { kind: 'finish', number: 3, isSkipped: false }],
    ['xong', null, { kind: 'finish', number: null, isSkipped: false }],
    ['bo qua 3', null, { kind: 'finish', number: 3, isSkipped: true }],
    ['quay lại', null, { kind: 'back', number: null }],
    ['bắt đầu', null, { kind: 'begin', time: null }],
    ['Bắt đầu 19h35', null, { kind: 'begin', time: '19:35' }],
    ['kết thúc 21 giờ 15', null, { kind: 'end', time: '21:15' }],
    ['ket thuc', null, { kind: 'end', time: null }],
    ['end 21:15', null, { kind: 'end', time: '21:15' }],
    ['kết thúc lúc nào đó', null, { kind: 'unclear' }],
    ['xong hết', null, { kind: 'unclear' }],
    ['25:99', null, { kind: 'unclear' }],
  ])('%s', (typed, period, request) => {
    expect(readCourseRequest(typed)).toEqual({ period, request })
  })
})
