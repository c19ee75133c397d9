// When a job last did all that was due: how far back an outage reached, and what came into being
// only after its time.
import type { Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'

const keyOf = (job: string): string => `lastRun:${job}`

/** Null: never. Never later than `now`, so that a clock set back loses nothing. */
export async function readLastRun(
  queryable: Queryable,
  job: string,
  now: Date,
): Promise<Date | null> {
  const [row] = await queryable.query(sql<{ at: string }>('last-run-read', { isIdempotent: true })`
    SELECT value->>'at' AS at FROM installation WHERE key = ${keyOf(job)}`)
  if (row === undefined) return null
  return new Date(Math.min(Date.parse(row.at), now.getTime()))
}

/** To be called when nothing due at `at` was left undone. */
export async function noteLastRun(queryable: Queryable, job: string, at: Date): Promise<void> {
  await queryable.query(sql('last-run-note', { isIdempotent: true })`
    INSERT INTO installation (key, value) VALUES (${keyOf(job)}, ${json({ at })}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
}
