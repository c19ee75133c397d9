// Whoever said they are away is left in peace until they are back; then what is still due reaches
// them, once.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

onOneDatabase('a member who is away', (open) => {
  let database: Database
  let world: World
  let away = ''
  let here = ''
  let branchId = ''
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-24 08:00'))
    const branch = await world.addBranch({
      code: 'CB5',
      rule: { kind: 'fixedDay', day: 3 },
      hasGroup: false,
      members: [{}, {}],
    })
    ;[away = '', here = ''] = branch.members
    branchId = branch.id
  })
  const leaves = (from: string, to: string) =>
    world.rows(
      `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
    VALUES (gen_random_uuid(), $1::uuid, $2::date, $3::date, $4)`,
      away,
      from,
      to,
      at('2026-11-24 08:00'),
    )
  /** Who was written to at a moment; the jobs run twice, as after a restart. */
  const tick = async (now: string): Promise<readonly (string | null)[]> => {
    world.setClock(at(now))
    await runDue(world.app)
    await runDue(world.app)
    return (await world.deliver()).map(({ memberId }) => memberId).toSorted()
  }

  it('gets neither invitation nor reminder; back, the next reminder, and each only once', async () => {
    await leaves('2026-11-25', '2026-11-30')
    expect(await tick('2026-11-26 08:00')).toEqual([here])
    expect(await world.rows(`SELECT count(*)::int AS count FROM assessment`)).toEqual([
      { count: 2 },
    ])
    expect(await tick('2026-11-29 19:00')).toEqual([here])
    expect(await tick('2026-12-01 19:00')).toEqual([here, away].toSorted())
    expect(await tick('2026-12-01 19:30')).toEqual([])
    const keys = await world.rows<{ dedupe_key: string }>(
      `SELECT dedupe_key FROM outbox WHERE member_id = $1::uuid`,
      away,
    )
    expect(keys).toHaveLength(1)
  })

  it('is not asked for what they promised; after the return the reminder of an overdue promise comes', async () => {
    await leaves('2026-11-25', '2026-12-02')
    await world.addRemedy({
      memberId: away,
      branchId,
      dueOn: '2026-11-27',
      measure: 'Đọc nghị quyết',
      createdAt: at('2026-11-01 08:00'),
    })
    await world.addRemedy({
      memberId: here,
      branchId,
      dueOn: '2026-11-27',
      measure: 'Đọc nghị quyết',
      createdAt: at('2026-11-01 08:00'),
    })
    const told: (string | null)[] = []
    for (const day of ['2026-11-25', '2026-11-27']) told.push(...(await tick(`${day} 09:00`)))
    expect(told).toContain(here)
    expect(told).not.toContain(away)
    expect(
      await world.rows(
        `SELECT DISTINCT state, reason FROM slot WHERE rule = 'remedyToday' AND reason = 'away'`,
      ),
    ).toEqual([{ state: 'skipped', reason: 'away' }])
    expect(await tick('2026-12-04 09:00')).toContain(away)
  })

  it('is counted apart when the round closes, unless they handed in', async () => {
    await leaves('2026-11-25', '2026-12-10')
    await tick('2026-11-26 08:00')
    await tick('2026-12-02 20:00')
    const [round] = await world.rows<{ publication: { roster: object } }>(
      `SELECT publication FROM round`,
    )
    expect(round?.publication.roster).toMatchObject({
      members: 2,
      away: 1,
      expected: 1,
      notBegun: 1,
    })
  })
})
