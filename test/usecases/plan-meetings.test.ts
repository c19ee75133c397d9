import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { json } from '../../src/database/statement.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { planMeetings } from '../../src/usecases/plan-meetings.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import type { BranchSpec } from './branch-rows.ts'
import { at } from './in-viet-nam.ts'

const third: BranchSpec = {
  code: 'CB5',
  rule: { kind: 'fixedDay', day: 3 },
  time: '19:30',
  place: 'Nhà văn hóa tổ 5',
  members: [{ role: 'secretary' }],
}

onOneDatabase('planning meetings', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  const tick = async (now: string): Promise<void> => {
    world.setClock(at(now))
    await runDue(world.app)
  }
  const meetings = () =>
    world.rows<{
      period: string
      date: string
      source: string
      moved_for: string | null
      starts_at: string
    }>('SELECT period, date::text AS date, source, moved_for, starts_at FROM meeting ORDER BY date')

  it('two meetings ahead, off the holidays, and again as months pass', async () => {
    world.setClock(at('2026-12-20 09:00'))
    await world.addBranch({ ...third, rule: { kind: 'fixedDay', day: 1 } })
    await runDue(world.app)
    expect(await meetings()).toMatchObject([
      {
        period: '2026-12',
        date: '2027-01-02',
        moved_for: 'newYear',
        source: 'rule',
        starts_at: '19:30',
      },
      { period: '2027-01', date: '2027-02-01', moved_for: null },
    ])
    await tick('2027-01-03 09:00')
    expect((await meetings()).map(({ date }) => date)).toEqual([
      '2027-01-02',
      '2027-02-01',
      '2027-03-01',
    ])
  })

  it('leaves what was set by hand, follows a changed rule, and moves the closing of an open round with its meeting', async () => {
    const { id } = await world.addBranch(third)
    await tick('2026-11-26 08:00')
    await world.rows(
      `UPDATE meeting SET date = '2027-01-08', source = 'hand' WHERE period = '2026-12'`,
    )
    await world.rows(
      `UPDATE branch SET meeting_rule = $1::jsonb, meeting_time = '14:00' WHERE id = $2::uuid`,
      json({ kind: 'fixedDay', day: 5 }),
      id,
    )
    await tick('2026-11-26 09:00')
    expect(await meetings()).toMatchObject([
      { period: '2026-11', date: '2026-12-05', starts_at: '14:00', source: 'rule' },
      { period: '2026-12', date: '2027-01-08', source: 'hand' },
    ])
    expect(await world.rows('SELECT closes_at FROM round')).toEqual([
      { closes_at: at('2026-12-04 20:00') },
    ])
  })

  it('drops what the rule no longer gives, but for a meeting whose round has opened', async () => {
    const { id } = await world.addBranch(third)
    await tick('2026-11-26 08:00')
    await world.rows(
      `UPDATE branch SET meeting_rule = $1::jsonb WHERE id = $2::uuid`,
      json({ kind: 'byHand' }),
      id,
    )
    await tick('2026-11-26 09:00')
    expect((await meetings()).map(({ date }) => date)).toEqual(['2026-12-03'])
  })

  it('a branch without a rule has no month', async () => {
    await world.addBranch({ code: 'CB5', members: [{ role: 'secretary' }] })
    await tick('2026-11-26 08:00')
    expect(await world.rows('SELECT id FROM slot')).toEqual([])
    expect(await world.rows('SELECT id FROM outbox')).toEqual([])
  })

  it('writes nothing where nothing changed, also where a month’s meeting was held by hand before its day', async () => {
    await world.addBranch(third)
    await planMeetings(world.app)
    await world.rows(
      `UPDATE meeting SET date = '2026-11-22', source = 'hand' WHERE period = '2026-11'`,
    )
    world.setClock(at('2026-11-29 09:00'))
    await planMeetings(world.app)
    world.events.length = 0
    await planMeetings(world.app)
    expect(world.events).toEqual([])
    expect((await meetings()).map(({ date }) => date)).toEqual(['2026-11-22', '2027-01-03'])
  })
})
