import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import { at, zone } from './in-viet-nam.ts'

onOneDatabase('reminders of remedies', (open) => {
  let database: Database
  let world: World
  let branchId: string
  let members: readonly string[]
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-01 09:00'))
    ;({ id: branchId, members } = await world.addBranch({
      code: 'CB5',
      members: [{}, { agrees: ['remind', 'store'] }, { isLinked: false }, { status: 'exempt' }],
    }))
  })

  const tick = async (now: string | Date): Promise<readonly Delivered[]> => {
    world.setClock(typeof now === 'string' ? at(now) : now)
    await runDue(world.app)
    return world.deliver()
  }
  const live = async (from: string, to: string): Promise<void> => {
    for (
      let now: Date | undefined = at(from);
      now !== undefined && now <= at(to);
      now = (await nextEvent(world.app, now))?.at
    )
      await tick(now)
  }
  const promise = (
    dueOn: string,
    place = 0,
    measure = 'Đọc nghị quyết',
    createdAt = '2026-11-01 09:00',
  ) =>
    world.addRemedy({
      memberId: members[place] ?? '',
      branchId,
      dueOn,
      measure,
      createdAt: at(createdAt),
    })
  const times = (): readonly string[] =>
    world.delivered.map((message) => {
      const { date, time } = localOf(message.at, zone)
      return `${date} ${time}`
    })
  const slots = () =>
    world.rows<{ rule: string; date: string; state: string; reason: string | null }>(
      'SELECT rule, local_date::text AS date, state, reason FROM slot ORDER BY local_date, rule, reason NULLS FIRST',
    )

  it('three days before, that day, and then weekly four times, and no more', async () => {
    await promise('2026-11-10')
    await tick('2026-11-01 10:00')
    await live('2026-11-01 11:00', '2027-02-01 09:00')
    expect(times()).toEqual([
      '2026-11-07 08:30',
      '2026-11-10 08:30',
      '2026-11-17 08:30',
      '2026-11-24 08:30',
      '2026-12-01 08:30',
      '2026-12-08 08:30',
    ])
    expect(world.delivered.map(({ message }) => message.text.includes('Đọc nghị quyết'))).toEqual(
      Array.from({ length: 6 }, () => true),
    )
    expect(
      world.delivered[0]?.message.choices?.map(
        ({ payload }) => payload.split('|')[2]?.split('~')[0],
      ),
    ).toEqual(['done', 'progress', 'move', 'drop'])
  })

  it('stops when it is done, and follows a moved date', async () => {
    const done = await promise('2026-11-10')
    const moved = await promise('2026-11-12', 0, 'Chuẩn bị ý kiến')
    await tick('2026-11-01 10:00')
    await live('2026-11-01 11:00', '2026-11-10 08:29')
    await world.rows(
      `UPDATE remedy SET status = 'done', closed_at = $1 WHERE id = $2::uuid`,
      world.app.now(),
      done,
    )
    await world.rows(
      `UPDATE remedy SET due_on = '2026-11-20', moves = 1 WHERE id = $1::uuid`,
      moved,
    )
    await live('2026-11-10 08:30', '2026-11-20 09:00')
    expect(times()).toEqual([
      '2026-11-07 08:30',
      '2026-11-09 08:30',
      '2026-11-17 08:30',
      '2026-11-20 08:30',
    ])
  })

  it('does not remind of a day that was named only just now', async () => {
    await tick('2026-11-08 09:00')
    await promise('2026-11-10', 0, 'Hứa hôm nay', '2026-11-08 09:10')
    const moved = await promise('2026-12-30')
    await tick('2026-11-08 09:15')
    await world.rows(`UPDATE remedy SET due_on = '2026-11-10' WHERE id = $1::uuid`, moved)
    expect(await tick('2026-11-08 09:20')).toEqual([])
    expect(await slots()).toEqual([])
    expect(await tick('2026-11-10 08:30')).toHaveLength(1)
  })

  it('several of one person on one morning are one message', async () => {
    for (const measure of ['Việc một', 'Việc hai', 'Việc ba'])
      await promise('2026-11-10', 0, measure)
    await tick('2026-11-09 10:00')
    const sent = await tick('2026-11-10 08:30')
    expect(sent).toHaveLength(1)
    for (const measure of ['Việc một', 'Việc hai', 'Việc ba'])
      expect(sent[0]?.message.text).toContain(measure)
    expect(sent[0]?.message.choices?.map(({ payload }) => payload.split('~')[0])).toEqual([
      't|/tusua',
    ])
    await tick('2026-11-10 08:40')
    expect(await slots()).toMatchObject([
      { state: 'sent' },
      { state: 'skipped', reason: 'merged' },
      { state: 'skipped', reason: 'merged' },
    ])
  })

  it('says why where it may not', async () => {
    await promise('2026-11-10', 1)
    await promise('2026-11-10', 2)
    await promise('2026-11-10', 3)
    await tick('2026-11-09 10:00')
    expect(await tick('2026-11-10 08:30')).toEqual([])
    expect((await slots()).map(({ reason }) => reason).toSorted()).toEqual([
      'exempt',
      'noConsent',
      'notLinked',
    ])
  })

  it('after an outage says what is still of use, and of the rest why not', async () => {
    await promise('2026-11-10')
    await tick('2026-11-05 10:00')
    await tick('2026-11-18 10:00')
    await tick('2026-11-18 10:10')
    expect(
      (await slots()).map(
        ({ rule, date, state, reason }) => `${date} ${rule} ${state} ${reason ?? ''}`,
      ),
    ).toEqual([
      '2026-11-07 remedySoon skipped tooLate',
      '2026-11-10 remedyToday skipped tooLate',
      '2026-11-17 remedyOverdue sent ',
    ])
  })

  it('is dropped by whoever settles it while it waits', async () => {
    const id = await promise('2026-11-10')
    await tick('2026-11-09 10:00')
    world.setClock(at('2026-11-10 08:30'))
    await runDue(world.app)
    expect(await world.rows(`SELECT merge_key FROM outbox WHERE state = 'pending'`)).toEqual([
      { merge_key: `remedy:${id}` },
    ])
  })

  it('nobody’s words stand in the outbox or the slots to be read', async () => {
    await promise('2026-11-10', 0, 'CHIM-HOANG-YEN')
    await tick('2026-11-09 10:00')
    world.setClock(at('2026-11-10 08:30'))
    await runDue(world.app)
    const stored = JSON.stringify(
      [await world.rows('SELECT * FROM outbox'), await world.rows('SELECT * FROM slot')],
      (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(stored).not.toContain('HOANG')
    expect((await world.deliver())[0]?.message.text).toContain('CHIM-HOANG-YEN')
  })
})
