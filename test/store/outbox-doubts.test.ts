// What waited in the outbox of version 0.1.0 when the doubts became a number.
import { afterAll, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { readMigrations } from '../../src/database/migration-files.ts'
import { openEmptyPglite } from '../support/databases.ts'

let database: Database | undefined
afterAll(() => database?.close())

test('waiting messages of version 0.1.0 keep their mark, and get an end where they had none', async () => {
  database = await embeddedDatabase(await openEmptyPglite())
  const upTo = (name: string): ReturnType<typeof readMigrations> =>
    readMigrations().filter((migration) => migration.name <= name)
  await migrate(database, { migrations: upTo('0001_init') })
  const due = new Date('2026-11-23T01:00:00Z')
  const end = new Date('2026-11-24T01:00:00Z')
  const rows = [
    ['reply', 'pending', 'resend +unsure', null],
    ['reply', 'sending', 'released +unsure +moved', null],
    ['prompt', 'pending', 'throttled', null],
    ['prompt', 'pending', null, end],
    ['groupNotice', 'pending', null, null],
    ['reply', 'unknown', 'crash', null],
  ] as const
  for (const [index, [messageClass, state, reason, notAfter]] of rows.entries()) {
    await database.query({
      name: 'test-old-row',
      text: `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, state,
          reason, not_before, not_after, created_at)
        VALUES (gen_random_uuid(), 'bot', $1, $2, 0, '\\x00', '\\x00', $3, $4, $5, $6, $5)`,
      values: [String(index), messageClass, state, reason, due, notAfter],
    })
  }
  await migrate(database)
  const kept = await database.query<{ reason: string; doubts: number; end: Date | null }>({
    name: 'test-kept',
    text: 'SELECT reason, doubts, not_after AS end FROM outbox ORDER BY dedupe_key',
    values: [],
  })
  const inDays = (days: number): Date => new Date(due.getTime() + days * 86_400_000)
  expect(kept).toEqual([
    { reason: 'resend', doubts: 1, end: inDays(1) },
    { reason: 'released +moved', doubts: 1, end: inDays(1) },
    { reason: 'throttled', doubts: 0, end: inDays(45) },
    { reason: null, doubts: 0, end },
    { reason: null, doubts: 0, end: null },
    { reason: 'crash', doubts: 0, end: null },
  ])
})
