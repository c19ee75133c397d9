// A clock that begins at an instant of the test's choice and runs on by itself.

export interface RunningClock {
  readonly now: () => Date
  /** Time goes on from this instant. */
  readonly moveTo: (instant: Date) => void
}

export function runningClock(start: Date): RunningClock {
  let offset = start.getTime() - performance.now()
  return {
    now: () => new Date(performance.now() + offset),
    moveTo: (instant) => {
      offset = instant.getTime() - performance.now()
    },
  }
}
