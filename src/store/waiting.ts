// Bulk that is due and still waits in the outbox, by the quiet hours it is under.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import { localTime } from '../domain/local-time.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'

interface QuietZone {
  readonly zone: string
  readonly quiet: QuietHours
}

interface Row {
  readonly time_zone: string
  readonly quiet_from: string
  readonly quiet_to: string
}

/** The quiet hours of branches for which bulk is due. */
export async function readWaitingZones(
  queryable: Queryable,
  now: Date,
): Promise<readonly QuietZone[]> {
  const rows = await queryable.query(sql<Row>('waiting-zones', { isIdempotent: true })`
    SELECT DISTINCT b.time_zone, b.quiet_from, b.quiet_to FROM outbox o
      JOIN branch b ON b.id = o.branch_id
    WHERE o.bot_id = ANY(SELECT id FROM bot) AND o.state = 'pending' AND o.lane = 1
      AND o.not_before <= ${now}`)
  return rows.map((row) => ({
    zone: row.time_zone,
    quiet: { from: localTime(row.quiet_from), to: localTime(row.quiet_to) },
  }))
}

/** Bulk due at `now` under these quiet hours waits until `until`. Gives how many messages. */
export async function postpone(
  queryable: Queryable,
  { zone, quiet }: QuietZone,
  now: Date,
  until: Date,
): Promise<number> {
  const rows = await queryable.query(sql('waiting-postpone', { isIdempotent: true })`
    UPDATE outbox o SET not_before = ${until} FROM branch b
    WHERE b.id = o.branch_id AND b.time_zone = ${zone} AND b.quiet_from = ${quiet.from}
      AND b.quiet_to = ${quiet.to}
      AND o.bot_id = ANY(SELECT id FROM bot) AND o.state = 'pending' AND o.lane = 1
        AND o.not_before <= ${now}
    RETURNING o.id`)
  return rows.length
}
