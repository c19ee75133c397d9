import type { App } from '../app.ts'

/** For the line that tells what a run of a job did: rows that have no branch of their own. */
export function countRows({ tally }: App, rows: number): void {
  if (tally !== undefined) tally.count += rows
}
