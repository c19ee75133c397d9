// How much of its month a bot has used. The counting itself stands in the statements that settle and recover messages.
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

/** Of a message that belongs to no branch: a stranger who is asked for a code. */
export const noBranch = '00000000-0000-0000-0000-000000000000'

/** Messages a bot sent in a month ('YYYY-MM'); what may have arrived counts as sent. */
export async function readUsed(database: Database, bot: string, month: string): Promise<number> {
  const [row] = await database.query(sql<{ used: number }>('outbox-used', { isIdempotent: true })`
    SELECT COALESCE(sum(replies + bulk), 0)::int AS used FROM message_count WHERE bot_id = ${bot} AND month = ${month}`)
  return row?.used ?? 0
}
