import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openRound } from '../../src/usecases/open-round.ts'
import { planMeetings } from '../../src/usecases/plan-meetings.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import type { MemberSpec } from './branch-rows.ts'
import { at } from './in-viet-nam.ts'

const third = { kind: 'fixedDay', day: 3 } as const
const secretary: MemberSpec = { role: 'secretary', name: 'Trần Văn Lâm' }

onOneDatabase('opening a round', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-26 08:00'))
  })

  const outbox = () =>
    world.rows<{
      member_id: string
      not_before: Date
      not_after: Date
      merge_key: string
      class: string
      lane: number
    }>('SELECT * FROM outbox ORDER BY seq')

  it('freezes the roster and invites whom it may, once', async () => {
    const { id, members } = await world.addBranch({
      code: 'CB5',
      rule: third,
      time: '19:30',
      place: 'Nhà văn hóa tổ 5',
      members: [
        secretary,
        { status: 'probationary' },
        { status: 'exempt' },
        { hasLeft: true },
        { isLinked: false },
        { agrees: ['store', 'remedies'] },
        { agrees: ['remind'] },
        { language: 'en' },
      ],
    })
    await planMeetings(world.app)
    const opening = await openRound(world.app, id)
    expect(opening).toMatchObject({
      kind: 'opened',
      roster: 6,
      invited: 4,
      round: { period: '2026-11', closesAt: at('2026-12-02 20:00') },
    })
    const roster = await world.rows<{
      member_id: string
      state: string
      sheet: { items: unknown[] }
    }>('SELECT * FROM assessment')
    expect(roster.map(({ member_id }) => member_id).toSorted()).toEqual(
      [0, 1, 4, 5, 6, 7].map((place) => members[place]).toSorted(),
    )
    expect(new Set(roster.map(({ state }) => state))).toEqual(new Set(['invited']))
    expect(Math.min(...roster.map(({ sheet }) => sheet.items.length))).toBeGreaterThanOrEqual(8)
    expect(
      (await outbox()).map(({ class: kind, lane, not_before, not_after }) => ({
        kind,
        lane,
        not_before,
        not_after,
      })),
    ).toEqual(
      Array.from({ length: 4 }, () => ({
        kind: 'prompt',
        lane: 1,
        not_before: at('2026-11-26 08:00'),
        not_after: at('2026-12-02 20:00'),
      })),
    )
    expect(world.woken).toEqual([['telegram']])
    const again = await openRound(world.app, id)
    expect(again).toEqual({ kind: 'refused', reason: 'alreadyOpen' })
    expect(await outbox()).toHaveLength(4)
    const sent = await world.deliver()
    const to = (place: number) => sent.find(({ memberId }) => memberId === members[place])?.message
    expect(to(0)?.text).toContain('Kính gửi đồng chí Trần Văn Lâm.')
    expect(to(0)?.text).toContain('19 giờ 30, Thứ Năm, 03/12/2026, Nhà văn hóa tổ 5')
    expect(to(0)?.text).toContain('20 giờ ngày 02/12')
    expect(to(0)?.choices).toHaveLength(3)
    expect(to(0)?.choices?.[0]?.payload).toMatch(/^s\|[0-9a-z]+\|start~[\w-]{11}$/)
    expect(to(6)?.choices).toHaveLength(1)
    expect(to(6)?.choices?.[0]?.payload).toContain('|paper~')
    expect(to(7)?.text).not.toContain('Kính gửi')
  })

  it('two at one moment open it once', async () => {
    const { id } = await world.addBranch({ code: 'CB5', rule: third, members: [secretary, {}, {}] })
    await planMeetings(world.app)
    const openings = await Promise.all(Array.from({ length: 4 }, () => openRound(world.app, id)))
    expect(openings.filter(({ kind }) => kind === 'opened')).toHaveLength(1)
    expect(await outbox()).toHaveLength(3)
  })

  it('puts open remedies on the sheet, the most due first, three at most', async () => {
    const {
      id,
      members: [memberId = ''],
    } = await world.addBranch({ code: 'CB5', members: [secretary] })
    const add = (dueOn: string, status = 'open') =>
      world.addRemedy({
        memberId,
        branchId: id,
        dueOn,
        status,
        measure: 'Đọc',
        createdAt: at('2026-10-01 08:00'),
      })
    const late = await add('2026-12-20')
    const first = await add('2026-11-01')
    await add('2026-11-02', 'done')
    const second = await add('2026-11-30', 'inProgress')
    await add('2026-12-25')
    await openRound(world.app, id)
    const [row] = await world.rows<{ sheet: { items: { kind: string; remedyId?: string }[] } }>(
      'SELECT sheet FROM assessment',
    )
    expect(
      row?.sheet.items.filter(({ kind }) => kind === 'promise').map(({ remedyId }) => remedyId),
    ).toEqual([first, second, late])
  })

  it.each([
    ['in the quiet hours it invites in the morning', '2026-11-26 22:10', '2026-11-27 07:00', 1],
    ['before dawn too', '2026-11-27 05:00', '2026-11-27 07:00', 1],
  ])('%s', async (_, now, notBefore, count) => {
    world.setClock(at(now))
    const { id } = await world.addBranch({ code: 'CB5', rule: third, members: [secretary] })
    await planMeetings(world.app)
    await openRound(world.app, id)
    expect((await outbox()).map((row) => row.not_before)).toEqual(
      Array.from({ length: count }, () => at(notBefore)),
    )
  })

  describe('by hand, without a period', () => {
    it.each([
      ['the next meeting is near', '2026-11-20 10:00', third, '2026-11', '2026-12-02 20:00'],
      [
        'the next meeting is further than 21 days',
        '2026-11-08 10:00',
        { kind: 'fixedDay', day: 30 } as const,
        '2026-11',
        '2026-11-29 20:00',
      ],
      ['there is no meeting', '2026-11-08 10:00', undefined, '2026-11', '2026-11-15 20:00'],
      ['the meeting is today', '2026-12-03 10:00', third, '2026-11', '2026-12-10 20:00'],
    ])('%s', async (_, now, rule, period, closesAt) => {
      world.setClock(at(now))
      const { id } = await world.addBranch({
        code: 'CB5',
        ...(rule && { rule }),
        members: [secretary],
      })
      await planMeetings(world.app)
      expect(await openRound(world.app, id)).toMatchObject({
        kind: 'opened',
        round: { period, closesAt: at(closesAt) },
      })
    })
  })

  it('refuses what cannot be opened', async () => {
    const { id } = await world.addBranch({ code: 'CB5', members: [{ status: 'exempt' }] })
    expect(await openRound(world.app, id)).toEqual({ kind: 'refused', reason: 'nobody' })
    expect(await openRound(world.app, id, { closesAt: at('2026-11-26 07:59') })).toEqual({
      kind: 'refused',
      reason: 'alreadyOver',
    })
    expect(await openRound(world.app, '00000000-0000-4000-8000-000000000000')).toEqual({
      kind: 'refused',
      reason: 'noBranch',
    })
  })

  it('does not hear the consent to another notice, an older one withdrawn, or one of a former owner of the chat', async () => {
    const { id, members } = await world.addBranch({ code: 'CB5', members: [secretary, {}, {}, {}] })
    const [, other = '', withdrawn = '', former = ''] = members
    await world.rows(`UPDATE consent SET meaning_hash = 'older' WHERE member_id = $1::uuid`, other)
    await world.rows(
      `INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
        is_granted, bot_id, at)
      SELECT gen_random_uuid(), member_id, notice_version, notice_hash, meaning_hash, purpose,
        false, bot_id,
        at + interval '1 day'
      FROM consent WHERE member_id = $1::uuid AND purpose = 'remind'`,
      withdrawn,
    )
    await world.rows(
      `UPDATE account SET linked_at = linked_at + interval '1 day' WHERE member_id = $1::uuid`,
      former,
    )
    expect(await openRound(world.app, id)).toMatchObject({ kind: 'opened', roster: 4, invited: 1 })
  })
})
