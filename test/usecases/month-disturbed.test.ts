// A branch's month when something comes between: an outage, a clock that jumps, a meeting moved,
// several instances, a notice in doubt.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { at } from './in-viet-nam.ts'
import { live, shown, slots, third, tick, toGroup } from './play-month.ts'
import { createWorld, type World } from './world.ts'

onOneDatabase('a branch’s disturbed month', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  describe('after an outage', () => {
    it.each([
      [
        'of an hour says what it missed',
        '2026-11-25 09:00',
        '2026-11-26 09:00',
        ['open done', 'windowOpening sent'],
      ],
      [
        'of four days opens late, and tells of the opening no more',
        '2026-11-25 09:00',
        '2026-11-30 07:30',
        ['open done', 'windowOpening skipped', 'remindFirst sent'],
      ],
      [
        'over the whole window leaves the month without a round',
        '2026-11-25 09:00',
        '2026-12-02 21:30',
        [
          'open skipped',
          'windowOpening skipped',
          'remindFirst skipped',
          'announceFirst skipped',
          'remindLast skipped',
          'announceLast skipped',
          'askDocuments queued',
          'close skipped',
        ],
      ],
    ])('%s', async (_, before, after, expected) => {
      await world.addBranch(third)
      await tick(world, before)
      await tick(world, after)
      await tick(world, after)
      const order = [
        'open',
        'windowOpening',
        'remindFirst',
        'announceFirst',
        'remindLast',
        'announceLast',
        'askDocuments',
        'close',
      ]
      const found = (await slots(world)).toSorted(
        (a, b) => order.indexOf(a.rule) - order.indexOf(b.rule),
      )
      expect(found.map(({ rule, state }) => `${rule} ${state}`)).toEqual(expected)
      expect(
        found.filter(({ state }) => state === 'skipped').every(({ reason }) => reason !== null),
      ).toBe(true)
    })

    it('of two months leaves no slot of the meetings that were planned without a word', async () => {
      await world.addBranch(third)
      await tick(world, '2026-11-20 09:00')
      await tick(world, '2027-02-10 09:00')
      const missed = await slots(world, `local_date < '2027-02-01'`)
      expect(missed.map(({ date, rule }) => `${date} ${rule}`)).toEqual(
        expect.arrayContaining([
          '2026-11-26 open',
          '2026-12-23 remediationLast',
          '2026-12-27 open',
          '2027-01-23 remediationLast',
        ]),
      )
      expect(missed.every(({ state, reason }) => state === 'skipped' && reason !== null)).toBe(true)
      expect(toGroup(world.delivered)).toEqual([])
    })

    it('the invitation and the reminder that are due together become one', async () => {
      const { members } = await world.addBranch(third)
      await tick(world, '2026-11-25 09:00')
      const sent = await tick(world, '2026-11-29 19:10')
      expect(
        sent
          .filter(({ memberId }) => memberId !== null)
          .map(({ memberId }) => memberId)
          .toSorted(),
      ).toEqual(members.toSorted())
    })
  })

  describe('a clock that jumps', () => {
    it.each([
      ['back an hour', '2026-11-26 07:10'],
      ['back a day', '2026-11-25 08:10'],
      ['ahead a day and back', '2026-11-27 08:10'],
    ])('%s says nothing twice', async (_, jump) => {
      await world.addBranch(third)
      await tick(world, '2026-11-26 08:10')
      await tick(world, jump)
      await live(world, '2026-11-26 07:40', '2026-11-27 10:10')
      expect(toGroup(world.delivered)).toHaveLength(1)
      expect(world.delivered.filter(({ memberId }) => memberId !== null)).toHaveLength(3)
    })
  })

  describe('a meeting moved by hand', () => {
    const move = async (date: string, closesAt: string): Promise<void> => {
      await world.rows(
        `UPDATE meeting SET date = $1::date, source = 'hand', id = gen_random_uuid(), place = NULL,
          nominal_date = NULL WHERE period = '2026-11'`,
        date,
      )
      await world.rows(
        `UPDATE round SET closes_at = $1::timestamptz
          WHERE period = '2026-11' AND closed_at IS NULL`,
        at(closesAt),
      )
    }

    it('a week later is announced anew, and nothing of the old date is repeated', async () => {
      await world.addBranch(third)
      await live(world, '2026-11-20 09:00', '2026-11-30 10:00')
      const before = toGroup(world.delivered).length
      await move('2026-12-10', '2026-12-09 20:00')
      await live(world, '2026-11-30 10:30', '2026-12-11 10:00')
      expect(shown(toGroup(world.delivered).slice(before))).toEqual([
        '12-07 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        '12-09 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        '12-10 17:30 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      ])
      expect(
        await slots(world, `rule IN ('open', 'windowOpening') AND local_date > '2026-12-01'`),
      ).toEqual([
        { rule: 'open', date: '2026-12-03', state: 'skipped', reason: 'alreadyOpen' },
        { rule: 'windowOpening', date: '2026-12-03', state: 'skipped', reason: 'alreadyOpen' },
      ])
      expect(await world.rows('SELECT 1 FROM round')).toHaveLength(1)
    })

    it('to tomorrow is still announced today', async () => {
      await world.addBranch(third)
      await live(world, '2026-11-20 09:00', '2026-11-29 10:00')
      await move('2026-11-30', '2026-11-29 20:00')
      const sent = toGroup(await tick(world, '2026-11-29 10:30'))
      expect(shown(sent)).toEqual(['11-29 10:30 group Chi bộ sinh hoạt thường kỳ tháng 11/2026:'])
    })

    it('written anew on the same day, with another id, is not announced twice', async () => {
      await world.addBranch(third)
      await live(world, '2026-11-20 09:00', '2026-11-30 08:30')
      const before = toGroup(world.delivered).length
      await move('2026-12-03', '2026-12-02 20:00')
      await tick(world, '2026-11-30 09:00')
      expect(toGroup(world.delivered)).toHaveLength(before)
    })
  })

  it('several instances that tick at one moment say it once', async () => {
    const {
      id,
      members: [, hoa = ''],
    } = await world.addBranch(third)
    await tick(world, '2026-11-25 09:00')
    await world.addRemedy({
      memberId: hoa,
      branchId: id,
      dueOn: '2026-12-05',
      measure: 'Đọc nghị quyết',
      createdAt: world.app.now(),
    })
    for (const now of [
      '2026-11-26 08:00',
      '2026-11-29 19:00',
      '2026-11-30 08:00',
      '2026-12-02 09:00',
      '2026-12-02 20:00',
      '2026-12-05 09:00',
    ]) {
      world.setClock(at(now))
      await Promise.all(Array.from({ length: 3 }, () => runDue(world.app)))
      await world.deliver()
    }
    const counts = new Map<string, number>()
    for (const { slotId, memberId, groupId } of world.delivered) {
      const key = `${slotId ?? ''} ${memberId ?? groupId ?? ''}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect([...counts.values()].every((count) => count === 1)).toBe(true)
    expect(world.delivered).toHaveLength(17)
    expect(await world.rows('SELECT id FROM outbox')).toHaveLength(17)
    expect(
      world.events.filter(({ code }) => code === 'branch.failed' || code === 'job.failed'),
    ).toEqual([])
  })

  it('what was held up until the night waits for the morning', async () => {
    await world.addBranch(third)
    await tick(world, '2026-11-25 09:00')
    world.setClock(at('2026-11-26 08:00'))
    await runDue(world.app)
    expect(await tick(world, '2026-11-26 21:00')).toEqual([])
    expect(await tick(world, '2026-11-27 06:59')).toEqual([])
    expect(await tick(world, '2026-11-27 07:00')).toHaveLength(4)
  })

  it('a notice of which nobody knows whether it arrived is asked about, once, and settled by the answer', async () => {
    const {
      members: [secretary],
    } = await world.addBranch(third)
    await tick(world, '2026-11-20 09:00')
    world.setClock(at('2026-11-26 08:00'))
    await runDue(world.app)
    await world.deliver(({ groupId }) => (groupId === null ? 'sent' : 'unknown'))
    const asked = await tick(world, '2026-11-26 08:01')
    expect(
      asked.map(({ memberId, message }) => ({
        memberId,
        choices: message.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
      })),
    ).toEqual([{ memberId: secretary, choices: ['arrived', 'resend'] }])
    expect(asked[0]?.message.text).toContain('báo nhóm kỳ tự soi đã mở')
    expect(await tick(world, '2026-11-26 08:05')).toEqual([])
    expect(await slots(world, `rule = 'windowOpening'`)).toMatchObject([{ state: 'unknown' }])
    await world.rows(
      `UPDATE outbox SET state = 'sent', reason = 'confirmedByPerson' WHERE state = 'unknown'`,
    )
    await tick(world, '2026-11-26 08:10')
    expect(await slots(world, `rule = 'windowOpening'`)).toMatchObject([{ state: 'sent' }])
  })
})
