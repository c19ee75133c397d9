// The tick. node-cron keeps nothing and catches nothing up (reliability.md §1, 6), so it only wakes
// the jobs; rows decide.
import { schedule } from 'node-cron'
import type { App } from '../app.ts'
import { runJob } from './run-due.ts'
import { type Job, timetable } from './timetable.ts'

interface Clock {
  /**
   * Resolves when every job has run once: what waits from before an outage is then put in order,
   * and may be sent.
   */
  readonly ready: Promise<void>
  /** Wakes no job any more, and resolves when the one at work is done. */
  stop(): Promise<void>
}

/**
 * Runs all jobs once, and then each at its times until `stop`. One at a time in this instance; a
 * job that is still waiting for its turn is not put in line a second time.
 */
export function startClock(app: App, jobs: readonly Job[] = timetable): Clock {
  const waiting = new Set<string>()
  let isStopped = false
  let line: Promise<void> = Promise.resolve()
  const enqueue = (job: Job): void => {
    if (isStopped || waiting.has(job.name)) return
    waiting.add(job.name)
    line = line.then(async () => {
      waiting.delete(job.name)
      if (!isStopped) await runJob(app, job)
    })
  }
  jobs.forEach(enqueue)
  const ready = line
  const options = { timezone: 'UTC', suppressMissedWarning: true }
  const tasks = jobs.map((job) =>
    schedule(
      job.cron,
      () => {
        enqueue(job)
      },
      { ...options, name: job.name },
    ),
  )
  return {
    ready,
    stop: async () => {
      isStopped = true
      for (const task of tasks) await task.destroy()
      await line
    },
  }
}
