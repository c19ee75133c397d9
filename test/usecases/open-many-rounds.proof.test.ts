// The size of a large commune: how long its openings take is printed, not asserted, since machines
// differ.
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { followMonths } from '../../src/usecases/follow-months.ts'
import { planMeetings } from '../../src/usecases/plan-meetings.ts'
import { onOneDatabase } from '../support/database.ts'
import { createWorld } from './world.ts'
import { at } from './in-viet-nam.ts'

onOneDatabase('8,431 members in 300 branches', (open, kind) => {
  // The embedded database is for trying out: a tenth shows that it works, and does not hold up the
  // suite.
  const share = kind === 'postgresql' ? 1 : 10
  const people = Math.floor(8431 / share)
  const branches = 300 / share
  let database: Database
  beforeAll(async () => {
    ;({ database } = await open())
  })

  it('are all invited by one tick, and the next tick finds nothing to do', async () => {
    const world = createWorld(database, at('2026-11-26 08:00'))
    const size = (place: number): number =>
      Math.floor(people / branches) + (place < people % branches ? 1 : 0)
    await world.addBranches(
      Array.from({ length: branches }, (_, place) => ({
        code: `CB${String(place)}`,
        rule: { kind: 'fixedDay', day: 3 },
        members: Array.from({ length: size(place) }, () => ({})),
      })),
    )
    await planMeetings(world.app)
    const started = performance.now()
    const cpu = process.cpuUsage()
    await followMonths(world.app)
    const took = performance.now() - started
    const own = process.cpuUsage(cpu)
    const [counts] = await world.rows<{
      rounds: number
      sheets: number
      prompts: number
      notices: number
    }>(`SELECT
      (SELECT count(*) FROM round) AS rounds, (SELECT count(*) FROM assessment) AS sheets,
      (SELECT count(*) FROM outbox WHERE class = 'prompt') AS prompts, (SELECT count(*) FROM outbox
        WHERE class = 'groupNotice') AS notices`)
    expect(counts).toEqual({
      rounds: branches,
      sheets: people,
      prompts: people,
      notices: branches,
    })
    expect(world.events.filter(({ code }) => code === 'branch.failed')).toEqual([])
    const idle = performance.now()
    await followMonths(world.app)
    const idleTook = performance.now() - idle
    expect(await world.rows('SELECT id FROM outbox')).toHaveLength(people + branches)
    const ownMs = (own.user + own.system) / 1000
    process.stdout.write(
      `\n${kind}: ${String(people)} invitations of ${String(branches)} branches queued in ${took.toFixed(0)} ms ` +
        `(${ownMs.toFixed(0)} ms of this process's CPU), an idle tick ${idleTook.toFixed(0)} ms\n`,
    )
  })
})
