import type { App, Tally } from '../app.ts'
import { type Job, timetable } from './timetable.ts'

/** One job, its failure reported and never thrown. */
export async function runJob(app: App, job: Job): Promise<void> {
  try {
    if (app.onJobDone === undefined) await job.run(app)
    else await runCounted(app, job, app.onJobDone)
  } catch (error) {
    app.report({ code: 'job.failed', job: job.name, error })
  }
}

async function runCounted(
  app: App,
  { name, run }: Job,
  onDone: NonNullable<App['onJobDone']>,
): Promise<void> {
  const tally: Tally = { branches: 0, subjects: 0, failed: 0, slots: 0, messages: 0, count: 0 }
  const started = performance.now()
  await run({ ...app, tally })
  onDone(name, tally, performance.now() - started)
}

/**
 * Every job once, in the order of the timetable: at a start, and wherever the clock is moved by
 * hand.
 */
export async function runDue(app: App, jobs: readonly Job[] = timetable): Promise<void> {
  for (const job of jobs) await runJob(app, job)
}
