import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from '../usecases/world.ts'
import { at } from '../usecases/in-viet-nam.ts'

onOneDatabase('the next event', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  it('is none where nothing is planned', async () => {
    await world.addBranch({ code: 'CB5', members: [{}] })
    await runDue(world.app)
    expect(await nextEvent(world.app, world.app.now())).toBeNull()
  })

  it('is the earliest of meetings, rounds, remedies and waiting messages', async () => {
    const {
      id,
      members: [memberId = ''],
    } = await world.addBranch({ code: 'CB5', rule: { kind: 'fixedDay', day: 3 }, members: [{}] })
    await runDue(world.app)
    const next = () => nextEvent(world.app, world.app.now())
    expect(await next()).toEqual({ at: at('2026-11-26 08:00'), what: 'openRound', branchId: id })
    await world.addRemedy({
      memberId,
      branchId: id,
      dueOn: '2026-11-27',
      measure: 'x',
      createdAt: world.app.now(),
    })
    expect(await next()).toEqual({ at: at('2026-11-24 08:30'), what: 'remedy', branchId: id })
    world.setClock(at('2026-11-26 22:00'))
    await runDue(world.app)
    expect(await next()).toEqual({ at: at('2026-11-27 07:00'), what: 'message', branchId: id })
    await world.rows(`UPDATE round SET closes_at = $1`, at('2026-11-27 06:00'))
    expect(await next()).toEqual({ at: at('2026-11-27 06:00'), what: 'closeRound', branchId: id })
  })
})
