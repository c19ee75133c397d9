// A year of three branches with outages, clock jumps, moved meetings and lost connections, on each
// database: whatever happens, nothing is said twice, nothing is said at night or too late, and
// nothing that was due is silent (reliability.md F32–F33, I3, I4, I8).
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { addDays, localDate } from '../../src/domain/local-date.ts'
import { localOf, localTime } from '../../src/domain/local-time.ts'
import { timelineOf } from '../../src/domain/timeline.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { timetable } from '../../src/schedule/timetable.ts'
import { onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from '../usecases/world.ts'
import { at, zone } from '../usecases/in-viet-nam.ts'

const canary = 'CHIM-HOANG-YEN'
const minute = 60_000
const start = at('2026-10-15 09:00')
const end = at('2027-10-15 09:00')
/** Deleting what is a year old is another test's, and half of the statements. */
const jobs = timetable.filter(({ name }) => name !== 'tidy')

interface Step {
  readonly minutes: number
  readonly back: number
  readonly fate: number
  readonly act: 'none' | 'answer' | 'promise' | 'settle' | 'move' | 'ungroup' | 'regroup'
  readonly pick: number
}

/** Mostly a few hours; now and then a night of an outage, a weekend, and seldom two weeks. */
const minutes = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 20, max: 600 }) },
  { weight: 6, arbitrary: fc.integer({ min: 600, max: 1500 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1500, max: 5000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5000, max: 20_000 }) },
)
const step: fc.Arbitrary<Step> = fc.record({
  minutes,
  back: fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 1500 }) },
  ),
  fate: fc.integer({ min: 0, max: 99 }),
  act: fc.constantFrom(
    'none',
    'answer',
    'answer',
    'promise',
    'promise',
    'settle',
    'move',
    'ungroup',
    'regroup',
    'none',
  ),
  pick: fc.nat(10_000),
})

type Branches = Awaited<ReturnType<World['addBranches']>>

async function act(world: World, branches: Branches, { act: what, pick }: Step): Promise<void> {
  const branch = branches[pick % branches.length]
  const memberId = branch?.members[pick % branch.members.length]
  if (branch === undefined || memberId === undefined) return
  const now = world.app.now()
  const today = localOf(now, zone).date
  switch (what) {
    case 'answer':
      await world.rows(
        `UPDATE assessment SET state = $1 WHERE member_id = $2::uuid
          AND state IN ('invited', 'inProgress')`,
        pick % 3 === 0 ? 'inProgress' : 'submitted',
        memberId,
      )
      return
    case 'promise':
      await world.addRemedy({
        memberId,
        branchId: branch.id,
        dueOn: addDays(today, pick % 40),
        measure: canary,
        createdAt: now,
      })
      return
    case 'settle':
      await world.rows(
        `UPDATE remedy SET status = 'done', closed_at = $1 WHERE id = (SELECT id FROM remedy
          WHERE status = 'open' ORDER BY id LIMIT 1)`,
        now,
      )
      return
    case 'move':
      await world.rows(
        `UPDATE meeting SET date = date + $1::int, source = 'hand' WHERE id = (SELECT id
          FROM meeting WHERE branch_id = $2::uuid AND date > $3::date
        ORDER BY date LIMIT 1)`,
        (pick % 9) - 2,
        branch.id,
        addDays(today, 3),
      )
      return
    case 'ungroup':
    case 'regroup':
      await world.rows(
        `UPDATE branch_group SET state = $1 WHERE branch_id = $2::uuid`,
        what === 'ungroup' ? 'removed' : 'bound',
        branch.id,
      )
      return
    case 'none':
  }
}

async function checkNothingSilent(world: World, now: Date): Promise<void> {
  const meetings = await world.rows<{
    branch_id: string
    date: string
    starts_at: string
    previous: string | null
    next: string | null
  }>(`
    SELECT branch_id, date::text AS date, starts_at, lag(date) OVER w AS previous,
      lead(date) OVER w AS next FROM meeting WINDOW w AS (PARTITION BY branch_id ORDER BY date)`)
  const slots = new Map(
    (
      await world.rows<{ key: string; state: string; reason: string | null }>(`
    SELECT branch_id || ' ' || rule || ' ' || local_date AS key, state, reason FROM slot
      WHERE subject = branch_id`)
    ).map((slot) => [slot.key, slot]),
  )
  const due = meetings.flatMap(({ branch_id, date, starts_at, previous, next }) => {
    const near = {
      previous: previous === null ? null : localDate(previous),
      next: next === null ? null : localDate(next),
    }
    const { moments } = timelineOf(
      { date: localDate(date), startsAt: localTime(starts_at) },
      {},
      zone,
      near,
    )
    return moments
      .filter(({ dueAt }) => dueAt <= now)
      .map(({ ruleId, localDate: day }) => `${branch_id} ${ruleId} ${day}`)
  })
  expect(due.length).toBeGreaterThan(100)
  expect(due.filter((key) => !slots.has(key))).toEqual([])
  expect(
    [...slots.values()].filter(({ state, reason }) => state === 'skipped' && reason === null),
  ).toEqual([])
}

async function checkWhatWasSaid(world: World): Promise<void> {
  const { delivered } = world
  const bySlot = new Map<string, number>()
  for (const { slotId, memberId, groupId, class: kind } of delivered) {
    expect(slotId).not.toBeNull()
    const key = `${slotId ?? ''} ${memberId ?? groupId ?? ''} ${kind}`
    bySlot.set(key, (bySlot.get(key) ?? 0) + 1)
  }
  expect([...bySlot].filter(([, count]) => count > 1)).toEqual([])
  expect(
    delivered.filter((message) => {
      const { time } = localOf(message.at, zone)
      return time >= '21:00' || time < '07:00'
    }),
  ).toEqual([])
  const toGroups = delivered.filter(({ groupId }) => groupId !== null)
  expect(toGroups.length).toBeGreaterThan(20)
  expect(JSON.stringify(toGroups.map(({ message }) => message))).not.toContain(canary)
  expect(
    await world.rows(`SELECT id FROM outbox WHERE state = 'sent' AND settled_at > not_after`),
  ).toEqual([])
}

async function checkAtRest(world: World, now: Date): Promise<void> {
  expect(
    await world.rows(
      `SELECT id FROM outbox WHERE state = 'sending' OR state = 'pending' AND not_before <= $1`,
      now,
    ),
  ).toEqual([])
  expect(
    await world.rows(
      `SELECT s.rule FROM slot s WHERE state = 'queued' AND NOT EXISTS (SELECT FROM outbox o
        WHERE o.slot_id = s.id AND o.state = 'pending')`,
    ),
  ).toEqual([])
  expect(
    await world.rows('SELECT id FROM round WHERE closed_at IS NULL AND closes_at <= $1', now),
  ).toEqual([])
  expect(
    await world.rows('SELECT id FROM round WHERE (closed_at IS NULL) <> (publication IS NULL)'),
  ).toEqual([])
  expect(
    await world.rows(`SELECT o.id FROM outbox o WHERE o.state = 'unknown'
      AND o.class = 'groupNotice'
    AND NOT EXISTS (SELECT FROM slot s WHERE s.rule = 'tellUnknown' AND s.subject = o.id)`),
  ).toEqual([])
}

onOneDatabase('a year', (open) => {
  let database: Database
  beforeAll(async () => {
    ;({ database } = await open())
  })

  it('says each thing once or says why not', async () => {
    // One long life rather than many short ones; a failure is told by its step, and shrinking a
    // year would take hours.
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1200, maxLength: 1200 }), async (steps) => {
        const world = createWorld(database, start)
        const member = { name: `Nguyễn ${canary}` }
        const members = [
          { ...member, role: 'secretary' },
          member,
          member,
          { ...member, isLinked: false },
          { ...member, agrees: ['store'] },
        ] as const
        const branches = await world.addBranches([
          { code: 'CB1', rule: { kind: 'fixedDay', day: 3 }, members },
          { code: 'CB2', rule: { kind: 'nthWeekday', nth: 1, weekday: 6 }, time: '08:00', members },
          { code: 'CB3', rule: { kind: 'fixedDay', day: 31 }, members },
        ])
        let now = start
        let highest = start
        for (const one of steps) {
          now = new Date(now.getTime() + (one.minutes - one.back) * minute)
          if (now > end) break
          if (now > highest) highest = now
          world.setClock(now)
          await runDue(world.app, jobs)
          await world.deliver(({ groupId }) =>
            groupId === null
              ? one.fate < 3
                ? 'failed'
                : 'sent'
              : one.fate < 10
                ? 'unknown'
                : 'sent',
          )
          await act(world, branches, one)
        }
        world.setClock(highest)
        for (let again = 0; again < 3; again += 1) {
          await runDue(world.app, jobs)
          await world.deliver()
        }
        expect(
          world.events.filter(({ code }) => code === 'branch.failed' || code === 'job.failed'),
        ).toEqual([])
        expect(highest.getTime()).toBeGreaterThan(at('2027-09-01 09:00').getTime())
        await checkNothingSilent(world, highest)
        await checkWhatWasSaid(world)
        await checkAtRest(world, highest)
      }),
      { numRuns: 1, seed: 20261122, endOnFailure: true },
    )
  })
})
