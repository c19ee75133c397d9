// The upgrade of a database that v0.1.0 filled: who had a chat is known, and a chat that a sheet's code
// linked beside another is closed.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { embeddedDatabase } from '../../src/database/embedded.ts'
import { migrate } from '../../src/database/migrate.ts'
import { readMigrations } from '../../src/database/migration-files.ts'
import { connectPostgresql } from '../../src/database/postgresql.ts'
import { clonePostgresql, databaseKinds } from '../support/database.ts'
import { openEmptyPglite } from '../support/databases.ts'

const ids = Object.fromEntries(
  ['branch', 'unlinked', 'whole', 'both', 'sheetOnly', 'moved', 'sheetFirst', 'sheetAgain'].map(
    (name) => [name, randomUUID()],
  ),
) as Readonly<Record<string, string>>
const [early, late] = ['2026-11-02T02:00:00Z', '2026-11-20T02:00:00Z']

describe.each(databaseKinds)('what v0.1.0 left (%s)', (kind) => {
  let database: Database
  let end = (): Promise<void> => Promise.resolve()
  const run = (text: string, ...values: readonly (string | null)[]): Promise<unknown[]> =>
    database.query({ name: '', text, values: [...values] })
  const addMember = (name: string): Promise<unknown> =>
    run(
      `INSERT INTO member (id, branch_id, ref_hash, ref, name, role, status, created_at)
        VALUES ($1::uuid, $2::uuid, $3::text::bytea, '', '', 'member', 'official', now())`,
      ids[name] ?? '',
      ids['branch'] ?? '',
      name,
    )
  const addChat = (of: string, bot: string, at: string, code: string | null): Promise<unknown> =>
    run(
      `INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state, linked_at,
        link_code_id, created_at)
        VALUES (gen_random_uuid(), $1, $2::text::bytea, $2::text::bytea, '', $3::uuid, 'linked',
          $4::timestamptz, $5::uuid, $4::timestamptz)`,
      bot,
      `${of}-${bot}`,
      ids[of] ?? '',
      at,
      code,
    )
  const addCode = (id: string, of: string, purpose: string, usedAt: string | null) =>
    run(
      `INSERT INTO link_code (id, purpose, code_hash, branch_id, member_id, created_at, expires_at,
        used_at) VALUES ($1::uuid, $2, $1::text::bytea, $3::uuid, $4::uuid, now(), now(),
          $5::timestamptz)`,
      id,
      purpose,
      ids['branch'] ?? '',
      ids[of] ?? '',
      usedAt,
    )

  beforeAll(async () => {
    if (kind === 'embedded') {
      database = await embeddedDatabase(await openEmptyPglite())
      end = () => database.close()
    } else {
      const { url, drop } = await clonePostgresql('nothing')
      database = await connectPostgresql(url)
      end = async () => {
        await database.close()
        await drop()
      }
    }
    await migrate(database, {
      migrations: readMigrations().filter(({ name }) => name.startsWith('0001')),
    })
    await run(
      `INSERT INTO organisation (id, code, path, kind, name, created_at)
        VALUES ($1::uuid, 'CB5', '/CB5/', 'branch', 'Chi bộ 5', now())`,
      ids['branch'] ?? '',
    )
    await run(
      `INSERT INTO branch (id, time_zone, wrapped_key) VALUES ($1::uuid, 'Asia/Ho_Chi_Minh', '')`,
      ids['branch'] ?? '',
    )
    await run(`INSERT INTO bot (id, platform) VALUES ('t', 'telegram'), ('z', 'zalo-bot')`)
    for (const name of Object.keys(ids)) if (name !== 'branch') await addMember(name)
    await addChat('whole', 't', early, null)
    await addChat('both', 't', early, null)
    await addChat('both', 'z', late, null)
    const [unused, first, again] = [ids['sheetOnly'], ids['sheetFirst'], ids['sheetAgain']]
    await addCode(unused ?? '', 'sheetOnly', 'sheetOnly', null)
    await addCode(first ?? '', 'sheetFirst', 'sheet', late)
    await addChat('sheetFirst', 't', late, first ?? '')
    await addChat('sheetAgain', 't', early, null)
    await addCode(again ?? '', 'sheetAgain', 'sheet', late)
    await addChat('sheetAgain', 'z', late, again ?? '')
    await addCode(ids['moved'] ?? '', 'moved', 'member', early)
    await migrate(database)
  })
  afterAll(() => end())

  it('says of everyone whether they ever had a chat', async () => {
    const found = (await run(
      'SELECT id, first_linked_at FROM member WHERE first_linked_at IS NOT NULL',
    )) as { id: string; first_linked_at: Date }[]
    const byId = new Map(found.map((row) => [row.id, row.first_linked_at]))
    expect([...byId.keys()].toSorted()).toEqual(
      ['whole', 'both', 'moved', 'sheetFirst', 'sheetAgain']
        .map((name) => ids[name] ?? '')
        .toSorted(),
    )
    expect(byId.get(ids['both'] ?? '')).toEqual(new Date(early))
  })

  it('keeps every chat whole but the one a sheet’s code linked beside another', async () => {
    expect(
      await run(`SELECT bot_id, member_id FROM account WHERE state <> 'linked' OR relink_id <>
        '00000000-0000-0000-0000-000000000000' ORDER BY 1`),
    ).toEqual([{ bot_id: 'z', member_id: ids['sheetAgain'] }])
  })

  it('leaves no code of a sheet that links, and lets no closed chat be taken for a whole one', async () => {
    expect(await run(`SELECT DISTINCT purpose FROM link_code ORDER BY 1`)).toEqual([
      { purpose: 'member' },
      { purpose: 'sheet' },
    ])
    await expect(
      run(`UPDATE account SET state = 'linked' WHERE bot_id = 'z' AND state = 'relinked'`),
    ).rejects.toMatchObject({ sqlState: '23514' })
  })
})
