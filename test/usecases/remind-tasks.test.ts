import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { remedyMoments } from '../../src/domain/due-date.ts'
import { addDays, type LocalDate, localDate } from '../../src/domain/local-date.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { seal } from '../../src/sealing/seal.ts'
import { contexts } from '../../src/store/contexts.ts'
import { remindTasks } from '../../src/usecases/remind-tasks.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import type { MemberSpec } from './branch-rows.ts'
import { at, zone } from './in-viet-nam.ts'

onOneDatabase('reminders of tasks', (open) => {
  let database: Database
  let world: World
  let branchId: string
  let members: readonly string[]
  beforeAll(async () => {
    ;({ database } = await open())
  })
  const begin = async (
    people: readonly MemberSpec[],
    quiet?: readonly [string, string],
  ): Promise<void> => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-01 09:00'))
    const branch = await world.addBranch({
      code: 'CB5',
      members: people,
      ...(quiet === undefined ? {} : { quiet }),
    })
    branchId = branch.id
    members = branch.members
  }
  beforeEach(() =>
    begin([
      { role: 'secretary' },
      {},
      {},
      { agrees: ['store', 'remedies'] },
      { isLinked: false },
      { status: 'exempt' },
      { hasLeft: true },
    ]),
  )

  const add = async (
    dueOn: string,
    places: readonly number[],
    what = 'Thăm hộ',
    others: string | null = null,
  ): Promise<string> => {
    const [row] = await world.rows<{ wrapped_key: Buffer }>(
      'SELECT wrapped_key FROM branch WHERE id = $1::uuid',
      branchId,
    )
    const key = world.app.keyring.dataKeys.open(
      row?.wrapped_key ?? new Uint8Array(),
      contexts.branchKey(branchId),
    )
    const id = randomUUID()
    const body = Buffer.from(
      seal(key, JSON.stringify({ what, others }), contexts.branchTaskBody(id, branchId)),
    ).toString('hex')
    const ids = `{${places.map((place) => members[place] ?? '').join(',')}}`
    await world.rows(
      `INSERT INTO branch_task (id, branch_id, period, place, state, due_on, member_ids, body,
        created_by, created_at)
      VALUES ($1::uuid, $2::uuid, '2026-10', 0, 'open', $3::date, $4::uuid[], decode($5, 'hex'),
        $2::uuid, $6)`,
      id,
      branchId,
      dueOn,
      ids,
      body,
      at('2026-11-01 09:00'),
    )
    return id
  }
  const tick = async (now: string | Date): Promise<readonly Delivered[]> => {
    world.setClock(typeof now === 'string' ? at(now) : now)
    await remindTasks(world.app)
    return world.deliver()
  }
  /** Looks twice a day, when reminders come and later. */
  const live = async (from: string, days: number): Promise<void> => {
    for (let day = localDate(from), left = days; left > 0; left -= 1, day = addDays(day, 1))
      for (const time of ['08:30', '19:00']) await tick(`${day} ${time}`)
  }
  const times = (): readonly string[] =>
    world.delivered.map(
      (message) => `${localOf(message.at, zone).date} ${localOf(message.at, zone).time}`,
    )
  const reasons = () =>
    world
      .rows<{ reason: string }>(`SELECT reason FROM slot WHERE state = 'skipped' ORDER BY reason`)
      .then((rows) => rows.map(({ reason }) => reason))

  it('three days before, that day, and then weekly four times, to each who is responsible', async () => {
    await add('2026-11-10', [1, 2])
    await tick('2026-11-01 10:00')
    await live('2026-11-02', 50)
    expect(times().filter((_, place) => place % 2 === 0)).toEqual([
      '2026-11-07 08:30',
      '2026-11-10 08:30',
      '2026-11-17 08:30',
      '2026-11-24 08:30',
      '2026-12-01 08:30',
      '2026-12-08 08:30',
    ])
    expect(world.delivered.map(({ memberId }) => memberId).toSorted()).toEqual(
      [members[1], members[2]].flatMap((id) => Array.from({ length: 6 }, () => id)).toSorted(),
    )
    expect(world.delivered[0]?.message.text).toMatch(
      /^Kính gửi đồng chí\. Còn 3 ngày đến hạn một việc theo nghị quyết chi bộ:\n\nThăm hộ – hạn 10\/11\/2026/u,
    )
    expect(world.delivered[0]?.groupId).toBeNull()
  })

  it('whose task has nobody of the branch goes to the secretary: free words, or all have left', async () => {
    await add('2026-11-10', [], 'Chuẩn bị chuyên đề', 'chi ủy')
    await add('2026-11-10', [6], 'Quét sân')
    await tick('2026-11-09 10:00')
    const [only, ...more] = await tick('2026-11-10 08:30')
    expect(more).toEqual([])
    expect(only?.memberId).toBe(members[0])
    expect(only?.message.text).toContain('– Chuẩn bị chuyên đề – chi ủy – hạn 10/11/2026')
    expect(only?.message.text).toContain('– Quét sân – hạn 10/11/2026')
  })

  it('says why where it may not: exempt, away, not linked, not agreed', async () => {
    for (const place of [2, 3, 4, 5]) await add('2026-11-10', [place])
    await world.rows(
      `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
        VALUES ($1::uuid, $2::uuid, '2026-11-01', '2026-11-30', $3)`,
      randomUUID(),
      members[2] ?? '',
      at('2026-11-01 09:00'),
    )
    await tick('2026-11-09 10:00')
    expect(await tick('2026-11-10 08:30')).toEqual([])
    expect(await reasons()).toEqual(['away', 'exempt', 'noConsent', 'notLinked'])
  })

  it('several of one person on one morning are one message; drafts are nobody’s', async () => {
    for (const what of ['Việc một', 'Việc hai']) await add('2026-11-10', [1], what)
    const draft = await add('2026-11-10', [1], 'Việc nháp')
    await world.rows(`UPDATE branch_task SET state = 'draft' WHERE id = $1::uuid`, draft)
    await tick('2026-11-09 10:00')
    const sent = await tick('2026-11-10 08:30')
    expect(
      sent.map(
        ({ message }) => message.text.includes('Việc một') && message.text.includes('Việc hai'),
      ),
    ).toEqual([true])
    expect(sent[0]?.message.text).not.toContain('nháp')
    expect(await reasons()).toEqual(['merged'])
  })

  it('waits for the end of the quiet hours without holding anything back in the outbox', async () => {
    await begin([{ role: 'secretary' }, {}], ['21:00', '10:00'])
    const id = await add('2026-11-10', [1])
    await tick('2026-11-09 12:00')
    await tick('2026-11-10 08:35')
    expect(await world.rows('SELECT 1 FROM outbox')).toEqual([])
    await world.rows(`UPDATE branch_task SET state = 'done' WHERE id = $1::uuid`, id)
    expect(await tick('2026-11-10 10:00')).toEqual([])
    await world.rows(`UPDATE branch_task SET state = 'open' WHERE id = $1::uuid`, id)
    expect(await tick('2026-11-17 10:00')).toHaveLength(1)
  })

  it('is never doubled, never said after the task is done, never of a day that no longer stands', async () => {
    const step = fc.record({
      hours: fc.integer({ min: 1, max: 60 }),
      deed: fc.constantFrom('nothing', 'nothing', 'nothing', 'done', 'reopen', 'putOff', 'again'),
      days: fc.integer({ min: -2, max: 12 }),
    })
    let said = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 24 }), async (steps) => {
        await world.rows('DELETE FROM outbox')
        await world.rows('DELETE FROM slot')
        await world.rows('DELETE FROM branch_task')
        await world.rows(`DELETE FROM installation WHERE key LIKE 'lastRun:%'`)
        world.delivered.length = 0
        const id = await add('2026-11-06', [1, 2])
        let [now, dueOn, isActive]: [Date, LocalDate, boolean] = [
          at('2026-11-01 10:00'),
          localDate('2026-11-06'),
          true,
        ]
        await tick(now)
        const heard = new Set<string>()
        for (const { hours, deed, days } of steps) {
          now = new Date(now.getTime() + hours * 3_600_000)
          if (deed === 'done' || deed === 'reopen') {
            isActive = deed === 'reopen'
            await world.rows(
              'UPDATE branch_task SET state = $1 WHERE id = $2::uuid',
              isActive ? 'open' : 'done',
              id,
            )
          }
          if (deed === 'putOff') {
            dueOn = addDays(localOf(now, zone).date, Math.max(0, days))
            isActive = true
            await world.rows(
              `UPDATE branch_task SET state = 'putOff', due_on = $1::date WHERE id = $2::uuid`,
              dueOn,
              id,
            )
          }
          const sent = [...(await tick(now)), ...(deed === 'again' ? await tick(now) : [])]
          said += sent.length
          if (!isActive) expect(sent).toEqual([])
          const standing = remedyMoments(dueOn, zone).filter(
            ({ dueAt, usefulUntil }) => dueAt <= now && now < usefulUntil,
          )
          for (const { memberId } of sent) {
            const key = `${memberId ?? ''} ${standing.map(({ ruleId, localDate: on }) => `${ruleId} ${on}`).join()}`
            expect(standing.length, key).toBeGreaterThan(0)
            expect(heard.has(key), key).toBe(false)
            heard.add(key)
          }
        }
      }),
      { numRuns: 12, seed: 7 },
    )
    expect(said).toBeGreaterThan(12)
  })
})
