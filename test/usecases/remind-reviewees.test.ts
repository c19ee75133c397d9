import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import type { BranchSpec } from './branch-rows.ts'
import { at, zone } from './in-viet-nam.ts'

const rotating: BranchSpec = {
  code: 'CB5',
  rule: { kind: 'fixedDay', day: 3 },
  time: '19:30',
  timeline: { reviewFirst: { on: true }, reviewLast: { on: true } },
  members: [{ role: 'secretary' }, {}, {}, { status: 'exempt' }],
}

onOneDatabase('those whose turn it is to review themselves', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  const tick = async (now: string | Date): Promise<readonly Delivered[]> => {
    world.setClock(typeof now === 'string' ? at(now) : now)
    await runDue(world.app)
    return world.deliver()
  }
  /** Members who came to the branch one day after another, in the order given. */
  const add = async (
    spec: BranchSpec,
  ): Promise<{ readonly branchId: string; readonly members: readonly string[] }> => {
    const { id: branchId, members } = await world.addBranch(spec)
    for (const [place, id] of members.entries()) {
      await world.rows(
        'UPDATE member SET created_at = $1 WHERE id = $2::uuid',
        at(`2026-01-0${String(place + 1)} 08:00`),
        id,
      )
    }
    return { branchId, members }
  }
  const told = () =>
    world.delivered.filter(({ message }) => message.text.includes('đến lượt đồng chí tự kiểm điểm'))
  const times = () =>
    told().map((message) => {
      const { date, time } = localOf(message.at, zone)
      return `${date} ${time}`
    })
  const slots = () =>
    world.rows<{ date: string; state: string; reason: string | null }>(
      `SELECT local_date::text AS date, state, reason FROM slot WHERE rule LIKE 'review%'
        ORDER BY local_date`,
    )

  it('are told seven and two days before, one member a month, each once before anybody twice, and never the exempt', async () => {
    const { members } = await add(rotating)
    const wanted = [
      '2026-11-26 08:00',
      '2026-12-01 19:00',
      '2026-12-27 08:00',
      '2027-01-01 19:00',
      '2027-01-27 08:00',
      '2027-02-01 19:00',
      '2027-02-24 08:00',
      '2027-03-01 19:00',
    ]
    await tick('2026-11-20 09:00')
    for (const due of wanted) await tick(due)
    expect(times()).toEqual(wanted)
    const people = told().map(({ memberId }) => members.indexOf(memberId ?? ''))
    expect(people).toEqual([0, 0, 1, 1, 2, 2, 0, 0])
    expect(
      told().every(
        ({ groupId, class: kind, message }) =>
          groupId === null && kind === 'prompt' && message.isProtected === true,
      ),
    ).toBe(true)
  })

  it('get an outline of their own words, and nobody else hears any of it', async () => {
    const {
      branchId,
      members: [secretary = '', hoa = ''],
    } = await add(rotating)
    const of = { branchId, createdAt: at('2026-10-20 09:00') }
    await world.addRemedy({
      ...of,
      memberId: secretary,
      dueOn: '2027-01-20',
      measure: 'CHIM-HOANG-YEN',
    })
    await world.addRemedy({
      ...of,
      memberId: secretary,
      dueOn: '2026-10-30',
      measure: 'Sửa xong',
      status: 'done',
    })
    await world.addRemedy({ ...of, memberId: hoa, dueOn: '2027-01-20', measure: 'VIET-RIENG' })
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00')
    const [first] = told()
    expect(first?.memberId).toBe(secretary)
    expect(first?.message.text).toMatch(
      /Tin này chỉ gửi riêng đồng chí[^]*3\. Việc tự sửa đã xong\n– Sửa xong[^]*4\. Việc tự sửa đang làm\n– CHIM-HOANG-YEN/u,
    )
    expect(first?.message.text).not.toContain('VIET-RIENG')
    expect(
      world.delivered
        .filter(({ message }) => message.text.includes('HOANG-YEN'))
        .map(({ memberId }) => memberId),
    ).toEqual([secretary])
  })

  it('get no outline where they did not agree that answers are kept, and are not written to where they did not agree to be', async () => {
    const { members } = await add({
      ...rotating,
      members: [{ agrees: ['remind'] }, { agrees: ['store'] }, {}],
    })
    await world.rows('UPDATE branch SET reviewees_at_meeting = 2')
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00')
    expect(told().map(({ memberId }) => memberId)).toEqual([members[0]])
    expect(told()[0]?.message.text).toContain('Trợ lý chưa có nội dung đồng chí ghi để gợi ý')
    const named = await world.rows<{ member_id: string }>('SELECT member_id FROM reviewee')
    expect(named.map(({ member_id }) => member_id).toSorted()).toEqual(
      [members[0], members[1]].toSorted(),
    )
  })

  it('stay who they are when the roster changes after they were told; who leaves is replaced', async () => {
    const { members } = await add(rotating)
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00')
    const [first = ''] = told().map(({ memberId }) => memberId ?? '')
    await world.rows(`UPDATE member SET created_at = '2025-01-01' WHERE id <> $1::uuid`, first)
    await tick('2026-12-01 19:00')
    expect(told().map(({ memberId }) => memberId)).toEqual([first, first])
    await world.rows(
      `UPDATE member SET created_at = '2024-12-31' WHERE id = $1::uuid`,
      members[1] ?? '',
    )
    await world.rows(`UPDATE member SET left_at = '2026-12-02' WHERE id = $1::uuid`, first)
    await tick('2026-12-27 08:00')
    expect(
      told()
        .slice(2)
        .map(({ memberId }) => memberId),
    ).toEqual([members[1]])
  })

  it('are followed by the next in turn, told once and at once, when hindered after the last reminder, as the secretary sees', async () => {
    const {
      branchId,
      members: [secretary = '', hoa = '', lan = ''],
    } = await add(rotating)
    for (const due of ['2026-11-20 09:00', '2026-11-26 08:00']) await tick(due)
    const leaves = (memberId: string) =>
      world.rows(
        `INSERT INTO absence (id, member_id, from_on, to_on, created_at)
      VALUES (gen_random_uuid(), $1::uuid, '2026-12-03', '2026-12-05', $2)`,
        memberId,
        at('2026-11-26 09:00'),
      )
    await leaves(secretary)
    await tick('2026-11-26 09:01')
    expect(told()).toHaveLength(1)
    await tick('2026-12-01 19:00')
    expect(told().map(({ memberId }) => memberId)).toEqual([secretary, hoa])
    await world.rows(`UPDATE member SET status = 'exempt' WHERE id = $1::uuid`, hoa)
    for (const now of [
      '2026-12-01 22:00',
      '2026-12-01 22:01',
      '2026-12-02 07:00',
      '2026-12-02 07:01',
    ])
      await tick(now)
    expect(told().map(({ memberId }) => memberId)).toEqual([secretary, hoa, lan])
    expect(times().at(-1)).toBe('2026-12-02 07:00')
    expect(told().at(-1)).toMatchObject({ class: 'prompt', message: { isProtected: true } })
    expect(await world.rows('SELECT member_id, state FROM reviewee')).toEqual([
      { member_id: lan, state: 'named' },
    ])
    const rotation = await world.app.tables.rotation(branchId)
    expect(
      rotation.members
        .filter(({ tookTurnOn }) => tookTurnOn === '2026-12-03')
        .map(({ memberId }) => memberId),
    ).toEqual([lan])
    expect(rotation.reviewees).toMatchObject([{ memberId: lan, on: '2026-12-03' }])
    expect(told().at(-1)?.message.text).toContain('vừa thay đổi')
    await world.rows(
      `UPDATE member SET left_at = $1 WHERE id = $2::uuid`,
      at('2026-12-03 20:00'),
      lan,
    )
    await tick('2026-12-03 20:01')
    expect(told()).toHaveLength(3)
    expect(await world.rows('SELECT member_id FROM reviewee')).toEqual([{ member_id: lan }])
  })

  it('are followed by nobody where nobody is left, where the night lasts until the meeting, or where the rotation was stopped', async () => {
    const spec: BranchSpec = { ...rotating, time: '07:00', members: [{}, {}] }
    const {
      members: [first = ''],
    } = await add(spec)
    for (const due of ['2026-11-20 09:00', '2026-11-26 08:00', '2026-12-01 19:00']) await tick(due)
    await world.rows(
      `UPDATE branch SET timeline = '{"reviewFirst":{"on":false},"reviewLast":{"on":false}}'`,
    )
    await world.rows(`UPDATE member SET status = 'exempt' WHERE id = $1::uuid`, first)
    await tick('2026-12-02 12:00')
    expect(told().map(({ memberId }) => memberId)).toEqual([first, first])
    await world.rows(
      `UPDATE branch SET timeline = '{"reviewFirst":{"on":true},"reviewLast":{"on":true}}'`,
    )
    for (const now of ['2026-12-02 22:00', '2026-12-03 06:59', '2026-12-03 07:00']) await tick(now)
    expect(told().map(({ memberId }) => memberId)).toEqual([first, first])
    expect(await world.rows('SELECT member_id FROM reviewee')).toEqual([])
  })

  it('are told once after an outage, never by night, and what came too late says so; a branch without a rotation has nothing', async () => {
    await world.addBranch(rotating)
    await world.addBranch({ ...rotating, code: 'CB6', timeline: {} })
    await tick('2026-11-20 09:00')
    await tick('2026-11-30 09:00')
    expect(told()).toEqual([])
    await tick('2026-12-02 22:00')
    await tick('2026-12-02 22:10')
    expect(told()).toEqual([])
    for (const morning of ['07:00', '07:10', '12:00']) await tick(`2026-12-03 ${morning}`)
    expect(times()).toEqual(['2026-12-03 07:00'])
    expect(await slots()).toEqual([
      { date: '2026-11-26', state: 'skipped', reason: 'tooLate' },
      { date: '2026-12-01', state: 'sent', reason: null },
    ])
  })
})
