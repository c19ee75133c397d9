import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withInstallation } from '../../src/cli/compose/installation.ts'
import { sql } from '../../src/database/statement.ts'
import { lookups } from '../../src/store/contexts.ts'
import { clonePostgresql, databaseKinds } from '../support/database.ts'
import { file, fresh, roster, tusoi } from './tusoi.ts'
import type { Env } from './tusoi.ts'

describe.each(databaseKinds)('inviting those who are linked (%s)', (kind) => {
  let env: Env
  let drop = (): Promise<void> => Promise.resolve()
  const invite = (...more: readonly string[]) => tusoi(env, 'invite', '--branch', 'CB5', ...more)
  const rows = async (text: string): Promise<readonly unknown[]> => {
    let found: readonly unknown[] = []
    await withInstallation(env, async ({ database }) => {
      found = await database.query({ name: '', text, values: [] })
    })
    return found
  }

  beforeAll(async () => {
    const clone = kind === 'postgresql' ? await clonePostgresql('nothing') : undefined
    env = { DATA_DIR: fresh('data'), ...(clone && { DATABASE_URL: clone.url }) }
    drop = clone?.drop ?? drop
    await tusoi(env, 'org', 'import', file(roster))
    // 000124 has a chat that can be reached and one that cannot; 000125 had one that is gone.
    await withInstallation(env, async ({ database, keyring }) => {
      await database.query(sql('bots')`INSERT INTO bot (id, platform, title)
        VALUES ('telegram', 'telegram', 'Bot An Hòa'), ('zalo-bot', 'zalo-bot', NULL)`)
      const of = (ref: string): Uint8Array => keyring.lookupHash(lookups.memberRef, ref)
      for (const [bot, state] of [
        ['telegram', 'linked'],
        ['zalo-bot', 'unreachable'],
      ] as const)
        await database.query(sql('link')`
          INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state,
            linked_at, created_at)
          SELECT ${randomUUID()}::uuid, ${bot}, '\\x01', '\\x01', '\\x01', id, ${state}, created_at,
            created_at FROM member WHERE ref_hash = ${of('000124')}`)
      await database.query(sql('once')`UPDATE member SET first_linked_at = created_at
        WHERE ref_hash = ${of('000125')}`)
    })
  })
  afterAll(() => drop())

  it('is refused by name, saying whom a code would tell; nothing is issued', async () => {
    const { code, out, err } = await invite('--member', '000124', '--member', '000123')
    expect([code, out]).toEqual([3, ''])
    expect(err).toMatch(
      /^error already-linked: Linked already; no code was issued:\n {2}000124 \(Trần "Ba" Lâm\): Bot An Hòa; 1 chat cannot be reached\n/u,
    )
    expect(err).toContain('--replace')
    expect(await rows('SELECT 1 FROM link_code')).toEqual([])
  })

  it('leaves them out of a branch’s codes, and says so', async () => {
    const { code, out, err } = await invite()
    expect(code).toBe(0)
    expect(
      out
        .split('\n')
        .map((line) => line.slice(0, 6))
        .toSorted(),
    ).toEqual(['000123', '000126'])
    expect(err).toMatch(
      /^Left out, as they have or had a chat account:\n {2}000125 \(O'Brien\): no chat that can be reached\n/u,
    )
  })

  it('is done with --replace, which says whom using the code will tell, and leaves a row for each', async () => {
    const { code, out, err } = await invite('--member', '000124', '--replace')
    expect(code).toBe(0)
    expect(out).toMatch(/^000124 {2}Trần "Ba" Lâm {2}[0-9A-Z]{8}$/u)
    expect(err).toMatch(/it is told at once, at any hour, to:\n.*000124.*: Bot An Hòa; 1 chat/u)
    expect(
      await rows(`SELECT a.actor, a.action, c.issued_by FROM audit a
        JOIN link_code c ON c.member_id = a.subject_member_id AND c.revoked_at IS NULL
        ORDER BY a.seq DESC LIMIT 1`),
    ).toEqual([{ actor: 'operator', action: 'inviteMembers', issued_by: 'operator' }])
  })
})
