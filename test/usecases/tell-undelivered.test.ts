// A group notice that failed: the secretary gets the text to pass on, once, with the reason; then
// it is nowhere any more.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { whyOf } from '../../src/usecases/screens/undelivered.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

it.each([
  ['kicked', 'gone'],
  ['groupGone', 'gone'],
  ['rejected 400', 'rejected'],
  ['throttled', 'quota'],
  ['quota', 'quota'],
  ['monthlyQuota', 'quota'],
  ['unreachable', 'unreachable'],
  ['waited', 'unreachable'],
  ['', 'rejected'],
])('%j is told as %s', (reason, why) => {
  expect(whyOf(reason)).toBe(why)
})

onOneDatabase('a group notice that failed', (open) => {
  let world: World
  let database: Database
  const branch = {
    code: 'CB5',
    rule: { kind: 'fixedDay', day: 3 },
    time: '19:30',
    members: [{ role: 'secretary' }, {}],
  } as const
  const tick = async (
    when: string,
    fate?: (message: Delivered) => 'sent' | 'failed',
  ): Promise<readonly Delivered[]> => {
    world.setClock(at(when))
    await runDue(world.app)
    return world.deliver(fate)
  }
  const failGroup = ({ groupId }: Delivered): 'sent' | 'failed' =>
    groupId === null ? 'sent' : 'failed'
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  it('comes to the secretary in two messages, the second to be passed on whole', async () => {
    const {
      members: [secretary],
    } = await world.addBranch(branch)
    await tick('2026-11-20 09:00')
    const sent = await tick('2026-11-26 08:00', failGroup)
    const notice = sent.find(({ groupId }) => groupId !== null)
    expect(notice?.message.text).toMatch(/^Kính gửi/u)
    const told = await tick('2026-11-26 08:01')
    expect(told.map(({ memberId }) => memberId)).toEqual([secretary, secretary])
    expect(told[0]?.message.text).toMatch(
      /^Tin gửi nhóm \(báo nhóm kỳ tự soi đã mở\) chưa gửi được: nền tảng nhắn tin không nhận tin này\./u,
    )
    expect(told[1]?.message).toEqual({ text: notice?.message.text })
    expect(await tick('2026-11-26 08:02')).toEqual([])
    expect(
      await world.rows(`SELECT 1 FROM outbox WHERE class = 'groupNotice' AND body IS NOT NULL`),
    ).toEqual([])
  })

  it('nobody to tell, or its time over: the text is wiped, and the slot says why', async () => {
    await world.addBranch({ ...branch, members: [{ role: 'secretary', isLinked: false }, {}] })
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00', failGroup)
    expect(await tick('2026-11-26 08:01')).toEqual([])
    expect(
      await world.rows(`SELECT state, reason FROM slot WHERE rule = 'tellUndelivered'`),
    ).toEqual([{ state: 'skipped', reason: 'nobodyToTell' }])
    expect(
      await world.rows(`SELECT 1 FROM outbox WHERE class = 'groupNotice' AND body IS NOT NULL`),
    ).toEqual([])
  })
})
