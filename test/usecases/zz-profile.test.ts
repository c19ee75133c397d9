import { Session } from 'node:inspector'
import { writeFileSync } from 'node:fs'
// The size of a large commune: how long its openings take is printed, not asserted, since machines differ.
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { followMonths } from '../../src/usecases/follow-months.ts'
import { planMeetings } from '../../src/usecases/plan-meetings.ts'
import { onEveryDatabase } from '../support/database.ts'
import { at, createWorld } from './world.ts'

const people = 8431
const branches = 300

onEveryDatabase('8,431 members in 300 branches', (open, kind) => {
  let database: Database
  beforeAll(async () => {
    ;({ database } = await open())
  })

  it('are all invited by one tick, and the next tick finds nothing to do', { timeout: 180_000 }, async () => {
    const times = new Map<string, [number, number]>()
    const timed = (q: any) => async (st: any) => { const a = performance.now(); try { return await q(st) } finally { const e = times.get(st.name) ?? [0, 0]; times.set(st.name, [e[0] + 1, e[1] + performance.now() - a]) } }
    const wrapped = { kind: database.kind, prisma: database.prisma, query: timed((s: any) => database.query(s)), openSession: () => database.openSession(), close: () => database.close(), transact: (w: any) => database.transact((t) => w({ query: timed((s: any) => t.query(s)), finish: (s: any) => t.finish(s) })) } as never
    const world = createWorld(wrapped, at('2026-11-26 08:00'))
    const size = (place: number): number => Math.floor(people / branches) + (place < people % branches ? 1 : 0)
    await world.addBranches(Array.from({ length: branches }, (_, place) => ({
      code: `CB${String(place)}`, rule: { kind: 'fixedDay', day: 3 }, members: Array.from({ length: size(place) }, () => ({})),
    })))
    await planMeetings(world.app)
    times.clear(); const session = new Session(); session.connect(); await new Promise((r) => session.post('Profiler.enable', () => session.post('Profiler.start', r as never))); const cpu = process.cpuUsage(); const started = performance.now()
    await followMonths(world.app)
    const took = performance.now() - started; console.log(kind, 'cpu', process.cpuUsage(cpu), [...times].map(([n, [c, ms]]) => `${n} ${c} ${ms.toFixed(0)}`)); await new Promise<void>((r) => session.post('Profiler.stop', (_e, { profile }) => { writeFileSync('/tmp/prof-' + kind + '.cpuprofile', JSON.stringify(profile)); r() }))
    const [counts] = await world.rows<{ rounds: number; sheets: number; prompts: number; notices: number }>(`SELECT
      (SELECT count(*) FROM round) AS rounds, (SELECT count(*) FROM assessment) AS sheets,
      (SELECT count(*) FROM outbox WHERE class = 'prompt') AS prompts, (SELECT count(*) FROM outbox WHERE class = 'groupNotice') AS notices`)
    expect(counts).toEqual({ rounds: branches, sheets: people, prompts: people, notices: branches })
    expect(world.events.filter(({ code }) => code === 'branchFailed')).toEqual([])
    const idle = performance.now()
    await followMonths(world.app)
    const idleTook = performance.now() - idle
    expect(await world.rows('SELECT id FROM outbox')).toHaveLength(people + branches)
    process.stdout.write(`\n${kind}: ${String(people)} invitations of ${String(branches)} branches queued in ${took.toFixed(0)} ms, an idle tick ${idleTook.toFixed(0)} ms\n`)
  })
})
