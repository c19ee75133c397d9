// What v0.1.0 left behind: rounds of which something was shown while they were open, words to the
// committee that were read and words that were withheld.
import { expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { readMigrations } from '../../src/database/migration-files.ts'
import { openEmptyPglite } from '../support/databases.ts'

const rows = <Row>(database: Database, text: string): Promise<readonly Row[]> =>
  database.query({ name: `left-${String(text.length)}`, text, values: [] })

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** A branch with a round in each state that v0.1.0 knew, and words in each of them. */
async function leaveBehind(database: Database): Promise<void> {
  const closed = `'2026-11-02T13:00Z'`
  const statements = [
    `INSERT INTO organisation (id, code, path, kind, name, created_at)
      VALUES ('${uuid(1)}', 'CB5', '/CB5/', 'branch', 'Chi bộ', now())`,
    `INSERT INTO branch (id, time_zone, wrapped_key) VALUES ('${uuid(1)}', 'Asia/Ho_Chi_Minh', '')`,
    `INSERT INTO questionnaire (hash, pack, version, content) VALUES ('h', 'monthly', '1', '{}')`,
    ...[
      [11, '2026-08', closed, `'{"sheets":4}'`, 'NULL'],
      [12, '2026-09', closed, `'{"sheets":6}'`, `'{"sheets":5}'`],
      [13, '2026-10', 'NULL', 'NULL', `'{"sheets":5}'`],
      [14, '2026-11', 'NULL', 'NULL', 'NULL'],
    ].map(
      ([id, period, at, tally, checkpoint]) =>
        `INSERT INTO round (id, branch_id, path, period, questionnaire_hash, opened_at, closes_at,
          closed_at, tally, checkpoint)
        VALUES ('${uuid(Number(id))}', '${uuid(1)}', '/CB5/', '${String(period)}', 'h', now(), now(),
          ${String(at)}, ${String(tally)}, ${String(checkpoint)})`,
    ),
    ...[11, 12, 13].flatMap((round) =>
      [`'${uuid(99)}'`, 'NULL'].map(
        (member) => `INSERT INTO voice (id, branch_id, round_id, member_id, body)
          VALUES (gen_random_uuid(), '${uuid(1)}', '${uuid(round)}', ${member}, '')`,
      ),
    ),
  ]
  for (const [place, text] of statements.entries())
    await database.query({ name: `leave-${String(place)}`, text, values: [] })
}

test('what was shown of an open round is remembered and not kept; words that were read stay readable, those withheld wait', async () => {
  const database = await embeddedDatabase(await openEmptyPglite())
  try {
    const all = readMigrations()
    await migrate(database, { migrations: all.filter(({ name }) => name < '0005') })
    await leaveBehind(database)
    await migrate(database, { migrations: all })
    expect(
      await rows(
        database,
        `SELECT period, is_shown_early AS early, has_old_papers AS papers, publication IS NULL AS open
        FROM round ORDER BY period`,
      ),
    ).toEqual([
      { period: '2026-08', early: false, papers: true, open: true },
      { period: '2026-09', early: true, papers: true, open: true },
      { period: '2026-10', early: true, papers: true, open: true },
      { period: '2026-11', early: false, papers: true, open: true },
    ])
    expect(
      await rows(
        database,
        `SELECT r.period, v.member_id IS NOT NULL AS named, v.shown_with = v.round_id AS shown
        FROM voice v JOIN round r ON r.id = v.round_id ORDER BY 1, 2`,
      ),
    ).toEqual([
      { period: '2026-08', named: false, shown: null },
      { period: '2026-08', named: true, shown: true },
      { period: '2026-09', named: false, shown: true },
      { period: '2026-09', named: true, shown: true },
      { period: '2026-10', named: false, shown: null },
      { period: '2026-10', named: true, shown: null },
    ])
  } finally {
    await database.close()
  }
})
