// How a meeting went: when it began and ended, and when each line of its agenda did. What was said
// is nobody's here.

/** One line of the agenda, in its order. `isSkipped`: the meeting went past it. */
export interface CourseStep {
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly isSkipped: boolean
}

/**
 * `steps[n]` is the agenda's line n; lines without a step were not come to. No steps at all: only
 * the times of the meeting were recorded, after it.
 */
export interface MeetingCourse {
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly steps: readonly CourseStep[]
}

export type CourseRefusal = 'notCurrent' | 'ended' | 'notBefore' | 'notAfter' | 'inTheFuture'
export type Coursed =
  | { readonly ok: true; readonly course: MeetingCourse }
  | { readonly ok: false; readonly reason: CourseRefusal }

const no = (reason: CourseRefusal): Coursed => ({ ok: false, reason })
const yes = (course: MeetingCourse): Coursed => ({ ok: true, course })

const begun = (at: Date): CourseStep => ({ startedAt: at, endedAt: null, isSkipped: false })

/**
 * The meeting begins with the first line of its agenda. `hasSteps` false: it is over, and only its
 * times are recorded.
 */
export function beginCourse(at: Date, hasSteps = true): MeetingCourse {
  return { startedAt: at, endedAt: null, steps: hasSteps ? [begun(at)] : [] }
}

/** The line the meeting is at, from 0; null: it is over, or only its times are recorded. */
export function currentStep({ steps, endedAt }: MeetingCourse): number | null {
  return endedAt !== null || steps.length === 0 ? null : steps.length - 1
}

/**
 * Line `index` is done with (or left out), and the next begins; with the last of `total` the
 * meeting ends. `notCurrent`: it is not the one the meeting is at, as after a second press of one
 * button.
 */
export function finishStep(
  course: MeetingCourse,
  index: number,
  total: number,
  now: Date,
  isSkipped = false,
): Coursed {
  const current = currentStep(course)
  if (current === null) return no('ended')
  if (current !== index) return no('notCurrent')
  const steps = closed(course.steps, now, isSkipped)
  const isLast = index + 1 >= total
  return yes({
    ...course,
    steps: isLast ? steps : [...steps, begun(now)],
    endedAt: isLast ? now : null,
  })
}

function closed(steps: readonly CourseStep[], at: Date, isSkipped = false): readonly CourseStep[] {
  return steps.map((step, index) =>
    index === steps.length - 1 ? { ...step, endedAt: at, isSkipped } : step,
  )
}

/**
 * One step back: an ended meeting goes on where it was, else the line before is taken up again. At
 * the first it stays.
 */
export function stepBack({ startedAt, endedAt, steps }: MeetingCourse): MeetingCourse {
  const kept = endedAt === null && steps.length > 1 ? steps.slice(0, -1) : steps
  const reopened = kept.map((step, index) =>
    index === kept.length - 1 ? begun(step.startedAt) : step,
  )
  return { startedAt, endedAt: null, steps: reopened }
}

/**
 * The meeting is over at `at`; also a correction of when it was. Not before it or its last line
 * began, and not after `now`.
 */
export function endCourse(course: MeetingCourse, at: Date, now: Date): Coursed {
  if (at > now) return no('inTheFuture')
  const last = course.steps.at(-1)?.startedAt ?? course.startedAt
  if (at < last || at < course.startedAt) return no('notAfter')
  const isSkipped = course.steps.at(-1)?.isSkipped ?? false
  return yes({ ...course, endedAt: at, steps: closed(course.steps, at, isSkipped) })
}

/**
 * The meeting really began at `at`: not after its first line was done or it ended, and not after
 * `now`.
 */
export function correctStart(course: MeetingCourse, at: Date, now: Date): Coursed {
  if (at > now) return no('inTheFuture')
  const [first, ...others] = course.steps
  const until = first?.endedAt ?? course.endedAt
  if (until !== null && at > until) return no('notBefore')
  return yes({
    ...course,
    startedAt: at,
    steps: first === undefined ? [] : [{ ...first, startedAt: at }, ...others],
  })
}

/** Whole minutes from one instant to another; up to now where it goes on. Never less than 0. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000))
}

/** How long a meeting or a line took, or has taken up to now. */
export function elapsedMinutes(
  { startedAt, endedAt }: Pick<CourseStep, 'startedAt' | 'endedAt'>,
  now: Date,
): number {
  return minutesBetween(startedAt, endedAt ?? now)
}

/** So long no meeting lasts: it was forgotten to say that it is over. */
export const longestMeetingMinutes = 8 * 60

export function isForgotten(course: MeetingCourse, now: Date): boolean {
  return course.endedAt === null && elapsedMinutes(course, now) > longestMeetingMinutes
}

/**
 * How many minutes the meeting is behind its plan where it stands; negative: ahead. `plan`: the
 * minutes of each line.
 */
export function minutesBehind(course: MeetingCourse, plan: readonly number[], now: Date): number {
  const sum = (until: number): number =>
    plan.slice(0, until).reduce((total, minutes) => total + minutes, 0)
  const elapsed = elapsedMinutes(course, now)
  const current = currentStep(course)
  if (current === null) return elapsed - sum(plan.length)
  const step = course.steps[current]
  // A line that still has time left is not late: what counts is when it would end at its box, or
  // now.
  const inLine = step === undefined ? 0 : Math.max(elapsedMinutes(step, now), plan[current] ?? 0)
  const before = step === undefined ? 0 : minutesBetween(course.startedAt, step.startedAt)
  return before + inLine - sum(current + 1)
}
