import type { Database } from '../database/database.ts'
import { sql } from '../database/statement.ts'

/**
 * Empties the try mode's database, all but which key it was made with. Never offered where a real
 * bot is configured.
 */
export async function clearEverything(database: Database): Promise<void> {
  await database.query(sql(
    'try-clear',
  )`TRUNCATE answer, assessment, round, questionnaire, remedy, voice, meeting, slot, outbox,
    message_count, inbox, audit, refused_text, playground_entry, one_time_link, consent,
    link_code, group_code_try, account, branch_group,
    bot, member_key, member, branch, organisation CASCADE`)
  await database.query(sql('try-clear-clock')`DELETE FROM installation WHERE key <> 'kek'`)
}
