// A branch's month, tick by tick: who hears what and when.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { at, createWorld, type BranchSpec, type Delivered, type World, zone } from './world.ts'

const third: BranchSpec = {
  code: 'CB5',
  rule: { kind: 'fixedDay', day: 3 },
  time: '19:30',
  place: 'Nhà văn hóa tổ 5',
  members: [
    { role: 'secretary', name: 'Trần Văn Lâm' },
    { name: 'Nguyễn Thị Hoa' },
    { name: 'Lê Văn Thọ' },
  ],
}
const hour = 3_600_000

onOneDatabase('a branch’s month', (open) => {
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
  /** From one event to the next, and at least twice a day; both ends included. */
  const live = async (from: string, to: string): Promise<void> => {
    const end = at(to)
    for (let now = at(from); now < end;) {
      await tick(now)
      const next = (await nextEvent(world.app, now))?.at.getTime() ?? Infinity
      now = new Date(Math.min(next, now.getTime() + 12 * hour, end.getTime()))
    }
    await tick(end)
  }
  const shown = (messages: readonly Delivered[]): readonly string[] =>
    messages.map((message) => {
      const { date, time } = localOf(message.at, zone)
      return `${date.slice(5)} ${time} ${message.groupId === null ? 'private' : 'group'} ${message.message.text.split('\n')[1]?.slice(0, 44) ?? message.message.text.slice(0, 44)}`
    })
  const slots = (where = 'true') =>
    world.rows<{ rule: string; date: string; state: string; reason: string | null }>(
      `SELECT rule, local_date::text AS date, state, reason FROM slot WHERE ${where}
        ORDER BY local_date, rule`,
    )
  const toGroup = (messages: readonly Delivered[]) =>
    messages.filter(({ groupId }) => groupId !== null)

  it('says each thing once, at its time', async () => {
    const {
      id,
      members: [secretary = '', hoa = ''],
    } = await world.addBranch(third)
    await live('2026-11-20 09:00', '2026-11-27 20:00')
    await world.addRemedy({
      memberId: hoa,
      branchId: id,
      dueOn: '2026-12-20',
      measure: 'CHIM-HOANG-YEN',
      createdAt: at('2026-11-27 20:00'),
    })
    await live('2026-11-27 20:30', '2026-12-24 12:00')
    expect(shown(toGroup(world.delivered))).toEqual([
      '11-26 08:00 group Kỳ tự soi tháng 11/2026 đã mở, đến 20 giờ ng',
      '11-30 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-02 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-03 17:30 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-13 08:00 group Chi bộ đang có 1 nội dung tự sửa đến hạn tro',
      '12-23 08:00 group Chi bộ đang có 1 nội dung tự sửa đến hạn tro',
    ])
    const perMember = (memberId: string) =>
      world.delivered
        .filter((message) => message.memberId === memberId)
        .map((message) => {
          const { date, time } = localOf(message.at, zone)
          return `${date.slice(5)} ${time} ${message.class}`
        })
    expect(perMember(hoa)).toEqual([
      '11-26 08:00 prompt',
      '11-29 19:00 prompt',
      '12-01 19:00 prompt',
      '12-17 08:30 prompt',
      '12-20 08:30 prompt',
    ])
    expect(perMember(secretary)).toEqual([
      '11-26 08:00 prompt',
      '11-29 19:00 prompt',
      '12-01 19:00 prompt',
      '12-02 09:00 prompt',
      '12-02 20:00 document',
      '12-05 09:00 prompt',
      '12-05 19:00 prompt',
    ])
    expect((await slots()).map(({ rule, date, state }) => `${date} ${rule} ${state}`)).toEqual([
      '2026-11-26 open done',
      '2026-11-26 windowOpening sent',
      '2026-11-29 remindFirst sent',
      '2026-11-30 announceFirst sent',
      '2026-12-01 remindLast sent',
      '2026-12-02 announceLast sent',
      '2026-12-02 askDocuments sent',
      '2026-12-02 close done',
      '2026-12-02 summary sent',
      '2026-12-03 announceSoon sent',
      '2026-12-05 askMinutes sent',
      '2026-12-05 askMinutesLast sent',
      '2026-12-13 remediationFirst sent',
      '2026-12-17 remedySoon sent',
      '2026-12-20 remedyToday sent',
      '2026-12-23 remediationLast sent',
    ])
  })

  it('tells the group dates and counts, and nothing of anybody', async () => {
    const canary = 'CHIM-HOANG-YEN'
    const { id, members } = await world.addBranch({
      ...third,
      members: third.members.map((member) => ({
        ...member,
        name: `${canary} ${member.name ?? ''}`,
      })),
    })
    await tick('2026-11-26 08:00')
    for (const memberId of members)
      await world.addRemedy({
        memberId,
        branchId: id,
        dueOn: '2026-12-12',
        measure: canary,
        createdAt: at('2026-11-26 09:00'),
      })
    await live('2026-11-28 00:00', '2026-12-15 00:00')
    expect(toGroup(world.delivered)).toHaveLength(5)
    const said = JSON.stringify(toGroup(world.delivered).map(({ message }) => message))
    expect(said).not.toContain(canary)
    expect(toGroup(world.delivered).flatMap(({ message }) => message.choices ?? [])).toEqual([])
    expect(JSON.stringify(await world.rows('SELECT * FROM slot'))).not.toContain(canary)
    expect(toGroup(world.delivered)[1]?.message.text).toBe(
      [
        'Kính gửi các đồng chí đảng viên Chi bộ CB5,',
        'Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        'Thời gian: 19 giờ 30, Thứ Năm, 03/12/2026',
        'Địa điểm: Nhà văn hóa tổ 5',
        'Đề nghị các đồng chí hoàn thành tự soi tháng 11/2026 trong tin nhắn riêng trước 20 giờ ngày 02/12.',
        '(Thông báo lần 1/3)',
      ].join('\n'),
    )
  })

  it('asks for the papers by name, and no more once they are said to be done', async () => {
    const {
      id,
      members: [secretary = ''],
    } = await world.addBranch(third)
    const done = (papers: readonly string[]) =>
      Promise.all(
        papers.map((paper) =>
          world.rows(
            `INSERT INTO meeting_paper
      (branch_id, period, paper, is_done, by_member, at)
        VALUES ($1::uuid, '2026-11', $2, true, $3::uuid, $4)`,
            id,
            paper,
            secretary,
            world.app.now(),
          ),
        ),
      )
    await tick('2026-12-01 20:00')
    await done(['documents', 'minutes'])
    await live('2026-12-02 07:00', '2026-12-05 10:00')
    const asked = world.delivered.at(-1)
    expect(asked?.memberId).toBe(secretary)
    expect(asked?.message.text).toContain(
      'Cần xong trong 2 ngày sau buổi họp: nghị quyết, đăng Sổ tay đảng viên điện tử.',
    )
    expect(asked?.message.choices?.map(({ label }) => label)).toEqual([
      'Nghị quyết đã xong',
      'Đã đăng Sổ tay',
      'Tất cả đã xong',
    ])
    await done(['resolution', 'posted'])
    await live('2026-12-05 18:00', '2026-12-06 10:00')
    const papers = (await slots(`rule LIKE 'ask%'`)).map(
      ({ rule, state, reason }) => `${rule} ${state} ${reason ?? ''}`,
    )
    expect(papers).toEqual([
      'askDocuments skipped settledMeanwhile',
      'askMinutes sent ',
      'askMinutesLast skipped settledMeanwhile',
    ])
  })

  it('with nothing due says nothing of remedies, and says so in the slot', async () => {
    await world.addBranch(third)
    await tick('2026-11-20 09:00')
    await live('2026-12-13 07:00', '2026-12-13 09:00')
    expect(await slots(`rule = 'remediationFirst'`)).toEqual([
      { rule: 'remediationFirst', date: '2026-12-13', state: 'skipped', reason: 'nothingDue' },
    ])
  })

  describe('without a group', () => {
    it('the secretary hears of it once a meeting', async () => {
      const {
        members: [secretary],
      } = await world.addBranch({ ...third, hasGroup: false })
      await live('2026-11-25 09:00', '2026-12-03 20:00')
      expect(toGroup(world.delivered)).toEqual([])
      const told = world.delivered.filter(({ message }) => message.text.includes('chưa nối nhóm'))
      expect(told.map(({ memberId }) => memberId)).toEqual([secretary])
      expect((await slots(`reason = 'noGroup'`)).map(({ rule }) => rule)).toEqual([
        'windowOpening',
        'announceFirst',
        'announceLast',
        'announceSoon',
      ])
    })

    it('the operator, where the secretary is not linked', async () => {
      await world.addBranch({
        ...third,
        hasGroup: false,
        members: [{ role: 'secretary', isLinked: false }, {}],
      })
      await live('2026-11-25 09:00', '2026-12-03 20:00')
      expect(world.events.filter(({ code }) => code === 'group.nobodyTold')).toHaveLength(1)
    })
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
      await tick(before)
      await tick(after)
      await tick(after)
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
      const found = (await slots()).toSorted(
        (a, b) => order.indexOf(a.rule) - order.indexOf(b.rule),
      )
      expect(found.map(({ rule, state }) => `${rule} ${state}`)).toEqual(expected)
      expect(
        found.filter(({ state }) => state === 'skipped').every(({ reason }) => reason !== null),
      ).toBe(true)
    })

    it('of two months leaves no slot of the meetings that were planned without a word', async () => {
      await world.addBranch(third)
      await tick('2026-11-20 09:00')
      await tick('2027-02-10 09:00')
      const missed = await slots(`local_date < '2027-02-01'`)
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
      await tick('2026-11-25 09:00')
      const sent = await tick('2026-11-29 19:10')
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
      await tick('2026-11-26 08:10')
      await tick(jump)
      await live('2026-11-26 07:40', '2026-11-27 10:10')
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
      await live('2026-11-20 09:00', '2026-11-30 10:00')
      const before = toGroup(world.delivered).length
      await move('2026-12-10', '2026-12-09 20:00')
      await live('2026-11-30 10:30', '2026-12-11 10:00')
      expect(shown(toGroup(world.delivered).slice(before))).toEqual([
        '12-07 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        '12-09 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        '12-10 17:30 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      ])
      expect(
        await slots(`rule IN ('open', 'windowOpening') AND local_date > '2026-12-01'`),
      ).toEqual([
        { rule: 'open', date: '2026-12-03', state: 'skipped', reason: 'alreadyOpen' },
        { rule: 'windowOpening', date: '2026-12-03', state: 'skipped', reason: 'alreadyOpen' },
      ])
      expect(await world.rows('SELECT 1 FROM round')).toHaveLength(1)
    })

    it('to tomorrow is still announced today', async () => {
      await world.addBranch(third)
      await live('2026-11-20 09:00', '2026-11-29 10:00')
      await move('2026-11-30', '2026-11-29 20:00')
      const sent = toGroup(await tick('2026-11-29 10:30'))
      expect(shown(sent)).toEqual(['11-29 10:30 group Chi bộ sinh hoạt thường kỳ tháng 11/2026:'])
    })

    it('written anew on the same day, with another id, is not announced twice', async () => {
      await world.addBranch(third)
      await live('2026-11-20 09:00', '2026-11-30 08:30')
      const before = toGroup(world.delivered).length
      await move('2026-12-03', '2026-12-02 20:00')
      await tick('2026-11-30 09:00')
      expect(toGroup(world.delivered)).toHaveLength(before)
    })
  })

  it('several instances that tick at one moment say it once', async () => {
    const {
      id,
      members: [, hoa = ''],
    } = await world.addBranch(third)
    await tick('2026-11-25 09:00')
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
    await tick('2026-11-25 09:00')
    world.setClock(at('2026-11-26 08:00'))
    await runDue(world.app)
    expect(await tick('2026-11-26 21:00')).toEqual([])
    expect(await tick('2026-11-27 06:59')).toEqual([])
    expect(await tick('2026-11-27 07:00')).toHaveLength(4)
  })

  it('a branch’s own days and quiet hours are kept', async () => {
    await world.addBranch({
      ...third,
      quiet: ['18:00', '09:00'],
      timeline: { announceFirst: { days: -5 }, remindFirst: { on: false } },
    })
    await live('2026-11-20 09:00', '2026-12-03 20:00')
    expect(
      world.delivered.filter((message) => {
        const { time } = localOf(message.at, zone)
        return time < '09:00' || time >= '18:00'
      }),
    ).toEqual([])
    expect(await slots(`rule = 'remindFirst'`)).toEqual([])
    expect(
      (await slots(`rule = 'announceFirst'`)).map(({ date, state }) => `${date} ${state}`),
    ).toEqual(['2026-11-28 sent'])
  })

  it('a notice of which nobody knows whether it arrived is asked about, once, and settled by the answer', async () => {
    const {
      members: [secretary],
    } = await world.addBranch(third)
    await tick('2026-11-20 09:00')
    world.setClock(at('2026-11-26 08:00'))
    await runDue(world.app)
    await world.deliver(({ groupId }) => (groupId === null ? 'sent' : 'unknown'))
    const asked = await tick('2026-11-26 08:01')
    expect(
      asked.map(({ memberId, message }) => ({
        memberId,
        choices: message.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
      })),
    ).toEqual([{ memberId: secretary, choices: ['arrived', 'resend'] }])
    expect(asked[0]?.message.text).toContain('báo nhóm kỳ tự soi đã mở')
    expect(await tick('2026-11-26 08:05')).toEqual([])
    expect(await slots(`rule = 'windowOpening'`)).toMatchObject([{ state: 'unknown' }])
    await world.rows(
      `UPDATE outbox SET state = 'sent', reason = 'confirmedByPerson' WHERE state = 'unknown'`,
    )
    await tick('2026-11-26 08:10')
    expect(await slots(`rule = 'windowOpening'`)).toMatchObject([{ state: 'sent' }])
  })
})
