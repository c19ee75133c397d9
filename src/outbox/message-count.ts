// How much of its month a bot has used. The counting itself stands in the statements that settle
// and recover messages.
import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

/** Of a message that belongs to no branch: a stranger who is asked for a code. */
export const noBranch = '00000000-0000-0000-0000-000000000000'

interface Usage {
  /** Messages sent; what may have arrived counts as sent. */
  readonly used: number
  /** Private chats that have heard the closing word, in hex. */
  readonly closed: readonly string[]
}

/** A bot's month ('YYYY-MM') so far. */
export async function readUsage(database: Database, bot: string, month: string): Promise<Usage> {
  const [row] = await database.query(sql<Usage>('outbox-used', { isIdempotent: true })`
    SELECT (SELECT COALESCE(sum(replies + bulk), 0)::int FROM message_count
      WHERE bot_id = ${bot} AND month = ${month}) AS used,
      ARRAY(SELECT encode(chat_hash, 'hex') FROM account
        WHERE bot_id = ${bot} AND closed_month = ${month}) AS closed`)
  return row ?? { used: 0, closed: [] }
}
