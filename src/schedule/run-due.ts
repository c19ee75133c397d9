import type { App } from '../app.ts'
import { type Job, timetable } from './timetable.ts'

/** One job, its failure reported and never thrown. */
export async function runJob(app: App, { name, run }: Job): Promise<void> {
  try {
    await run(app)
  } catch (error) {
    app.report({ code: 'jobFailed', job: name, error })
  }
}

/**
 * Every job once, in the order of the timetable: at a start, and wherever the clock is moved by
 * hand.
 */
export async function runDue(app: App, jobs: readonly Job[] = timetable): Promise<void> {
  for (const job of jobs) await runJob(app, job)
}
