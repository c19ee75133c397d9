import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openRound } from '../../src/usecases/open-round.ts'
import { closeRounds } from '../../src/usecases/close-rounds.ts'
import { keptDays, tidy } from '../../src/usecases/tidy.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

const day = 86_400_000

onOneDatabase('tidying', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-01 09:00'))
  })
  const count = async (table: string): Promise<number> =>
    (await world.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]
      ?.count ?? -1

  it('keeps answers twelve months after their round, its counts for ever, and open promises until they are closed', async () => {
    const {
      id,
      members: [memberId = ''],
    } = await world.addBranch({ code: 'CB5', members: [{ role: 'secretary' }] })
    const opening = await openRound(world.app, id)
    if (opening.kind !== 'opened') throw new Error('not opened')
    await world.answerLevels(opening.round.id, memberId, 'good')
    await world.rows(
      `INSERT INTO voice (id, branch_id, round_id, body)
        VALUES (gen_random_uuid(), $1::uuid, $2::uuid, '')`,
      id,
      opening.round.id,
    )
    await world.addRemedy({
      memberId,
      branchId: id,
      dueOn: '2026-12-01',
      measure: 'x',
      createdAt: at('2026-11-01 09:00'),
    })
    await world.rows(
      `INSERT INTO attendance (id, branch_id, period, member_id, version, state, by_member, at)
      VALUES (gen_random_uuid(), $1::uuid, '2026-10', $2::uuid, 1, 'present', $2::uuid, $3)`,
      id,
      memberId,
      at('2026-11-08 20:00'),
    )
    await world.rows(
      `INSERT INTO meeting_agenda (branch_id, period, version, at)
        VALUES ($1::uuid, '2026-10', 1, $2)`,
      id,
      at('2026-11-08 20:00'),
    )
    await world.rows(
      `INSERT INTO meeting_course (branch_id, period, version, course, at)
        VALUES ($1::uuid, '2026-10', 1, '{}', $2)`,
      id,
      at('2026-11-08 20:00'),
    )
    await world.rows(
      `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
      VALUES (gen_random_uuid(), $1::uuid, '2026-11-01', '2026-11-07', $2)`,
      memberId,
      at('2026-11-01 09:00'),
    )
    const closed = await world.addRemedy({
      memberId,
      branchId: id,
      dueOn: '2026-12-01',
      measure: 'x',
      createdAt: at('2026-11-01 09:00'),
    })
    const closing = at('2026-11-08 20:00')
    await world.rows(
      `UPDATE remedy SET status = 'done', closed_at = $1 WHERE id = $2::uuid`,
      closing,
      closed,
    )
    world.setClock(closing)
    await closeRounds(world.app)
    world.setClock(new Date(closing.getTime() + keptDays.answers * day))
    await tidy(world.app)
    const answers = await count('answer')
    expect(answers).toBeGreaterThan(5)
    expect([await count('remedy'), await count('attendance')]).toEqual([2, 1])
    expect([await count('meeting_agenda'), await count('meeting_course')]).toEqual([1, 1])
    world.setClock(new Date(closing.getTime() + keptDays.answers * day + 1))
    await tidy(world.app)
    expect([
      await count('answer'),
      await count('voice'),
      await count('remedy'),
      await count('assessment'),
    ]).toEqual([0, 0, 1, 1])
    expect([await count('attendance'), await count('absence')]).toEqual([0, 0])
    expect([await count('meeting_agenda'), await count('meeting_course')]).toEqual([0, 0])
    expect(await world.rows('SELECT 1 FROM round WHERE publication IS NOT NULL')).toHaveLength(1)
    expect(
      world.events
        .filter(({ code }) => code === 'retention.applied')
        .map(({ kind, count: number }) => [kind, number]),
    ).toEqual(
      expect.arrayContaining([
        ['answers', answers],
        ['voices', 1],
        ['remedies', 1],
      ]),
    )
  })

  it('keeps traffic thirty days, and gives up what nobody will send any more', async () => {
    const { id } = await world.addBranch({ code: 'CB5', members: [{}, {}] })
    await openRound(world.app, id)
    await world.rows(
      `INSERT INTO inbox (bot_id, key, at) VALUES ('telegram', '1', $1), ('telegram', '2', $2)`,
      at('2026-10-01 09:00'),
      at('2026-11-01 09:00'),
    )
    await world.rows(
      `INSERT INTO group_code_try (bot_id, chat_hash, person_hash, wrong_tries, wrong_since,
        locked_until) VALUES ('telegram', '\\x01', '\\x01', 1, $1, NULL),
          ('telegram', '\\x01', '\\x02', 40, $1, $2), ('telegram', '\\x01', '\\x03', 1, $2, NULL)`,
      at('2026-10-20 09:00'),
      at('2026-11-01 09:00'),
    )
    await world.rows(
      `INSERT INTO link_code (id, purpose, code_hash, branch_id, created_at, expires_at)
        VALUES (gen_random_uuid(), 'member', '\\x01', $1::uuid, $2, $2),
      (gen_random_uuid(), 'member', '\\x02', $1::uuid, $3, $3)`,
      id,
      at('2026-09-01 09:00'),
      at('2026-10-20 09:00'),
    )
    await world.rows(
      `INSERT INTO slot (id, rule, subject, local_date, branch_id, state, at)
        VALUES (gen_random_uuid(), 'open', $1::uuid, '2025-01-01', $1::uuid, 'done', $2)`,
      id,
      at('2025-01-01 08:00'),
    )
    await world.rows(
      `INSERT INTO message_count (bot_id, month, branch_id, replies)
        VALUES ('telegram', '2025-08', $1::uuid, 5), ('telegram', '2025-09', $1::uuid, 6)`,
      id,
    )
    await tidy(world.app)
    expect(await world.rows('SELECT month, replies FROM message_count')).toEqual([
      { month: '2025-09', replies: 6 },
    ])
    expect([
      await count('inbox'),
      await count('group_code_try'),
      await count('link_code'),
      await count('slot'),
      await count('outbox'),
    ]).toEqual([1, 2, 1, 0, 2])
    world.setClock(at('2026-11-10 09:00'))
    await tidy(world.app)
    expect(await world.rows('SELECT state, reason, body FROM outbox')).toEqual(
      Array.from({ length: 2 }, () => ({ state: 'skipped', reason: 'expired', body: null })),
    )
    world.setClock(at('2026-12-11 09:00'))
    await tidy(world.app)
    expect(await count('outbox')).toBe(0)
  })

  it('keeps the text of a notice in doubt seven days, so that it can be sent again', async () => {
    const { id } = await world.addBranch({ code: 'CB5', members: [{}] })
    await openRound(world.app, id)
    await world.rows(`UPDATE outbox SET state = 'unknown', settled_at = $1`, at('2026-11-02 09:00'))
    const texts = async () => {
      await tidy(world.app)
      return (await world.rows('SELECT 1 FROM outbox WHERE body IS NOT NULL')).length
    }
    world.setClock(at('2026-11-09 08:59'))
    expect(await texts()).toBe(1)
    world.setClock(at('2026-11-09 09:01'))
    expect(await texts()).toBe(0)
    expect(await count('outbox')).toBe(1)
  })
})
