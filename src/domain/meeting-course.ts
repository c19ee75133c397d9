// How a meeting went: when it began and ended, and when each line of its agenda did. What was said is nobody's here.

/** One line of the agenda, in its order. `isSkipped`: the meeting went past it. */
export interface CourseStep {
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly isSkipped: boolean
}

/** `steps[n]` is the agenda's line n; lines without a step were not come to yet. */
export interface MeetingCourse {
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly steps: readonly CourseStep[]
}
